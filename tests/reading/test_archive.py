from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from jiheng.core.fault import Refused
from jiheng.reading.archive import MAX_ENTRIES, RATIO_FLOOR, open_archive, refuse_if_hostile


def pack(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


def reason(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        refuse_if_hostile(path)
    assert len(caught.value.faults) == 1
    return caught.value.faults[0].text()


def test_a_plain_archive_opens_and_yields_its_parts(tmp_path: Path) -> None:
    with open_archive(pack(tmp_path / "a.docx", {"word/document.xml": b"<w/>"})) as archive:
        assert archive.read("word/document.xml") == b"<w/>"


def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    assert "压缩炸弹" in reason(pack(tmp_path / "a.docx", {"word/document.xml": b"\0" * (RATIO_FLOOR + 1)}))


def test_small_well_packed_files_are_no_bombs(tmp_path: Path) -> None:
    refuse_if_hostile(pack(tmp_path / "a.xlsx", {"xl/sheet.xml": b"<c/>" * 200_000}))


def test_a_directory_that_lies_about_a_size_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.docx", {"a.bin": b"\0" * (RATIO_FLOOR + 1)})
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)
    path.write_bytes(data)
    assert "压缩炸弹" in reason(path)


def test_a_small_lie_about_a_size_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.docx", {"a.bin": b"hello"})
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.rindex(b"PK\x01\x02") + 24, 3)
    path.write_bytes(data)
    assert "不符" in reason(path)


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    assert "超过上限" in reason(pack(tmp_path / "a.xlsx", {f"{n}.xml": b"" for n in range(MAX_ENTRIES + 1)}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("word", ["<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>", "<!ENTITY e 'x'>"])
def test_declarations_in_xml_parts_are_refused_in_either_encoding(tmp_path: Path, word: str, encoding: str) -> None:
    part = f"<?xml version='1.0'?>{word}<w/>".encode(encoding)
    assert "外部实体" in reason(pack(tmp_path / "a.docx", {"word/document.xml": part}))


def test_a_declaration_across_a_chunk_border_is_still_found(tmp_path: Path) -> None:
    for shift in (1, 5, 8):
        part = b"<!--" + b"x0y1" * 70_000
        part = part[: 2**18 - shift] + b"<!DOCTYPE x>"
        assert "外部实体" in reason(pack(tmp_path / f"{shift}.docx", {"word/document.xml": part}))


def test_an_encoding_that_hides_declarations_is_refused(tmp_path: Path) -> None:
    part = b"<?xml version='1.0' encoding='UTF-7'?>+ADw-+ACE-DOCTYPE x+AD4-"
    assert "外部实体" in reason(pack(tmp_path / "a.docx", {"word/document.xml": part}))


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "a\\..\\..\\b.xml"])
def test_paths_that_lead_outside_are_refused(tmp_path: Path, name: str) -> None:
    assert "包外" in reason(pack(tmp_path / "a.docx", {name: b""}))


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("link")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    assert "包外" in reason(tmp_path / "a.docx")


def test_an_encrypted_entry_is_said_to_be_encrypted(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.docx", {"a.xml": b"secret"})
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "加密" in reason(path)


def test_a_rare_compression_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.xml", b"x" * 100)
    assert "压缩方法" in reason(tmp_path / "a.docx")


def test_repeated_names_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("a.xml", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.xml", b"2")
    assert "重名" in reason(tmp_path / "a.docx")


def test_truncated_and_foreign_files_are_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.docx", {"a.xml": b"<a/>" * 100})
    path.write_bytes(path.read_bytes()[:-30])
    assert "损坏" in reason(path)
    (tmp_path / "b.docx").write_bytes(b"hello")
    assert "损坏" in reason(tmp_path / "b.docx")


def test_damaged_data_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.docx", {"a.xml": bytes(range(256)) * 40})
    data = bytearray(path.read_bytes())
    data[60:80] = b"\xff" * 20
    path.write_bytes(data)
    assert "损坏" in reason(path)
