"""From the registers of very many units to the row table: shard by shard, in several processes, resumable.

A shard is a span of units in the order of their codes. What it needs is read from the registers once; it is written
whole, first who its units are, then their rows. A shard that is there is not made again as long as the registers and
the pack are those that it was made of, so that a killed run loses what was in hand and nothing else.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from multiprocessing import connection, get_context, parent_process
from pathlib import Path

import duckdb

from jiheng import __version__
from jiheng.core.durable import written_whole
from jiheng.core.fault import Fault, Faults, Refused
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures import measure
from jiheng.facts.measures.registry import REGISTERS
from jiheng.facts.relations import literal
from jiheng.facts.shelves import Span, open_units
from jiheng.facts.verification import Verifier
from jiheng.packs.model import Pack
from jiheng.scoring.assemble import assemble
from jiheng.scoring.engines.duckdb import load_rows
from jiheng.scoring.plan import Plan, plan_of
from jiheng.scoring.row_files import fingerprint, narrowest, write_plan
from jiheng.scoring.rows import COLUMNS, Bounds, Row

SHARD = 5_000
"""Units in one shard."""
MOST_WORKERS = 8
"""Processes unless told otherwise; each needs some 200 MB."""
MOST_FAULTS = 1_000
"""Faults after which no further shard is looked at."""
ALWAYS = frozenset({"projects", "budget", "indicators", "results", "answers", "special_funds"})
"""Tables that scoring reads beside the registers of its measures."""


def prepare(
    source: Path,
    pack: Pack,
    target: Path,
    *,
    project_pack: Pack | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    shard: int = SHARD,
    workers: int | None = None,
) -> None:
    """Turn a folder of registers (``facts.parquet``) into a folder of row tables (``scoring.row_files``).

    Args:
        source: the registers of the units.
        pack: the pack that they are scored by.
        target: where the row table goes; shards that an earlier run left there are kept.
        project_pack: the pack that scores the units' projects, whose codes may be spoken of.
        progress: told how many units are prepared, of how many.
        shard: units in one shard.
        workers: processes; as many as there are processors, at most ``MOST_WORKERS``, if not given.

    Raises:
        Refused: registers that cannot be read, and the faults of all units; sound shards stay.
    """
    plan = plan_of(pack)
    _claim(target, f"{__version__} {fingerprint(plan)} {shard} {_state(source)}")
    with open_units(source, target / "sorted") as units:
        spans = units.spans(shard)
    jobs = [_Job(source, target, pack, project_pack, number, span) for number, span in enumerate(spans)]
    left = [job for job in jobs if not job.rows.exists()]
    done, total = (sum(job.span.units for job in some) for some in ([job for job in jobs if job not in left], jobs))
    progress(done, total)
    found: list[Fault] = []
    for job, faults in _run(left, workers or _processors()):
        found.extend(faults)
        done += job.span.units
        progress(done, total)
        if len(found) >= MOST_FAULTS:
            break
    if found:
        raise Refused(found)
    _join_subjects([job.who for job in jobs], target / "subjects.parquet")
    write_plan(plan, target)
    shutil.rmtree(target / "sorted", ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Job:
    """One shard to be made."""

    source: Path
    target: Path
    pack: Pack
    project_pack: Pack | None
    number: int
    span: Span

    @property
    def rows(self) -> Path:
        return self.target / "rows" / f"{self.number:05d}.parquet"

    @property
    def who(self) -> Path:
        return self.target / "who" / f"{self.number:05d}.parquet"


def _state(source: Path) -> str:
    """Changes when a register does."""
    found = ((path.name, path.stat()) for path in sorted(source.glob("*.parquet")))
    return " ".join(f"{name}:{stat.st_size}:{stat.st_mtime_ns}" for name, stat in found)


def _claim(target: Path, made_of: str) -> None:
    """Keep what was made of the same, without the drafts of a killed run; remove all else."""
    note = target / "made_of.txt"
    same = note.is_file() and note.read_text(encoding="utf-8") == made_of
    if not same:
        (target / "plan.json").unlink(missing_ok=True)
        shutil.rmtree(target / "sorted", ignore_errors=True)
    for kind in ("rows", "who"):
        (target / kind).mkdir(parents=True, exist_ok=True)
        for path in (target / kind).iterdir():
            if not same or not path.stem.isdecimal():
                path.unlink()
    with written_whole(note) as draft:
        draft.write_text(made_of, encoding="utf-8")


def _processors() -> int:
    return min(os.cpu_count() or 1, MOST_WORKERS)


def _run(jobs: Sequence[_Job], workers: int) -> Iterator[tuple[_Job, list[Fault]]]:
    """Make the shards, in processes of their own where there are several; each comes with its faults."""
    if min(workers, len(jobs)) <= 1:
        yield from ((job, _make(job)) for job in jobs)
        return
    pool = ProcessPoolExecutor(min(workers, len(jobs)), mp_context=get_context("spawn"), initializer=_end_with_parent)
    try:
        pending: dict[Future[list[Fault]], _Job] = {pool.submit(_make, job): job for job in jobs}
        yield from ((pending[future], future.result()) for future in as_completed(pending))
    finally:
        pool.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """End this process when the one that started it is killed, which tells nobody."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_wait_and_end, args=(parent.sentinel,), daemon=True).start()


