"""Plain text in the encodings that Chinese offices write; never translated, so offsets stay true."""

from __future__ import annotations

import codecs
import re

from jiheng.core.fault import refuse
from jiheng.reading.draft import Draft

MAX_BYTES = 50 * 2**20
"""A text file above this is no report."""

_LINE = re.compile(r"[^\r\n\f]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_MULTIBYTE = re.compile(r"[^\x00-\x7f]")
_SAMPLE = 20_000
_COMMON_SHARE = 75
"""Percent of a GB18030 text's non-ASCII characters that GB2312 must know; text in another encoding has fewer."""
_RESAVE = "请用记事本或 WPS 打开，另存为 UTF-8 编码的文本后再试"


def read_plain(draft: Draft) -> None:
    """Read a text file: each line that is not blank is a block.

    Raises:
        Refused: too large, or in no encoding that makes sense of it.
    """
    size = draft.path.stat().st_size
    if size > MAX_BYTES:
        problem = f"文本文件有 {size / 2**20:.0f} MB，超过上限 {MAX_BYTES // 2**20} MB"
        raise refuse(draft.place(), problem, fix="请拆分为几个文件后再试")
    text = decode(draft.path.read_bytes(), draft)
    for number, line in _lines(text):
        draft.length = line.end()
        draft.mark(line.start(), draft.place(line=number), "paragraph")
    draft.length = 0
    draft.write(text)


def _lines(text: str) -> list[tuple[int, re.Match[str]]]:
    numbered, number, at = [], 1, 0
    for line in _LINE.finditer(text):
        between = text[at : line.start()]
        number += between.count("\n") + between.count("\r") - between.count("\r\n")
        at = line.end()
        if not line[0].isspace():
            numbered.append((number, line))
    return numbered


def decode(data: bytes, draft: Draft) -> str:
    """Decode by byte order mark, else as UTF-8, else as GB18030.

    Raises:
        Refused: none of them fits, or what comes out is no text.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _try(data, "utf-16")
    else:
        text = _try(data, "utf-8")
        if text is None:
            text = _decode_national(data)
    if text is None:
        raise refuse(draft.place(), _why_undecodable(data), expected="UTF-8 或 GB18030 编码的文本", fix=_RESAVE)
    if len(_CONTROL.findall(text)) * 1000 > len(text):
        raise refuse(draft.place(), "内容不是文字（含大量控制符）", expected="文本", fix=_RESAVE)
    return text


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decode_national(data: bytes) -> str | None:
    text = _try(data, "gb18030")
    if text is None:
        return None
    foreign = _MULTIBYTE.findall(text[:_SAMPLE])
    common = sum(bool(char.encode("gb2312", "ignore")) for char in foreign)
    return text if common * 100 >= len(foreign) * _COMMON_SHARE else None


def _why_undecodable(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > 0 and error.end == len(data) and "unexpected end" in error.reason:
            return "文件在一个字的中间断开，可能没有传完"
    return "文字编码无法识别"
