"""What a file that is only kept is said to be: its kind, a picture's size, names in an archive, programs and locks."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest
from PIL import Image

from jiheng.core.fault import Refused
from jiheng.reading.filetype import FileType
from jiheng.reading.inspection import look_inside


def pdf() -> bytes:
    """One empty page."""
    with pdfium.PdfDocument.new() as document:
        document.new_page(200, 200)
        buffer = io.BytesIO()
        document.save(buffer)
    return buffer.getvalue()


def kept(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        for name in names:
            opened.writestr(name, "凭证")
    return buffer.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_tells_its_size_by_its_head(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"现场.{'jpg' if form == 'JPEG' else 'png'}"
    Image.new("RGB", (30, 20)).save(path, form)
    found = look_inside(path)
    assert (found.kind, found.pixels, found.macros) == (FileType.IMAGE, 600, False)


def test_a_picture_that_ends_in_its_head_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "现场.png"
    Image.new("RGB", (30, 20)).save(path)
    with pytest.raises(Refused, match="不是完好的图片"):
        look_inside(kept(path, path.read_bytes()[:20]))


def test_a_plain_archive_tells_its_names(tmp_path: Path) -> None:
    found = look_inside(kept(tmp_path / "凭证.zip", archive("1.txt", "2.txt")))
    assert (found.kind, found.names, found.macros) == (None, ("1.txt", "2.txt"), False)


def test_a_document_with_a_program_inside_is_told_from_one_without(tmp_path: Path) -> None:
    path = tmp_path / "通知.docx"
    docx.Document().save(str(path))
    assert not look_inside(path).macros
    with zipfile.ZipFile(path, "a") as opened:
        opened.writestr("word/vbaProject.bin", "宏")
    assert look_inside(path).macros


def test_a_whole_pdf_is_a_pdf_also_behind_a_byte_order_mark(tmp_path: Path) -> None:
    assert look_inside(kept(tmp_path / "文.pdf", pdf())).kind is FileType.PDF
    assert look_inside(kept(tmp_path / "标.pdf", b"\xef\xbb\xbf" + pdf())).kind is FileType.PDF


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"#!/bin/true\n" + pdf(), "内容是程序"),
        (b"about a report\n" + pdf(), "前面还有别的内容"),
        (pdf()[:-60], "没有结尾"),
        (pdf() + archive("1.txt"), "后面附有压缩包"),
    ],
)
def test_a_pdf_with_something_before_or_behind_it_or_cut_short_is_refused(
    data: bytes, problem: str, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match=problem):
        look_inside(kept(tmp_path / "文.pdf", data))
