"""What the columns of a table are: the heads over each, its role and its unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jiheng.reading.grid import Column, GridCell, Role
from jiheng.reading.grid_cells import code_of, is_dash, is_figure, is_note, squeezed, unit_of_head
from jiheng.reading.grid_rows import Line, is_enumeration

_SERIAL_HEAD = re.compile(r"序号|行次|编号|项次")
_CODE_HEAD = re.compile(r"编码|代码|^科目$")
_ENDING = re.compile(r"\d{2}")


def columns_of(
    heads: Sequence[tuple[int, Line]], rows: Sequence[tuple[int, Line]], width: int, unit: str
) -> tuple[Column, ...]:
    """The columns of a table; figures without a unit of their own head count in ``unit``."""
    paths = _paths([(number, line) for number, line in heads if not is_enumeration(line)], width)
    texts: dict[int, list[str]] = {number: [] for number in range(width)}
    for _, line in rows:
        if any(is_note(cell.text) for cell in line.values()):
            continue
        for column, cell in line.items():
            texts[column].append(cell.text.strip())
    found: list[Column] = []
    labelled = False
    for number in range(width):
        coded = bool(found) and found[-1].role is Role.CODE
        role = _role(paths[number], texts[number], labelled=labelled, coded=coded)
        labelled = labelled or role is Role.LABEL
        own = unit_of_head("".join(paths[number]))
        found.append(Column(number, paths[number], role, own or (unit if role is Role.NUMBER else "")))
    return tuple(found)


def _paths(heads: Sequence[tuple[int, Line]], width: int) -> list[tuple[str, ...]]:
    """The heads over each column; a blank beside a group's head belongs to the group."""
    paths: list[list[str]] = [[] for _ in range(width)]
    closed = [False] * width
    for at, (_, line) in enumerate(heads):
        last = at == len(heads) - 1
        shown = _spread_over(line, width, heads[at + 1 :], fill=not last)
        for column, cell in shown.items():
            text = squeezed(cell.text)
            if not closed[column] and (not paths[column] or paths[column][-1] != text):
                paths[column].append(text)
            closed[column] = closed[column] or cell.row_span > len(heads) - at - 1 > 0
    return [tuple(path) for path in paths]


def _spread_over(line: Line, width: int, below: Sequence[tuple[int, Line]], *, fill: bool) -> dict[int, GridCell]:
    shown = {
        column: cell
        for cell in line.values()
        for column in range(cell.column, min(cell.column + cell.column_span, width))
    }
    if fill and shown:
        under = {column for _, row in below for column in row}
        current = None
        for column in range(width):
            if column in shown:
                current = shown[column] if column in under else None
            elif current is not None and column in under:
                shown[column] = current
    return shown


def _role(path: tuple[str, ...], texts: Sequence[str], *, labelled: bool, coded: bool) -> Role:
    head = path[-1] if path else ""
    figures = [text for text in texts if is_figure(text)]
    if coded and figures and all(_ENDING.fullmatch(text) for text in texts):
        return Role.CODE  # 款 and 项 in columns of their own
    words = [text for text in texts if not is_figure(text) and not is_dash(text)]
    if figures and not words and (_SERIAL_HEAD.search(head) or (_counts(figures) and not labelled and not head)):
        return Role.SERIAL
    if (
        figures
        and not words
        and not labelled
        and (_CODE_HEAD.search(head) or all(code_of(text)[0] for text in figures))
    ):
        return Role.CODE
    if (
        _CODE_HEAD.search(head)
        and texts
        and not labelled
        and sum(bool(code_of(text)[0]) for text in texts) * 2 > len(texts)
    ):
        return Role.CODE if not words else Role.LABEL
    if len(words) > len(figures) or (words and not labelled):
        return Role.WORDS if labelled else Role.LABEL
    return Role.NUMBER


def _counts(figures: Sequence[str]) -> bool:
    return len(figures) > 1 and list(figures) == [str(number) for number in range(1, len(figures) + 1)]
