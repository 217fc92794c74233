"""Report → .docx by GB/T 9704-2012; fonts are named, none is shipped."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO

import docx
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, Twips

from jiheng.forms.narrative import Paragraph, Rank, Report
from jiheng.forms.official import (
    CHARACTER_SPACE,
    CLOSER,
    FACES,
    FIRST_LINE,
    FOLIO,
    FOLIO_BELOW_MM,
    LINE_PITCH,
    MARGINS_MM,
    PAGE_MM,
    SMALL,
    Face,
    title_lines,
)

_STYLES: dict[Rank, str] = {
    "title": "Title",
    "heading 1": "Heading 1",
    "heading 2": "Heading 2",
    "heading 3": "Heading 3",
    "heading 4": "Heading 4",
    "body": "Normal",
    "closing": "Normal",
}

_AFTER_INDENT = ("w:contextualSpacing", "w:mirrorIndents", "w:jc", "w:textAlignment", "w:outlineLvl", "w:rPr")
_AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang")
"""Word wants the parts of a property list in the order of its schema."""


def write_word(report: Report, path: Path) -> None:
    """Write the report."""
    document = blank(report.title, report.dated)
    document.core_properties.comments = report.trace
    for paragraph in report.paragraphs:
        add_paragraph(document, paragraph)
    add_edges(document, report.mark, report.footing)
    save(document, path)


def blank(title: str, dated: date) -> Any:
    """An empty document with the page, the grid and the styles of an official one."""
    document = docx.Document()
    _properties(document, title, dated)
    _page(document.sections[0])
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for rank, style in _STYLES.items():
        _style(document.styles[style], rank)
    return document


def save(document: Any, target: Path | BinaryIO) -> None:
    """Pack the parts without the time of writing, so that the same facts give the same file."""
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in parts.namelist():
            packed.writestr(zipfile.ZipInfo(name), parts.read(name), zipfile.ZIP_DEFLATED)


def _properties(document: Any, title: str, dated: date) -> None:
    made = datetime.combine(dated, time(), UTC)
    core = document.core_properties
    core.title, core.author, core.comments = title, "", ""
    core.created = core.modified = made


def _page(section: Any) -> None:
    section.page_width, section.page_height = (Mm(side) for side in PAGE_MM)
    section.top_margin, section.bottom_margin = Mm(MARGINS_MM["top"]), Mm(MARGINS_MM["bottom"])
    section.left_margin, section.right_margin = Mm(MARGINS_MM["left"]), Mm(MARGINS_MM["right"])
    section.header_distance = Mm(20)
    section.footer_distance = Mm(MARGINS_MM["bottom"] - FOLIO_BELOW_MM - 11)
    for old in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001 - python-docx has no door to the grid
        section._sectPr.remove(old)  # noqa: SLF001
    grid = _element("w:docGrid", type="linesAndChars", linePitch=LINE_PITCH, charSpace=CHARACTER_SPACE)
    section._sectPr.append(grid)  # noqa: SLF001


def _element(tag: str, **attributes: object) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element


def _style(style: Any, rank: Rank) -> None:
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    _face(style.font, properties, FACES[rank])
    if FACES[rank].size == FACES["body"].size:
        properties.insert_element_before(_element("w:spacing", val=CLOSER), *_AFTER_SPACING)
    layout = style.paragraph_format
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Twips(LINE_PITCH)
    layout.widow_control = False  # the grid of 22 lines stays filled; headings keep with what follows
    layout.keep_with_next = rank.startswith("heading") or rank == "title"
    layout.keep_together = False
    _off_grid(style.element.get_or_add_pPr())
    layout.alignment = WD_ALIGN_PARAGRAPH.CENTER if rank == "title" else WD_ALIGN_PARAGRAPH.JUSTIFY


def _off_grid(properties: Any) -> None:
    properties.insert_element_before(_element("w:snapToGrid", val=0), "w:spacing", "w:ind", *_AFTER_INDENT)


def _face(font: Any, properties: Any, face: Face) -> None:
    """Name the typeface for every script: ``font.name`` alone leaves Chinese to the theme."""
    font.size = Pt(face.size)
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = _element("w:rFonts")
        properties.insert(0, fonts)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), face.name)


def add_paragraph(document: Any, paragraph: Paragraph) -> None:
    """Add one paragraph in the look of its rank."""
    added = document.add_paragraph(style=_STYLES[paragraph.rank])
    if paragraph.rank == "title":
        _title(added, paragraph.text)
        document.add_paragraph(style="Normal")
        return
    if paragraph.rank == "closing":
        added.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _indent(added, rightChars=400)
    else:
        _indent(added, firstLineChars=200, firstLine=FIRST_LINE)
    _run(added, paragraph.text)


def add_addressee(document: Any, text: str) -> None:
    """Add whom a letter is for: flush left, without the indent of a paragraph."""
    _run(document.add_paragraph(style="Normal"), text)


TABLE_FACE = Face("仿宋", 10)
"""五号-sized type of tables inside a document."""


CELL_MARGIN = 50
"""Twentieths of a point left and right of a table cell's text."""


