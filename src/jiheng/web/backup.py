"""One file that holds an installation, everything but what can be made anew; and the way back, all or nothing."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from jiheng import __version__
from jiheng.core.durable import written_whole
from jiheng.core.fault import Fault, Place, Refused
from jiheng.core.i18n import _

MANIFEST = "manifest.json"
DATABASE = "jiheng.sqlite3"
KEPT = {
    DATABASE: "the records, by SQLite's own online backup",
    "secret.key": "sessions and signed addresses",
    "seal.key": "opens the second factors",
    "sign.key": "signs the daily heads of the audit log",
    "files": "evidence as it was handed in",
    "imports": "files to be imported, as they were handed in",
    "monthly": "papers of the monthly meeting",
    "packs": "rule packs that the site released",
    "bureau.key": "signs rule packs for other sites",
}
"""What a state folder holds and a backup keeps. What stands in neither list is kept too."""
LEFT_OUT = {
    f"{DATABASE}-wal": "part of the live database, inside of its copy",
    f"{DATABASE}-shm": "as above",
    "static": "laid out anew at each start",
    "computed": "computed from the records",
    "workers": "signs of life of processes",
    "demo": "invented data",
    "backups": "the backups themselves",
}
"""What a backup leaves out, and why."""
SCRATCH = ".backup-"
"""How a folder begins that a backup works in; one that was left by a killed backup is removed by the next."""
_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds: the head of its audit log, the SHA-256 of every member, rows of every table, and scores."""

    made: str
    audit: tuple[int, str]
    members: dict[str, str]
    rows: dict[str, int] = field(default_factory=dict)
    scores: dict[str, str] = field(default_factory=dict)


def _refuse(file: Path, problem: str, fix: str) -> Refused:
    return Refused([Fault(Place(file=str(file)), "", problem, "", fix)])


def demand_database(state: Path) -> None:
    """There must be something to back up; nothing is created.

    Raises:
        Refused: the folder is not there, or holds no database.
    """
    if not state.is_dir():
        raise _refuse(state, _("数据文件夹不存在，没有可以备份的内容"), _("请检查环境变量 JIHENG_HOME"))
    if not (state / DATABASE).is_file():
        raise _refuse(
            state, _("数据文件夹中没有数据库，没有可以备份的内容"), _("请检查环境变量 JIHENG_HOME 是否指向正确的文件夹")
        )


def copy_database(source: Path, target: Path) -> None:
    """Copy a SQLite database while others write to it, by SQLite's own online backup.

    Raises:
        Refused: it cannot be read, or the copy does not pass SQLite's integrity check.
    """
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live,
            closing(sqlite3.connect(target)) as copy,
        ):
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as broken:
        raise _damaged(source, str(broken)) from broken
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
        raise _damaged(database, found)


def _damaged(database: Path, found: str) -> Refused:
    return _refuse(database, _("数据库已损坏（{found}）").format(found=found), _("请改用另一份备份"))


def rows_of(database: Path) -> dict[str, int]:
    """How many rows each table of a SQLite file holds."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
        listed = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        names = sorted(name for (name,) in listed)
        query = 'SELECT count(*) FROM "{}"'
        return {name: opened.execute(query.format(name)).fetchone()[0] for name in names}


def save(state: Path, target: Path, audit: tuple[int, str], scores: Mapping[str, str] | None = None) -> Kept:
    """Write a backup of a state folder.

    Args:
        state: the folder.
        target: the file; it appears whole or not at all.
        audit: the head of the audit log before the copying began.
        scores: what some dossiers score, to be computed again after a restore.
    """
    demand_database(state)
    _tidy(state)
    members: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=state) as scratch, written_whole(target) as half:
        copy = Path(scratch, DATABASE)
        copy_database(state / DATABASE, copy)
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            for path, name in ((copy, DATABASE), *_rest(state)):
                members[name] = sha256(path)
                archive.write(path, name)
            made = datetime.now(UTC).isoformat(timespec="seconds")
            kept = Kept(made, audit, members, rows_of(copy), dict(scores or {}))
            archive.writestr(MANIFEST, _manifest(kept))
    target.chmod(0o600)
    return kept


def _tidy(state: Path) -> None:
    """Remove what a killed backup or restore has left."""
    for left in state.glob(f"{SCRATCH}*"):
        shutil.rmtree(left, ignore_errors=True)


def _manifest(kept: Kept) -> str:
    told = {
        "product": __version__,
        "made": kept.made,
        "audit": list(kept.audit),
        "members": kept.members,
        "rows": kept.rows,
        "scores": kept.scores,
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def is_left_out(name: str) -> bool:
    """Whether something at the top of a state folder can be made anew, or is half written."""
    return name in LEFT_OUT or name.startswith(".")


def _rest(state: Path) -> Iterator[tuple[Path, str]]:
    """Everything else: keys, what people have sent, and whatever is in neither list."""
    for top in sorted(state.iterdir()):
        if top.name == DATABASE or is_left_out(top.name):
            continue
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
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
    if any((state / name).exists() for name in (DATABASE, "files")):
        raise _refuse(state, _("文件夹中已有数据"), _("请把 JIHENG_HOME 指向一个空文件夹，再恢复"))
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    _tidy(state)
    with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=state) as scratch:
        kept = _unpack(source, Path(scratch))
        database = Path(scratch, DATABASE)
        demand_sound(database)
        if kept.rows and rows_of(database) != kept.rows:
            raise _refuse(source, _("数据库中的行数与备份时不符"), _("请改用另一份备份"))
        tops = sorted(path.name for path in Path(scratch).iterdir())
        for name in sorted(tops, key=DATABASE.__eq__):  # the database last: without it the folder counts as empty
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
    return Kept(
        str(told["made"]),
        (int(number), str(head)),
        dict(told["members"]),
        dict(told.get("rows", {})),
        dict(told.get("scores", {})),
    )


def _take(archive: zipfile.ZipFile, name: str, digest: str, folder: Path) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or "\\" in name or ".." in path.parts or is_left_out(path.parts[0]):
        raise ValueError(name)
    target = folder.joinpath(*path.parts)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with archive.open(name) as packed, target.open("wb") as file:
        shutil.copyfileobj(packed, file, _CHUNK)
    target.chmod(0o600)
    if sha256(target) != digest:
        raise ValueError(name)
