"""Form layouts as data: which cells, merged how, bound to what.

A table form is a stack of blocks over one grid of columns. Three kinds of block are enough for
every official form met so far: a *grid* of single cells, a *matrix* of rows × columns (funds,
base data), and a *table* with one row for each indicator, project or cost. A report is a tree of
chapters. Any text may hold bindings, ``{{ 名称 }}`` or ``{{ 名称|格式 }}``; docs/forms.md lists
the names that there are. A layout can place and name facts; it cannot compute or type one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, field_validator, model_validator

from jiheng.packs.typing import Strict

Format = Literal["万元", "元", "百分比", "分", "数", "整数", "日期", "年月日", "文字"]
"""How a bound value is written; without one, the value's own unit decides."""

Source = Literal["评分指标", "评分未满", "绩效指标", "监控指标", "项目", "运行成本", "三公经费", "封顶扣分"]
"""What a table may have rows of."""

Subject = Literal["单位", "项目"]
Align = Literal["left", "center", "right"]
Mood = Literal["label", "value", "note"]

_HOLE = re.compile(r"\{\{\s*([^{}|]*?)\s*(?:\|\s*([^{}|]*?)\s*)?\}\}")


@dataclass(frozen=True, slots=True)
class Hole:
    """A place in a text where a fact goes: its name, and how it is to be written."""

    name: str
    format: Format | None = None


def parts(text: str) -> Iterator[str | Hole]:
    """Split a text into what is typed and what is bound.

    Raises:
        ValueError: braces that do not close, an empty name, or a format that does not exist.
    """
    end = 0
    for match in _HOLE.finditer(text):
        yield from _typed(text[end : match.start()])
        yield _hole(match[1], match[2])
        end = match.end()
    yield from _typed(text[end:])


def _typed(text: str) -> Iterator[str]:
    if "{{" in text or "}}" in text:
        msg = f"引用应写作 {{{{ 名称 }}}} 或 {{{{ 名称|格式 }}}}，现为“{text.strip()[:40]}”"
        raise ValueError(msg)
    if text:
        yield text


def _hole(name: str, wanted: str | None) -> Hole:
    if not name:
        msg = "引用的名称不能为空"
        raise ValueError(msg)
    for known in get_args(Format):
        if wanted == known:
            return Hole(name, known)
    if wanted is not None:
        msg = f"没有“{wanted}”这种格式，可用：{'、'.join(get_args(Format))}"
        raise ValueError(msg)
    return Hole(name)


Text = Annotated[str, BeforeValidator(str), Field(max_length=20_000)]


class Bound(Strict):
    """Checks on loading that every text's bindings are well formed."""

    @field_validator("*", mode="after")
    @classmethod
    def _bindings(cls, value: Any) -> Any:
        if isinstance(value, str):
            list(parts(value))
        return value


class Cell(Bound):
    """One cell; a plain text stands for a cell of one column. ``span`` and ``rows`` count the grid's."""

    text: Text = ""
    """A cell that holds one binding and nothing else keeps the value's type: a number stays a number."""
    span: int = Field(default=1, ge=1, le=40)
    rows: int = Field(default=1, ge=1, le=60)
    align: Align | None = None
    mood: Mood | None = None
    """Without one, a cell with a text of its own is a label; one with a binding, or empty, is a value."""
    lines: int = Field(default=1, ge=1, le=40)
    """Room for at least so many lines of text."""

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value

    @property
    def holes(self) -> tuple[Hole, ...]:
        """The bindings in the cell."""
        return tuple(part for part in parts(self.text) if isinstance(part, Hole))

    @property
    def style(self) -> Mood:
        """Label, value or note."""
        return self.mood or ("label" if self.text and not self.holes else "value")


class Grid(Bound):
    """Rows of single cells: names, goals, conclusions, notes, signatures."""

    kind: Literal["grid"]
    rows: tuple[tuple[Cell, ...], ...] = Field(min_length=1)
    border: bool = True

    @model_validator(mode="after")
    def _rectangular(self) -> Grid:
        for place, filled in enumerate(self._filled(), 1):
            if filled != self.width():
                msg = f"第 {place} 行占 {filled} 列，首行占 {self.width()} 列，二者应相等"
                raise ValueError(msg)
        return self

    def placed(self) -> Iterator[tuple[int, int, Cell]]:
        """Every cell with its row and column, past the cells that reach down from above."""
        taken: set[tuple[int, int]] = set()
        for at, row in enumerate(self.rows):
            column = 0
            for cell in row:
                while (at, column) in taken:
                    column += 1
                taken |= {(at + down, column + right) for down in range(cell.rows) for right in range(cell.span)}
                yield at, column, cell

    def _filled(self) -> list[int]:
        filled = [0] * max(at + cell.rows for at, row in enumerate(self.rows) for cell in row)
        for at, row in enumerate(self.rows):
            for cell in row:
                for below in range(at, at + cell.rows):
                    filled[below] += cell.span
        return filled

    def width(self) -> int:
        """Grid columns that it fills."""
        return sum(cell.span for cell in self.rows[0])


