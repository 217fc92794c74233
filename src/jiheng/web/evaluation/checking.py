"""核查: what the rules and the reading of the text find, how much of it was checked, and where to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from jiheng.checks.finding import Finding, Severity
from jiheng.checks.form import FormAnswer, check_dataset
from jiheng.core.fault import Fault, Refused
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import TABLES
from jiheng.packs.load import load_pack
from jiheng.packs.model import Pack
from jiheng.scoring.sheet import ScoreSheet
from jiheng.web.cycle.models import Dossier
from jiheng.web.evaluation.narrative import ChapterView, chapter_views
from jiheng.web.frame import address
from jiheng.web.records.dataset import (
    Origin,
    dataset_at,
    draft_of,
    pack_of,
    project_pack,
    project_sheet_at,
    sheet_at,
)
from jiheng.web.records.kept import kept
from jiheng.web.records.queries import GRIDS

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_PAGES = {
    "indicators": "targets:table",
    "results": "evaluation:table",
    "narrative": "evaluation:narrative",
    "observations": "monitoring:forms",
}


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
    unscored: tuple[Fault, ...] = ()
    """Why no score can be computed, and with it no text be checked."""


def check(dossier: Dossier) -> Checked:
    """Check the data by the catalogue of rules, and every chapter's text."""
    answer = form_answer(dossier)
    chapters, unscored = _chapters(dossier)
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
        unscored=unscored,
    )


def _chapters(dossier: Dossier) -> tuple[list[ChapterView], tuple[Fault, ...]]:
    """The narrative, whose figures come from the score; or why there is no score yet."""
    try:
        return chapter_views(dossier), ()
    except Refused as refused:
        return [], refused.faults


def form_answer(dossier: Dossier) -> FormAnswer:
    """What the catalogue of rules says of the whole data set, the projects' sheets among it."""
    return _answer_at(Origin.of(dossier), dossier.pack, pack_of(dossier).sha256)


@kept
def _answer_at(origin: Origin, name: str, _sha256: str) -> FormAnswer:
    dataset, pack = dataset_at(origin), load_pack(name)
    return check_dataset(dataset, pack, project_pack(pack), _sheets(origin, dataset, pack))


def _sheets(origin: Origin, dataset: DataSet, pack: Pack) -> Iterator[ScoreSheet]:
    """The sheets that can be scored; why another cannot, is what the rules find."""
    with suppress(Refused):
        yield sheet_at(origin, pack.id)
    for code in _with_indicators(dataset):
        with suppress(Refused):
            yield project_sheet_at(origin, pack, code)


def scored_projects(dossier: Dossier) -> Iterator[str]:
    """Projects with indicators of their own; the others have nothing to evaluate."""
    return _with_indicators(draft_of(dossier).dataset)


def _with_indicators(dataset: DataSet) -> Iterator[str]:
    with_indicators = {indicator.project for indicator in dataset.indicators}
    return (project.code for project in dataset.projects if project.code in with_indicators)


def _of_form(dossier: Dossier, finding: Finding) -> Found:
    place = finding.place
    table = _tables().get(place.sheet, "") if place else ""
    return Found(finding, place.text() if place else "", _address(dossier, table, place.row if place else 0))


def _address(dossier: Dossier, table: str, row: int) -> str:
    """The row that a finding speaks of; its table if it speaks of no row."""
    at = f"#row-{row}" if row else ""
    if table in GRIDS:
        return address(dossier, "records:grid", table=table) + at
    return address(dossier, _PAGES.get(table, "evaluation:table")) + (at if table == "indicators" else "")


@lru_cache(maxsize=1)
def _tables() -> dict[str, str]:
    return {title: table for table, (title, _row) in TABLES.items()}
