"""One report in several files: typed, Word, workbook, web page, printed by typst; made from words and figures drawn here."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

import docx
import xlsxwriter

from tests.reading.printing import pdf

_WORKS = (
    "管网维修",
    "街巷照明",
    "苗木养护",
    "档案整理",
    "防汛物资",
    "农技培训",
    "消防改造",
    "文体活动",
    "河道清淤",
    "校舍修缮",
)
_HEADS = ["项目", "预算数", "支出数", "执行率"]


@dataclass(frozen=True, slots=True)
class Report:
    """Paragraphs, and one table after them."""

    paragraphs: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]


def report(seed: int) -> Report:
    """Draw one report; about one figure in six is wrong."""
    draw = random.Random(seed)
    works = draw.sample(_WORKS, draw.randint(3, 5))
    budgets = [draw.randint(2_000, 90_000) for _ in works]
    spent = [budget * draw.randint(60, 100) // 100 for budget in budgets]
    total, paid = sum(budgets), sum(spent)

    def money(cents: int, slip: int = 0) -> str:
        return f"{(cents + slip) / 100:,.2f}"

    slip = [draw.choice((0, 0, 0, 0, 0, 1_000)) for _ in range(6)]
    listed = "，".join(f"{work}{money(cost)}万元" for work, cost in zip(works, spent, strict=True))
    last = paid * draw.randint(80, 120) // 100
    change = "增加" if paid >= last else "减少"
    paragraphs = (
        "一、资金情况",
        f"2024年全年预算{money(total)}万元，实际支出{money(paid)}万元，预算执行率{(paid * 100 + slip[0]) / total:.2f}%。",
        f"支出合计{money(paid, slip[1])}万元，其中：{listed}。",
        f"2024年支出{money(paid)}万元，比上年支出{money(last)}万元{change}{money(abs(paid - last), slip[2])}万元。",
        "二、产出情况",
        f"{works[0]}年度指标值≥{draw.randint(80, 90)}处，实际完成{draw.randint(70, 110)}处；群众满意度年度指标值≥90%，实际完成{draw.randint(80, 99)}%。",
        f"投入产出120.50万元，比例为{draw.randint(1, 9)}:{draw.randint(1, 9)}，成本控制在{money(paid, 5_000)}万元以内，共涉及{draw.randint(2, 9)}个村、{draw.randint(100, 999)}户。",
    )
    rows = [(work, money(b), money(s), f"{s * 100 / b:.2f}%") for work, b, s in zip(works, budgets, spent, strict=True)]
    closing = ("合计", money(total, slip[3]), money(paid, slip[4]), f"{paid * 100 / total:.2f}%")
    return Report(paragraphs, (tuple(_HEADS), *rows, closing))


def as_text(folder: Path, of: Report) -> Path:
    rows = ["\t".join(row) for row in of.table]
    (folder / "报告.txt").write_text("\n".join([*of.paragraphs, "单位：万元", *rows, ""]), encoding="utf-8")
    return folder / "报告.txt"


def as_word(folder: Path, of: Report) -> Path:
    word = docx.Document()
    for text in (*of.paragraphs, "单位：万元"):
        word.add_paragraph(text)
    table = word.add_table(len(of.table), len(of.table[0]), style="Table Grid")
    for row, cells in enumerate(of.table):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    word.save(str(folder / "报告.docx"))
    return folder / "报告.docx"


def as_sheet(folder: Path, of: Report) -> Path:
    with xlsxwriter.Workbook(folder / "报告.xlsx") as book:
        sheet = book.add_worksheet("报告")
        amount, share = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "0.00%"})
        lines = (*of.paragraphs, "单位：万元")
        for row, text in enumerate(lines):
            sheet.write_string(row, 0, text)
        for row, cells in enumerate(of.table, len(lines)):
            for column, text in enumerate(cells):
                if text.endswith("%"):
                    sheet.write_number(row, column, float(text[:-1]) / 100, share)
                elif text[0].isdigit():
                    sheet.write_number(row, column, float(text.replace(",", "")), amount)
                else:
                    sheet.write_string(row, column, text)
    return folder / "报告.xlsx"


def as_web_page(folder: Path, of: Report) -> Path:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in of.table)
    lines = "".join(f"<p>{escape(text)}</p>" for text in (*of.paragraphs, "单位：万元"))
    style = "<style>td{border:1px solid black}p{font-size:16pt}</style>"
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8">{style}</head><body>{lines}<table>{rows}</table></body></html>'
    (folder / "报告.html").write_text(page, encoding="utf-8")
    return folder / "报告.html"


def as_print(folder: Path, of: Report) -> Path:
    cells = ", ".join(f"[{cell}]" for row in of.table for cell in row)
    table = f"#table(columns: {len(of.table[0])}, {cells})"
    return pdf(folder, "\n\n".join([*of.paragraphs, "单位：万元", table]))


VERSIONS: dict[str, Callable[[Path, Report], Path]] = {
    "Word": as_word,
    "workbook": as_sheet,
    "web page": as_web_page,
    "print": as_print,
}
