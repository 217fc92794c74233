"""Report → .docx by GB/T 9704-2012; fonts are named, none is shipped."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import docx
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
    document = docx.Document()
    _properties(document, report)
    _page(document.sections[0])
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for rank, style in _STYLES.items():
        _style(document.styles[style], rank)
    for paragraph in report.paragraphs:
        _paragraph(document, paragraph)
    _edges(document, report)
    made = io.BytesIO()
    document.save(made)
    _undated(made, path)


def _undated(made: io.BytesIO, path: Path) -> None:
    """Pack the parts again without the time of writing, so that the same facts give the same file."""
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in parts.namelist():
            packed.writestr(zipfile.ZipInfo(name), parts.read(name), zipfile.ZIP_DEFLATED)


def _properties(document: Any, report: Report) -> None:
    made = datetime.combine(report.dated, time(), UTC)
    core = document.core_properties
    core.title, core.author, core.comments = report.title, "", ""
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


def _paragraph(document: Any, paragraph: Paragraph) -> None:
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


def _edges(document: Any, report: Report) -> None:
    section = document.sections[0]
    document.settings.odd_and_even_pages_header_footer = True
    for header in (section.header, section.even_page_header):
        _small(header.paragraphs[0], report.mark, WD_ALIGN_PARAGRAPH.RIGHT)
    _folio(section.footer, WD_ALIGN_PARAGRAPH.RIGHT, report, rightChars=100)
    _folio(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, report, leftChars=100)


def _small(paragraph: Any, text: str, alignment: Any) -> None:
    paragraph.alignment = alignment
    run = _run(paragraph, text)
    _face(run.font, run._r.get_or_add_rPr(), SMALL)  # noqa: SLF001


def _folio(footer: Any, alignment: Any, report: Report, **indent: int) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.alignment = alignment
    _indent(paragraph, **indent)
    for piece in ("— ", "PAGE", " —"):
        run = _run(paragraph, "" if piece == "PAGE" else piece)
        _face(run.font, run._r.get_or_add_rPr(), FOLIO)  # noqa: SLF001
        if piece == "PAGE":
            _field(run, piece)
    _small(footer.add_paragraph(), report.footing, WD_ALIGN_PARAGRAPH.CENTER)


def _field(run: Any, instruction: str) -> None:
    for kind in ("begin", None, "end"):
        if kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))  # noqa: SLF001
        else:
            code = _element("w:instrText")
            code.text = instruction
            run._r.append(code)  # noqa: SLF001
