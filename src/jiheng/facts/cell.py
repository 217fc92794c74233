"""A cell as it was met, and why it may not be what its column asks for."""

from __future__ import annotations

import math
import unicodedata
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import NamedTuple

from jiheng.core.calendar import Month
from jiheng.core.exact import Money, Points
from jiheng.core.numeral import visible

MAX_TEXT = 32_767
"""Characters that one spreadsheet cell holds."""
MAX_DIGITS_OF_FLOAT = 15
"""A spreadsheet keeps 15 significant digits; more are the dirt of binary arithmetic."""


class BrokenFormula(NamedTuple):
    """A cell whose formula shows an error, or (with an empty ``error``) never stored its value."""

    error: str

    def __str__(self) -> str:
        return self.error


Cell = str | float | int | bool | date | datetime | time | timedelta | BrokenFormula | None
Value = str | int | bool | date | Month | Money | Points | Fraction | None


class Unfit(ValueError):  # noqa: N818 - says what the cell is
    """A cell does not hold what its column asks for."""

    def __init__(self, problem: str, expected: str = "", fix: str = "请改正后重新提交") -> None:
        super().__init__(problem)
        self.problem = problem
        self.expected = expected
        self.fix = fix


def code_of_number(cell: float) -> str:
    """The code that a number of a spreadsheet stands for.

    Raises:
        Unfit: it has so many digits that the spreadsheet has lost the last ones.
    """
    if not cell.is_integer():
        return as_text(cell)
    if abs(cell) >= 10**MAX_DIGITS_OF_FLOAT:
        raise Unfit(
            f"编码是按数字存的，第 {MAX_DIGITS_OF_FLOAT} 位以后的数字已被表格软件抹成 0",
            "按文本填写的编码",
            "请把该列的单元格格式改为“文本”，再重新输入编码",
        )
    return str(int(cell))


def is_blank(cell: Cell) -> bool:
    """Whether nothing was typed."""
    return cell is None or (isinstance(cell, str) and not visible(cell).strip())


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
    plain = visible(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(plain) > MAX_TEXT:
        raise Unfit(f"文字长达 {len(plain)} 字", f"不超过 {MAX_TEXT} 字", "请精简，或分段填写")
    if any(unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t" for char in plain):
        raise Unfit("含有不可见的控制字符", "普通文字", "请删除后重新输入该单元格")
    return plain
