"""The narrative as the pack lays it out: chapters, their texts with figures filled in, and what is wrong with them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from jiheng.checks.against import grade_bands, known_facts
from jiheng.checks.finding import Coverage, Finding, Relation, Unchecked
from jiheng.checks.text import GradeBands, check_text
from jiheng.checks.text.known_facts import KnownFacts
from jiheng.core import pinyin
from jiheng.core.fault import Fault, Faults, Place
from jiheng.forms import Case, Scored, scope
from jiheng.forms.binding import Scope, fill
from jiheng.forms.build import cases
from jiheng.forms.typed_digits import typed_figures
from jiheng.forms.value import written
from jiheng.packs.layout import Chapter, ReportForm
from jiheng.packs.model import Pack
from jiheng.reading.document import Document
from jiheng.web.cycle.models import Dossier
from jiheng.web.evaluation.pieces import Piece, pieces
from jiheng.web.records.dataset import Origin, dataset_at, draft_of, pack_by, pack_of, sheet_at
from jiheng.web.records.kept import kept

_BOUND = re.compile(r"\{\{.*?\}\}")


@dataclass(frozen=True, slots=True)
class Offer:
    """A figure that was typed, and a name of the data that says the same now."""

    figure: str
    name: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text with its figures filled in and everything that is wrong with it."""

    pieces: tuple[Piece, ...]
    faults: tuple[Fault, ...]
    findings: tuple[Finding, ...]
    coverage: Coverage
    offers: tuple[Offer, ...] = ()
    """Typed figures that the data hold under a name."""
    relations: tuple[Relation, ...] = ()
    left: tuple[Unchecked, ...] = ()
    """Figures that were not checked, each with the reason."""


@dataclass(frozen=True, slots=True)
class ChapterView:
    """One chapter of the report as the unit meets it."""

    code: str
    title: str
    depth: int
    own: str
    """What the unit wrote; empty where the pack's wording stands."""
    wording: str
    required: bool
    guide: str
    rendered: Rendered

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"chapter-{self.code.replace('.', '-')}"


def _case(dossier: Dossier) -> Case:
    return _case_at(Origin.of(dossier), pack_of(dossier))


def _case_at(origin: Origin, pack: Pack) -> Case:
    return cases(dataset_at(origin), Scored(pack, [sheet_at(origin, pack.id)]))[0]


def report_of(pack: Pack) -> ReportForm | None:
    """The unit's report; None if the pack asks for none."""
    return next((form for form in pack.forms if isinstance(form, ReportForm) and form.per == "单位"), None)


def _flat(chapters: tuple[Chapter, ...], depth: int = 0) -> Iterator[tuple[Chapter, int]]:
    for chapter in chapters:
        yield chapter, depth
        yield from _flat(chapter.children, depth + 1)


def empty_chapters(dossier: Dossier) -> list[Chapter]:
    """The chapters without which there is no report, and that neither the unit nor the pack has written."""
    form = report_of(pack_of(dossier))
    written = {row.chapter for row in draft_of(dossier).dataset.narrative if row.text.strip()}
    listed = _flat(form.chapters) if form else ()
    return [each for each, _depth in listed if each.required and not each.text and each.code not in written]


def report_waits_for(dossier: Dossier) -> list[str]:
    """What keeps the report, and it alone, from being made: chapters without a text, names that nothing has."""
    empty = [_("“%(title)s”一章还没有内容") % {"title": chapter.title} for chapter in empty_chapters(dossier)]
    faulty = [f"“{view.title}”：{fault.problem}" for view in chapter_views(dossier) for fault in view.rendered.faults]
    return [*empty, *faulty]


def chapter_views(dossier: Dossier) -> list[ChapterView]:
    """Every chapter in its order."""
    return list(_views_at(Origin.of(dossier), dossier.pack, pack_of(dossier).sha256))


@kept
def _views_at(origin: Origin, name: str, sha256: str) -> tuple[ChapterView, ...]:
    pack = pack_by(name, origin.pack_sha256)
    form, case = report_of(pack), _case_at(origin, pack)
    names, held = scope(case), _held_at(origin, name, sha256)
    own = {row.chapter: row.text for row in case.dataset.narrative}
    listed = _flat(form.chapters) if form else ()
    return tuple(_view(chapter, depth, own.get(chapter.code, ""), names, held) for chapter, depth in listed)


