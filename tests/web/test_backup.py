"""Backup and restore: whole, proved, and never over data."""

from __future__ import annotations

import json
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
from jiheng.web.accounts.models import User
from jiheng.web.accounts.sealed import seal
from jiheng.web.audit import chain
for n in range(3):
    chain.write(action=f"第 {n} 件")
user = User.objects.create(username="li", name="李")
user.totp_secret = seal("secret", str(user.pk))
user.save()
for name in ("files/ab/abcd", "imports/cd/cdef", "computed/x", "something/new"):
    (settings.STATE / name).parent.mkdir(parents=True, exist_ok=True)
    (settings.STATE / name).write_bytes(b"proof")
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


def test_every_part_of_the_state_folder_is_declared_and_what_is_kept_is_there(saved: Path, tmp_path: Path) -> None:
    home = saved.parent / "home"
    undeclared = {path.name for path in home.iterdir()} - backup.KEPT.keys() - backup.LEFT_OUT.keys() - {"something"}
    assert undeclared == set()
    with zipfile.ZipFile(saved) as archive:
        names = set(archive.namelist())
    assert {"seal.key", "secret.key", "imports/cd/cdef", "something/new"} <= names
    assert "computed/x" not in names


def test_a_restore_opens_the_sealed_factors_and_says_what_it_compared(saved: Path, tmp_path: Path) -> None:
    done = _jiheng(tmp_path / "new", "restore", str(saved))
    assert (done.returncode, done.stderr) == (0, "")
    assert "已核对" in done.stdout


def test_a_backup_without_the_key_of_the_factors_is_told_on_restore(saved: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.zip"
    with zipfile.ZipFile(saved) as whole, zipfile.ZipFile(cut, "w") as archive:
        told = json.loads(whole.read("manifest.json"))
        del told["members"]["seal.key"]
        for name in told["members"]:
            archive.writestr(name, whole.read(name))
        archive.writestr("manifest.json", json.dumps(told))
    done = _jiheng(tmp_path / "new", "restore", str(cut))
    assert done.returncode == 2
    assert "没有另建新的密钥" in done.stderr
    assert not (tmp_path / "new/seal.key").exists()


@pytest.mark.parametrize("made", [False, True])
def test_a_backup_of_nothing_is_refused_and_creates_nothing(tmp_path: Path, made: bool) -> None:  # noqa: FBT001
    if made:
        (tmp_path / "home").mkdir()
    done = _jiheng(tmp_path / "home", "backup", str(tmp_path / "out.zip"))
    assert done.returncode == 2
    assert str(tmp_path / "home") in done.stderr
    assert list(tmp_path.rglob("*")) == ([tmp_path / "home"] if made else [])


def test_other_rows_than_at_the_backup_are_refused(saved: Path, tmp_path: Path) -> None:
    altered = tmp_path / "altered.zip"
    with zipfile.ZipFile(saved) as whole, zipfile.ZipFile(altered, "w") as archive:
        told = json.loads(whole.read("manifest.json"))
        told["rows"]["audit_entry"] += 1
        for name in told["members"]:
            archive.writestr(name, whole.read(name))
        archive.writestr("manifest.json", json.dumps(told))
    with pytest.raises(Refused, match="行数"):
        backup.restore(altered, tmp_path / "home")


def test_what_a_killed_backup_left_is_removed_by_the_next(saved: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    left = state / f"{backup.SCRATCH}dead"
    left.mkdir(parents=True)
    (left / "half").write_bytes(b"x")
    (state / backup.DATABASE).write_bytes((saved.parent / "home" / backup.DATABASE).read_bytes())
    backup.save(state, tmp_path / "all.zip", (0, ""))
    assert not left.exists()
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert all(not name.startswith(".") for name in archive.namelist())
