"""What a file is: judged by its content first, its extension second."""

from __future__ import annotations

import struct
from enum import Enum
from pathlib import Path

from jiheng.core.fault import Place, refuse
from jiheng.reading.archive import open_archive
from jiheng.reading.ole import SIGNATURE, CompoundFile, DamagedError


class FileType(Enum):
    """A kind of file that can be read: its Chinese name and usual extensions."""

    TEXT = ("文本", (".txt", ".md", ".csv"))
    WORD = ("Word 文档", (".docx", ".docm", ".wps"))
    OLD_WORD = ("旧版 Word/WPS 文档", (".doc", ".wps", ".rtf"))
    SHEET = ("Excel 工作簿", (".xlsx", ".xlsm", ".et"))
    OLD_SHEET = ("旧版 Excel/WPS 表格", (".xls", ".et"))
    PDF = ("PDF", (".pdf",))
    OFD = ("OFD", (".ofd",))
    ODF = ("OpenDocument 文档", (".fodt", ".fods"))
    PACKED_ODF = ("OpenDocument 文档", (".odt", ".ods"))
    UOF = ("标文通（UOF）文档", (".uof", ".uot", ".uos"))
    WEB_PAGE = ("网页", (".html", ".htm"))
    IMAGE = ("图片", (".png", ".jpg", ".jpeg"))

    def __init__(self, title: str, extensions: tuple[str, ...]) -> None:
        self.title = title
        self.extensions = extensions


EXTENSIONS = frozenset(extension for kind in FileType for extension in kind.extensions)
"""Extensions taken from a folder."""
ADVICE = "可核查的格式：Word、WPS、Excel、PDF、OFD、UOF、ODF、网页、文本、PNG/JPEG 图片"

_HEAD = 2048
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ROOTS = ((b"<uof:UOF", FileType.UOF), (b"<office:document", FileType.ODF))
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_WEB = (b"<html", b"<!doctype html", b"<?xml", b"mime-version:")


def identify(path: Path) -> FileType:
    """Tell what the file is.

    Raises:
        Refused: empty, encrypted, damaged, or of a kind that cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise refuse(_place(path), "文件是空的（0 字节）", fix="请检查是否传完，或另存后再试")
    if head.startswith(_ZIPS):
        return _identify_archive(path)
    if head.startswith(SIGNATURE):
        return _identify_ole(path)
    if b"%PDF-" in head[:1024]:
        return FileType.PDF
    if head.startswith(_IMAGES):
        return FileType.IMAGE
    if head.startswith(b"{\\rtf"):
        return FileType.OLD_WORD
    return _identify_markup(path, head) or _identify_text(path, head)


def _identify_markup(path: Path, head: bytes) -> FileType | None:
    """A document that is markup by its first element, or by its extension and its first sign."""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        for root, found in _ROOTS:
            if root in head:
                return found
        if path.suffix.lower() in FileType.WEB_PAGE.extensions:
            return FileType.WEB_PAGE
    return None


def is_container(head: bytes) -> bool:
    """Whether the first bytes are those of anything but text."""
    markup = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    return markup or head.startswith((*_ZIPS, SIGNATURE, *_IMAGES, b"{\\rtf")) or b"%PDF-" in head


def disagreement(path: Path, found: FileType) -> str:
    """Say so if the extension promises something else; empty if not."""
    extension = path.suffix.lower()
    if extension in found.extensions:
        return ""
    named = f"扩展名是 {extension}" if extension else "文件没有扩展名"
    return f"{path.name}：{named}，内容是{found.title}，已按内容读取；请改正扩展名"


def _place(path: Path) -> Place:
    return Place(file=path.name)


def _identify_archive(path: Path) -> FileType:
    with open_archive(path) as archive:
        names = archive.namelist()
        kind = archive.read("mimetype")[:100] if "mimetype" in names else b""
    if kind.startswith((_OPEN_DOCUMENT + b"text", _OPEN_DOCUMENT + b"spreadsheet")):
        return FileType.PACKED_ODF
    for prefix, found in (("word/", FileType.WORD), ("xl/", FileType.SHEET), ("OFD.xml", FileType.OFD)):
        if any(name.startswith(prefix) for name in names):
            return found
    problem = "演示文稿不在核查范围内" if any(name.startswith("ppt/") for name in names) else "压缩包不是办公文件"
    raise refuse(_place(path), problem, fix=ADVICE)


def _identify_ole(path: Path) -> FileType:
    data = path.read_bytes()
    if _LOCKED in data:  # also where the container is cut short
        raise refuse(_place(path), "文件设有打开密码，无法读取", fix="请去掉密码后再试")
    try:
        names = CompoundFile(data).names
    except (DamagedError, struct.error) as damaged:
        raise refuse(_place(path), "旧版办公文件已损坏或不完整", fix=ADVICE) from damaged
    if names & {"Workbook", "Book"}:
        return FileType.OLD_SHEET
    if "WordDocument" in names:
        return FileType.OLD_WORD
    raise refuse(_place(path), "旧版文件不是 Word、Excel 或 WPS 文件", fix=ADVICE)


def _identify_text(path: Path, head: bytes) -> FileType:
    extension = path.suffix.lower()
    promised = next((kind for kind in FileType if extension in kind.extensions), FileType.TEXT)
    if promised is FileType.TEXT:
        return promised
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_WEB):
        problem = f"扩展名是 {extension}，内容却是网页"
        fix = "请用 Excel、Word 或 WPS 打开后另存为正规格式，再试"
    else:
        problem = f"扩展名是 {extension}，内容却不是{promised.title}"
        fix = "请检查文件是否传完、扩展名是否写错；纯文本请改为 .txt"
    raise refuse(_place(path), problem, fix=fix)
