"""核查: what the rules and the reading of the text find, how much of it was checked, and where to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jiheng.checks.finding import Finding, Severity
from jiheng.checks.form import FormAnswer, check_dataset
from jiheng.facts.rows import TABLES
from jiheng.packs.load import load_pack
from jiheng.web.cycle.models import Dossier
from jiheng.web.evaluation.narrative import chapter_views
from jiheng.web.frame import address
from jiheng.web.records.dataset import KEPT, Origin, draft_of, pack_of, project_sheet_of, sheet_of
from jiheng.web.records.queries import GRIDS

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_PAGES = {"indicators": "targets:table", "results": "evaluation:table", "narrative": "evaluation:narrative"}
_ANSWERS: dict[Origin, FormAnswer] = {}


@dataclass(frozen=True, slots=True)
class Found:
    """One finding with the address of its place."""

    finding: Finding
    where: str
    address: str


@dataclass(frozen=True, slots=True)
class Checked:
    """All findings, the gravest first, and the coverage of rules and numbers."""

    found: tuple[Found, ...]
    rules: int
    unchecked_rules: tuple[tuple[str, str], ...]
    numbers: int
    numbers_checked: int
    wrong: int


def check(dossier: Dossier) -> Checked:
    """Check the data by the catalogue of rules, and every chapter's text."""
    answer = _form_answer(dossier)
    chapters = chapter_views(dossier)
    found = [*(_of_form(dossier, each) for each in answer.findings)]
    for chapter in chapters:
        there = f"{address(dossier, 'evaluation:narrative')}#{chapter.anchor}"
        found += [Found(each, f"{chapter.code} {chapter.title}", there) for each in chapter.rendered.findings]
    found.sort(key=lambda each: _ORDER[each.finding.severity])
    covered = [chapter.rendered.coverage for chapter in chapters]
    return Checked(
        found=tuple(found),
        rules=len(answer.checked),
        unchecked_rules=tuple(answer.not_checked.items()),
        numbers=sum(each.numbers for each in covered),
        numbers_checked=sum(each.checked for each in covered),
        wrong=sum(each.finding.severity is Severity.ERROR for each in found),
    )


def _form_answer(dossier: Dossier) -> FormAnswer:
    """Held in memory by the state of the data, as the score sheets are."""
    origin = Origin.of(dossier)
    if origin not in _ANSWERS:
        dataset, pack = draft_of(dossier).dataset, pack_of(dossier)
        sheets = [sheet_of(dossier), *(project_sheet_of(dossier, code) for code in scored_projects(dossier))]
        if len(_ANSWERS) >= KEPT:
            _ANSWERS.clear()
        _ANSWERS[origin] = check_dataset(dataset, pack, load_pack(pack.project_pack), sheets)
    return _ANSWERS[origin]


def scored_projects(dossier: Dossier) -> Iterator[str]:
    """Projects with indicators of their own; the others have nothing to evaluate."""
    dataset = draft_of(dossier).dataset
    with_indicators = {indicator.project for indicator in dataset.indicators}
    return (project.code for project in dataset.projects if project.code in with_indicators)


def _of_form(dossier: Dossier, finding: Finding) -> Found:
    place = finding.place
    table = _tables().get(place.sheet, "") if place else ""
    if table in GRIDS:
        where = address(dossier, "records:grid", table=table)
    else:
        where = address(dossier, _PAGES.get(table, "evaluation:table"))
    return Found(finding, place.text() if place else "", where)


@lru_cache(maxsize=1)
def _tables() -> dict[str, str]:
    return {title: table for table, (title, _row) in TABLES.items()}
