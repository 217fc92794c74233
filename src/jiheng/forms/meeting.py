"""The monthly pack → .xlsx with native charts, and → .docx by GB/T 9704-2012."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from jiheng.core.exact import Money, fraction_text
from jiheng.forms.fitting import text_width
from jiheng.forms.monthly import Pack, messages, percent, share, shown
from jiheng.forms.narrative import Paragraph, chinese
from jiheng.forms.word import add_edges, add_paragraph, add_table, blank, save
from jiheng.monitoring import Report, Watched
from jiheng.monitoring.monthly import summary
from jiheng.monitoring.signal import Level

Value = str | Money | Fraction | int | None

FONT = "宋体"
RED, AMBER, GREEN, BLUE, GREY = "#D4380D", "#D48806", "#389E0D", "#1D4F91", "#8C96A3"
FACE = {"name": FONT, "size": 10}
LINE = 14
"""Points of one line in a cell."""
MOST_IN_CHART = 12
MOST_IN_TEXT = 15
"""Rows of the longest table in the document; the workbook has them all."""


def write_pack(pack: Pack, target: Path | BinaryIO) -> None:
    """Write the workbook: months with their curve, units, projects, warnings."""
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False})
    book.set_properties({"title": pack.title, "author": "", "created": datetime.combine(pack.dated, time(), UTC)})
    book.set_size(2400, 1400)
    writer = _Book(book, pack)
    writer.months()
    if len(pack.reports) > 1:
        writer.units()
    writer.projects()
    writer.warnings()
    book.close()


@dataclass(slots=True)
class _Book:
    book: Any
    pack: Pack
    formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def months(self) -> None:
        rows = [(f"{each.month} 月", each.paid, each.so_far, each.rate, each.expected) for each in self.pack.months()]
        head = ("月份", "当月支付", "累计支付", "执行率", "序时进度")
        sheet = self._sheet("分月执行", head, rows, (12, 20, 20, 16, 16))
        chart = self._chart("line", f"{self.pack.as_of.year}年累计执行率与序时进度")
        for column, colour, dash in ((3, BLUE, "solid"), (4, GREY, "dash")):
            chart.add_series(self._series("分月执行", len(rows), column, colour, dash))
        chart.set_y_axis(
            {
                "num_format": "0%",
                "min": 0,
                "num_font": FACE,
                "major_gridlines": {"visible": True, "line": {"color": "#DFE4EA"}},
            }
        )
        sheet.insert_chart(
            len(rows) + 4, 0, chart, {"x_scale": 1.27, "y_scale": 1.2, "description": "累计执行率与序时进度曲线"}
        )

    def units(self) -> None:
        rows = [_unit(report) for report in self.pack.units()]
        head = ("单位", "等级", "预算", "累计支付", "执行率", "预计年末", "红灯项目", "黄灯项目", "风险金额")
        sheet = self._sheet("单位", head, rows, (34, 11, 14, 14, 10, 10, 10, 10, 14))
        chart = self._chart("bar", "风险金额最大的单位（万元）")
        chart.add_series(self._series("单位", min(len(rows), MOST_IN_CHART), 8, RED))
        chart.set_y_axis({"reverse": True, "num_font": FACE})
        sheet.insert_chart(
            len(rows) + 4, 0, chart, {"x_scale": 1.6, "y_scale": 1.2, "description": "风险金额最大的单位"}
        )

    def projects(self) -> None:
        rows = [_project(report, each) for report, each in self.pack.projects()]
        head = (
            "单位",
            "项目",
            "等级",
            "预算",
            "累计支付",
            "执行率",
            "序时进度",
            "预计年末",
            "区间",
            "风险金额",
            "钱与事",
        )
        sheet = self._sheet("项目", head, rows, (26, 28, 11, 13, 13, 10, 10, 10, 18, 13, 22))
        sheet.autofilter(2, 0, 2 + len(rows), len(head) - 1)

    def warnings(self) -> None:
        rows = [
            (
                report.unit_name,
                each.execution.name,
                shown(signal.level),
                signal.code,
                signal.message,
                signal.why,
                signal.until,
                signal.cite,
            )
            for report, each in self.pack.warned()
            for signal in each.signals
            if signal.level in {"red", "yellow"}
        ]
        head = ("单位", "项目", "等级", "编码", "预警事项", "依据数据", "转绿条件", "依据")
        self._sheet("预警", head, rows, (22, 24, 11, 7, 34, 38, 38, 22))

    def _sheet(self, name: str, head: Sequence[str], rows: Sequence[Sequence[Value]], widths: Sequence[int]) -> Any:
        sheet = self.book.add_worksheet(name)
        last = len(head) - 1
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_row(0, 32)
        sheet.merge_range(
            0, 0, 0, last, f"{self.pack.title}（{name}）", self._format(font_size=16, bold=True, align="center")
        )
        sheet.write_string(1, 0, self.pack.mark, self._format(font_color=RED, bold=True))
        sheet.write_string(1, last, "单位：万元", self._format(align="right"))
        for column, title in enumerate(head):
            sheet.write_string(2, column, title, self._format(bold=True, align="center", border=1, bg_color="#F2F2F2"))
        for number, row in enumerate(rows, 3):
            sheet.set_row(number, _height(row, widths))
            for column, value in enumerate(row):
                self._write(sheet, number, column, value)
        self._print(sheet, last, len(rows))
        return sheet

    def _write(self, sheet: Any, row: int, column: int, value: Value) -> None:
        match value:
            case Money():
                wan = Fraction(value.units, 10**6)
                sheet.write_number(
                    row, column, _decimal(wan), self._format(border=1, num_format="#,##0.00", align="right")
                )
            case Fraction():
                sheet.write_number(
                    row, column, _decimal(value), self._format(border=1, num_format="0.00%", align="right")
                )
            case int():
                sheet.write_number(row, column, value, self._format(border=1, align="right"))
            case None:
                sheet.write_string(row, column, "—", self._format(border=1, align="center"))
            case str():
                sheet.write_string(
                    row, column, value, self._format(border=1, text_wrap=True, font_color=_colour(value))
                )

    def _format(self, **look: Any) -> Any:
        whole = {"font_name": FONT, "font_size": 10, "valign": "vcenter", **look}
        key = tuple(sorted(whole.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(whole)
        return self.formats[key]

    def _chart(self, kind: str, title: str) -> Any:
        chart = self.book.add_chart({"type": kind})
        chart.set_title({"name": title, "name_font": {"name": FONT, "size": 12}})
        chart.set_legend({"position": "bottom", "font": FACE} if kind == "line" else {"none": True})
        chart.set_x_axis({"num_font": FACE})
        return chart

    def _series(self, sheet: str, count: int, column: int, colour: str, dash: str = "solid") -> dict[str, Any]:
        line = {"color": colour, "width": 2.25, "dash_type": dash}
        return {
            "name": [sheet, 2, column],
            "categories": [sheet, 3, 0, 2 + count, 0],
            "values": [sheet, 3, column, 2 + count, column],
            "line": line,
            "fill": {"color": colour},
            "gap": 60,
        }

    def _print(self, sheet: Any, last: int, rows: int) -> None:
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, int(sheet.get_name() == "分月执行"))
        sheet.repeat_rows(2)
        sheet.freeze_panes(3, 1)
        sheet.hide_gridlines(2)
        sheet.set_footer(f"&L&8{self.pack.footing[:180]}&R&8第 &P 页 共 &N 页")
        sheet.print_area(0, 0, rows + (22 if sheet.get_name() in {"分月执行", "单位"} else 2), last)


def _height(row: Sequence[Value], widths: Sequence[int]) -> int:
    """As many lines as the fullest cell needs."""
    lines = [
        -(-int(text_width(value)) // (width - 1))
        for value, width in zip(row, widths, strict=True)
        if isinstance(value, str)
    ]
    return max(20, LINE * max(lines, default=1) + 4)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(fraction_text(value, 9))


def _colour(text: str) -> str:
    return {"●": RED, "▲": AMBER, "■": GREEN}.get(text[:1], "#1F2733")


def _unit(report: Report) -> tuple[Value, ...]:
    execution, forecast, counted = report.total.execution, report.total.forecast, summary([report])
    return (
        report.unit_name,
        shown(report.total.level),
        execution.budget,
        execution.paid,
        execution.rate,
        forecast.rate if forecast else None,
        counted.levels[Level.RED],
        counted.levels[Level.YELLOW],
        counted.at_risk,
    )


def _project(report: Report, watched: Watched) -> tuple[Value, ...]:
    execution, forecast = watched.execution, watched.forecast
    return (
        report.unit_name,
        execution.name,
        shown(watched.level),
        execution.budget,
        execution.paid,
        execution.rate,
        execution.expected,
        forecast.rate if forecast else None,
        f"{percent(forecast.low)}—{percent(forecast.high)}" if forecast else None,
        watched.at_risk,
        watched.dual,
    )


def write_minutes(pack: Pack, target: Path | BinaryIO) -> None:
    """Write the document: how far the year is, which units and projects are late, and what is asked."""
    document = blank(pack.title, pack.dated)
    add_paragraph(document, Paragraph("title", pack.title))
    _chapter(document, 1, "总体情况", pack.sentences())
    months = [
        (f"{m.month} 月", m.paid.wan(), m.so_far.wan(), percent(m.rate), percent(m.expected)) for m in pack.months()
    ]
    add_table(
        document, ("月份", "当月支付（万元）", "累计支付（万元）", "执行率", "序时进度"), months, (24, 36, 36, 30, 30)
    )
    number = 2
    if len(pack.reports) > 1:
        _chapter(document, number, "各单位情况", ["按风险金额由大到小排列，全部单位见附表。"])
        rows = [_unit_text(each) for each in pack.units()[:MOST_IN_TEXT]]
        head = ("单位", "预算（万元）", "累计支付（万元）", "执行率", "红灯/黄灯", "风险金额（万元）")
        add_table(document, head, rows, (46, 24, 24, 18, 18, 26))
        number += 1
    _warned(document, pack, number)
    add_edges(document, pack.mark, pack.footing)
    save(document, target)


def _chapter(document: Any, number: int, title: str, sentences: Iterable[str]) -> None:
    add_paragraph(document, Paragraph("heading 1", f"{chinese(number)}、{title}"))
    for sentence in sentences:
        add_paragraph(document, Paragraph("body", sentence))


def _warned(document: Any, pack: Pack, number: int) -> None:
    warned = pack.warned()
    if not warned:
        _chapter(document, number, "需要关注的项目", ["没有红灯或黄灯项目。"])
        return
    said = f"共 {len(warned)} 个项目亮红灯或黄灯" + (
        f"，风险金额最大的 {MOST_IN_TEXT} 个如下。" if len(warned) > MOST_IN_TEXT else "，如下。"
    )
    _chapter(document, number, "需要关注的项目", [said])
    rows = [_warned_text(report, each) for report, each in warned[:MOST_IN_TEXT]]
    add_table(
        document, ("项目", "等级", "执行率", "预计年末", "风险金额（万元）", "预警事项"), rows, (40, 16, 16, 16, 22, 46)
    )
    _chapter(
        document,
        number + 1,
        "下一步工作",
        ["请各单位对红灯、黄灯项目逐项分析原因，按期答复处理意见（继续执行、调剂或取消），落实措施和完成时间。"],
    )


def _unit_text(report: Report) -> tuple[str, ...]:
    execution, counted = report.total.execution, summary([report])
    budget = execution.budget
    return (
        report.unit_name,
        budget.wan() if budget else "—",
        execution.paid.wan(),
        share(execution.paid, budget) if budget else "—",
        f"{counted.levels[Level.RED]}/{counted.levels[Level.YELLOW]}",
        counted.at_risk.wan(),
    )


def _warned_text(report: Report, watched: Watched) -> tuple[str, ...]:
    forecast = watched.forecast
    return (
        f"{watched.execution.name}（{report.unit_name}）",
        shown(watched.level).rpartition(" ")[0],
        percent(watched.execution.rate),
        percent(forecast.rate if forecast else None),
        watched.at_risk.wan() if watched.at_risk else "—",
        "；".join(messages(watched)),
    )
