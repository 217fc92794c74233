"""From what a person typed into a cell to an exact value, or to a fault that says how to mend it."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import NamedTuple

from jiheng.core.calendar import Month
from jiheng.core.exact import Money, Points
from jiheng.core.measure_unit import unit
from jiheng.core.numeral import normalise, read_number
from jiheng.facts.schema import Column


class BrokenFormula(NamedTuple):
    """A cell whose formula shows an error, or (with an empty ``error``) never stored its value."""

    error: str

    def __str__(self) -> str:
        return self.error


Cell = str | float | int | bool | date | datetime | time | timedelta | BrokenFormula | None
Value = str | int | bool | date | Month | Money | Points | Fraction | None

MAX_TEXT = 32_767
"""Characters that one spreadsheet cell holds."""
MAX_MONEY = 10**14
"""元; more than any budget in the world, and far inside 64-bit 分."""
MAX_NUMBER = 10**12
NUMBER_PLACES = 6
MAX_INTEGER = 10**9
MAX_DIGITS_OF_FLOAT = 15
"""A spreadsheet keeps 15 significant digits; more are the dirt of binary arithmetic."""

_DASHES = {"-", "--", "—", "——", "/", "\\"}
_TRUE = {"是", "√", "✓", "✔", "true", "yes", "y", "1", "有", "对"}
_FALSE = {"否", "×", "✗", "✘", "x", "false", "no", "n", "0", "无", "错"}
_MONEY = re.compile(r"¥?([^¥]*?)(元|千元|万元|亿元)?")
_DATE = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})(?:[-/.年]|(?=\d{2}$))(\d{1,2})月?")
_DATE_STYLES = "日期，如 2024-03-05、2024/3/5、2024年3月5日 或 20240305"
_EPOCH = date(1899, 12, 30)
_YEARS = range(1949, 2101)
_SERIALS = range(18264, 73415)
_DIGITS_OF_SERIAL = 5
_OPERATORS = {">=": "≥", "<=": "≤", "=>": "≥", "=<": "≤", "==": "=", "大于等于": "≥", "小于等于": "≤", "等于": "="}


class Unfit(ValueError):  # noqa: N818 - says what the cell is
    """A cell does not hold what its column asks for."""

    def __init__(self, problem: str, expected: str = "", fix: str = "请改正后重新提交") -> None:
        super().__init__(problem)
        self.problem = problem
        self.expected = expected
        self.fix = fix


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


def is_blank(cell: Cell) -> bool:
    """Whether nothing was typed."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def exact_float(cell: float) -> Fraction:
    """Recover the decimal that was typed from the double that a workbook keeps.

    Raises:
        Unfit: it has more digits than a person's number keeps in a double.
    """
    if not math.isfinite(cell):
        raise Unfit("不是数字", "数字", "请直接填写数字")
    shortest = repr(cell)
    if len(shortest.partition("e")[0].lstrip("-").replace(".", "").strip("0")) > MAX_DIGITS_OF_FLOAT:
        raise Unfit(
            "有效数字超过 15 位，是表格软件计算留下的误差，或超出其精度",
            "不超过 15 位有效数字的数",
            "请直接填写数字，或在公式外加 ROUND(…,2)",
        )
    return Fraction(shortest)


def as_text(cell: Cell) -> str:
    """Write a cell as the text that a person sees in it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return f"{cell:.15g}" if not cell.is_integer() or abs(cell) >= 1e15 else str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
    return "" if cell is None else str(cell)


def clean_text(text: str) -> str:
    """Trim, and use one kind of line break.

    Raises:
        Unfit: longer than a cell can hold, or with characters that no document may contain.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(plain) > MAX_TEXT:
        raise Unfit(f"文字长达 {len(plain)} 字", f"不超过 {MAX_TEXT} 字", "请精简，或分段填写")
    if any(unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t" for char in plain):
        raise Unfit("含有不可见的控制字符", "普通文字", "请删除后重新输入该单元格")
    return plain


def _code(cell: Cell) -> str:
    if isinstance(cell, float):
        return as_text(int(exact_float(cell)) if cell.is_integer() else cell)
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


def _year(cell: Cell) -> int:
    written = as_text(cell)
    plain = normalise(written).removesuffix("年度").removesuffix("年")
    if not (plain.isascii() and plain.isdecimal() and int(plain[:5]) in _YEARS):
        raise Unfit("不是年份", "四位年份，如 2024", "请填写四位年份")
    return int(plain)


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


def _date(cell: Cell) -> date:
    if isinstance(cell, datetime):
        return _plausible(cell.date())
    if isinstance(cell, date):
        return _plausible(cell)
    plain = as_text(_whole(cell)) if isinstance(cell, float) else normalise(as_text(cell))
    if len(plain) == _DIGITS_OF_SERIAL and plain.isdecimal() and int(plain) in _SERIALS:
        return _EPOCH + timedelta(days=int(plain))
    match = _DATE.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if match is None:
        raise Unfit("不是日期", _DATE_STYLES, "请按上述任一写法填写年、月、日")
    return _day(int(match[1]), int(match[2]), int(match[3]))


def _day(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError as impossible:
        raise Unfit("没有这一天", _DATE_STYLES, "请核对月份和日期") from impossible
    return _plausible(found)


def _plausible(day: date) -> date:
    if day.year not in _YEARS:
        raise Unfit("年份不合常理", "1949 至 2100 年之间的日期", "请核对年份")
    return day


def _whole(cell: float) -> float:
    if not cell.is_integer():
        raise Unfit("不是日期", _DATE_STYLES, "请只填日期，不带时间")
    return cell


def _month(cell: Cell) -> Month:
    if isinstance(cell, date):
        return Month.of(_plausible(cell))
    match = _MONTH.fullmatch(normalise(as_text(cell)))
    if match is None:
        return _month_of_date(cell)
    if not 1 <= int(match[2]) <= 12:
        raise Unfit("没有这个月份", "月份，如 2024-08", "月份应为 1 至 12")
    return Month.of(_plausible(date(int(match[1]), int(match[2]), 1)))


def _month_of_date(cell: Cell) -> Month:
    try:
        return Month.of(_date(cell))
    except Unfit as unfit:
        raise Unfit("不是月份", "月份，如 2024-08、2024年8月 或 202408", "请写明年和月") from unfit


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
    "year": _year,
    "date": _date,
    "month": _month,
    "flag": _flag,
}
