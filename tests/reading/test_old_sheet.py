from __future__ import annotations

import struct
import subprocess
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from jiheng.core.fault import Refused
from jiheng.reading import office, read
from jiheng.reading.old_sheet_style import is_locked, read_old_marks
from jiheng.reading.ole import SIGNATURE, CompoundFile, DamagedError
from tests.reading.containers import compound

needs_office = pytest.mark.skipif(office.converter() is None, reason="LibreOffice is not installed")


def old_book(folder: Path, extension: str) -> Path:
    source = folder / "a.xlsx"
    with xlsxwriter.Workbook(source) as workbook:
        sheet = workbook.add_worksheet("预算")
        sheet.write(0, 0, "合计")
        sheet.write(0, 1, 35616.4, workbook.add_format({"num_format": "#,##0.00"}))
        sheet.write(1, 1, 0.949836, workbook.add_format({"num_format": "0.00%"}))
        sheet.write(2, 1, date(2024, 12, 31), workbook.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write(3, 1, 12.5, workbook.add_format({"num_format": '0.00"万元"'}))
        sheet.write_formula(4, 1, "=1/0", None, "#DIV/0!")
        sheet.write_row(5, 1, [0.25, 0.5], workbook.add_format({"num_format": "0%"}))
        sheet.write(6, 1, 0.1 + 0.2)
    profile = (folder / "profile").as_uri()
    command = [str(office.converter()), "--headless", f"-env:UserInstallation={profile}", "--convert-to", "xls"]
    subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=90)
    return (folder / "a.xls").rename(folder / f"旧{extension}")


@needs_office
def test_old_workbooks_show_their_cells_as_displayed(tmp_path: Path) -> None:
    document = read(old_book(tmp_path, ".et"))
    assert document.text.split() == [
        "合计", "35,616.40", "94.98%", "2024-12-31", "12.50万元", "#DIV/0!", "25%", "50%", "0.3"
    ]  # fmt: skip
    assert document.blocks[1].place.text() == "旧.et 工作表“预算” 第 1 行 B 列"
    assert document.notes == ()


@needs_office
def test_a_cut_old_workbook_is_refused(tmp_path: Path) -> None:
    path = old_book(tmp_path, ".xls")
    for kept in (600, 3000):
        path.write_bytes(path.read_bytes()[:kept])
        with pytest.raises(Refused, match="损坏"):
            read(path)


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<2H", kind, len(data)) + data


BOF = record(0x0809, struct.pack("<2H", 0x0600, 5) + bytes(12))
EOF = record(0x000A, b"")


def test_a_locked_workbook_is_told_by_its_first_records() -> None:
    assert is_locked(BOF + record(0x002F, bytes(6)) + EOF)
    assert not is_locked(BOF + EOF)


def old_stream() -> bytes:
    """A workbook as Excel 5 and 95 wrote it: one sheet, 0.25 shown as a percentage with one digit, and an error."""
    head = struct.pack("<4H", 0x0500, 5, 0, 0)
    style = [record(0x00E0, struct.pack("<2H", 0, number) + bytes(12)) for number in (0, 0x00A4)]
    font = record(0x0031, struct.pack("<5H", 200, 0, 0, 400, 0) + bytes(4) + b"\x05Arial")
    formats = record(0x041E, struct.pack("<H", 0x00A4) + b"\x04" + b"0.0%")
    page = record(0x0042, struct.pack("<H", 1252))
    sheet = record(0x0809, struct.pack("<4H", 0x0500, 0x10, 0, 0))
    sheet += (
        record(0x0203, struct.pack("<3Hd", 0, 1, 1, 0.25)) + record(0x0205, struct.pack("<3H2B", 1, 1, 0, 7, 1)) + EOF
    )
    named = b"\x04" + b"Plan"
    rest = page + font * 4 + formats + b"".join(style)
    start = len(record(0x0809, head)) + len(rest) + 4 + 6 + len(named) + len(EOF)
    return record(0x0809, head) + rest + record(0x0085, struct.pack("<IH", start, 0) + named) + EOF + sheet


def test_formats_and_errors_are_read_from_workbooks_before_excel_97_too() -> None:
    marks = read_old_marks(old_stream())["Plan"]
    assert marks.formats == {(0, 1): "0.0%"}
    assert marks.errors == {(1, 1): "#DIV/0!"}


def test_a_stream_that_calls_itself_larger_than_its_file_is_damaged() -> None:
    whole = bytearray(compound("Workbook"))
    directory = whole.index("Workbook".encode("utf-16-le"))
    struct.pack_into("<I", whole, directory + 120, 2**30)
    with pytest.raises(DamagedError):
        CompoundFile(bytes(whole)).stream("Workbook")


@given(
    st.lists(
        st.tuples(
            st.sampled_from([0x06, 0x203, 0x27E, 0xBD, 0x205, 0x85, 0x41E, 0xE0, 0x809, 0x0A]), st.binary(max_size=20)
        )
    )
)
def test_any_records_are_read_without_a_crash(records: list[tuple[int, bytes]]) -> None:
    read_old_marks(BOF + b"".join(record(*each) for each in records))


@given(st.binary(max_size=2000))
def test_any_container_is_read_or_called_damaged(body: bytes) -> None:
    header = SIGNATURE + bytes(22) + struct.pack("<H", 9) + body
    try:
        container = CompoundFile(header.ljust(512, b"\0"))
    except DamagedError:
        return
    assert all(isinstance(container.stream(name), bytes) for name in container.names)
