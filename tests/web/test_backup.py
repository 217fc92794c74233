"""Backup and restore: whole, proved, and never over data."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from jiheng.core.fault import Refused
from jiheng.web import backup

SEED = """
import sys
from jiheng.cli.serve import start_django
start_django()
from django.conf import settings
from jiheng.web.audit import chain
for n in range(3):
    chain.write(action=f"第 {n} 件")
(settings.STATE / "files/ab").mkdir(parents=True)
(settings.STATE / "files/ab/abcd").write_bytes(b"proof")
"""


def _run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("JIHENG_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, *arguments], env=environment | {"JIHENG_HOME": str(home)}, capture_output=True, text=True, check=False
    )  # fmt: skip


def _jiheng(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return _run(home, "-c", "from jiheng.cli.main import main; main()", *arguments)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backup")
    seeded = _run(folder / "home", "-c", SEED)
    assert seeded.returncode == 0, seeded.stderr
    done = _jiheng(folder / "home", "backup", str(folder / "all.zip"))
    assert done.returncode == 0, done.stderr
    assert "审计日志锚点 3:" in done.stdout
    return folder / "all.zip"


def test_a_restored_installation_has_everything_and_a_sound_log(saved: Path, tmp_path: Path) -> None:
    done = _jiheng(tmp_path / "new", "restore", str(saved))
    assert done.returncode == 0, done.stderr
    assert "已逐条核验 3 条，全部相符" in done.stdout
    assert (tmp_path / "new/files/ab/abcd").read_bytes() == b"proof"
    assert (tmp_path / "new/secret.key").read_text() == (saved.parent / "home/secret.key").read_text()


def test_nothing_is_restored_over_data(saved: Path) -> None:
    done = _jiheng(saved.parent / "home", "restore", str(saved))
    assert done.returncode == 2
    assert "已有数据" in done.stderr


@pytest.mark.parametrize("member", ["jiheng.sqlite3", "files/ab/abcd"])
def test_a_changed_backup_is_refused_whole(saved: Path, tmp_path: Path, member: str) -> None:
    spoiled = tmp_path / "spoiled.zip"
    with zipfile.ZipFile(saved) as sound, zipfile.ZipFile(spoiled, "w") as archive:
        for name in sound.namelist():
            archive.writestr(name, b"other" if name == member else sound.read(name))
    with pytest.raises(Refused, match="不是完好的备份文件"):
        backup.restore(spoiled, tmp_path / "home")
    assert list((tmp_path / "home").iterdir()) == []


def test_a_member_outside_of_the_folder_is_refused(tmp_path: Path) -> None:
    evil = tmp_path / "evil.zip"
    with zipfile.ZipFile(evil, "w") as archive:
        archive.writestr("files/../../out", b"x")
        archive.writestr("manifest.json", '{"made": "", "audit": [0, ""], "members": {"files/../../out": "x"}}')
    with pytest.raises(Refused):
        backup.restore(evil, tmp_path / "home")
    assert not (tmp_path / "out").exists()
