"""The narrative as the pack lays it out: chapters, their texts with figures filled in, and what is wrong with them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from jiheng.checks.finding import Coverage, Finding
from jiheng.checks.text import check_text
from jiheng.core.fault import Fault, Faults, Place
from jiheng.forms import Case, Scored, scope
from jiheng.forms.binding import Filled, Scope, fill
from jiheng.forms.build import cases
from jiheng.forms.narrative import refuse_typed
from jiheng.forms.value import written
from jiheng.packs.layout import Chapter, ReportForm
from jiheng.packs.model import Pack
from jiheng.reading.document import Document
from jiheng.web.cycle.models import Dossier
from jiheng.web.records.dataset import draft_of, pack_of, sheet_of


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a filled text; ``name`` is what it is bound to, empty for plain words."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text with its figures filled in and everything that is wrong with it."""

    pieces: tuple[Piece, ...]
    faults: tuple[Fault, ...]
    findings: tuple[Finding, ...]
    coverage: Coverage


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
    rendered: Rendered

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"chapter-{self.code.replace('.', '-')}"


def _case(dossier: Dossier) -> Case:
    pack = pack_of(dossier)
    return cases(draft_of(dossier).dataset, Scored(pack, [sheet_of(dossier)]))[0]


def report_of(pack: Pack) -> ReportForm | None:
    """The unit's report; None if the pack asks for none."""
    return next((form for form in pack.forms if isinstance(form, ReportForm) and form.per == "单位"), None)


def _flat(chapters: tuple[Chapter, ...], depth: int = 0) -> Iterator[tuple[Chapter, int]]:
    for chapter in chapters:
        yield chapter, depth
        yield from _flat(chapter.children, depth + 1)


def chapter_views(dossier: Dossier) -> list[ChapterView]:
    """Every chapter in its order."""
    form, case = report_of(pack_of(dossier)), _case(dossier)
    names = scope(case)
    own = {row.chapter: row.text for row in case.dataset.narrative}
    listed = _flat(form.chapters) if form else ()
    return [_view(chapter, depth, own.get(chapter.code, ""), names) for chapter, depth in listed]


def _view(chapter: Chapter, depth: int, own: str, names: Scope) -> ChapterView:
    rendered = render_text(own or chapter.text, names, own=bool(own))
    return ChapterView(chapter.code, chapter.title, depth, own, chapter.text, chapter.required, rendered)


def chapter_view(dossier: Dossier, code: str, typed: str | None = None) -> ChapterView | None:
    """One chapter, with the text that is being typed in place of the saved one."""
    form, case = report_of(pack_of(dossier)), _case(dossier)
    found = next(((c, d) for c, d in _flat(form.chapters) if c.code == code), None) if form else None
    if found is None:
        return None
    saved = next((row.text for row in case.dataset.narrative if row.chapter == code), "")
    return _view(*found, saved if typed is None else typed, scope(case))


def render_text(text: str, names: Scope, *, own: bool) -> Rendered:
    """Fill in the figures, then read the text as a reviewer would."""
    faults, place = Faults(), Place()
    if own:
        refuse_typed(text, place, faults)
    filled = fill(text, names, faults, place, required=True)
    digest = hashlib.sha256(filled.text.encode("utf-8", "surrogatepass")).hexdigest()
    answer = check_text(Document("", digest, filled.text))
    return Rendered(_pieces(filled), tuple(faults.found), answer.findings, answer.coverage)


def _pieces(filled: Filled) -> tuple[Piece, ...]:
    pieces, at = [], 0
    for figure in sorted(filled.figures, key=lambda each: each.start):
        if figure.start >= at:
            pieces += [
                Piece(filled.text[at : figure.start]),
                Piece(filled.text[figure.start : figure.end], figure.name),
            ]
            at = figure.end
    return tuple(piece for piece in (*pieces, Piece(filled.text[at:])) if piece.text)


@dataclass(frozen=True, slots=True)
class Binding:
    """A name that may be inserted, and what it says now."""

    name: str
    shown: str


def bindings(dossier: Dossier) -> list[Binding]:
    """All names that hold something; texts that stand for whole chapters are left out."""
    names = scope(_case(dossier))
    plain = list(names.plain)
    keyed = [f"{head}:{key}" for head, family in names.keyed.items() if head != "文字" for key in family.keys]
    found = ((name, names.find(name)) for name in (*plain, *keyed))
    return [
        Binding(name, written(value, None)[:40])
        for name, value in found
        if value is not None and not value.missing and not value.template
    ]
