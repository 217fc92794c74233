"""The one door: any file to a document, or a refusal with one clear line."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable
from pathlib import Path

from jiheng.core.fault import Place, Refused, refuse
from jiheng.reading.document import Document
from jiheng.reading.draft import Draft
from jiheng.reading.filetype import FileType, disagreement, identify, is_container
from jiheng.reading.guarded import guarded

MAX_FILE = 200 * 2**20
"""Bytes of any one file."""

_READERS = {
    FileType.TEXT: "plain:read_plain",
    FileType.WORD: "word:read_word",
    FileType.OLD_WORD: "office:read_old_word",
    FileType.SHEET: "sheet:read_sheet",
    FileType.OLD_SHEET: "sheet:read_old_sheet",
    FileType.PDF: "pdf:read_pdf",
    FileType.OFD: "ofd:read_ofd",
    FileType.ODF: "odf:read_odf",
    FileType.PACKED_ODF: "odf:read_packed_odf",
    FileType.UOF: "uof:read_uof",
    FileType.WEB_PAGE: "web_page:read_web_page",
    FileType.IMAGE: "scan:read_image",
}
"""Module and function of each kind; loaded when a file needs it, so that text files wait for no library."""

_WARM = {
    ".docx": ("jiheng.reading.word",),
    ".xlsx": ("jiheng.reading.sheet",),
    ".xls": ("jiheng.reading.sheet", "jiheng.reading.old_sheet_style"),
    ".pdf": ("jiheng.reading.pdf", "pdfplumber"),
    ".ofd": ("jiheng.reading.ofd", "pdfplumber"),
}
"""What the nursery holds ready for files named so."""


def read(path: Path) -> Document:
    """Read a file of any supported kind; what a library has to read is read in a child process.

    Raises:
        Refused: the file cannot be read; one line says why and what to do.
    """
    if _is_plain(path):
        return read_here(path)
    read: Document = guarded("jiheng.reading.opening:read_here", path, warm=_WARM.get(path.suffix.lower(), ()))
    return read


def _is_plain(path: Path) -> bool:
    """Whether no library will look at it: there is no such file, or it is text by name and by its first bytes."""
    try:
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError:
        return True
    return path.suffix.lower() in FileType.TEXT.extensions and not is_container(head)


def read_here(path: Path) -> Document:
    """Read a file in this process.

    Raises:
        Refused: as :func:`read`.
    """
    try:
        return _read(path)
    except Refused:
        raise
    except OSError as error:
        raise refuse(
            Place(file=path.name), f"文件打不开（{error.strerror or error}）", fix="请检查路径和权限"
        ) from error
    except MemoryError as error:
        raise refuse(Place(file=path.name), "文件过大，内存不足", fix="请拆分为几个文件后再试") from error
    except BaseException as error:  # libraries fail on hostile bytes in ways nobody lists, some outside Exception
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        problem = f"文件已损坏或格式不规范（{type(error).__name__}）"
        raise refuse(Place(file=path.name), problem, fix="请用 Word、Excel 或 WPS 打开后另存为新文件，再试") from error


def _read(path: Path) -> Document:
    _refuse_no_file(path)
    found = identify(path)
    draft = Draft(path)
    if note := disagreement(path, found):
        draft.notes.append(note)
    _reader(found)(draft)
    if not draft.blocks and not draft.unread:
        draft.skip(draft.place(), "没有读到任何文字", "请打开文件，确认内容不是空白")
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return draft.finish(sha256)


def _refuse_no_file(path: Path) -> None:
    place = Place(file=path.name)
    if not path.exists():
        raise refuse(place, "文件不存在", value=str(path), fix="请检查路径")
    if not path.is_file():
        raise refuse(place, "不是普通文件", fix="请给出文件")
    size = path.stat().st_size
    if size > MAX_FILE:
        problem = f"文件有 {size / 2**20:.0f} MB，超过上限 {MAX_FILE // 2**20} MB"
        raise refuse(place, problem, fix="请拆分或压缩图片后再试")


def _reader(found: FileType) -> Callable[[Draft], None]:
    module, _, name = _READERS[found].partition(":")
    reader: Callable[[Draft], None] = getattr(importlib.import_module(f"jiheng.reading.{module}"), name)
    return reader
