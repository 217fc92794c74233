"""The ruled lines of a printed page, and the cells that they enclose."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

MAX_RULES = 20_000
"""A page with more lines is a drawing, no table."""
_THIN = 2.0
"""A filled path this narrow (points) is a line."""
_STRAIGHT = 0.6
_SNAP = 3.0
_SHORT = 3.0
Box = tuple[float, float, float, float]
"""Left, top, right, bottom; the vertical axis points down."""


Edge = dict[str, Any]
"""A straight rule as pdfplumber's table functions take it."""


def ruled_tables(paths: Sequence[pdfium.PdfObject], height: float) -> list[list[Box]]:
    """The tables of a page as lists of cell boxes, from top to bottom; only those with more than one cell."""
    return tables_of([edge for path in paths for edge in _edges(path, height)])


def tables_of(edges: Sequence[Edge]) -> list[list[Box]]:
    """The cells that rules enclose, table by table."""
    if not 4 <= len(edges) <= MAX_RULES:
        return []
    from pdfplumber import table  # noqa: PLC0415 - slow to load, needed for ruled pages only

    merged = [edge for edge in table.merge_edges(list(edges), _SNAP, _SNAP, _SNAP, _SNAP) if _long(edge)]
    crossings: Any = table.edges_to_intersections(merged, _SNAP, _SNAP)
    found = table.cells_to_tables(table.intersections_to_cells(crossings))
    boxes = [[tuple(map(float, cell)) for cell in cells] for cells in found if len(cells) > 1]
    return sorted(boxes, key=lambda cells: min(cell[1] for cell in cells))  # type: ignore[arg-type]


def _long(edge: Edge) -> bool:
    return bool(max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) >= _SHORT)


def _edges(path: pdfium.PdfObject, height: float) -> Iterator[Edge]:
    left, bottom, right, top = path.get_bounds()
    if path.container is not None:
        left, bottom, right, top = _moved(path.container, (left, bottom, right, top))
        yield from edges_of_box(left, height - top, right, height - bottom)
    elif right - left <= _THIN or top - bottom <= _THIN:
        yield from edges_of_box(left, height - top, right, height - bottom)
    else:
        for (x0, y0), (x1, y1) in _segments(path):
            if abs(x0 - x1) < _STRAIGHT or abs(y0 - y1) < _STRAIGHT:
                yield _edge(min(x0, x1), height - max(y0, y1), max(x0, x1), height - min(y0, y1))


def edges_of_box(left: float, top: float, right: float, bottom: float) -> Iterator[Edge]:
    """A thin box is one rule, a wide one four."""
    if right - left <= _THIN:
        yield _edge((left + right) / 2, top, (left + right) / 2, bottom)
    elif bottom - top <= _THIN:
        yield _edge(left, (bottom + top) / 2, right, (bottom + top) / 2)
    else:
        yield from (_edge(left, level, right, level) for level in (top, bottom))
        yield from (_edge(side, top, side, bottom) for side in (left, right))


def _edge(x0: float, top: float, x1: float, bottom: float) -> Edge:
    flat = bottom - top < x1 - x0
    return {
        "object_type": "line", "orientation": "h" if flat else "v", "x0": x0, "x1": x1, "top": top,
        "bottom": bottom, "width": x1 - x0, "height": bottom - top, "doctop": top,
    }  # fmt: skip


def _segments(path: pdfium.PdfObject) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight strokes of a path, in the page's coordinates."""
    matrix = path.get_matrix()
    points: list[tuple[float, float]] = []
    for index in range(min(raw.FPDFPath_CountSegments(path.raw), MAX_RULES)):
        segment = raw.FPDFPath_GetPathSegment(path.raw, index)
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        here = matrix.on_point(x.value, y.value)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            yield from pairwise(points)
            points = []
        points.append(here)
        if raw.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    yield from pairwise(points)


def _moved(form: Any, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """A box of a form in the page's coordinates."""
    left, bottom, right, top = box
    matrix = form.get_matrix()
    moved: tuple[float, float, float, float] = matrix.on_rect(left, bottom, right, top)
    return moved
