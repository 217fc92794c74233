"""What stands in a downloaded file."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
from docx import Document


def words_of(path: Path) -> str:
    """All texts and figures of a workbook, a document or a tree of data, in one string."""
    if path.suffix == ".json":
        return json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False)
    if path.suffix == ".docx":
        document = Document(str(path))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(each.text for each in document.paragraphs), *cells])
    book = openpyxl.load_workbook(path)
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
