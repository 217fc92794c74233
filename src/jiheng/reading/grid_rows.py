"""What the rows of a table are: heads, numbers of columns, parts, totals, and how deep each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from jiheng.reading.grid import Column, GridCell, Kind, Role, Row
from jiheng.reading.grid_cells import (
    code_of,
    is_dash,
    is_figure,
    is_note,
    is_subtotal,
    is_total,
    is_within,
    numbered_level,
    squeezed,
)

_ENUMERATED = re.compile(r"栏次|行次|列次|栏\s*目")
_HEADING = re.compile(r"指标|名称|项目|科目|单位|金额|预算|决算|分值|得分|权重|编码|类别|完成值|序号|合计$")
_SHORT_HEAD = 12
_FEW = 2
Line = dict[int, GridCell]
"""One row of a raw table: column → cell."""


def has_figures(line: Line) -> bool:
    """Whether a row states something: a figure beyond its first column, or a figure with a unit in it."""
    figures = [cell for cell in line.values() if is_figure(cell.text)]
    return any(cell.column > min(line) for cell in figures) and not is_enumeration(line)


def is_enumeration(line: Line) -> bool:
    """Whether a row only numbers the columns (栏次 1 2 3)."""
    cells = [squeezed(cell.text) for cell in line.values()]
    counted = [int(text) for text in cells if text.isascii() and text.isdigit() and len(text) <= _FEW]
    if not counted or counted != list(range(counted[0], counted[0] + len(counted))):
        return False
    named = any(_ENUMERATED.search(text) for text in cells)
    return named or (len(counted) == len(cells) > _FEW and counted[0] == 1)


def is_words(line: Line) -> bool:
    """Whether a row has several cells and no figure."""
    return len(line) > 1 and not any(is_figure(cell.text) for cell in line.values())


def is_head(line: Line) -> bool:
    """Whether a row of words names columns (一级指标, 分值, 得分) in the midst of a form."""
    short = [cell for cell in line.values() if len(squeezed(cell.text)) <= _SHORT_HEAD]
    return is_words(line) and len(short) > 2 and sum(bool(_HEADING.search(squeezed(c.text))) for c in short) > 2


def body(rows: Sequence[tuple[int, Line]], columns: Sequence[Column], loose: frozenset[int]) -> Iterator[Row]:
    """The rows of the body, told apart by their labels; ``loose`` are those that have lost their blank cells."""
    made = [_row(at, number, line, columns, loose) for at, (number, line) in enumerate(rows)]
    yield from _levelled(made)


def _row(at: int, number: int, line: Line, columns: Sequence[Column], loose: frozenset[int]) -> Row:
    named = [line[c.number] for c in columns if c.role is Role.LABEL and c.number in line]
    label = "".join(cell.text for cell in named)
    coded = "".join(line[c.number].text.strip() for c in columns if c.role is Role.CODE and c.number in line)
    code, words = code_of(label)
    if coded and not is_figure(coded) and not code_of(coded)[0]:
        label, coded = f"{coded}{label}", ""  # 合计 written in the code column
    plain = squeezed(words or label) or squeezed("".join(c.text for c in line.values() if not is_figure(c.text)))
    return Row(
        at,
        _kind(plain, line),
        plain,
        code_of(coded)[0] or coded or code,
        -1,
        is_within(plain),
        number not in loose,
        line,
    )


def _kind(label: str, line: Line) -> Kind:
    if is_note(label):
        return Kind.NOTE
    if not any(is_figure(cell.text) or is_dash(cell.text) for cell in line.values()):
        return Kind.SECTION
    if is_subtotal(label):
        return Kind.SUBTOTAL
    return Kind.TOTAL if is_total(label) else Kind.PART


def _levelled(rows: Sequence[Row]) -> Iterator[Row]:
    """Levels by the lengths of codes; without codes by numbering, and what stands unnumbered under a number."""
    lengths = sorted({len(row.code) for row in rows if row.code})
    current = -1
    for row in rows:
        if lengths:
            yield replace(row, level=lengths.index(len(row.code)) if row.code else -1)
            continue
        own = numbered_level(row.label)
        if own >= 0:
            current = own
        part = row.kind is Kind.PART and current >= 0
        yield replace(row, level=own if own >= 0 else current + 1 if part else -1)
