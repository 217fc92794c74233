"""The row table of very many subjects as Parquet: shards of whole subjects, and who the subjects are.

A folder holds ``rows/*.parquet`` (columns of ``scoring.rows``, integers of any width; ``number``, ``over``,
``base``, ``target``, ``choice`` and ``state`` may be absent where they say nothing), ``subjects.parquet``
(subject, code, name, peer) and ``plan.json``, which names the pack that the item and rule numbers belong to.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from jiheng.core.durable import written_whole
from jiheng.core.fault import Faults, Place, refuse
from jiheng.facts.relations import literal
from jiheng.scoring.plan import Plan
from jiheng.scoring.rows import COLUMNS, Bounds, State

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
    "bonuses",
    "vetoes",
    "total_at_most",
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
    if not path.is_file() or not shards_in(folder):
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


def shards_in(folder: Path) -> list[Path]:
    """The shards in their order; drafts that a killed run (``.…``) or its database (``tmp_…``) left are none."""
    return sorted(path for path in (folder / "rows").glob("*.parquet") if not path.name.startswith((".", "tmp_")))


@dataclass(frozen=True, slots=True)
class Survey:
    """What all shards of a folder have in common, known before any row is read."""

    columns: tuple[str, ...]
    bounds: Bounds
    cast: Mapping[str, str]
    """Columns that shards keep in integers of different width → the one that holds them all."""


def survey_shards(connection: duckdb.DuckDBPyConnection, plan: Plan, shards: Sequence[Path]) -> Survey:
    """Look at columns and statistics of all shards.

    Raises:
        Refused: columns that are missing, no integers, or not the same everywhere; numbers that the plan has not.
    """
    faults, widest = Faults(), dict[str, tuple[int, int]]()
    kinds: dict[str, set[str]] = {name: set() for name in _kinds(connection, shards[0], faults)}
    first = tuple(kinds)
    for shard in shards:
        found_kinds = _kinds(connection, shard, faults)
        if tuple(found_kinds) != first:
            faults.add(
                Place(file=shard.name), "各分片的列不一致", expected="、".join(first), fix="请重新生成计分数据。"
            )
            continue
        for name, kind in found_kinds.items():
            kinds[name].add(kind)
        found = _extremes(connection, shard, first)
        _check_numbers(plan, found, shard, faults)
        for name, (low, high) in found.items():
            least, most = widest.get(name, (low, high))
            widest[name] = min(low, least), max(high, most)
    faults.raise_if_any()
    cast = {name: narrowest(*widest[name]) for name, several in kinds.items() if len(several) > 1}
    return Survey(first, _bounds(widest), cast)


def narrowest(low: int, high: int) -> str:
    """The narrowest type that holds these integers."""
    size = max(high, -low - 1)
    narrow = (("TINYINT", 7), ("SMALLINT", 15), ("INTEGER", 31), ("BIGINT", 63))
    return next((kind for kind, bits in narrow if size < 2**bits), "DECIMAL(38, 0)")


def _kinds(connection: duckdb.DuckDBPyConnection, shard: Path, faults: Faults) -> dict[str, str]:
    """Column → type, in our order."""
    found = connection.execute(f"DESCRIBE FROM read_parquet({literal(shard)})").fetchall()
    kinds = {name: kind for name, kind, *_ in found}
    for name in NEEDED:
        if name not in kinds:
            faults.add(Place(file=shard.name), "缺少一列", expected=name, fix="请按计分数据的格式重新生成。")
    for name, kind in kinds.items():
        if name in COLUMNS and not (kind.endswith(("INT", "INTEGER")) or kind == "DECIMAL(38,0)"):
            faults.add(Place(file=shard.name, column=name), "这一列不是整数", value=kind, fix="计分数据只用整数。")
    faults.raise_if_any()
    return {name: kinds[name] for name in COLUMNS if name in kinds}


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