def add_table(document: Any, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    """Add a ruled table whose head is repeated on every page.

    Args:
        document: where it stands.
        head: titles of the columns.
        rows: cells as text; figures stand flush right.
        widths: of the columns, in mm.
    """
    table = document.add_table(rows=0, cols=len(head))
    table.style, table.autofit, table.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.CENTER
    margins = _element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w=CELL_MARGIN, type="dxa"))
    table._tbl.tblPr.append(margins)  # noqa: SLF001
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for number, cells in enumerate([head, *rows]):
        row = table.add_row()
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no door to these
        properties.append(_element("w:cantSplit"))
        if number == 0:
            properties.append(_element("w:tblHeader"))
        for cell, text, width in zip(row.cells, cells, widths, strict=True):
            cell.width, cell.vertical_alignment = Mm(width), WD_CELL_VERTICAL_ALIGNMENT.CENTER
            _cell(cell.paragraphs[0], text, head=number == 0)


def _cell(paragraph: Any, text: str, *, head: bool) -> None:
    figure = bool(_FIGURE.fullmatch(text))
    paragraph.alignment = (
        WD_ALIGN_PARAGRAPH.CENTER if head else WD_ALIGN_PARAGRAPH.RIGHT if figure else WD_ALIGN_PARAGRAPH.LEFT
    )
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    run = _run(paragraph, text)
    run.bold = head
    properties = run._r.get_or_add_rPr()  # noqa: SLF001
    _face(run.font, properties, TABLE_FACE)
    properties.insert_element_before(_element("w:spacing", val=0), *_AFTER_SPACING)


_FIGURE = re.compile(r"[-−]?[\d,]+(\.\d+)?%?|—")


def _title(added: Any, text: str) -> None:
    for at, line in enumerate(title_lines(text)):
        if at:
            added.add_run().add_break(WD_BREAK.LINE)
        _run(added, line)


def _run(paragraph: Any, text: str) -> Any:
    """Add a run whose quotes and dashes take the Chinese typeface."""
    run = paragraph.add_run(text)
    run._r.get_or_add_rPr().insert(0, _element("w:rFonts", hint="eastAsia"))  # noqa: SLF001
    return run


def _indent(paragraph: Any, **characters: int) -> None:
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - indents in characters have no door
    properties.insert_element_before(_element("w:ind", **characters), *_AFTER_INDENT)


def add_edges(document: Any, mark: str, footing: str) -> None:
    """Put the mark above and page number and footing below every page."""
    section = document.sections[0]
    document.settings.odd_and_even_pages_header_footer = True
    for header in (section.header, section.even_page_header):
        _small(header.paragraphs[0], mark, WD_ALIGN_PARAGRAPH.RIGHT)
    _folio(section.footer, WD_ALIGN_PARAGRAPH.RIGHT, footing, rightChars=100)
    _folio(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, footing, leftChars=100)


def _small(paragraph: Any, text: str, alignment: Any) -> None:
    paragraph.alignment = alignment
    run = _run(paragraph, text)
    _face(run.font, run._r.get_or_add_rPr(), SMALL)  # noqa: SLF001


def _folio(footer: Any, alignment: Any, footing: str, **indent: int) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.alignment = alignment
    _indent(paragraph, **indent)
    for piece in ("— ", "PAGE", " —"):
        run = _run(paragraph, "" if piece == "PAGE" else piece)
        _face(run.font, run._r.get_or_add_rPr(), FOLIO)  # noqa: SLF001
        if piece == "PAGE":
            _field(run, piece)
    _small(footer.add_paragraph(), footing, WD_ALIGN_PARAGRAPH.CENTER)


def _field(run: Any, instruction: str) -> None:
    for kind in ("begin", None, "end"):
        if kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))  # noqa: SLF001
        else:
            code = _element("w:instrText")
            code.text = instruction
            run._r.append(code)  # noqa: SLF001
