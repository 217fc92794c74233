"""Workbooks made to harm: refused with one sentence, nothing unpacked, nothing followed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from jiheng import facts
from jiheng.core.fault import Refused
from jiheng.reading.archive import RATIO_FLOOR
from tests.facts.sample import town


def altered(path: Path, part: str, data: bytes) -> Path:
    """Our own workbook with one part replaced or added."""
    facts.save_workbook(town(), path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | {part: data}).items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("part", "data", "why"),
    [
        ("xl/worksheets/sheet9.xml", b"<a>" + b" " * RATIO_FLOOR * 16, "压缩炸弹"),
        ("xl/sharedStrings.xml", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst>&x;</sst>', "DOCTYPE"),
        ("../../etc/passwd", b"x", "包外"),
    ],
)
def test_hostile_workbooks_are_refused(tmp_path: Path, part: str, data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        facts.load(altered(tmp_path / "a.xlsx", part, data))


def test_a_cell_in_the_last_corner_does_not_take_all_memory(tmp_path: Path) -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="E1048576"><v>1</v></c></row>'
        b"</sheetData></worksheet>"
    )
    with pytest.raises(Refused, match="已用区域过大"):
        facts.load(altered(tmp_path / "a.xlsx", "xl/worksheets/sheet4.xml", sheet))


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.et"])
@pytest.mark.parametrize(
    "data", [b"hello", b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"%PDF-1.4"]
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Refused) as caught:
        facts.load(tmp_path / name)
    assert len(caught.value.faults) == 1


def test_a_damaged_sheet_is_told_and_the_others_are_still_judged(tmp_path: Path) -> None:
    path = altered(tmp_path / "a.xlsx", "xl/worksheets/sheet4.xml", b"<worksheet><sheetData><row")
    with pytest.raises(Refused) as caught:
        facts.load(path)
    assert [fault.problem for fault in caught.value.faults] == ["工作表已损坏，无法读取"]


def test_a_workbook_too_large_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "a.xlsx").open("wb") as file:
        file.truncate(65 * 2**20)
    with pytest.raises(Refused, match="文件过大"):
        facts.load(tmp_path / "a.xlsx")


def test_a_locked_workbook_is_said_to_be_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import python_calamine  # noqa: PLC0415 - to raise what it raises

    def locked(_: str) -> None:
        raise python_calamine.PasswordError

    facts.save_workbook(town(), tmp_path / "a.xlsx")
    monkeypatch.setattr("jiheng.facts.workbook.opening.calamine.load_workbook", locked)
    with pytest.raises(Refused, match="密码"):
        facts.load(tmp_path / "a.xlsx")
