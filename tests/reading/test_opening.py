from __future__ import annotations

import contextlib
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiheng.core.fault import Refused
from jiheng.reading import EXTENSIONS, Document, read
from jiheng.reading import opening as opening_module
from tests.reading.containers import compound

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        read(path)
    assert len(caught.value.faults) == 1
    line = caught.value.faults[0].text()
    assert "\n" not in line
    assert path.name in line
    return line


def test_a_word_file_named_pdf_is_read_by_its_content_and_said_so(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("正文")
    word.save(str(tmp_path / "a.pdf"))
    document = read(tmp_path / "a.pdf")
    assert document.text == "正文\n"
    assert document.notes == ("a.pdf：扩展名是 .pdf，内容是Word 文档，已按内容读取；请改正扩展名",)


def test_a_text_with_another_extension_is_read_as_text(tmp_path: Path) -> None:
    (tmp_path / "说明").write_text("支出 3 万元", encoding="utf-8")
    document = read(tmp_path / "说明")
    assert document.text == "支出 3 万元"
    assert "没有扩展名" in document.notes[0]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"hello", "内容却不是Word 文档"),
        ("a.pdf", "正文".encode(), "内容却不是PDF"),
        ("a.xls", b"<html><table/></html>", "内容却是网页"),
        ("a.xlsx", b"", "0 字节"),
        ("a.docx", b"PK\x03\x04 cut", "损坏"),
        ("a.doc", OLE + b"\0" * 600, "损坏"),
        ("a.docx", compound("EncryptedPackage", "EncryptionInfo"), "打开密码"),
        ("a.ppt", compound("PowerPoint Document"), "不是 Word、Excel 或 WPS"),
        ("a.pdf", b"%PDF-1.7 nothing more", "损坏"),
        ("a.png", b"\x89PNG\r\n\x1a\n nothing more", "损坏"),
    ],
)
def test_wrong_empty_cut_and_locked_files_get_one_clear_line(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert said in refusal(tmp_path / name)


@pytest.mark.parametrize(("part", "said"), [("ppt/a.xml", "演示文稿"), ("other.txt", "不是办公文件")])
def test_other_archives_are_refused(tmp_path: Path, part: str, said: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(part, "<a/>")
    assert said in refusal(tmp_path / "a.zip")


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    assert "不存在" in refusal(tmp_path / "无.txt")
    assert "不是普通文件" in refusal(tmp_path)


def test_a_file_above_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening_module, "MAX_FILE", 2)
    (tmp_path / "a.txt").write_bytes(b"abc")
    assert "超过上限" in refusal(tmp_path / "a.txt")


@pytest.mark.parametrize("error", [MemoryError(), PermissionError(13, "Permission denied"), RuntimeError("x")])
def test_any_failure_underneath_becomes_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(_path: Path) -> Document:
        raise error

    monkeypatch.setattr(opening_module, "_read", fail)
    (tmp_path / "a.txt").write_bytes(b"abc")
    assert refusal(tmp_path / "a.txt")


def test_a_wish_to_stop_is_not_swallowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_path: Path) -> Document:
        raise KeyboardInterrupt

    monkeypatch.setattr(opening_module, "_read", stop)
    with pytest.raises(KeyboardInterrupt):
        read(tmp_path / "a.txt")


def test_a_file_without_any_text_never_passes_as_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(" \n", encoding="utf-8")
    docx.Document().save(str(tmp_path / "a.docx"))
    assert "没有读到任何文字" in read(tmp_path / "a.txt").unread[0].why
    assert "没有读到任何文字" in read(tmp_path / "a.docx").unread[0].why


HEADS = (b"", b"%PDF-1.4\n", b"PK\x03\x04", OLE, b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\xff\xfe", b"<html")


@settings(deadline=None, max_examples=150)
@given(
    extension=st.sampled_from(sorted(EXTENSIONS)),
    head=st.sampled_from(HEADS),
    body=st.binary(max_size=400),
)
def test_any_bytes_are_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, extension: str, head: bytes, body: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / f"a{extension}"
    path.write_bytes(head + body)
    with contextlib.suppress(Refused):
        document = read(path)
        assert all(0 <= b.start <= b.end <= len(document.text) for b in document.blocks)
