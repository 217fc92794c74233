"""Days, months and years in the styles that people write them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from jiheng.core.calendar import Month
from jiheng.core.numeral import normalise
from jiheng.facts.cell import Cell, Unfit, as_text

_DATE = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})(?:[-/.年]|(?=\d{2}$))(\d{1,2})月?")
_DATE_STYLES = "日期，如 2024-03-05、2024/3/5、2024年3月5日 或 20240305"
_EPOCH = date(1899, 12, 30)
_YEARS = range(1949, 2101)
_SERIALS = range(18264, 73415)
_DIGITS_OF_SERIAL = 5


def read_date(cell: Cell) -> date:
    """Read a day, also from the number that a spreadsheet keeps for it.

    Raises:
        Unfit: there is no such thing, or it is written otherwise.
    """
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


def read_month(cell: Cell) -> Month:
    """Read a month; a day stands for its month.

    Raises:
        Unfit: there is no such thing, or it is written otherwise.
    """
    if isinstance(cell, date):
        return Month.of(_plausible(cell))
    written = normalise(as_text(cell))
    if isinstance(cell, float) and not cell.is_integer():
        problem = "月份是按小数存的，分不清 1 月和 10 月" if written.endswith(".1") else "月份是按小数存的"
        raise Unfit(
            problem, "月份，如 2024-01、2024年10月 或 202410", "请把单元格格式改为“文本”，写成 2024-01 这样的年月"
        )
    match = _MONTH.fullmatch(written)
    if match is None:
        return _month_of_date(cell)
    if not 1 <= int(match[2]) <= 12:
        raise Unfit("没有这个月份", "月份，如 2024-08", "月份应为 1 至 12")
    return Month.of(_plausible(date(int(match[1]), int(match[2]), 1)))


def _month_of_date(cell: Cell) -> Month:
    try:
        return Month.of(read_date(cell))
    except Unfit as unfit:
        raise Unfit("不是月份", "月份，如 2024-08、2024年8月 或 202408", "请写明年和月") from unfit


def read_year(cell: Cell) -> int:
    """Read a year of four digits.

    Raises:
        Unfit: there is no such thing, or it is written otherwise.
    """
    written = as_text(cell)
    plain = normalise(written).removesuffix("年度").removesuffix("年")
    if not (plain.isascii() and plain.isdecimal() and int(plain[:5]) in _YEARS):
        raise Unfit("不是年份", "四位年份，如 2024", "请填写四位年份")
    return int(plain)