def _view(chapter: Chapter, depth: int, own: str, names: Scope, held: Held) -> ChapterView:
    rendered = render_text(own or chapter.text, names, held, own=bool(own))
    return ChapterView(chapter.code, chapter.title, depth, own, chapter.text, chapter.required, chapter.guide, rendered)


def chapter_view(dossier: Dossier, code: str, typed: str | None = None) -> ChapterView | None:
    """One chapter, with the text that is being typed in place of the saved one."""
    form, case = report_of(pack_of(dossier)), _case(dossier)
    found = next(((c, d) for c, d in _flat(form.chapters) if c.code == code), None) if form else None
    if found is None:
        return None
    saved = next((row.text for row in case.dataset.narrative if row.chapter == code), "")
    return _view(*found, saved if typed is None else typed, scope(case), held_against(dossier))


@dataclass(frozen=True, slots=True)
class Held:
    """What a text about this unit and year is held against: its figures, and the grades of its pack."""

    facts: KnownFacts
    grades: GradeBands | None


def held_against(dossier: Dossier) -> Held:
    """The figures of the present data, the projects' among them."""
    return _held_at(Origin.of(dossier), dossier.pack, pack_of(dossier).sha256)


@kept
def _held_at(origin: Origin, name: str, _sha256: str) -> Held:
    pack = pack_by(name, origin.pack_sha256)
    facts = known_facts(dataset_at(origin), [(pack, [sheet_at(origin, name)])])
    return Held(facts, grade_bands(pack))


def render_text(text: str, names: Scope, held: Held, *, own: bool) -> Rendered:
    """Fill in the figures, then read the text as a reviewer would who has the data beside it."""
    faults, place = Faults(), Place()
    filled = fill(text, names, faults, place, required=True)
    digest = hashlib.sha256(filled.text.encode("utf-8", "surrogatepass")).hexdigest()
    answer = check_text(Document("", digest, filled.text), facts=held.facts, grades=held.grades)
    offers = tuple(_offers(text, names)) if own else ()
    return Rendered(
        pieces=pieces(filled.text, filled.figures),
        faults=tuple(faults.found),
        findings=answer.findings,
        coverage=answer.coverage,
        offers=offers,
        relations=answer.relations,
        left=answer.left,
    )


def _offers(text: str, names: Scope) -> Iterator[Offer]:
    """For each figure that was typed: the name under which the data say the same."""
    typed = list(typed_figures(_BOUND.sub("\ufffc", text)))
    shown = {binding.shown: binding.name for binding in reversed(_bindings(names))} if typed else {}
    return (Offer(figure, shown[figure]) for figure in dict.fromkeys(typed) if figure in shown)


@dataclass(frozen=True, slots=True)
class Binding:
    """A name that may be inserted, and what it says now."""

    name: str
    shown: str
    label: str = ""
    """The name of the indicator or project whose code stands in it."""

    @property
    def wanted(self) -> str:
        """What it is found by: name, code, and the pinyin of both, whole and by first letters."""
        words = f"{self.name} {self.label}"
        return " ".join((words, pinyin.whole(words), pinyin.initials(words))).lower()


def bindings(dossier: Dossier) -> list[Binding]:
    """All names that hold something; texts that stand for whole chapters are left out."""
    return list(_bindings_at(Origin.of(dossier), dossier.pack, pack_of(dossier).sha256))


@kept
def _bindings_at(origin: Origin, name: str, _sha256: str) -> tuple[Binding, ...]:
    pack = pack_by(name, origin.pack_sha256)
    case = _case_at(origin, pack)
    titles = {node.code: node.name for node in pack.nodes()}
    titles |= {project.code: project.name for project in case.dataset.projects}
    titles |= {indicator.code: indicator.name for indicator in case.dataset.indicators}
    found = _bindings(scope(case))
    return tuple(replace(each, label=titles.get(each.name.partition(":")[2], "")) for each in found)


def _bindings(names: Scope) -> list[Binding]:
    plain = list(names.plain)
    keyed = [f"{head}:{key}" for head, family in names.keyed.items() if head != "文字" for key in family.keys]
    found = ((name, names.find(name)) for name in (*plain, *keyed))
    return [
        Binding(name, written(value, None)[:40])
        for name, value in found
        if value is not None and not value.missing and not value.template
    ]
