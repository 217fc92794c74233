"""The core's judgement of a dossier's targets, by project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from jiheng.core.exact import Points, Ratio
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Indicator
from jiheng.packs.load import load_pack
from jiheng.packs.model import Pack
from jiheng.scoring import score
from jiheng.targets import Challenge, Doubt, Known, doubts, judged, match, questions, weight_gaps
from jiheng.targets.library import Entry, suggest
from jiheng.targets.portfolio import WeightGap
from jiheng.web.cycle.adjusting import adjustment_of
from jiheng.web.cycle.models import Dossier, Task
from jiheng.web.records.dataset import draft_of, pack_of, sheet_of
from jiheng.web.records.models import Record
from jiheng.web.targets.known import known_of

GRADES = {"偏低": "red", "已到上限": "yellow", "持平": "yellow", "有挑战": "green", "样本不足": "none"}


@dataclass(frozen=True, slots=True)
class Judged:
    """One indicator with all that is said of it."""

    indicator: Indicator
    doubts: tuple[Doubt, ...]
    challenge: Challenge

    @property
    def light(self) -> str:
        """The light of its challenge."""
        return GRADES[self.challenge.grade]

    @property
    def proposals(self) -> tuple[Entry, ...]:
        """Three measurable indicators of the library for a target that only praises; none for any other."""
        goal = self.indicator.text_target
        graves = any(doubt.grave and doubt.column == "text_target" for doubt in self.doubts)
        return suggest(f"{self.indicator.name} {goal}") if graves else ()


@dataclass(frozen=True, slots=True)
class Group:
    """The indicators of one project, or of the whole unit."""

    code: str
    title: str
    judged: tuple[Judged, ...]
    gaps: tuple[WeightGap, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adjusted:
    """One indicator that an adjustment changes: the value approved first, and the new one; none: it is added."""

    code: str
    name: str
    before: str
    after: str


def adjusted(task: Task) -> list[Adjusted]:
    """The indicators that were changed or added since the adjustment was begun."""
    begun = task.passages.first()
    if begun is None:
        return []
    rows = Record.objects.filter(dossier=task.dossier, table="indicators", updated_at__gte=begun.at).exclude(key="")
    found = (row.cells for row in rows)
    return [
        Adjusted(row.get("code", ""), row.get("name", ""), row.get("original_target", ""), row.get("target", ""))
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class Effect:
    """The unit's score by the targets approved first, and by those that the adjustment asks for."""

    before: Points
    after: Points

    @property
    def difference(self) -> str:
        """With its sign."""
        units = self.after.units - self.before.units
        return f"{'+' if units >= 0 else '−'}{Points(abs(units)).shown()}"


def effect_of(dossier: Dossier) -> Effect | None:
    """What the adjustment under way would do to the score, by the results that are stored now."""
    if adjustment_of(dossier) is None:
        return None
    dataset, pack = draft_of(dossier).dataset, pack_of(dossier)
    approved = tuple(
        each if each.original_target is None else replace(each, target=each.original_target)
        for each in dataset.indicators
    )
    return Effect(score(replace(dataset, indicators=approved), pack, engine="reference").total, sheet_of(dossier).total)


def reason_of(task: Task) -> str:
    """Why the adjustment was asked for."""
    begun = task.passages.first()
    return begun.text if begun else ""


ON_A_PAGE = 120
"""Indicators of more than these are shown project by project."""


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a large unit's table that stand on one page: those of one project, or of the whole unit."""

    code: str
    others: frozenset[str]
    """Projects that have pages of their own."""

    def holds(self, cells: Mapping[str, str]) -> bool:
        """Whether a row stands here; one that names no project of the unit stands with the whole unit's."""
        project = cells.get("project", "")
        return project == self.code or (not self.code and project not in self.others)


def part_of(found: list[Group], asked: str, row: str = "") -> Part | None:
    """The part that was asked for, or that holds a row by its number; None for a unit whose table is shown whole."""
    if sum(len(group.judged) for group in found) <= ON_A_PAGE:
        return None
    codes = {group.code for group in found}
    at = (group.code for group in found for each in group.judged if str(each.indicator.place.row) == row)
    code = next(at, asked)
    return Part(code if code in codes else "", frozenset(codes - {""}))


MANY = 12
"""More groups than these are too many to read: only those with something to improve are shown."""


def telling(found: list[Group]) -> list[Group]:
    """The groups to show: all of a small unit; of a large one the whole unit's and those with something to improve."""
    if len(found) <= MANY:
        return found
    return [group for group in found if not group.code or group.gaps or any(each.doubts for each in group.judged)]


def groups(dossier: Dossier) -> list[Group]:
    """The whole unit first, then every project that has indicators, in the order of the projects."""
    dataset, pack = draft_of(dossier).dataset, pack_of(dossier)
    project_pack = load_pack(pack.project_pack) if pack.project_pack else None
    return list(_groups(dataset, pack, project_pack, known_of(dossier)))


def _groups(dataset: DataSet, pack: Pack, project_pack: Pack | None, against: Known) -> Iterator[Group]:
    titles = {"": _("部门整体")} | {project.code: f"{project.code} {project.name}" for project in dataset.projects}
    for code, title in titles.items():
        own = list(judged(dataset, code, against))
        by = pack if not code else project_pack
        if own:
            rows = tuple(Judged(each, doubts(each), challenged) for each, challenged in own)
            gaps = weight_gaps([each for each, _ in own], by) if by is not None else ()
            yield Group(code, title, rows, gaps, questions(dataset, code, against))


def matched(dossier: Dossier) -> dict[str, object]:
    """How targets match money: the projects, and the shares as they are shown."""
    found = match(draft_of(dossier).dataset)
    whole = found.money.units
    shares = {"output": found.output.units, "outcome": found.outcome.units}
    return {"match": found} | {name: Ratio(part, whole).percent() for name, part in shares.items()}
