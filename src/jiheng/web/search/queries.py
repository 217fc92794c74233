"""What is found: every group bounded, every row within the units that the person may see."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jiheng.facts.rows import TABLES
from jiheng.web import rights
from jiheng.web.cycle.models import Dossier
from jiheng.web.files.models import StoredFile
from jiheng.web.frame import address
from jiheng.web.records.models import Record
from jiheng.web.records.queries import row_address
from jiheng.web.search.pages import pages
from jiheng.web.switching.queries import named, seen, words_of

if TYPE_CHECKING:
    from jiheng.web.rights import Person

CANDIDATES = 200
"""Rows that are looked at for one group; a word that stands in more is too common to search by."""
AROUND = 24
"""Characters of a text that are shown on either side of what was found."""
NAMES = {"projects": ("name", "code"), "indicators": ("name", "code")}
DOCUMENTS = {"narrative": ("text",), "evidence": ("title", "code"), "rule_documents": ("title", "number", "code")}
"""Table → attributes that are searched; the first is what a row is called."""

_CHAPTER = re.compile(r"\d+(\.\d+)*")
_BOUND = re.compile(r"\{\{.*?\}\}")
"""A figure of the data, named in a text."""

Held = Mapping[int, Dossier]
"""The dossiers that the person may look into, by number."""
Piece = tuple[str, bool]
"""Some text, and whether it is what was searched for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is called, where it is, and of what unit."""

    pieces: tuple[Piece, ...]
    address: str
    unit: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Everything of one kind that was found, as far as it is shown."""

    title: str
    hits: tuple[Hit, ...]
    more: bool


def search(user: Person, text: str, year: int, unit: str, most: int) -> list[Group]:
    """Groups that have anything, at most ``most`` lines each; ``unit`` is the one whose page is open, if any."""
    words = words_of(text)
    if not words:
        return []
    dossiers = seen(user).filter(year__year=year) if rights.may(user, "dossier.view") else None
    groups = [_group(_("页面"), _pages(user, words, year, _home(user, dossiers, unit)), most)]
    if dossiers is not None:
        groups += _business(dossiers, words, most)
    return [group for group in groups if group.hits]


def _business(dossiers: QuerySet[Dossier], words: Sequence[str], most: int) -> list[Group]:
    found = dossiers.filter(named(words, "unit__name", "unit__code")).order_by("unit__code")[: most + 1]
    units = (Hit(pieces(each.unit.name, words), address(each, "records:first"), each.unit.code) for each in found)
    held = {each.pk: each for each in dossiers}
    documents = (*_files(held, words, most), *_rows(held, words, DOCUMENTS))
    return [
        _group(_("单位"), units, most),
        _group(_("项目"), _rows(held, words, {"projects": NAMES["projects"]}), most),
        _group(_("指标"), _rows(held, words, {"indicators": NAMES["indicators"]}), most),
        _group(_("文件与文字说明"), documents, most),
    ]


def _group(title: str, hits: Iterator[Hit] | Sequence[Hit], most: int) -> Group:
    first = [hit for hit, _number in zip(hits, range(most + 1), strict=False)]
    return Group(title, tuple(first[:most]), len(first) > most)


def _home(user: Person, dossiers: QuerySet[Dossier] | None, unit: str) -> Dossier | None:
    """The dossier whose pages are meant: of the page that is open, else of the person's only unit."""
    if dossiers is None or not (unit or not rights.sees_several(user)):
        return None
    return (dossiers.filter(unit__code=unit) if unit else dossiers).first()


def _pages(user: Person, words: Sequence[str], year: int, home: Dossier | None) -> Iterator[Hit]:
    for page in pages(user, year, home):
        if page.has(words):
            unit = home.unit.name if home and f"/{home.unit.code}/" in page.address else ""
            yield Hit(pieces(page.title, words), page.address, unit, page.alias(words))


def _files(dossiers: Held, words: Sequence[str], most: int) -> Iterator[Hit]:
    for file in StoredFile.objects.filter(named(words, "name"), dossier__in=list(dossiers))[: most + 1]:
        dossier = dossiers[file.dossier_id]
        where = address(dossier, "files:download", pk=file.pk)
        yield Hit(pieces(file.name, words), where, dossier.unit_name, _("下载"))


def _rows(dossiers: Held, words: Sequence[str], tables: dict[str, tuple[str, ...]]) -> Iterator[Hit]:
    """Rows of which the named attributes have all words; the database narrows, the cells decide.

    Nothing is joined: where PostgreSQL does not know yet how many rows there are, it may read them anew for each dossier.
    """
    wanted = Q(table__in=tables, dossier__in=list(dossiers))
    for word in words:
        wanted &= Q(written__icontains=json.dumps(word, ensure_ascii=False)[1:-1])
    found = Record.objects.filter(wanted).order_by("dossier_id", "table", "position")[:CANDIDATES]
    for record in sorted(found, key=lambda each: dossiers[each.dossier_id].unit.code):
        record.dossier = dossiers[record.dossier_id]
        cells = record.cells
        texts = [cells.get(name, "") for name in tables[record.table]]
        if all(any(word.casefold() in text.casefold() for text in texts) for word in words):
            yield _hit(record, texts, words)


def _hit(record: Record, texts: Sequence[str], words: Sequence[str]) -> Hit:
    shown = excerpt(texts[0], words) if record.table == "narrative" else f"{texts[-1]} {texts[0]}".strip()
    kind = TABLES[record.table][0] if record.table in DOCUMENTS else ""
    return Hit(pieces(shown, words), _where(record), record.dossier.unit_name, kind)


def _where(record: Record) -> str:
    return (
        _chapter(record) if record.table == "narrative" else row_address(record.dossier, record.table, record.position)
    )


def _chapter(record: Record) -> str:
    """The chapter of the report; other texts stand in the forms alone."""
    code = record.cells.get("chapter", "")
    if _CHAPTER.fullmatch(code):
        return f"{address(record.dossier, 'evaluation:narrative')}#chapter-{code.replace('.', '-')}"
    return address(record.dossier, "evaluation:forms")


def pieces(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """The text cut at the words, so that a page can mark them."""
    cut = re.split(f"({'|'.join(map(re.escape, words))})", text, flags=re.IGNORECASE)
    return tuple((part, bool(number % 2)) for number, part in enumerate(cut) if part)


def excerpt(text: str, words: Sequence[str]) -> str:
    """The words' first place in a long text, with a little of what stands around it."""
    flat = " ".join(_BOUND.sub("…", text).split())
    at = max(flat.casefold().find(words[0].casefold()), 0)
    start, end = max(at - AROUND, 0), at + len(words[0]) + AROUND
    return f"{'…' if start else ''}{flat[start:end]}{'…' if end < len(flat) else ''}"