def _wait_and_end(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def _make(job: _Job) -> list[Fault]:
    """Make one shard; with faults nothing is written."""
    plan, verifier = plan_of(job.pack), Verifier(job.pack, job.project_pack)
    tables = ALWAYS.union(*(REGISTERS.get(name, ()) for name in plan.needed))
    rows: list[Row] = []
    who: list[tuple[str, str, str]] = []
    found: list[Fault] = []
    with open_units(job.source, job.target / "sorted") as units:
        for subject, dataset in enumerate(units.read(job.span, tables), job.span.first):
            own, faults = _rows(plan, verifier, dataset, subject)
            rows.extend(own)
            who.append((dataset.unit.code, dataset.unit.name, peer(dataset)))
            found.extend(faults)
    if not found:
        _write_subjects(job.span.first, who, job.who)
        _write_rows(rows, job.rows)
    return found[:MOST_FAULTS]


def _rows(plan: Plan, verifier: Verifier, dataset: DataSet, subject: int) -> tuple[list[Row], Iterator[Fault]]:
    """The rows of a unit, and its faults, whose places say whose they are."""
    faults, rows = Faults(list(verifier.faults(dataset))), list[Row]()
    if not faults:
        rows = assemble(plan, dataset, measure(dataset, plan.pack, names=plan.needed), faults).rows(subject)
    named = f"单位 {dataset.unit.code} {dataset.unit.name}"
    paths = (f"{named} {each.place.path}".rstrip() for each in faults.found)
    return rows, (
        replace(each, place=replace(each.place, path=path)) for each, path in zip(faults.found, paths, strict=True)
    )


def peer(dataset: DataSet) -> str:
    """The group whose members are ranked against each other: level and region."""
    return " ".join(part for part in (dataset.unit.region, dataset.unit.level) if part)


def _write_rows(rows: Sequence[Row], target: Path) -> None:
    with duckdb.connect() as database, written_whole(target) as draft:
        load_rows(database, rows, Bounds.of(rows))
        columns = ", ".join(f"{name}::{_kind(database, name)} AS {name}" for name in COLUMNS)
        _copy(database, f"SELECT {columns} FROM rows ORDER BY seq", draft)  # noqa: S608 - our own column names


def _kind(database: duckdb.DuckDBPyConnection, name: str) -> str:
    low, high = database.execute(f"SELECT min({name}), max({name}) FROM rows").fetchall()[0]  # noqa: S608 - as above
    return narrowest(low, high)


def _write_subjects(first: int, who: Sequence[tuple[str, str, str]], target: Path) -> None:
    columns = [list(column) for column in zip(*who, strict=True)]
    with duckdb.connect() as database, written_whole(target) as draft:
        database.execute(
            "CREATE TABLE who AS SELECT (row_number() OVER () - 1 + ?)::INTEGER AS subject, * FROM ("
            "SELECT unnest(?::VARCHAR[]) AS code, unnest(?::VARCHAR[]) AS name, unnest(?::VARCHAR[]) AS peer)",
            [first, *columns],
        )
        _copy(database, "FROM who", draft)


def _join_subjects(parts: Sequence[Path], target: Path) -> None:
    listed = ", ".join(map(literal, parts))
    nobody = "SELECT 0 AS subject, '' AS code, '' AS name, '' AS peer LIMIT 0"
    with duckdb.connect() as database, written_whole(target) as draft:
        _copy(database, f"FROM read_parquet([{listed}]) ORDER BY subject" if parts else nobody, draft)


def _copy(database: duckdb.DuckDBPyConnection, query: str, target: Path) -> None:
    database.execute(f"COPY ({query}) TO {literal(target)} (FORMAT parquet, COMPRESSION zstd)")
