"""The row table of very many subjects as Parquet: shards of whole subjects, and who the subjects are.

A folder holds ``rows/*.parquet`` (columns of ``scoring.rows``, integers of any width; ``number``, ``over``,
``base``, ``target``, ``choice`` and ``state`` may be absent where they say nothing), ``subjects.parquet``
(subject, code, name, peer) and ``plan.json``, which names the pack that the item and rule numbers belong to.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import duckdb

from jiheng.core.durable import written_whole
from jiheng.core.fault import Faults, Place, Refused, refuse
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures import measure
from jiheng.scoring.assemble import assemble
from jiheng.scoring.engines.duckdb import load_rows
from jiheng.scoring.plan import Plan
from jiheng.scoring.rows import COLUMNS, Bounds, Row, State

SHARD = 5_000
"""Subjects in one shard that we write."""
NEEDED = ("subject", "item", "rule", "weight", "value")


SCORED_BY = {
    "indicators",
    "own_methods",
    "own_over",
    "full_marks",
    "rounding",
    "grades",
    "caps",
    "deductions",
    "measures",
    "values",
}
"""The parts of a pack that decide item numbers, rule numbers and scores."""


def fingerprint(plan: Plan) -> str:
    """Names the plan: what decides scores is the same, so numbers and digits are."""
    content = plan.pack.model_dump_json(include=SCORED_BY, exclude_defaults=True)
    return hashlib.sha256(content.encode()).hexdigest()


def write_plan(plan: Plan, folder: Path) -> None:
    """Note whose numbers the rows use."""
    note = {"pack": plan.pack.id, "version": plan.pack.version, "plan": fingerprint(plan)}
    with written_whole(folder / "plan.json") as draft:
        draft.write_text(json.dumps(note, ensure_ascii=False, indent=2), encoding="utf-8")


def check_plan(plan: Plan, folder: Path) -> None:
    """Refuse rows that were numbered by another pack or another version of it.

    Raises:
        Refused: the folder is no folder of row tables, or of another plan.
    """
    path = folder / "plan.json"
    if not path.is_file() or not any((folder / "rows").glob("*.parquet")):
        raise refuse(
            Place(file=folder.name),
            "不是多单位计分数据",
            expected="含 plan.json 和 rows/*.parquet 的文件夹",
            fix="请检查路径",
        )
    noted = json.loads(path.read_text(encoding="utf-8"))
    if noted.get("plan") != fingerprint(plan):
        met = f"{noted.get('pack')} {noted.get('version')}"
        wanted = f"{plan.pack.id} {plan.pack.version}"
        raise refuse(
            Place(file=path.name),
            "数据是按另一个规则包编号的",
            value=met,
            expected=wanted,
            fix="请用同一规则包重新生成计分数据",
        )


def write_rows(
    datasets: Iterable[DataSet],
    plan: Plan,
    folder: Path,
    progress: Callable[[int], None] = lambda _: None,
    source: str = "",
) -> None:
    """Turn data sets into row tables, one shard after the other; memory holds the rows of one shard.

    A shard that is there already is not made again, as long as plan and ``source`` (what the data sets were read
    from) are those that it was made of.

    Raises:
        Refused: with the faults of the first shard that has any.
    """
    _drop_others(folder, f"{fingerprint(plan)} {source}")
    who: list[tuple[int, str, str, str]] = []
    for shard, batch in enumerate(_batches(datasets)):
        target = folder / "rows" / f"{shard:05d}.parquet"
        counted = _counted(batch, who, progress)
        if target.exists():
            deque(counted, maxlen=0)
        else:
            _write_shard(_rows(counted, plan, len(who)), target)
    _write_subjects(who, folder / "subjects.parquet")
    write_plan(plan, folder)


def _drop_others(folder: Path, made_of: str) -> None:
    """Remove the shards that were made of something else, and note what those to come are made of."""
    (folder / "rows").mkdir(parents=True, exist_ok=True)
    note = folder / "made_of.txt"
    if not note.is_file() or note.read_text(encoding="utf-8") != made_of:
        for shard in (folder / "rows").glob("*.parquet"):
            shard.unlink()
        with written_whole(note) as draft:
            draft.write_text(made_of, encoding="utf-8")


def _counted(
    batch: Iterable[DataSet], who: list[tuple[int, str, str, str]], progress: Callable[[int], None]
) -> Iterator[DataSet]:
    """Note each unit as it passes."""
    for dataset in batch:
        who.append((len(who), dataset.unit.code, dataset.unit.name, peer(dataset)))
        progress(len(who))
        yield dataset


def peer(dataset: DataSet) -> str:
    """The group whose members are ranked against each other: level and region."""
    return " ".join(part for part in (dataset.unit.region, dataset.unit.level) if part)


def _batches(datasets: Iterable[DataSet]) -> Iterator[Iterator[DataSet]]:
    """Shards of data sets, each read only as it is walked through."""
    rest = iter(datasets)
    for first in rest:
        yield chain((first,), islice(rest, SHARD - 1))


def _rows(batch: Iterable[DataSet], plan: Plan, first: int) -> list[Row]:
    rows: list[Row] = []
    found = []
    for subject, dataset in enumerate(batch, first):
        faults = Faults()
        assembly = assemble(plan, dataset, measure(dataset, plan.pack), faults)
        found.extend(faults.found)
        rows.extend(assembly.rows(subject))
    if found:
        raise Refused(found)
    return rows


def _write_shard(rows: list[Row], target: Path) -> None:
    with duckdb.connect() as connection, written_whole(target) as draft:
        load_rows(connection, rows, Bounds.of(rows))
        columns = ", ".join(f"{name}::{_kind(rows, name)} AS {name}" for name in COLUMNS)
        _copy(connection, f"SELECT {columns} FROM rows ORDER BY seq", draft)  # noqa: S608 - our own column names


def _kind(rows: list[Row], name: str) -> str:
    """The narrowest type that holds a column."""
    at = COLUMNS.index(name)
    size = max(max(row[at], -row[at] - 1) for row in rows)
    narrow = (("TINYINT", 7), ("SMALLINT", 15), ("INTEGER", 31), ("BIGINT", 63))
    return next((kind for kind, bits in narrow if size < 2**bits), "DECIMAL(38, 0)")


def _write_subjects(who: list[tuple[int, str, str, str]], target: Path) -> None:
    columns = [list(column) for column in zip(*who, strict=True)] or [[], [], [], []]
    with duckdb.connect() as connection, written_whole(target) as draft:
        connection.execute(
            "CREATE TABLE who AS SELECT unnest(?::INTEGER[]) AS subject, unnest(?::VARCHAR[]) AS code, "
            "unnest(?::VARCHAR[]) AS name, unnest(?::VARCHAR[]) AS peer",
            columns,
        )
        _copy(connection, "FROM who", draft)


def _copy(connection: duckdb.DuckDBPyConnection, query: str, target: Path) -> None:
    connection.execute(f"COPY ({query}) TO {literal(target)} (FORMAT parquet, COMPRESSION zstd)")


def literal(path: Path) -> str:
    """A path as an SQL string."""
    quoted = str(path).replace("'", "''")
    return f"'{quoted}'"


@dataclass(frozen=True, slots=True)
class Survey:
    """What all shards of a folder have in common, known before any row is read."""

    columns: tuple[str, ...]
    bounds: Bounds


def survey_shards(connection: duckdb.DuckDBPyConnection, plan: Plan, shards: Sequence[Path]) -> Survey:
    """Look at columns and statistics of all shards.

    Raises:
        Refused: columns that are missing, no integers, or not the same everywhere; numbers that the plan has not.
    """
    faults, widest = Faults(), dict[str, tuple[int, int]]()
    first = _columns(connection, shards[0], faults)
    for shard in shards:
        if _columns(connection, shard, faults) != first:
            faults.add(
                Place(file=shard.name), "各分片的列不一致", expected="、".join(first), fix="请重新生成计分数据。"
            )
            continue
        found = _extremes(connection, shard, first)
        _check_numbers(plan, found, shard, faults)
        for name, (low, high) in found.items():
            least, most = widest.get(name, (low, high))
            widest[name] = min(low, least), max(high, most)
    faults.raise_if_any()
    return Survey(first, _bounds(widest))


def _columns(connection: duckdb.DuckDBPyConnection, shard: Path, faults: Faults) -> tuple[str, ...]:
    found = connection.execute(f"DESCRIBE FROM read_parquet({literal(shard)})").fetchall()
    kinds = {name: kind for name, kind, *_ in found}
    for name in NEEDED:
        if name not in kinds:
            faults.add(Place(file=shard.name), "缺少一列", expected=name, fix="请按计分数据的格式重新生成。")
    for name, kind in kinds.items():
        if name in COLUMNS and not (kind.endswith(("INT", "INTEGER")) or kind == "DECIMAL(38,0)"):
            faults.add(Place(file=shard.name, column=name), "这一列不是整数", value=kind, fix="计分数据只用整数。")
    faults.raise_if_any()
    return tuple(name for name in COLUMNS if name in kinds)


def _extremes(
    connection: duckdb.DuckDBPyConnection, shard: Path, columns: tuple[str, ...]
) -> dict[str, tuple[int, int]]:
    """The smallest and largest number of each column: from the file's statistics, from a scan where it has none."""
    query = f"""
        SELECT path_in_schema, min(stats_min_value::HUGEINT), max(stats_max_value::HUGEINT),
               bool_and(stats_min_value IS NOT NULL)
        FROM parquet_metadata({literal(shard)}) WHERE list_contains(?, path_in_schema) GROUP BY ALL
    """  # noqa: S608 - the path is quoted
    found = connection.execute(query, [list(columns)]).fetchall()
    return {
        name: (int(least), int(most)) if complete else _scanned(connection, shard, name)
        for name, least, most, complete in found
    }


