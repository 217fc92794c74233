"""The public door: everything that can be said of one text."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from jiheng.checks.finding import Answer, Coverage, Finding, Relation, Span, Verdict
from jiheng.checks.text import engine, known_facts, laid, passages, unchecked, words
from jiheng.checks.text.bands import NATIONAL, GradeBands
from jiheng.checks.text.claims import named
from jiheng.checks.text.known_facts import KnownFact
from jiheng.checks.text.laid import Laid
from jiheng.checks.text.page import Page, open_page
from jiheng.checks.text.passages import Passage
from jiheng.checks.text.relations import definition, documents, earlier, grade, listing, names_listed, repeated
from jiheng.checks.text.relations.lists import Added
from jiheng.checks.text.statement import Statement
from jiheng.core.fault import Place
from jiheng.reading.document import Document

Said = Relation | Finding
T = TypeVar("T", Relation, Finding)


def check_text(
    document: Document,
    *,
    facts: Sequence[KnownFact] = (),
    quoted: Sequence[Passage] = (),
    forms: Sequence[Laid] = (),
    grades: GradeBands | None = None,
) -> Answer:
    """Recompute every number of a document, compare repeated ones, and look at its words.

    Args:
        document: what reading yields; offsets of the answer count characters of its text.
        facts: figures of the unit's data that statements may name.
        quoted: passages as the unit's data would write them today.
        forms: forms as the unit's data would fill them today.
        grades: grade bands of the pack in force; the national scale if not given.
    """
    page = open_page(document)
    said = [
        *_arithmetic(page),
        *grade.find(page, grades or NATIONAL),
        *_against_data(page, facts, quoted, forms),
        *words.find(page),
    ]
    relations = _distinct(item for item in said if isinstance(item, Relation))
    findings = _placed(document, _distinct(item for item in said if isinstance(item, Finding)))
    rest = _uncovered(page, relations)
    coverage = Coverage(len(page.statements), len(page.statements) - len(rest))
    return Answer(relations, findings, coverage, left=unchecked.left(page, rest, relations))


def _against_data(
    page: Page, facts: Sequence[KnownFact], quoted: Sequence[Passage], forms: Sequence[Laid]
) -> list[Said]:
    """Forms first, then passages: a number that its cell or its whole sentence binds needs no name."""
    found = list(laid.find(page, forms))
    bound = {index for index, _ in found}
    found += [each for each in passages.find(page, quoted) if each[0] not in bound]
    bound = {index for index, _ in found}
    return [*(item for _, item in found), *known_facts.find(page, facts, bound)]


def check_plain(text: str, path: str = "") -> Answer:
    """Check a bare text."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return check_text(Document(path, digest, text))


def _arithmetic(page: Page) -> list[Said]:
    said = list(engine.find(page))
    sound: list[Added] = []
    said += _untouched(said, list(earlier.find(page, sound)))
    counted = [*listing.find(page, sound), *names_listed.find(page), *named.find(page), *definition.find(page)]
    known = [item for item in said if isinstance(item, Relation)]
    return [*said, *counted, *documents.find(page), *repeated.find(page, known)]


def _untouched(said: Sequence[Said], more: Iterable[Said]) -> Iterator[Said]:
    """What is said of numbers that nothing was said of yet."""
    spans = sorted(
        (span.start, span.end) for item in said if isinstance(item, Finding) or _is_weighed(item) for span in item.spans
    )
    starts = [start for start, _ in spans]
    for item in more:
        if not any(_meets(spans, starts, span) for span in item.spans):
            yield item


def _is_weighed(relation: Relation) -> bool:
    return relation.verdict is not Verdict.UNCHECKED


def _meets(spans: Sequence[tuple[int, int]], starts: Sequence[int], span: Span) -> bool:
    at = bisect_left(starts, span.end)
    return any(end > span.start for _, end in spans[max(at - 2, 0) : at])


def _distinct(items: Iterable[T]) -> tuple[T, ...]:
    """Drop what two modules said twice of the same numbers, keep the order of the text."""
    once: dict[object, T] = {}
    for item in items:
        code = item.code if isinstance(item, Finding) else item.verdict
        once.setdefault((item.kind, code, frozenset(item.spans)), item)
    return tuple(sorted(once.values(), key=lambda item: item.spans[0].start if item.spans else 0))


def _placed(document: Document, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(replace(finding, place=_place(document, finding)) for finding in findings)


def _place(document: Document, finding: Finding) -> Place | None:
    block = document.block_at(finding.spans[0].start) if finding.spans else None
    return block.place if block else None


def _uncovered(page: Page, relations: Sequence[Relation]) -> list[Statement]:
    """The numbers that no sound or wrong relation covers."""
    covered = sorted((s.start, s.end) for r in relations if r.verdict is not Verdict.UNCHECKED for s in r.spans)
    ends = iter(covered)
    reach = -1
    upcoming = next(ends, None)
    found = []
    for statement in page.statements:
        at = page.folded.origin(statement.start)
        while upcoming is not None and upcoming[0] <= at:
            reach = max(reach, upcoming[1])
            upcoming = next(ends, None)
        if at >= reach:
            found.append(statement)
    return found
