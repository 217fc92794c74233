"""Bytes of a text file into text: UTF-8 and GB18030 are read, garbage is refused."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from jiheng.core.fault import Place, refuse

MAX_BYTES = 64 * 2**20
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_RESAVE = "请用 WPS 或 Excel 打开后，另存为“CSV UTF-8（逗号分隔）”，再试"


def read_text(path: Path, place: Place) -> str:
    """Read a text file of a person's office.

    Raises:
        Refused: too large, unreadable, or in no known encoding.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as unreadable:
        raise refuse(place, "文件打不开", fix="请检查文件是否存在、是否有读取权限") from unreadable
    if size > MAX_BYTES:
        raise refuse(place, "文件过大", value=f"{size:,} 字节", expected=f"不超过 {MAX_BYTES:,} 字节", fix="请拆分")
    return decode(data, place)


def decode(data: bytes, place: Place) -> str:
    """Decode UTF-8 (with or without mark) or GB18030.

    Raises:
        Refused: neither.
    """
    if data.startswith(_UTF16):
        raise refuse(place, "文件是 UTF-16（Unicode 文本）编码", expected="UTF-8 或 GBK 编码", fix=_RESAVE)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(_is_garbage(char) for char in set(text)):
            return text
    raise refuse(place, "文件不是文本，或编码无法识别", expected="UTF-8 或 GBK 编码的文本", fix=_RESAVE)


def _is_garbage(char: str) -> bool:
    return char not in "\n\r\t" and unicodedata.category(char) in {"Cc", "Cn", "Co", "Cs"}
