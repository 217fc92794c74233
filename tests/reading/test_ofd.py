from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from jiheng.core.fault import Refused
from jiheng.reading import read

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
ROOT = f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
BOX = "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"


def page(*texts: str) -> str:
    objects = "".join(
        f'<ofd:TextObject ID="{n + 5}" Boundary="20 {20 + 30 * n} 170 10" Size="5">'
        f'<ofd:TextCode X="0" Y="5" DeltaX="g {len(text)} 5">{text}</ofd:TextCode></ofd:TextObject>'
        for n, text in enumerate(texts)
    )
    layer = f"<ofd:Layer ID='1'>{objects}</ofd:Layer>"
    return f"<ofd:Page {SPACE}><ofd:Area>{BOX}</ofd:Area><ofd:Content>{layer}</ofd:Content></ofd:Page>"


def ofd(path: Path, *pages: str) -> Path:
    links = "".join(f'<ofd:Page ID="{n + 90}" BaseLoc="Pages/P{n}.xml"/>' for n in range(len(pages)))
    document = (
        f"<ofd:Document {SPACE}><ofd:CommonData><ofd:PageArea>{BOX}</ofd:PageArea></ofd:CommonData>"
        f"<ofd:Pages>{links}</ofd:Pages></ofd:Document>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("OFD.xml", ROOT)
        archive.writestr("Doc_0/Document.xml", document)
        for n, content in enumerate(pages):
            archive.writestr(f"Doc_0/Pages/P{n}.xml", content)
    return path


def test_text_comes_page_by_page_and_empty_pages_are_noted(tmp_path: Path) -> None:
    document = read(ofd(tmp_path / "决算.ofd", page("一、基本情况", "支出35,616.40万元"), page()))
    assert "35,616.40" in document.text
    assert document.blocks[0].place.text() == "决算.ofd 第 1 页 第 1 段"
    assert [unread.place.page for unread in document.unread] == [2]


def test_a_page_that_is_damaged_is_noted_and_the_rest_is_read(tmp_path: Path) -> None:
    document = read(ofd(tmp_path / "a.ofd", "<broken", page("正文")))
    assert "正文" in document.text
    assert "已损坏" in document.unread[0].why


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.ofd", "w") as archive:
        archive.writestr("OFD.xml", "<x/>")
    with pytest.raises(Refused, match="OFD 文件已损坏"):
        read(tmp_path / "a.ofd")


def placed(texts: Sequence[tuple[str, float, float, str]], paths: str = "") -> str:
    objects = "".join(
        f'<ofd:TextObject ID="{n + 5}" Boundary="{x} {y} 60 6" Size="4" {more}>'
        f'<ofd:TextCode X="0" Y="4" DeltaX="g {len(text)} 2">{text}</ofd:TextCode></ofd:TextObject>'
        for n, (text, x, y, more) in enumerate(texts)
    )
    layer = f"<ofd:Layer ID='1'>{objects}{paths}</ofd:Layer>"
    return f"<ofd:Page {SPACE}><ofd:Content>{layer}</ofd:Content></ofd:Page>"


def test_rules_make_cells_and_positions_make_columns(tmp_path: Path) -> None:
    rules = "M 0 0 L 80 0 M 0 8 L 80 8 M 0 16 L 80 16 M 0 0 L 0 16 M 40 0 L 40 16 M 80 0 L 80 16"
    path = f'<ofd:PathObject ID="90" Boundary="20 20 80 16"><ofd:AbbreviatedData>{rules}</ofd:AbbreviatedData></ofd:PathObject>'
    texts = [("1", 22, 21, ""), ("2", 62, 21, ""), ("31.5", 22, 29, ""), ("42.5", 62, 29, "")]
    document = read(ofd(tmp_path / "表.ofd", placed(texts, path)))
    (table,) = document.tables
    assert [document.text[cell.start : cell.end] for cell in table.cells] == ["1", "2", "31.5", "42.5"]
    free = read(ofd(tmp_path / "列.ofd", placed(texts)))
    assert free.text.split() == ["1", "2", "31.5", "42.5"]


def test_what_is_drawn_twice_is_read_once_and_what_is_hidden_is_said(tmp_path: Path) -> None:
    texts = [("120", 20, 20, ""), ("120", 20.03, 20, ""), ("900", 20, 40, 'Visible="false"')]
    document = read(ofd(tmp_path / "粗.ofd", placed(texts)))
    assert document.text == "120\n"
    assert "隐藏的文字“900”" in document.notes[0]