class Axis(Bound):
    """One row or column of a matrix: its title, and the part of the binding that it stands for."""

    title: Text
    key: Text = ""
    """The title if not given."""
    span: int = Field(default=1, ge=1, le=40)
    format: Format | None = None
    only: tuple[str, ...] = ()
    """For a column: the row keys that have a value here; the others show a dash."""
    by_hand: bool = False
    """For a column: a value that the data do not give is left for the hand; without this it shows a dash."""

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return {"title": value} if isinstance(value, str) else value

    @property
    def name(self) -> str:
        """Its part of the binding."""
        return self.key or self.title


class Matrix(Bound):
    """Rows × columns of values: the cell of row r and column c is bound to ``of:r.c``."""

    kind: Literal["matrix"]
    of: Literal["资金", "费用"]
    side: Cell | None = None
    """A title down the left of head and rows."""
    corner: Cell
    columns: tuple[Axis, ...] = Field(min_length=1)
    rows: tuple[Axis, ...] = Field(min_length=1)
    indicator: str = ""
    """The indicator whose weight, score and reason stand in the columns 分值, 得分 and 偏差原因."""

    def width(self) -> int:
        """Grid columns that it fills."""
        return (self.side.span if self.side else 0) + self.corner.span + sum(axis.span for axis in self.columns)


class Column(Bound):
    """One column of a table."""

    title: Text
    value: Text
    span: int = Field(default=1, ge=1, le=40)
    group: Text = ""
    """Columns side by side with the same group share a head cell above theirs."""
    merge: bool = False
    """Rows below each other with the same value (and the same merged values to the left) share a cell."""
    align: Align | None = None


class Table(Bound):
    """One row for each thing of a source, under a head that may have two rows."""

    kind: Literal["table"]
    each: Source
    side: Cell | None = None
    columns: tuple[Column, ...] = Field(min_length=1)
    total: tuple[Cell, ...] = ()
    without: tuple[str, ...] = ()
    """Codes left out with all below them, because another block shows them."""
    freeze: bool = False
    """Whether the head stays on the screen."""
    repeat: bool = True
    """Whether the head is repeated on the printed pages that follow; of several tables, the first that says so."""
    when_empty: Literal["hide", "blank"] = "blank"

    def width(self) -> int:
        """Grid columns that it fills."""
        return (self.side.span if self.side else 0) + sum(column.span for column in self.columns)

    @property
    def head_rows(self) -> int:
        """Rows of the head."""
        return 2 if any(column.group for column in self.columns) else 1

    def groups(self) -> Iterator[tuple[str, tuple[Column, ...]]]:
        """Columns side by side by their group; a column without one stands alone."""
        keyed = [(column.group or f"\0{place}", column) for place, column in enumerate(self.columns)]
        for key, members in groupby(keyed, key=lambda pair: pair[0]):
            yield "" if key.startswith("\0") else key, tuple(column for _, column in members)


Block = Annotated[Grid | Matrix | Table, Field(discriminator="kind")]


class TableForm(Bound):
    """One official form, written as one worksheet per subject."""

    kind: Literal["table"]
    code: str = Field(pattern=r"[a-z0-9-]+")
    title: Text
    subtitle: Text = ""
    """Left of the unit note, e.g. the unit and the year."""
    unit_note: Text = "单位：万元"
    per: Subject = "单位"
    paper: Literal["A4"] = "A4"
    landscape: bool = True
    columns: tuple[int, ...] = Field(min_length=1, max_length=40)
    """Widths of the grid's columns, in half-width characters."""
    blocks: tuple[Block, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _fits(self) -> TableForm:
        for place, block in enumerate(self.blocks, 1):
            if block.width() != len(self.columns):
                msg = f"第 {place} 块占 {block.width()} 列，表格共 {len(self.columns)} 列，二者应相等"
                raise ValueError(msg)
        return self


class Chapter(Bound):
    """One chapter of a report: its heading, and what stands there when the unit has written nothing."""

    code: str = Field(pattern=r"\d+(\.\d+)*")
    title: Text
    text: Text = ""
    guide: Text = ""
    """What belongs into the chapter, for who writes it; it stands in no report."""
    required: bool = True
    """A chapter that is neither written by the unit nor given here is a fault."""
    children: tuple[Chapter, ...] = ()


class ReportForm(Bound):
    """A narrative report: chapters numbered 一、 （一） 1. （1） by their depth."""

    kind: Literal["report"]
    code: str = Field(pattern=r"[a-z0-9-]+")
    title: Text
    per: Subject = "单位"
    chapters: tuple[Chapter, ...] = Field(min_length=1)
    closing: tuple[Text, ...] = ()
    """Lines at the end on the right: the unit, the day."""


Form = Annotated[TableForm | ReportForm, Field(discriminator="kind")]
