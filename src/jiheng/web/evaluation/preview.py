"""表单预览: every official form and the report as they will be printed, composed from the present data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jiheng.core.fault import Fault, Faults
from jiheng.facts.rows import Project
from jiheng.forms import Case, Scored
from jiheng.forms.build import cases
from jiheng.forms.compose import Composer, Page
from jiheng.forms.narrative import Report, compose_report
from jiheng.packs.layout import ReportForm, TableForm, parts
from jiheng.web.cycle.models import Dossier
from jiheng.web.evaluation.checking import scored_projects
from jiheng.web.evaluation.pieces import Piece, pieces
from jiheng.web.records.dataset import draft_of, pack_of, project_pack, project_sheet_of, sheet_of

_FIGURE = "\0"


@dataclass(frozen=True, slots=True)
class Paper:
    """One form: its code in the pack, its title, and whether it is about a project."""

    code: str
    title: str
    of_project: bool

    @property
    def address(self) -> str:
        """Its name in addresses; two packs may use one code."""
        return f"project-{self.code}" if self.of_project else self.code


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """One cell of a form."""

    rows: int
    columns: int
    pieces: tuple[Piece, ...]
    mood: str
    align: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A form or report of one subject; a form has ``rows``, a report ``paragraphs`` of (rank, pieces)."""

    title: str
    subject: str
    above: tuple[str, str]
    footing: str
    rows: tuple[tuple[PrintedCell, ...], ...]
    paragraphs: tuple[tuple[str, tuple[Piece, ...]], ...]
    faults: tuple[Fault, ...]


def papers(dossier: Dossier) -> list[Paper]:
    """The forms of the unit, then those of its projects, if it has any that are scored."""
    pack = pack_of(dossier)
    found = [Paper(form.code, _plain(form.title), of_project=False) for form in pack.forms if form.per == "单位"]
    if any(True for _project in scored_projects(dossier)):
        own = project_pack(pack)
        found += [Paper(form.code, _plain(form.title), of_project=True) for form in own.forms if form.per == "项目"]
    return found


def _plain(title: str) -> str:
    """A title without the figures in it, nor the brackets that hold nothing else."""
    words = "".join(part if isinstance(part, str) else _FIGURE for part in parts(title))
    return re.sub(f"（[^（）]*{_FIGURE}[^（）]*）|{_FIGURE}", "", words)


def scored_titles(dossier: Dossier) -> list[Project]:
    """The projects that have forms of their own."""
    codes = set(scored_projects(dossier))
    return [each for each in draft_of(dossier).dataset.projects if each.code in codes]


def printed(dossier: Dossier, paper: Paper, project: str) -> Printed | None:
    """The form as it will be printed; None if there is no such project."""
    pack = pack_of(dossier)
    if paper.of_project:
        if project not in set(scored_projects(dossier)):
            return None
        pack, sheet = project_pack(pack), project_sheet_of(dossier, project)
    else:
        sheet = sheet_of(dossier)
    (case,) = cases(draft_of(dossier).dataset, Scored(pack, [sheet]))
    form = next(form for form in pack.forms if form.code == paper.code)
    faults = Faults()
    return _table(form, case, faults) if isinstance(form, TableForm) else _report(form, case, faults)


def _table(form: TableForm, case: Case, faults: Faults) -> Printed:
    page = Composer(form, case, faults).page()
    above = (page.subtitle.text, page.unit_note.text)
    rows = tuple(_rows(page))
    return Printed(page.title, page.subject, above, page.footing, rows, (), tuple(faults.found))


def _rows(page: Page) -> Iterator[tuple[PrintedCell, ...]]:
    by_row: dict[int, list[tuple[int, PrintedCell]]] = {}
    for cell in page.cells:
        shown = PrintedCell(cell.rows, cell.columns, pieces(cell.text, cell.figures), cell.mood, cell.align or "")
        by_row.setdefault(cell.row, []).append((cell.column, shown))
    last = max((cell.row + cell.rows for cell in page.cells), default=0)
    for row in range(last):
        yield tuple(shown for _column, shown in sorted(by_row.get(row, ()), key=lambda each: each[0]))


def _report(form: ReportForm, case: Case, faults: Faults) -> Printed:
    report: Report = compose_report(form, case, faults)
    paragraphs = tuple((each.rank.replace(" ", "-"), pieces(each.text, each.figures)) for each in report.paragraphs[1:])
    return Printed(report.title, case.name, ("", ""), report.footing, (), paragraphs, tuple(faults.found))
