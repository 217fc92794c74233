"""The ruled lines of a PDF page, and the cells that they enclose."""

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


def ruled_tables(paths: Sequence[pdfium.PdfObject], height: float) -> list[list[Box]]:
    """The tables of a page as lists of cell boxes, from top to bottom; only those with more than one cell."""
    edges = [edge for path in paths for edge in _edges(path, height)]
    if not 4 <= len(edges) <= MAX_RULES:
        return []
    from pdfplumber import table  # noqa: PLC0415 - slow to load, needed for ruled pages only

    merged = [edge for edge in table.merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP) if _long(edge)]
    crossings: Any = table.edges_to_intersections(merged, _SNAP, _SNAP)
    found = table.cells_to_tables(table.intersections_to_cells(crossings))
    boxes = [[tuple(map(float, cell)) for cell in cells] for cells in found if len(cells) > 1]
    return sorted(boxes, key=lambda cells: min(cell[1] for cell in cells))  # type: ignore[arg-type]


def _long(edge: dict[str, Any]) -> bool:
    return bool(max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) >= _SHORT)


def _edges(path: pdfium.PdfObject, height: float) -> Iterator[dict[str, Any]]:
    left, bottom, right, top = path.get_bounds()
    if path.container is not None:
        yield from _of_box(*_moved(path.container, (left, bottom, right, top)), height)
    elif right - left <= _THIN or top - bottom <= _THIN:
        yield from _of_box(left, bottom, right, top, height)
    else:
        for (x0, y0), (x1, y1) in _segments(path):
            if abs(x0 - x1) < _STRAIGHT or abs(y0 - y1) < _STRAIGHT:
                yield from _edge(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), height)


def _of_box(left: float, bottom: float, right: float, top: float, height: float) -> Iterator[dict[str, Any]]:
    """A thin box is one line, a wide one four."""
    if right - left <= _THIN:
        yield from _edge((left + right) / 2, bottom, (left + right) / 2, top, height)
    elif top - bottom <= _THIN:
        yield from _edge(left, (bottom + top) / 2, right, (bottom + top) / 2, height)
    else:
        for ends in ((left, bottom, right, bottom), (left, top, right, top), (left, bottom, left, top), (right, bottom, right, top)):  # fmt: skip
            yield from _edge(*ends, height)


def _edge(x0: float, y0: float, x1: float, y1: float, height: float) -> Iterator[dict[str, Any]]:
    flat = y1 - y0 < x1 - x0
    yield {
        "object_type": "line", "orientation": "h" if flat else "v", "x0": x0, "x1": x1, "top": height - y1,
        "bottom": height - y0, "width": x1 - x0, "height": y1 - y0, "doctop": height - y1,
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
