"""One file that holds an installation: database, evidence files and key; and the way back, all or nothing."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from jiheng import __version__
from jiheng.core.durable import written_whole
from jiheng.core.fault import Fault, Place, Refused
from jiheng.core.i18n import _

MANIFEST = "manifest.json"
DATABASE = "jiheng.sqlite3"
KEY = "secret.key"
FILES = "files"
_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds: the head of its audit log, and the SHA-256 of every member."""

    made: str
    audit: tuple[int, str]
    members: dict[str, str]


def _refuse(file: Path, problem: str, fix: str) -> Refused:
    return Refused([Fault(Place(file=str(file)), "", problem, "", fix)])


def copy_database(source: Path, target: Path) -> None:
    """Copy a SQLite database while others write to it, by SQLite's own online backup.

    Raises:
        Refused: the copy does not pass SQLite's integrity check.
    """
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    demand_sound(target)


def demand_sound(database: Path) -> None:
    """Let SQLite check the whole file.

    Raises:
        Refused: it is damaged.
    """
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
            found = opened.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as broken:
        found = str(broken)
    if found != "ok":
        raise _refuse(database, _("数据库已损坏（{found}）").format(found=found), _("请改用另一份备份"))


def save(state: Path, target: Path, audit: tuple[int, str]) -> Kept:
    """Write a backup of a state folder; ``audit`` is the head of the audit log before the copying began."""
    members: dict[str, str] = {}
    with tempfile.TemporaryDirectory(dir=state) as scratch, written_whole(target) as half:
        copy = Path(scratch, DATABASE)
        copy_database(state / DATABASE, copy)
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            for path, name in ((copy, DATABASE), *_rest(state)):
                members[name] = sha256(path)
                archive.write(path, name)
            kept = Kept(datetime.now(UTC).isoformat(timespec="seconds"), audit, members)
            archive.writestr(MANIFEST, _manifest(kept))
    target.chmod(0o600)
    return kept


def _manifest(kept: Kept) -> str:
    told = {"product": __version__, "made": kept.made, "audit": list(kept.audit), "members": kept.members}
    return json.dumps(told, ensure_ascii=False, indent=1)


def _rest(state: Path) -> Iterator[tuple[Path, str]]:
    """The key, and everything that people have sent."""
    yield state / KEY, KEY
    for path in sorted((state / FILES).rglob("*")):
        if path.is_file():
            yield path, path.relative_to(state).as_posix()


def sha256(path: Path) -> str:
    """Hash a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def restore(source: Path, state: Path) -> Kept:
    """Unpack a backup into an empty state folder, after everything in it was proved whole.

    Raises:
        Refused: not a backup, damaged, or there is data in the folder; nothing was written.
    """
    if any((state / name).exists() for name in (DATABASE, FILES)):
        raise _refuse(state, _("文件夹中已有数据"), _("请把 JIHENG_HOME 指向一个空文件夹，再恢复"))
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=state) as scratch:
        kept = _unpack(source, Path(scratch))
        demand_sound(Path(scratch, DATABASE))
        for name in (KEY, FILES, DATABASE):  # the database last: without it the folder still counts as empty
            if Path(scratch, name).exists():
                Path(scratch, name).replace(state / name)
    return kept


def _unpack(source: Path, folder: Path) -> Kept:
    try:
        with zipfile.ZipFile(source) as archive:
            kept = _read(archive)
            for name, digest in kept.members.items():
                _take(archive, name, digest, folder)
    except (zipfile.BadZipFile, OSError, KeyError, ValueError, TypeError) as broken:
        raise _refuse(source, _("不是完好的备份文件（{why}）").format(why=broken), _("请改用另一份备份")) from broken
    return kept


def _read(archive: zipfile.ZipFile) -> Kept:
    told: dict[str, Any] = json.loads(archive.read(MANIFEST))
    number, head = told["audit"]
    return Kept(str(told["made"]), (int(number), str(head)), dict(told["members"]))


def _take(archive: zipfile.ZipFile, name: str, digest: str, folder: Path) -> None:
    parts = PurePosixPath(name).parts
    if name not in {DATABASE, KEY} and (parts[0] != FILES or ".." in parts):
        raise ValueError(name)
    target = folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as packed, target.open("wb") as file:
        shutil.copyfileobj(packed, file, _CHUNK)
    target.chmod(0o600)
    if sha256(target) != digest:
        raise ValueError(name)
