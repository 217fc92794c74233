"""The same data as files: JSON, one CSV per table, a workbook, and a manifest of hashes that anybody can verify."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

import xlsxwriter

from jiheng.disclosure.content import OpenTable, PublicPack
from jiheng.facts.written import guarded

FORMAT = "jiheng-public-1"
STILL = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed moment, so that the same data give the same file


def public_files(pack: PublicPack) -> dict[str, bytes]:
    """File name → content; the same pack gives the same bytes. ``manifest.json`` holds the SHA-256 of the others."""
    files = {"data.json": _json(_tree(pack)), "data.xlsx": _workbook(pack)}
    files |= {f"{table.code}.csv": _csv(table) for table in pack.tables}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    return files | {"manifest.json": _json({"format": FORMAT, "sha256": hashes})}


def _tree(pack: PublicPack) -> dict[str, Any]:
    tree = asdict(pack)
    tree["tables"] = {
        table.code: {
            "title": table.title,
            "columns": dict(table.columns),
            "rows": [dict(zip(dict(table.columns), row, strict=True)) for row in table.rows],
        }
        for table in pack.tables
    }
    return {"format": FORMAT, **tree}


def _json(tree: dict[str, Any]) -> bytes:
    return json.dumps(tree, ensure_ascii=False, indent=1).encode()


def _csv(table: OpenTable) -> bytes:
    """With a byte-order mark, so that WPS and Excel open it in the right encoding."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([name for name, _meaning in table.columns])
    writer.writerows([guarded(cell) for cell in row] for row in table.rows)
    return "\ufeff".encode() + buffer.getvalue().encode()


def _workbook(pack: PublicPack) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"{pack.unit} {pack.year} 年度绩效公开数据", "created": STILL})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#F0F3F7", "text_wrap": True})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    for table in (_summary(pack), *pack.tables):
        sheet = book.add_worksheet(table.title)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 1)
        for column, (_name, meaning) in enumerate(table.columns):
            sheet.write_string(0, column, meaning, head)
            sheet.set_column(column, column, 18)
        for number, row in enumerate(table.rows, 1):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text, cell)
    book.close()
    return buffer.getvalue()


def _summary(pack: PublicPack) -> OpenTable:
    """What stands first in the workbook: who, which year, the result, and every sentence of the page."""
    told = [("单位", pack.unit), ("年度", str(pack.year)), ("自评得分", pack.total), ("评价等级", pack.grade)]
    told += [("复核得分", pack.reviewed_total), ("复核等级", pack.reviewed_grade)]
    told += [(sentence.chapter, sentence.text) for sentence in pack.sentences]
    return OpenTable("summary", "概要", (("matter", "事项"), ("text", "内容")), tuple(told))
