"""Documents of markup: web pages, OpenDocument and UOF are read by their structure."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from jiheng.core.fault import Refused
from jiheng.reading import Document, read

WEB = """<!DOCTYPE html><html><head><meta charset="{0}"><title>题</title><style>p {{}}</style></head><body>
<h1>一、基本情况</h1><p>预算<b>80</b>
万元，支出<s>50</s>60<sup>1</sup>万元。</p><p style="display:none">900万元</p><script>var a = 7;</script>
<table><tr><th rowspan=2>科目</th><th colspan=2>金额</th></tr><tr><td>预算</td><td>支出</td></tr>
<tr><td>合计</td><td>80</td><td>60</td></tr></table></body></html>"""
ODF = """<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">
<office:automatic-styles><style:style style:name="T1"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="T2"><style:text-properties style:text-position="super 58%"/></style:style></office:automatic-styles>
<office:body><office:text><text:h>一、基本情况</text:h>
<text:p>支出<text:span text:style-name="T1">50</text:span>60<text:span text:style-name="T2">1</text:span>万元。</text:p>
<table:table table:name="t"><table:table-row><table:table-cell><text:p>科目</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="2"><text:p>5</text:p></table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document>"""
UOF = """<?xml version="1.0" encoding="UTF-8"?><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof"
 xmlns:字="http://schemas.uof.org/cn/2003/uof-wordproc"><uof:元数据><uof:编辑次数>12</uof:编辑次数></uof:元数据><uof:文字处理><字:主体>
<字:段落><字:句><字:文本串>支出60</字:文本串></字:句><字:句><字:文本串>万元。</字:文本串></字:句></字:段落>
<字:文字表><字:行><字:单元格><字:段落><字:句><字:文本串>合计</字:文本串></字:句></字:段落></字:单元格>
<字:单元格><字:段落><字:句><字:文本串>60</字:文本串></字:句></字:段落></字:单元格></字:行></字:文字表></字:主体></uof:文字处理></uof:UOF>"""


def of(path: Path, text: str, encoding: str = "utf-8") -> Document:
    path.write_text(text, encoding=encoding)
    return read(path)


def cells(document: Document) -> dict[tuple[int, int], str]:
    (table,) = document.tables
    return {(cell.row, cell.column): document.text[cell.start : cell.end] for cell in table.cells}


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_web_page_is_what_a_browser_shows(encoding: str, tmp_path: Path) -> None:
    document = of(tmp_path / "公开.html", WEB.format(encoding), encoding)
    assert document.text.startswith("一、基本情况\n预算80 万元，支出60¹万元。\n科目\t金额\n")
    assert [block.kind for block in document.blocks][:2] == ["heading", "paragraph"]
    assert cells(document) == {
        (0, 0): "科目",
        (0, 1): "金额",
        (1, 1): "预算",
        (1, 2): "支出",
        (2, 0): "合计",
        (2, 1): "80",
        (2, 2): "60",
    }
    assert "带删除线的文字“50”" in document.notes[0]


@pytest.mark.parametrize("packed", [False, True])
def test_an_open_document_is_read_flat_and_packed(packed: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a table
    if packed:
        with zipfile.ZipFile(tmp_path / "文.odt", "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
            archive.writestr("content.xml", ODF)
        document = read(tmp_path / "文.odt")
    else:
        document = of(tmp_path / "文.fodt", ODF)
    assert document.text == "一、基本情况\n支出60¹万元。\n科目\t5\t5\n"
    assert cells(document) == {(0, 0): "科目", (0, 1): "5", (0, 2): "5"}


def test_a_uof_document_holds_no_numbers_of_its_markup(tmp_path: Path) -> None:
    document = of(tmp_path / "文.uot", UOF)
    assert document.text == "支出60万元。\n合计\t60\n"
    assert cells(document) == {(0, 0): "合计", (0, 1): "60"}


SHEET = """<uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof" xmlns:表="http://schemas.uof.org/cn/2003/uof-spreadsheet"
 xmlns:字="http://schemas.uof.org/cn/2003/uof-wordproc"><表:工作表 表:名称="决算"><表:工作表内容>
<表:行_E7F1><表:单元格_E7F2><表:合并><表:跨列_E7F3 值="2"/></表:合并><表:数据><字:句><字:文本串>收入支出</字:文本串></字:句></表:数据></表:单元格_E7F2></表:行_E7F1>
<表:行_E7F1><表:单元格_E7F2><表:数据><字:句><字:文本串>合</字:文本串><字:空格符 字:个数="2"/><字:文本串>计</字:文本串></字:句></表:数据></表:单元格_E7F2>
<表:单元格_E7F2><表:数据><字:修订开始 字:类型="delete"/><字:句><字:文本串>50</字:文本串></字:句><字:修订结束/>
<字:句><字:文本串>60</字:文本串></字:句></表:数据></表:单元格_E7F2></表:行_E7F1></表:工作表内容></表:工作表></uof:UOF>"""


def test_a_uof_sheet_keeps_its_merged_cells_and_leaves_out_what_a_revision_took_away(tmp_path: Path) -> None:
    document = of(tmp_path / "表.uos", SHEET)
    assert cells(document) == {(0, 0): "收入支出", (1, 0): "合  计", (1, 1): "60"}


@pytest.mark.parametrize("declared", ["gb2312", "no-such-code"])
def test_a_web_page_is_read_by_the_encoding_it_declares_or_by_its_bytes(declared: str, tmp_path: Path) -> None:
    body = f"<html><head><meta charset={declared}></head><body><p>预算80万元<br>支出60万元</p></body></html>"
    assert of(tmp_path / "页.html", body, "gbk").text == "预算80万元\n支出60万元\n"


def test_a_table_that_only_lays_out_a_web_page_is_no_table_and_hidden_rows_are_left_out(tmp_path: Path) -> None:
    inner = "<table><tr><td>合计</td><td>80</td></tr><tr hidden><td>隐</td><td>9</td></tr></table>"
    document = of(
        tmp_path / "页.html", f"<html><body><table><tr><td><p>正文</p>{inner}</td></tr></table></body></html>"
    )
    assert cells(document) == {(0, 0): "合计", (0, 1): "80"}
    assert document.text.startswith("正文\n")


def test_a_web_page_without_content_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="没有内容"):
        of(tmp_path / "空.html", "<!-- 空 -->")


def test_markup_that_declares_entities_or_is_cut_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="DOCTYPE"):
        of(tmp_path / "a.uot", UOF.replace("<uof:UOF", "<!DOCTYPE a><uof:UOF", 1))
    with pytest.raises(Refused, match="已损坏"):
        of(tmp_path / "b.fodt", ODF[:400])
