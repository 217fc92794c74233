"""Rows of last year under this year's codes, as 沿革 tells: renamed, merged or split."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from jiheng.core.exact import Money
from jiheng.facts.lineage import SAME, Lineage
from jiheng.facts.rows import Row
from jiheng.facts.schema import columns

NAMED: Mapping[str, str] = {
    "projects": "项目",
    "indicators": "指标",
    "assets": "资产",
    "rule_documents": "制度",
    "special_funds": "专项资金",
}
"""Table → the kind of thing that its ``code`` names."""
REFERRING: Mapping[str, str] = {"project": "项目", "indicator": "指标", "measure": "指标"}
"""Column that repeats the code of another table → the kind of thing it names."""
OF_THE_WHOLE: Mapping[str, tuple[str, ...]] = {
    "indicators": ("target", "last_actual", "weight"),
    "assets": ("ledger", "accounts", "in_use"),
}
"""Table → figures that were the whole's: a part has no share of them that anybody told, so they are asked anew."""
ADDED: Mapping[str, tuple[str, ...]] = {"assets": ("ledger", "accounts", "in_use")}
"""Table → figures that add up where several go on as one; the other figures of the whole are asked anew."""


def recoded(table: str, rows: Iterable[Row], lineage: Lineage, year: int) -> tuple[Row, ...]:
    """The rows under the codes of ``year``.

    One that was split stands once for each new code, without the figures of the whole; what only refers to it goes
    on under the first new code, and says so. Several that were merged stand once.
    """
    if not any(row.year == year for row in lineage.rows):
        return tuple(rows)
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        for each in _under_new_codes(table, row, lineage, year):
            key = _key(each)
            found[key] = _merged(table, found[key], each) if key in found else each
    return tuple(found.values())


def _under_new_codes(table: str, row: Row, lineage: Lineage, year: int) -> Iterator[Row]:
    ways = [_ways(table, name, getattr(row, name, ""), lineage, year) for name in ("code", *REFERRING)]
    for chosen in product(*ways):
        changes: dict[str, Any] = {name: code for name, code, _said in chosen if code != getattr(row, name, "")}
        said = [each for _name, _code, each in chosen if each]
        if not said:
            yield row
            continue
        split = any("拆分" in each for name, _code, each in chosen if name == "code")
        changes |= dict.fromkeys(OF_THE_WHOLE.get(table, ()) if split else ())
        yield replace(row, **changes | {"note": "；".join(filter(None, (row.note, *said)))})


_Way = tuple[str, str, str]
"""Column, its new code, and what is said of the change."""


def _ways(table: str, name: str, code: str, lineage: Lineage, year: int) -> list[_Way]:
    kind = NAMED.get(table, "") if name == "code" else REFERRING[name]
    whole, slash, rest = code.partition("/") if name == "indicator" else (code, "", "")
    told = lineage.told("项目" if slash else kind, whole, year) if code else ()
    if not told:
        return [(name, code, "")]
    ways = [(name, f"{each.new}{slash}{rest}", _said(whole, each.relation, name)) for each in told]
    return ways if name == "code" else ways[:1]


def _said(code: str, relation: str, name: str) -> str:
    if relation in SAME:
        return f"原编码{code}"
    if relation == "合并":
        return f"由{code}并入"
    return f"由{code}拆分" if name == "code" else f"原属{code}，已拆分，请核对归属"


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(getattr(row, field.name) for field, column in columns(type(row)) if column.key)


def _merged(table: str, first: Row, other: Row) -> Row:
    changes: dict[str, Any] = {name: _sum(getattr(first, name), getattr(other, name)) for name in ADDED.get(table, ())}
    changes |= dict.fromkeys(name for name in OF_THE_WHOLE.get(table, ()) if name not in changes)
    said = "；".join(dict.fromkeys((*first.note.split("；"), *other.note.split("；"))))
    return replace(first, **changes | {"note": said})


def _sum(one: Money | None, other: Money | None) -> Money | None:
    return None if one is None or other is None else one + other
