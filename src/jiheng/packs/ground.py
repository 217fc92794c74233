"""The ground of a rule as a sentence to an official tells it: documents and clauses, no remark on how far we have verified them."""

from __future__ import annotations

import re
from functools import cache

_REMARK = r"未核实|转引|未见原文|推断|推得|类推|推算|未见规定|示例口径|不是规定"
_INSIDE = re.compile(f"[，、；]?[^（），、；]*(?:{_REMARK})[^（），、；]*")
_BRACKETS = re.compile(r"（([^（）]*)）")
_PARTS = re.compile(r"(?<=[；，])")
_SAID = re.compile(_REMARK)


@cache
def ground(cite: str) -> str:
    """What of a citation of a pack is told; empty where nothing is but a remark. The pack's page tells all of it."""
    bare = _BRACKETS.sub(_without_remark, cite)
    kept = [part for part in _PARTS.split(bare) if not _SAID.search(part)]
    return "".join(kept).strip("；， ")


def _without_remark(found: re.Match[str]) -> str:
    inside = _INSIDE.sub("", found[1]).strip("，、； ")
    return f"（{inside}）" if inside else ""
