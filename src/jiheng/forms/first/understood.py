"""Files → one understanding: what they say together, and every word of them that was not taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from jiheng.core.fault import Fault, Place, Refused, refuse
from jiheng.facts import DataSet, sealed
from jiheng.facts.rows import Narrative, Unit
from jiheng.forms.first.account import Gathered
from jiheng.forms.first.gathering import gather
from jiheng.forms.first.labels import BOILERPLATE, is_label, tidy
from jiheng.forms.first.looking import Looked, look
from jiheng.forms.first.narrating import narrate
from jiheng.forms.first.understanding import Left, Understanding
from jiheng.forms.sighted import Sheet, Sighted
from jiheng.packs.model import Pack
from jiheng.reading import Document

TITLE = re.compile(r".*(?:绩效|自评|决算|预算).*(?:表|报告)(?:\(.*\))?")
SAYS = re.compile(r"[\u4e00-\u9fffA-Za-z\d]")
MONITORED = re.compile(r"(?:监控|监测)")
_TITLE_ROWS = 3
MOST_LOST = 8
"""Lost cells of a sheet without indicators and amounts; with more it is told as one."""
MIDDLE = "监控表说的是年中情况，不作为全年完成情况"
FOREIGN = "这张表没有认出指标和资金，整张未登记"
UNKNOWN = "没有认出是哪一项"


def understand(
    documents: Sequence[Document],
    *,
    pack: Pack | None = None,
    known: DataSet | None = None,
    year: int = 0,
    money: str = "",
) -> Understanding:
    """Understand filled official forms and the report of one unit and year.

    Args:
        documents: the files as they were read, in any order.
        pack: the unit's rule pack; its leaves and the chapters of its report are known by their names.
        known: gives the codes of projects, indicators and budget lines that are there already.
        year: the budget year; only needed where the files do not name it.
        money: 元 or 万元, for files that do not say in which unit their amounts are.

    Returns:
        The data set as far as the files tell it, every value with its place, and what was not taken.

    Raises:
        Refused: nothing was recognised, the year is not named or not the same everywhere.
    """
    looked = [(document, [look(sheet) for sheet in _sheets(document)]) for document in documents]
    sheets = [sheet for _document, found in looked for sheet in found]
    year = _year(looked, year)
    gathered = Gathered(known, pack, money=money)
    gather((sheet for sheet in sheets if not _is_monitoring(sheet)), gathered, year)
    narrative = [row for document in documents for row in _narrate(document, pack, gathered)]
    left = [*gathered.left, *(each for sheet in sheets for each in _left(sheet))]
    if not gathered.taken:
        raise refuse(
            Place(file="、".join(Path(each.path).name for each in documents)),
            "没有认出官方表格或自评报告的内容",
            expected="填好的绩效目标表、绩效自评表（Word、Excel、PDF），或按规则包章节编写的自评报告",
            fix="请核对是否选错了文件；扫描件请先转换为文字。",
        )
    dataset = DataSet(
        unit=_unit(gathered, pack, known, year),
        projects=tuple(gathered.projects.values()),
        budget=tuple(gathered.budget.values()),
        payments=tuple(gathered.payments.values()),
        indicators=tuple(gathered.indicators.values()),
        results=tuple(gathered.results.values()),
        claims=tuple(gathered.claims.values()),
        narrative=tuple({row.chapter: row for row in narrative}.values()),
    )
    return Understanding(sealed(dataset), tuple(gathered.taken), tuple(left), gathered.unit.get("name", ""))


def _sheets(document: Document) -> Iterator[Sheet]:
    return (Sheet.of(document, table) for table in document.tables)


def _is_monitoring(looked: Looked) -> bool:
    """A monitoring form tells the middle of a year: no results, and no year's amounts."""
    return any(MONITORED.search(cell.text) for cell in looked.sheet.cells if cell.row < _TITLE_ROWS)


def _year(looked: Sequence[tuple[Document, Sequence[Looked]]], given: int) -> int:
    named = [(Path(document.path).name, _named(document, sheets)) for document, sheets in looked]
    years = {year: file for file, year in named if year}
    if given:
        years.setdefault(given, "")
    if len(years) > 1:
        raise Refused(
            Fault(
                Place(file=file),
                str(year),
                "文件的年度不一致",
                f"{given or min(years)} 年度",
                "一次只能读取同一年度的材料；请分开读取。",
            )
            for year, file in years.items()
            if file and year != (given or min(years))
        )
    if not years:
        places = Place(file=named[0][0] if named else "")
        raise refuse(
            places, "文件没有写明年度", expected="标题下的“（2024年度）”", fix="请补写年度，或指明年度后再读取。"
        )
    return next(iter(years))


def _named(document: Document, sheets: Sequence[Looked]) -> int:
    """The year of a file: of its first form that names one, or of the first lines of a report, or of its name."""
    found = next((sheet.year for sheet in sheets if sheet.year), 0)
    head = document.text[:200] if not document.tables else ""
    texts = (head, Path(document.path).stem)
    return found or next((int(match[1]) for text in texts if (match := re.search(r"(20\d\d)\s*年", text))), 0)


def _unit(gathered: Gathered, pack: Pack | None, known: DataSet | None, year: int) -> Unit:
    if known is not None:
        return replace(known.unit, year=year)
    named = gathered.unit.get("name") or next(
        (each.implementer for each in gathered.projects.values() if each.implementer), ""
    )
    return Unit(
        code="",
        name=named,
        year=year,
        pack=pack.id if pack else "",
        contact=gathered.unit.get("contact", ""),
        phone=gathered.unit.get("phone", ""),
    )


def _narrate(document: Document, pack: Pack | None, gathered: Gathered) -> list[Narrative]:
    rows, taken, left = narrate(document, pack)
    gathered.taken += taken
    gathered.left += left
    return rows


def _left(looked: Looked) -> Iterator[Left]:
    """Words that are neither labels, nor printed notes, nor understood: one for each row, or one for a foreign sheet."""
    lost = sorted(
        (cell for cell in looked.sheet.cells if _is_lost(looked, cell)), key=lambda cell: (cell.row, cell.column)
    )
    if _is_monitoring(looked) or (not looked.rows and not looked.money and len(lost) > MOST_LOST):
        first = min(looked.sheet.cells, key=lambda cell: (cell.row, cell.column))
        yield Left(replace(first.place, row=0, column=""), first.text, MIDDLE if _is_monitoring(looked) else FOREIGN)
        return
    for _row, cells in groupby(lost, key=lambda cell: cell.row):
        row = list(cells)
        yield Left(row[0].place, " | ".join(" ".join(cell.text.split()) for cell in row), UNKNOWN)


def _is_lost(looked: Looked, cell: Sighted) -> bool:
    return (cell.row, cell.column) not in looked.used and _says_something(cell)


def _says_something(cell: Sighted) -> bool:
    text = tidy(cell.text)
    printed = is_label(cell.text) or BOILERPLATE.match(text) or (cell.row < _TITLE_ROWS and TITLE.fullmatch(text))
    year = re.fullmatch(r"\(?20\d\d年度?\)?", text)
    return bool(SAYS.search(text)) and not printed and not year
