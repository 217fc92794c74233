from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt, Twips
from lxml import etree

from jiheng.forms.case import Case
from jiheng.forms.narrative import Paragraph, Report, chinese
from jiheng.forms.official import title_lines
from jiheng.forms.word import write_word

from .conftest import Built, report_of


@pytest.fixture(scope="module")
def document(built: Built) -> Document:
    return docx.Document(str(built.file("部门整体支出绩效自评表说明.docx")))


def test_the_page_has_the_margins_and_the_grid_of_official_documents(document: Document) -> None:
    section = document.sections[0]
    measured = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(side.mm) for side in measured if side] == [210, 297, 37, 35]
    assert [round(side.mm) for side in (section.left_margin, section.right_margin) if side] == [28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid is not None
    values = {name: grid.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")}
    assert values == {"type": "linesAndChars", "linePitch": "579", "charSpace": "-848"}


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体", 16),
        ("Heading 3", "仿宋", 16),
        ("Normal", "仿宋", 16),
    ],
)
def test_typefaces_are_named_for_every_script(document: Document, style: str, font: str, size: int) -> None:
    held = document.styles[style]
    fonts = held.element.rPr.find(qn("w:rFonts"))
    assert {fonts.get(qn(f"w:{script}")) for script in ("eastAsia", "ascii", "hAnsi", "cs")} == {font}
    assert not any("Theme" in name for name in fonts.attrib)
    assert held.font.size == Pt(size)
    assert held.font.bold is None
    assert held.font.color.rgb is None


def test_lines_are_28_95_points_and_paragraphs_begin_two_characters_in(document: Document) -> None:
    assert document.styles["Normal"].paragraph_format.line_spacing == Twips(579)
    body = next(
        each for each in document.paragraphs if each.style is not None and each.style.name == "Normal" and each.text
    )
    indent = body._p.get_or_add_pPr().find(qn("w:ind"))
    assert indent is not None
    assert (indent.get(qn("w:firstLineChars")), indent.get(qn("w:firstLine"))) == ("200", "632")


def test_headings_stay_with_what_follows_and_the_grid_stays_filled(document: Document) -> None:
    assert document.styles["Heading 1"].paragraph_format.keep_with_next
    assert document.styles["Normal"].paragraph_format.widow_control is False


def test_the_title_is_centred(document: Document) -> None:
    title = document.paragraphs[0]
    assert title.text == "广州市番禺区新造镇人民政府\n2024年度部门整体支出绩效自评表说明"
    assert title.style is not None
    assert title.style.name == "Title"
    assert document.styles["Title"].paragraph_format.alignment == 1


def test_page_numbers_stand_between_dashes_right_on_odd_and_left_on_even_pages(document: Document) -> None:
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, alignment, side in ((section.footer, 2, "rightChars"), (section.even_page_footer, 0, "leftChars")):
        folio = footer.paragraphs[0]
        assert folio.text == "—  —"
        assert "PAGE" in folio._p.xml
        assert folio.alignment == alignment
        assert folio._p.pPr.find(qn("w:ind")).get(qn(f"w:{side}")) == "100"
        assert {run.font.size for run in folio.runs} == {Pt(14)}
        assert 'w:eastAsia="宋体"' in folio._p.xml


def test_every_page_names_the_pack_the_data_and_that_it_is_unverified(document: Document, unit_case: Case) -> None:
    section = document.sections[0]
    for header, footer in (
        (section.header, section.footer),
        (section.even_page_header, section.even_page_footer),
    ):
        assert header.paragraphs[0].text == "示例口径（未核实）"
        assert footer.paragraphs[1].text == unit_case.footing


def test_the_chapters_are_those_of_the_seed(document: Document) -> None:
    headings = [
        each.text
        for each in document.paragraphs
        if each.style is not None and str(each.style.name).startswith("Heading")
    ]
    assert headings == [
        "一、绩效自评情况",
        "（一）部门整体支出绩效目标",
        "（二）自评结论",
        "（三）履职效能分析",
        "（四）管理效率分析",
        "二、存在的主要问题",
        "三、下一步改进措施",
    ]


def test_the_file_says_word_for_word_what_the_report_says(document: Document, unit_case: Case) -> None:
    said = [each.text.replace("\n", "") for each in document.paragraphs if each.text]
    assert said == [each.text for each in report_of(unit_case).paragraphs]


def test_a_long_title_is_broken_between_words(tmp_path: Path, unit_case: Case) -> None:
    title = "清溪镇人民政府2024年度部门整体支出绩效自评情况说明"
    assert title_lines(title) == ["清溪镇人民政府2024年度", "部门整体支出绩效自评情况说明"]
    assert title_lines("关于加快2024年预算执行和落实绩效目标的提醒函") == [
        "关于加快2024年预算执行",
        "和落实绩效目标的提醒函",
    ]
    assert title_lines("部门整体支出绩效自评报告") == ["部门整体支出绩效自评报告"]
    assert title_lines("甲" * 25) == ["甲" * 13, "甲" * 12]
    report = Report(title, (Paragraph("title", title),), "", "", unit_case.dated)
    write_word(report, tmp_path / "a.docx")
    assert docx.Document(str(tmp_path / "a.docx")).paragraphs[0].text.replace("\n", "") == title


def test_a_closing_line_stands_right(tmp_path: Path, unit_case: Case) -> None:
    write_word(Report("a", (Paragraph("closing", "清溪镇"),), "", "", unit_case.dated), tmp_path / "a.docx")
    assert docx.Document(str(tmp_path / "a.docx")).paragraphs[0].alignment == 2


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")])
def test_headings_are_numbered_in_chinese(number: int, text: str) -> None:
    assert chinese(number) == text


ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
}


@pytest.mark.parametrize("part", ["document", "styles", "header1", "header2", "footer1", "footer2"])
def test_property_lists_are_in_the_order_that_word_demands(built: Built, part: str) -> None:
    with zipfile.ZipFile(built.file("部门整体支出绩效自评表说明.docx")) as parts:
        root = etree.fromstring(parts.read(f"word/{part}.xml"))
    for tag, order in ORDER.items():
        ranks = order.split()
        for held in root.iter(qn(f"w:{tag}")):
            found = [ranks.index(etree.QName(child).localname) for child in held]
            assert found == sorted(found), etree.tostring(held)
