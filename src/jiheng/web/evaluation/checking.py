"""核查: what the rules and the reading of the text find, how much of it was checked, and where to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from jiheng.checks.finding import Finding, Severity
from jiheng.checks.form import FormAnswer, check_dataset
from jiheng.core.fault import Fault, Refused
from jiheng.facts.dataset import DataSet
from jiheng.packs.model import Pack
from jiheng.scoring.sheet import ScoreSheet
from jiheng.web.cycle.models import Dossier
from jiheng.web.evaluation.marked import MarkedChapter, Sum, marked, reasons
from jiheng.web.evaluation.narrative import ChapterView, chapter_views
from jiheng.web.frame import address
from jiheng.web.records.dataset import (
    Origin,
    dataset_at,
    draft_of,
    pack_by,
    pack_of,
    project_pack,
    project_sheet_at,
    sheet_at,
)
from jiheng.web.records.kept import kept
from jiheng.web.records.queries import TABLE_OF, row_address

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Found:
    """One finding with the address of its place."""

    finding: Finding
    where: str
    address: str
    chapter: str = ""
    """The chapter that it speaks of; empty for the tables."""
    key: str = ""
    """What a mark in the text and this line of the list have in common."""


@dataclass(frozen=True, slots=True)
class Checked:
    """All findings, the gravest first, and the coverage of rules and numbers."""

    found: tuple[Found, ...]
    rules: int
    unchecked_rules: tuple[tuple[str, str], ...]
    numbers: int
    numbers_checked: int
    unscored: tuple[Fault, ...] = ()
    """Why no score can be computed, and with it no text be checked."""
    chapters: tuple[MarkedChapter, ...] = ()
    """The report with its marks; chapters without a word are left out."""
    left: Mapping[str, list[str]] = field(default_factory=dict)
    """Why figures of the report were not checked → the figures."""

    @property
    def numbers_left(self) -> int:
        """Figures that no relation covers: neither right nor wrong, unknown."""
        return self.numbers - self.numbers_checked

    @property
    def rules_wrong(self) -> int:
        """Errors that the rules find in the tables."""
        return self._errors(in_text=False)

    @property
    def sums(self) -> list[Sum]:
        """Every recomputation, in the order of the text; those that do not fit come first."""
        return sorted((each for chapter in self.chapters for each in chapter.sums), key=lambda each: each.right)

    @property
    def numbers_wrong(self) -> int:
        """Errors that stand in the text itself."""
        return self._errors(in_text=True)

    def _errors(self, *, in_text: bool) -> int:
        errors = (each for each in self.found if each.finding.severity is Severity.ERROR)
        return sum((each.chapter != "") is in_text for each in errors)

    @property
    def bar(self) -> tuple[tuple[str, int, int], ...]:
        """The coverage as a bar of a thousand parts: mood, where it begins, how long it is."""
        all_of, wrong = max(self.numbers, 1), min(self.numbers_wrong, self.numbers_checked)
        parts = (("ok", self.numbers_checked - wrong), ("wrong", wrong), ("open", self.numbers_left))
        drawn, begin = [], 0
        for mood, count in parts:
            length = count * 1000 // all_of
            drawn.append((mood, begin, length))
            begin += length
        return tuple(drawn)


def check(dossier: Dossier) -> Checked:
    """Check the data by the catalogue of rules, and every chapter's text."""
    answer = form_answer(dossier)
    chapters, unscored = _chapters(dossier)
    found = _found(dossier, answer, chapters)
    covered = [chapter.rendered.coverage for chapter in chapters]
    return Checked(
        found=tuple(found),
        rules=len(answer.checked),
        unchecked_rules=tuple(answer.not_checked.items()),
        numbers=sum(each.numbers for each in covered),
        numbers_checked=sum(each.checked for each in covered),
        unscored=unscored,
        chapters=tuple(_marked(chapter, found) for chapter in chapters if chapter.rendered.pieces),
        left=reasons(each for chapter in chapters for each in chapter.rendered.left),
    )


def _found(dossier: Dossier, answer: FormAnswer, chapters: Sequence[ChapterView]) -> list[Found]:
    """All findings, the gravest first, numbered in that order."""
    found = [_of_form(dossier, each) for each in answer.findings]
    for chapter in chapters:
        there = f"{address(dossier, 'evaluation:narrative')}#{chapter.anchor}"
        where = f"{chapter.code} {chapter.title}"
        found += [Found(each, where, there, chapter.code) for each in chapter.rendered.findings]
    found.sort(key=lambda each: _ORDER[each.finding.severity])
    return [replace(each, key=f"finding-{number}") for number, each in enumerate(found, 1)]


def _marked(chapter: ChapterView, found: Sequence[Found]) -> MarkedChapter:
    return marked(chapter, ((each.key, each.finding) for each in found if each.chapter == chapter.code))


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
    dataset, pack = dataset_at(origin), pack_by(name, origin.pack_sha256)
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
    if place is None or place.sheet not in TABLE_OF:
        return Found(finding, place.text() if place else "", address(dossier, "evaluation:table"))
    return Found(finding, place.text(), row_address(dossier, TABLE_OF[place.sheet], place.row))
