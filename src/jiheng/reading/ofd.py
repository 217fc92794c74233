"""OFD files (GB/T 33190), the national page format, by ofdkit."""

from __future__ import annotations

import ofdkit

from jiheng.core.fault import refuse
from jiheng.reading.archive import refuse_if_hostile
from jiheng.reading.draft import Draft

_ADVICE = "请用 OFD 阅读器另存为 PDF，或换用带文字的原件"


def read_ofd(draft: Draft) -> None:
    """Read the text of each page; pages without any are noted.

    Raises:
        Refused: hostile or damaged.
    """
    refuse_if_hostile(draft.path)
    try:
        document = ofdkit.open(draft.path)
    except ofdkit.OFDError as broken:
        raise refuse(draft.place(), "OFD 文件已损坏或不完整", fix=_ADVICE) from broken
    with document:
        for number, page in enumerate(document.pages, start=1):
            _read_page(page, number, draft)


def _read_page(page: ofdkit.Page, number: int, draft: Draft) -> None:
    try:
        text = page.text()
    except ofdkit.OFDError:
        draft.skip(draft.place(page=number), "此页已损坏，未能读取", _ADVICE)
        return
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    for index, part in enumerate(parts, start=1):
        draft.block(part, draft.place(page=number, path=f"第 {index} 段"))
    if not parts:
        draft.skip(draft.place(page=number), "此页没有文字，可能是图片", _ADVICE)
