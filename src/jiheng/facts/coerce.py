"""From what a person typed into a cell to an exact value, or to a fault that says how to mend it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, time, timedelta
from fractions import Fraction

from jiheng.core.exact import Money, Points
from jiheng.core.measure_unit import unit
from jiheng.core.numeral import normalise, read_number
from jiheng.facts.cell import (
    BrokenFormula,
    Cell,
    Unfit,
    Value,
    as_text,
    clean_text,
    code_of_number,
    exact_float,
    is_blank,
)
from jiheng.facts.days import read_date, read_month, read_year
from jiheng.facts.schema import Column

MAX_MONEY = 10**14
"""元; more than any budget in the world, and far inside 64-bit 分."""
MAX_NUMBER = 10**12
NUMBER_PLACES = 6
MAX_INTEGER = 10**9

_DASHES = {"-", "--", "—", "——", "/", "\\"}
_TRUE = {"是", "√", "✓", "✔", "true", "yes", "y", "1", "有", "对"}
_FALSE = {"否", "×", "✗", "✘", "x", "false", "no", "n", "0", "无", "错"}
_MONEY = re.compile(r"¥?([^¥]*?)(元|千元|万元|亿元)?")
_OPERATORS = {">=": "≥", "<=": "≤", "=>": "≥", "=<": "≤", "==": "=", "大于等于": "≥", "小于等于": "≤", "等于": "="}


def coerce(column: Column, cell: Cell, money_unit: str = "元") -> Value:
    """Read one cell as its column asks; an empty cell gives None.

    Args:
        column: what is asked for.
        cell: the text of a CSV cell, or what a workbook reader yields.
        money_unit: unit of bare amounts (元, 千元, 万元 or 亿元).

    Raises:
        Unfit: with the problem, what was expected, and how to mend it.
    """
    if is_blank(cell):
        return None
    if isinstance(cell, BrokenFormula):
        problem = "公式出错" if cell.error else "公式没有存下算得的值"
        raise Unfit(problem, "", "请改正公式，或直接填写")
    if column.kind == "money":
        return _money(column, cell, money_unit)
    if column.kind == "choice":
        return _choice(column, cell)
    if column.kind in {"text", "code"}:
        return _READERS[column.kind](cell)
    if isinstance(cell, str) and cell.strip() in _DASHES:
        return None
    return _READERS[column.kind](cell)


def _code(cell: Cell) -> str:
    if isinstance(cell, float):
        return code_of_number(cell)
    return "".join(unicodedata.normalize("NFKC", clean_text(as_text(cell))).split())


def _number(cell: Cell) -> Fraction:
    if isinstance(cell, bool | date | time | timedelta):
        raise Unfit("不是数字", "数字", "请只填数字；如被自动变成日期，请先把单元格格式改为“常规”")
    if isinstance(cell, float | int):
        return exact_float(cell) if isinstance(cell, float) else Fraction(cell)
    try:
        return read_number(str(cell))
    except ValueError as unread:
        raise Unfit(str(unread).partition("：")[0], "数字", "请只填数字，单位写在单位列或表头") from unread


def _bounded(value: Fraction, limit: int, places: int) -> Fraction:
    if abs(value) >= limit:
        raise Unfit("数值大得不合常理", f"绝对值小于 {limit:,} 的数", "请核对位数和单位")
    if (value * 10**places).denominator != 1:
        raise Unfit(f"小数超过 {places} 位", f"至多 {places} 位小数", "请四舍五入后填写")
    return value


def _plain_number(cell: Cell) -> Fraction:
    percent = isinstance(cell, str) and normalise(cell).endswith("%")
    bare = normalise(str(cell))[:-1] if percent else cell
    return _bounded(_number(bare), MAX_NUMBER, NUMBER_PLACES)


def _percent(cell: Cell) -> Fraction:
    share = _share(cell)
    if abs(share) > 1 and not (isinstance(cell, str) and normalise(cell).endswith("%")):
        raise Unfit("百分数的写法不明确", "百分数，如 95%，或小数 0.95", "请带上百分号")
    return _bounded(share, MAX_NUMBER, NUMBER_PLACES)


def _share(cell: Cell) -> Fraction:
    written = normalise(cell) if isinstance(cell, str) else ""
    return _number(written[:-1]) / 100 if written.endswith("%") else _number(cell)


def _figure(cell: Cell) -> Fraction:
    written = normalise(cell) if isinstance(cell, str) else ""
    if written.endswith("元"):
        return _amount(written, "元")
    return _bounded(_share(cell), MAX_NUMBER, NUMBER_PLACES)


def _points(cell: Cell) -> Points:
    value = _bounded(_number(cell), 10**6, Points.PLACES)
    if value < 0:
        raise Unfit("分值为负数", "不小于 0 的数", "请核对")
    return Points.of(value)


def _integer(cell: Cell) -> int:
    value = _number(cell)
    if value.denominator != 1 or not 0 <= value < MAX_INTEGER:
        raise Unfit("不是整数", "不小于 0 的整数", "请填整数，不带单位")
    return int(value)


def _money(column: Column, cell: Cell, money_unit: str) -> Money | None:
    if isinstance(cell, str) and cell.strip() in _DASHES:
        return None
    value = _amount(cell, money_unit)
    if value < 0 and not column.signed:
        raise Unfit("金额为负数", "不小于 0 的金额", "请核对；退回、调减请填在支付或预算调整表中")
    return Money.of(value)


def _amount(cell: Cell, money_unit: str) -> Fraction:
    written = _MONEY.fullmatch(normalise(cell)) if isinstance(cell, str) else None
    named = (written[2] if written else None) or money_unit
    value = _number(written[1] if written else cell) * unit(named).factor
    if abs(value) >= MAX_MONEY:
        raise Unfit("金额大得不合常理", "绝对值小于 100 万亿元的金额", "请核对位数和单位（元、万元）")
    if (value * 100).denominator != 1:
        raise Unfit("金额比“分”还细", f"至多精确到分（以{named}为单位）", "请四舍五入到分")
    return value


def _flag(cell: Cell) -> bool:
    word = normalise(as_text(cell)).lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise Unfit("不是“是”或“否”", "是 或 否", "请从下拉列表中选择")


def _choice(column: Column, cell: Cell) -> str:
    typed = normalise(as_text(cell))
    wanted = _OPERATORS.get(typed, typed)
    for choice in column.choices:
        if normalise(choice) == wanted:
            return choice
    raise Unfit("不在可选范围内", "、".join(column.choices), "请从下拉列表中选择")


_READERS: dict[str, Callable[[Cell], Value]] = {
    "text": lambda cell: clean_text(as_text(cell)),
    "code": _code,
    "number": _plain_number,
    "points": _points,
    "percent": _percent,
    "figure": _figure,
    "integer": _integer,
    "year": read_year,
    "date": read_date,
    "month": read_month,
    "flag": _flag,
}
