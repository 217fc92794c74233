"""The list of differences as an approval paper: who gains, who falls a grade, which indicator decides, whose data lack."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from xlsxwriter import Workbook

from jiheng.core.exact import Points
from jiheng.scoring.compare import Difference
from jiheng.web.rules.models import RuleVersion
from jiheng.web.rules.queries import Trial

HEADS = ("序号", "单位", "原得分", "新得分", "增减", "原等级", "新等级", "主要变动指标", "缺数据的指标")


def signed_points(points: Points) -> str:
    """With its sign: +1.20."""
    return f"+{points.shown()}" if points.units > 0 else points.shown()


def lines(trial: Trial) -> list[Sequence[str]]:
    """The rows of the list."""
    return [_line(place, row) for place, row in enumerate(trial.rows, 1)]


def _line(place: int, row: Difference) -> Sequence[str]:
    deciding = "；".join(f"{each.code} {each.name}（{signed_points(each.gain)}）" for each in row.steps[:3])
    points = (row.old.total.shown(), row.new.total.shown(), signed_points(row.gain))
    lacking = "；".join(f"{each.code} {each.name}" for each in row.new.lacks)
    return (str(place), row.name, *points, row.old.grade, row.new.grade, deciding, lacking)


def summary(version: RuleVersion, year: int, trial: Trial) -> str:
    """What the list comes to, in a paragraph."""
    deciding = "、".join(f"{name}（{count} 个单位）" for name, count in trial.deciding)
    return (
        f"用 {year} 年度数据按“{version.title}”（版本 {version.version}）试算 {len(trial.rows)} 个单位："
        f"得分提高 {trial.gaining} 个，降低 {trial.losing} 个，等级有变 {trial.regraded} 个，缺数据 {trial.lacking} 个，"
        f"算不出 {len(trial.failed)} 个。" + (f"主要由以下指标引起：{deciding}。" if deciding else "")
    )


def as_document(version: RuleVersion, year: int, trial: Trial) -> bytes:
    """The paper as .docx."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = section.page_height, section.page_width
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set(title.add_run("规则调整试算差异清单"), "方正小标宋简体", 22)
    _set(document.add_paragraph().add_run(summary(version, year, trial)), "仿宋_GB2312", 14)
    table = document.add_table(rows=1, cols=len(HEADS), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, HEADS, strict=True):
        _set(cell.paragraphs[0].add_run(head), "黑体", 10.5)
    for line in lines(trial):
        for cell, text in zip(table.add_row().cells, line, strict=True):
            _set(cell.paragraphs[0].add_run(text), "仿宋_GB2312", 10.5)
    for unit, why in trial.failed:
        _set(document.add_paragraph().add_run(f"{unit}：{why}"), "仿宋_GB2312", 12)
    _set(
        document.add_paragraph().add_run("拟稿：              审核：              签发：              "),
        "仿宋_GB2312",
        14,
    )
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _set(run: object, font: str, size: float) -> None:
    run.font.name, run.font.size = font, Pt(size)  # type: ignore[attr-defined] # python-docx has no types
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)  # type: ignore[attr-defined] # noqa: SLF001 - its only way


def as_workbook(version: RuleVersion, year: int, trial: Trial) -> bytes:
    """The list as .xlsx."""
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("试算差异清单")
        body = {"font_name": "宋体", "font_size": 11, "border": 1, "text_wrap": True, "valign": "top"}
        head, text = book.add_format(body | {"bold": True, "bg_color": "#DCE6F1"}), book.add_format(body)
        sheet.merge_range(0, 0, 0, len(HEADS) - 1, summary(version, year, trial), text)
        sheet.set_row(0, 60)
        for column, name in enumerate(HEADS):
            sheet.write_string(1, column, name, head)
        for number, line in enumerate(lines(trial), 2):
            for column, value in enumerate(line):
                sheet.write_string(number, column, value, text)
        sheet.set_column(1, 1, 28)
        sheet.set_column(7, 8, 44)
        sheet.freeze_panes(2, 2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)
    return made.getvalue()
