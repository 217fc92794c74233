"""Report → PDF by Typst, with open fonts that come as a package."""

from __future__ import annotations

import json
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

from jiheng.forms.narrative import Paragraph, Report
from jiheng.forms.official import title_lines

TEMPLATE = Path(__file__).with_name("report.typ")


def write_pdf(report: Report, path: Path) -> None:
    """Write the report; its text goes in as data, so nothing in it can act as markup."""
    fonts = [str(Path(pylopdf_fonts_zh_cn.serif_path()).parent)]
    path.write_bytes(
        typst.compile(
            str(TEMPLATE),
            sys_inputs={"report": json.dumps(_data(report), ensure_ascii=False)},
            font_paths=fonts,
            ignore_system_fonts=True,
            pdf_standards=["a-2b"],
        )
    )


def _data(report: Report) -> dict[str, object]:
    return {
        "title": report.title,
        "dated": [report.dated.year, report.dated.month, report.dated.day],
        "mark": report.mark,
        "footing": report.footing,
        "paragraphs": [_paragraph(each) for each in report.paragraphs],
    }


def _paragraph(paragraph: Paragraph) -> dict[str, object]:
    lines = title_lines(paragraph.text) if paragraph.rank == "title" else []
    return {"rank": paragraph.rank, "text": paragraph.text, "lines": lines}
