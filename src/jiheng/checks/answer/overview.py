"""Many answers at a glance: the commonest faults, the files with most, those that were not read; and a workbook of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter

from jiheng.checks.answer.batch import Outcome
from jiheng.checks.answer.note import printable
from jiheng.checks.answer.wording import SEVERITY
from jiheng.checks.finding import Severity

NAME = "核查汇总.xlsx"
MOST_ROWS = 1_000_000
"""A sheet ends a little beyond."""
MOST_LINKS = 65_000
"""A sheet holds 65,530."""
_MAX_CELL = 32_000
_FILES = {
    "文件": 60,
    "结论": 14,
    "错误": 8,
    "存疑": 8,
    "提示": 8,
    "数字": 8,
    "已核": 8,
    "未核": 8,
    "说明": 60,
    "核查结果": 30,
}
_FAULTS = {"文件": 60, "程度": 9, "编码": 8, "位置": 26, "问题": 80, "怎么改": 44}
_LOUD = (Severity.ERROR, Severity.WARNING)


def verdict(outcome: Outcome) -> str:
    """One word for a file."""
    if outcome.coverage is None:
        return "□ 未核查"
    if not outcome.complete:
        return "□ 未读全"
    worst = next((severity for severity in _LOUD if outcome.count(severity)), None)
    return SEVERITY[worst].label if worst else "■ 未见问题"


def commonest(outcomes: Iterable[Outcome]) -> list[tuple[str, str, int]]:
    """Code, title and number of the errors and doubts, the most frequent first."""
    counted: Counter[str] = Counter()
    titles: dict[str, str] = {}
    for outcome in outcomes:
        for found in outcome.findings:
            if found.severity in _LOUD:
                counted[found.code] += 1
                titles.setdefault(found.code, found.message.partition("：")[0])
    return [(code, titles[code], number) for code, number in counted.most_common()]


def worst(outcomes: Iterable[Outcome], most: int) -> list[Outcome]:
    """The files with most errors, then with most doubts; those without either are left out."""
    loud = [outcome for outcome in outcomes if any(map(outcome.count, _LOUD))]
    return sorted(loud, key=lambda outcome: [-outcome.count(severity) for severity in _LOUD])[:most]


def write_overview(outcomes: Sequence[Outcome], folder: Path) -> Path:
    """Write the workbook: one row for each file, one for each finding, both with filters."""
    written = BytesIO()  # whole before a file of that name is replaced
    with xlsxwriter.Workbook(written, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bg_color": "#EDF0F4", "border": 1, "border_color": "#C9CFD8"})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        link = book.add_format({"font_color": "#2F5D9B", "underline": 1, "valign": "top"})
        files = _sheet(book, "文件", _FILES, head)
        for row, outcome in enumerate(outcomes, 1):
            _write(files, row, _file(outcome), text)
            _link(files, row, outcome, folder, link)
        faults = _sheet(book, "问题", _FAULTS, head)
        count = 0
        for count, cells in enumerate(_faults(outcomes), 1):
            _write(faults, count, cells, text)
        files.autofilter(0, 0, max(len(outcomes), 1), len(_FILES) - 1)
        faults.autofilter(0, 0, max(count, 1), len(_FAULTS) - 1)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    path.write_bytes(written.getvalue())
    return path


def _sheet(book: Any, name: str, columns: dict[str, int], head: Any) -> Any:
    sheet = book.add_worksheet(name)
    for at, (title, width) in enumerate(columns.items()):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, title, head)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    return sheet


def _file(outcome: Outcome) -> list[str | int]:
    cover = outcome.coverage
    numbers = [cover.numbers, cover.checked, cover.not_checked] if cover else ["", "", ""]
    said = "；".join([*(fault.text() for fault in outcome.faults), *outcome.unread])
    return [outcome.path, verdict(outcome), *map(outcome.count, Severity), *numbers, said]


def _faults(outcomes: Iterable[Outcome]) -> Iterator[Sequence[str | int]]:
    """A row for each finding, as many as a sheet takes."""
    rows = (
        (outcome.path, SEVERITY[found.severity].label, found.code, found.place, found.message, found.fix)
        for outcome in outcomes
        for found in outcome.findings
    )
    return islice(rows, MOST_ROWS)


def _write(sheet: Any, row: int, cells: Sequence[str | int], look: Any) -> None:
    for column, value in enumerate(cells):
        if isinstance(value, int):
            sheet.write_number(row, column, value)
        else:
            sheet.write_string(row, column, printable(value)[:_MAX_CELL], look)


def _link(sheet: Any, row: int, outcome: Outcome, folder: Path, look: Any) -> None:
    """The page of the file, by its way from here: the folder may be moved."""
    page = next((Path(path) for path in outcome.written if path.endswith(".html")), None)
    if page is not None and page.is_relative_to(folder) and row <= MOST_LINKS:
        inside = page.relative_to(folder).as_posix()
        sheet.write_url(row, len(_FILES) - 1, f"external:{inside}", look, printable(inside))
