"""The published tables as a citizen reads them: money in 万元, targets with their unit, levels set in.

What programs read (ids that stay from year to year, amounts in 元, the data dictionary) is in the files beside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.core import beside
from jiheng.core.exact import Money, Ratio

REACHED = {"是": gettext_noop("■ 完成"), "否": gettext_noop("● 未完成"), "": gettext_noop("◇ 未知")}
"""Shape and word; nothing rests on colour."""
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; ``kind`` is the class that aligns it or sets it in."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One table for reading; the first cell of a row says what the row is about."""

    title: str
    note: str
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()


def readable(tables: Iterable[Mapping[str, Any]]) -> list[ReadTable]:
    """The tables of a frozen publication; one of an unknown kind stands as it was published."""
    return [_MAKERS.get(table["code"], _as_published)(table) for table in tables]


def _rows(table: Mapping[str, Any]) -> list[Row]:
    names = [name for name, _meaning in table["columns"]]
    return [dict(zip(names, row, strict=True)) for row in table["rows"]]


def _cells(texts: Sequence[str], numeric: int, words: int = 0) -> tuple[Cell, ...]:
    """The first cells are words, then ``numeric`` figures, then ``words`` more words."""
    first = len(texts) - numeric - words
    return tuple(Cell(text, "n" if first <= at < first + numeric else "") for at, text in enumerate(texts))


def _wan(text: str) -> str:
    return Money.parse(text).wan() if text else ""


def _share(paid: str, budget: str) -> str:
    """The execution rate; nothing where there is no budget."""
    return Ratio(Money.parse(paid or "0").units, Money.parse(budget or "0").units).percent()


def _budget(table: Mapping[str, Any]) -> ReadTable:
    rows = _rows(table)
    sums = {
        name: Money(sum(Money.parse(row[name]).units for row in rows if row[name])).text()
        for name in ("original_yuan", "adjusted_yuan", "paid_yuan")
    }
    head = (_("项目"), _("支出类别"), _("资金来源"), _("年初预算"), _("调整后预算"), _("实际支出"), _("执行率"))
    lines = [_money_line((row["project"], row["category"], row["source"]), row) for row in rows]
    total = _money_line((_("合计"), "", ""), sums)
    return ReadTable(table["title"], _("单位：万元"), _cells(head, 4), tuple(lines), total)


def _money_line(about: tuple[str, str, str], row: Row) -> tuple[Cell, ...]:
    shown = [_wan(row[name]) for name in ("original_yuan", "adjusted_yuan", "paid_yuan")]
    return _cells((*about, *shown, _share(row["paid_yuan"], row["adjusted_yuan"])), 4)


def _indicators(table: Mapping[str, Any]) -> ReadTable:
    head = (_("指标"), _("范围"), _("目标"), _("实际"), _("是否完成"), _("未完成的原因"))
    return ReadTable(table["title"], "", _cells(head, 2, 2), tuple(map(_indicator, _rows(table))))


def _indicator(row: Row) -> tuple[Cell, ...]:
    sign = "" if row["operator"] in {"定性", "="} else row["operator"]
    scope = _("项目 %(code)s") % {"code": row["project"]} if row["project"] else _("部门整体")
    done = REACHED[row["reached"]]
    actual = _quantity(row["actual"], row["unit"]) if row["actual"] else "—"
    told = (
        row["name"],
        scope,
        f"{sign}{_quantity(row['target'], row['unit'])}",
        actual,
        _(done),
        row["reason"],
    )
    return _cells(told, 2, 2)


def _quantity(text: str, unit: str) -> str:
    """A number with its unit, a percentage with the digits that it has everywhere; words as they are."""
    if unit != "%" or not text.replace(".", "", 1).removeprefix("-").isdigit():
        return f"{text}{unit}"
    return beside.short_percent(Fraction(text) / 100)


def _score(table: Mapping[str, Any]) -> ReadTable:
    head = (_("指标"), _("分值"), _("得分"), _("失分"), _("计算过程"))
    rows = _rows(table)
    parents = {row["parent"] for row in rows}
    lines = tuple(_score_line(row, leaf=row["id"] not in parents) for row in rows)
    return ReadTable(table["title"], _("单位：分"), _cells(head, 3, 1), lines)


def _score_line(row: Row, *, leaf: bool) -> tuple[Cell, ...]:
    level = "leaf" if leaf else "level"
    name = Cell(f"{row['id']} {row['name']}", level)
    lost = "" if row["lost"] == "0.00" else row["lost"]
    return (name, *_cells((row["weight"], row["score"], lost, row["because"] if leaf else ""), 3, 1))


def _as_published(table: Mapping[str, Any]) -> ReadTable:
    head = tuple(Cell(meaning) for _name, meaning in table["columns"])
    return ReadTable(table["title"], "", head, tuple(tuple(map(Cell, row)) for row in table["rows"]))


_MAKERS: dict[str, Callable[[Mapping[str, Any]], ReadTable]] = {
    "budget": _budget,
    "indicators": _indicators,
    "score": _score,
}
