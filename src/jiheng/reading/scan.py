"""Scans and pictures, read by rapidocr where the extra ``ocr`` is installed."""

from __future__ import annotations

import importlib.util
import logging
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from jiheng.core.fault import refuse
from jiheng.reading.draft import Draft
from jiheng.reading.lines import Line, write_page

MAX_PIXELS = 50_000_000
"""Pixels of one picture; more is refused before it is unpacked."""
MIN_SURE = 0.8
"""Lines recognised with less confidence are mentioned."""
_PERMILLE = re.compile(r"(?<=\d)[%％][0oO。](?![\d.%])")
ADVICE = "请安装文字识别组件（pip install 'jiheng[ocr]'），或换用带文字的原件"


def is_installed() -> bool:
    """Whether the extra and its runtime can be found."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))


def read_image(draft: Draft) -> None:
    """Read a PNG or JPEG picture.

    Raises:
        Refused: damaged, too large, or the extra is not installed.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - pictures only

    try:
        with Image.open(draft.path) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                problem = f"图片有 {width}×{height} 像素，超过上限 {MAX_PIXELS // 10_000} 万"
                raise refuse(draft.place(), problem, fix="请缩小后再试")
            if not is_installed():
                raise refuse(draft.place(), "图片中的文字未能读取", fix=ADVICE)
            write_scan(draft, _array(image), 0)
    except (UnidentifiedImageError, OSError, SyntaxError) as broken:
        raise refuse(draft.place(), "图片已损坏或不完整", fix="请检查是否传完，或重新扫描后再试") from broken


def _array(image: Any) -> Any:
    import numpy as np  # noqa: PLC0415 - comes with the extra

    return np.asarray(image.convert("RGB"))[:, :, ::-1]


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR  # noqa: PLC0415 - loads for a second

    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    return RapidOCR(params={"Global.log_level": "critical"})


def write_scan(draft: Draft, pixels: Any, page: int) -> None:
    """Recognise one page image and write its lines; ``page`` is 0 for a single picture."""
    result = _engine()(pixels)
    if result.boxes is None or not result.txts:
        draft.skip(draft.place(page=page), "没有识别出文字", "如此页有内容，请换用清晰的原件")
        return
    place = draft.place(page=page)
    texts = [with_permille(text) for text in result.txts]
    pieces = [_piece(box, text) for box, text in zip(result.boxes, texts, strict=True)]
    write_page(draft, join_rows(pieces), page)
    for seen, read in zip(result.txts, texts, strict=True):
        if seen != read:
            draft.notes.append(f"{place.text()}：识别为“{seen[:30]}”，其中的 %0 按 ‰ 读取，请与原件核对")
    draft.notes.append(f"{place.text()}：文字由图像识别得来，请与原件核对")
    unsure = [text for text, score in zip(result.txts, result.scores, strict=True) if score < MIN_SURE]
    if unsure:
        why = f"有 {len(unsure)} 行辨认不清，如“{unsure[0][:20]}”"
        draft.skip(place, why, "请对照原件核对这些文字，或换用清晰的原件")


def with_permille(text: str) -> str:
    """Recognition knows no ‰ and writes %0 or %o for it.

    >>> with_permille("差错率≤5%0，实际3%"), with_permille("100%0.5")
    ('差错率≤5‰，实际3%', '100%0.5')
    """
    return _PERMILLE.sub("‰", text)


def _piece(box: Any, text: str) -> Line:
    xs, ys = [float(point[0]) for point in box], [float(point[1]) for point in box]
    return Line(text, min(xs), min(ys), max(xs), max(ys))


def join_rows(pieces: Sequence[Line]) -> list[Line]:
    """Join pieces that stand side by side to lines, parted by tabs, from top to bottom."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        if rows and piece.middle - rows[-1][0].middle < 0.5 * min(piece.height, rows[-1][0].height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_joined(sorted(row, key=lambda piece: piece.left)) for row in rows]


def _joined(row: list[Line]) -> Line:
    return Line(
        "\t".join(piece.text for piece in row),
        row[0].left,
        min(piece.top for piece in row),
        row[-1].right,
        max(piece.bottom for piece in row),
    )
