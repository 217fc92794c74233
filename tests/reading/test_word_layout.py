"""What the place of a character changes in its meaning: raised, struck, drawn by a symbol font, part of an equation."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from jiheng.reading import Document, read

_MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def of_runs(folder: Path, *runs: tuple[str, str]) -> Document:
    """A document of one paragraph; each run is its content and its properties, in XML."""
    word = docx.Document()
    paragraph = word.add_paragraph()
    for content, properties in runs:
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:rPr>{properties}</w:rPr>{content}</w:r>"))
    word.save(str(folder / "文.docx"))
    return read(folder / "文.docx")


def said(text: str) -> str:
    return f"<w:t>{text}</w:t>"


@pytest.mark.parametrize(
    ("font", "char", "shown"),
    [("Symbol", "F0A3", "≤"), ("Symbol", "F0B3", "≥"), ("Symbol", "F0B4", "×"), ("Symbol", "F02D", "−"), ("Wingdings", "F0FE", "☑"), ("Wingdings", "F0A8", "□")],
)  # fmt: skip
def test_signs_of_symbol_fonts_are_read_as_drawn(font: str, char: str, shown: str, tmp_path: Path) -> None:
    sign = f'<w:sym w:font="{font}" w:char="{char}"/>'
    assert of_runs(tmp_path, (said("指标"), ""), (sign, ""), (said("90"), "")).text == f"指标{shown}90\n"
    typed = f"<w:t>&#x{char};</w:t>"
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
    assert of_runs(tmp_path, (said("指标"), ""), (typed, fonts)).text == f"指标{shown}\n"


@pytest.mark.parametrize(("mark", "shown"), [("1", "¹"), ("[2]", "²"), ("③", "³"), ("*", "")])
def test_the_mark_of_a_note_is_no_digit_of_the_number_before_it(mark: str, shown: str, tmp_path: Path) -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    assert (
        of_runs(tmp_path, (said("支出80"), ""), (said(mark), raised), (said("万元"), "")).text == f"支出80{shown}万元\n"
    )


def test_struck_text_is_left_out_and_said(tmp_path: Path) -> None:
    document = of_runs(
        tmp_path, (said("预算"), ""), (said("70"), "<w:strike/>"), (said("80万元"), '<w:strike w:val="0"/>')
    )
    assert document.text == "预算80万元\n"
    assert document.notes == ("文.docx 第 1 段：带删除线的文字“70”不作为正文核查",)


@pytest.mark.parametrize(
    ("equation", "shown"),
    [
        ("<m:f><m:num><m:r><m:t>45</m:t></m:r></m:num><m:den><m:r><m:t>60</m:t></m:r></m:den></m:f>", "45/60"),
        ("<m:f><m:num><m:r><m:t>9−6</m:t></m:r></m:num><m:den><m:r><m:t>6</m:t></m:r></m:den></m:f>", "(9−6)/6"),
        ("<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>4</m:t></m:r></m:sup></m:sSup>", "10⁴"),
        ("<m:rad><m:deg/><m:e><m:r><m:t>2</m:t></m:r></m:e></m:rad>", "√(2)"),
        ("<m:rad><m:deg><m:r><m:t>3</m:t></m:r></m:deg><m:e><m:r><m:t>8</m:t></m:r></m:e></m:rad>", "³√(8)"),
        ("<m:d><m:dPr/><m:e><m:r><m:t>80−60</m:t></m:r></m:e></m:d>", "(80−60)"),
        (
            "<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr><m:e><m:r><m:t>5</m:t></m:r></m:e></m:d>",
            "[5]",
        ),
        ("<m:nary><m:e><m:r><m:t>得分</m:t></m:r></m:e></m:nary>", "∑(得分)"),
        ("<m:r><m:rPr><m:sty m:val='p'/></m:rPr><m:t>5</m:t></m:r>", "5"),
    ],
)
def test_an_equation_keeps_its_divisions_and_powers(equation: str, shown: str, tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph()._p.append(parse_xml(f"<m:oMath {_MATH}>{equation}</m:oMath>"))
    word.save(str(tmp_path / "式.docx"))
    assert read(tmp_path / "式.docx").text == f"{shown}\n"


def test_a_paragraph_whose_mark_was_deleted_goes_on_in_the_next(tmp_path: Path) -> None:
    word = docx.Document()
    for text in ("预算80", "万元。", "支出60万元。"):
        word.add_paragraph(text)
    deleted = f'<w:rPr {nsdecls("w")}><w:del w:id="1" w:author="a" w:date="2025-01-01T00:00:00Z"/></w:rPr>'
    word.paragraphs[0]._p.get_or_add_pPr().append(parse_xml(deleted))
    word.save(str(tmp_path / "文.docx"))
    document = read(tmp_path / "文.docx")
    assert document.text == "预算80万元。\n支出60万元。\n"
    assert [block.place.path for block in document.blocks] == ["第 1 段", "第 2 段"]
