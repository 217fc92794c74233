"""A drafted reminder (催办函) → .docx by GB/T 9704-2012."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from jiheng.forms.narrative import Paragraph
from jiheng.forms.word import add_addressee, add_edges, add_paragraph, add_table, blank, save
from jiheng.monitoring.note import SEAL, Note
from jiheng.monitoring.situation import day_text

WIDTHS = (24, 19, 19, 16, 16, 31, 31)
"""Of the note's table, in mm; together the 156 mm of the type area."""


def write_letter(note: Note, target: Path | BinaryIO) -> None:
    """Write the letter: title, addressee, what is the matter, the table, what is asked, sender and day."""
    document = blank(note.title, note.dated)
    if note.number:
        add_paragraph(document, Paragraph("closing", note.number))
    add_paragraph(document, Paragraph("title", note.title))
    add_addressee(document, note.addressee)
    for text in note.paragraphs:
        add_paragraph(document, Paragraph("body", text))
    add_table(document, note.head, note.rows, WIDTHS)
    for text in note.closing:
        add_paragraph(document, Paragraph("body", text))
    for text in (f"{note.sender}{SEAL}", day_text(note.dated)):
        add_paragraph(document, Paragraph("closing", text))
    add_paragraph(document, Paragraph("body", note.contact))
    add_edges(document, "", "")
    save(document, target)