def _scanned(connection: duckdb.DuckDBPyConnection, shard: Path, name: str) -> tuple[int, int]:
    query = f"SELECT min({name}), max({name}) FROM read_parquet({literal(shard)})"  # noqa: S608 - as above
    least, most = connection.execute(query).fetchall()[0]
    return int(least or 0), int(most or 0)


def _bounds(found: dict[str, tuple[int, int]]) -> Bounds:
    """What the extremes mean for the width of the arithmetic."""
    base_low, base = found.get("base", (1, 1))
    target_low, target_high = found.get("target", (0, 0))
    low, high = found["value"]
    return Bounds(
        weight=found["weight"][1],
        over=found.get("over", (1, 1))[1],
        low=low,
        high=high,
        base=base,
        target_low=target_low,
        target_high=target_high,
        base_low=base_low,
    )


def _check_numbers(plan: Plan, found: dict[str, tuple[int, int]], shard: Path, faults: Faults) -> None:
    """Add a fault for an item, rule or state that does not exist, a negative weight, a base or divisor below 1."""
    limits = {
        "item": (0, len(plan.items) - 1),
        "rule": (0, len(plan.rules) - 1),
        "state": (0, max(State)),
        "weight": (0, None),
        "base": (1, None),
        "over": (1, None),
    }
    for name, (low, high) in limits.items():
        least, most = found.get(name, (low, low))
        if least < low or (high is not None and most > high):
            wanted = f"{low} 至 {high}" if high is not None else f"不小于 {low}"
            fix = "请用同一规则包重新生成计分数据。"
            faults.add(
                Place(file=shard.name, column=name), "数值超出范围", value=f"{least}…{most}", expected=wanted, fix=fix
            )
