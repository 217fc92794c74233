"""What the machine refuses is named in words, whatever wrapped it."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest

from jiheng.core.trouble import sentence


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满"),
        (OSError(errno.EROFS, "Read-only file system"), "不能写入"),
        (sqlite3.OperationalError("database or disk is full"), "磁盘已满"),
        (sqlite3.OperationalError("database is locked"), "正被占用"),
        (sqlite3.DatabaseError("database disk image is malformed"), "已损坏"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "不能写入"),
        (sqlite3.OperationalError("connection failed: refused"), "连接不上"),
    ],
)
def test_each_kind_says_what_to_do(error: Exception, said: str) -> None:
    assert said in sentence(error)
    assert "请" in sentence(error)


def test_what_a_library_wrapped_is_seen_through() -> None:
    wrapped = RuntimeError("odd")
    wrapped.__cause__ = sqlite3.OperationalError("database is locked")
    assert "正被占用" in sentence(wrapped)


@pytest.mark.parametrize("error", [ValueError("locked"), OSError(errno.ENOENT, "gone"), sqlite3.OperationalError("no")])
def test_other_errors_are_left_to_others(error: Exception) -> None:
    assert sentence(error) == ""


def test_a_damaged_database_is_met_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite3").write_bytes(b"no database at all, only text" * 100)
    with sqlite3.connect(tmp_path / "a.sqlite3") as opened, pytest.raises(sqlite3.DatabaseError) as met:
        opened.execute("SELECT 1 FROM sqlite_master")
    opened.close()
    assert "已损坏" in sentence(met.value)
