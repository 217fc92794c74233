from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.core.fault import Refused
from jiheng.reading import Document, read
from jiheng.reading.plain import MAX_BYTES

TEXT = "一、基本情况\r\n\r\n全年预算 37,497.28 万元，支出 35,616.40 万元。\n"


def read_bytes(folder: Path, data: bytes, name: str = "报告.txt") -> Document:
    (folder / name).write_bytes(data)
    return read(folder / name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "gbk"])
def test_every_usual_encoding_gives_the_same_text(tmp_path: Path, encoding: str) -> None:
    assert read_bytes(tmp_path, TEXT.encode(encoding)).text == TEXT


def test_line_ends_and_byte_order_mark_stay_so_that_offsets_are_those_of_the_file(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, TEXT.encode("utf-8-sig"))
    assert document.text == "\ufeff" + TEXT
    assert document.text == (tmp_path / "报告.txt").read_bytes().decode("utf-8")


def test_blocks_are_the_lines_with_their_numbers(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, "一\r\n \r\n二\r三\n\n四".encode())
    shown = [(document.text[b.start : b.end], b.place.line) for b in document.blocks]
    assert shown == [("一", 1), ("二", 3), ("三", 4), ("四", 6)]
    assert document.blocks[1].place.text() == "报告.txt 第 3 行"


def test_the_hash_is_of_the_bytes(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, b"abc").sha256.startswith("ba7816bf8f01cfea")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "0 字节"),
        (b"\x80\xff\x80\xff" * 40, "编码"),
        (b"\0" * 64, "控制符"),
        ("自評報告說明財政預算績效".encode("big5") * 5, "编码"),
        ("自評価報告テスト会計".encode("shift-jis") * 5, "编码"),
        (TEXT.encode() + "元".encode()[:2], "断开"),
        (b"\xff\xfe\x00", "编码"),
    ],
    ids=["empty", "noise", "zeros", "big5", "shift-jis", "cut", "odd-utf16"],
)
def test_what_is_no_text_is_refused_with_one_line(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said) as caught:
        read_bytes(tmp_path, data)
    assert len(caught.value.faults) == 1
    assert "报告.txt" in str(caught.value)


def test_a_hundred_megabytes_are_refused_before_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.write(b"x")
        file.seek(2 * MAX_BYTES)
        file.write(b"x")
    monkeypatch.delattr(Path, "read_bytes")
    with pytest.raises(Refused, match="100 MB，超过上限 50 MB"):
        read(tmp_path / "a.txt")


def test_a_line_of_a_million_blanks_is_no_block(tmp_path: Path) -> None:
    assert not read_bytes(tmp_path, b" " * 1_000_000 + b"\n").blocks


@given(st.text(st.characters(codec="gb2312", exclude_categories=["Cc", "Cs"])))
def test_what_gb2312_can_write_is_read_back_as_written(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    data = text.encode("gb18030")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        assert read_bytes(tmp_path_factory.mktemp("g"), data).text == text
