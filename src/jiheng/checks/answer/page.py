"""One self-contained HTML page: the text as on paper, the findings beside it, the coverage on top."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2

from jiheng.checks.answer.marks import Mark, MarkedText
from jiheng.checks.answer.paper import lay_out
from jiheng.checks.answer.wording import KIND, SEVERITY, SOUND, by_weight, count, place_text
from jiheng.checks.finding import Answer, Finding, Kind, Relation, Severity, Span, Unchecked, Verdict
from jiheng.reading.document import Document

MAX_LISTED = 500
"""Sound and unchecked relations listed on a page; the number of all stands in the heading."""

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as listed: its number, its sign, its words, and the arithmetic behind it."""

    reference: str
    number: int
    finding: Finding
    place: str
    sum: str

    @property
    def kind(self) -> str:
        """The kind in Chinese."""
        return KIND[self.finding.kind]

    @property
    def sign(self) -> str:
        """Shape and word of its gravity."""
        return SEVERITY[self.finding.severity].label


@dataclass(frozen=True, slots=True)
class Item:
    """A relation as listed."""

    reference: str
    relation: Relation

    @property
    def kind(self) -> str:
        """The kind in Chinese."""
        return KIND[self.relation.kind]

    @property
    def quote(self) -> str:
        """The numbers it is about."""
        return " · ".join(" ".join(span.text.split()) for span in self.relation.spans[:6])


def write_page(document: Document, answer: Answer) -> str:
    """Make the page; it needs no other file and prints on A4."""
    cards = _cards(document, answer)
    items = [Item(f"r{number}", relation) for number, relation in enumerate(answer.relations, start=1)]
    left = {f"u{number}": each for number, each in enumerate(answer.left, start=1)}
    parts = lay_out(document, MarkedText(document.text, (*_marks(cards, items), *_left_marks(left))))
    return _template().render(
        title=Path(document.path).name,
        document=document,
        coverage=answer.coverage,
        counts={severity.value: count(answer, severity) for severity in Severity},
        numbers={card.reference: card.number for card in cards},
        cards=cards,
        sound=[item for item in items if item.relation.verdict is Verdict.OK],
        unchecked=[item for item in items if item.relation.verdict is Verdict.UNCHECKED],
        left=left,
        parts=parts,
        signs={severity.value: sign for severity, sign in SEVERITY.items()} | {"ok": SOUND},
        limit=MAX_LISTED,
    )


def _cards(document: Document, answer: Answer) -> list[Card]:
    wrong = [relation for relation in answer.relations if relation.verdict is Verdict.WRONG]
    sums = {(relation.kind, span): relation for relation in wrong for span in relation.spans}
    return [
        Card(f"f{number}", number, finding, place_text(finding, document), _sum_of(finding, sums))
        for number, finding in enumerate(by_weight(answer), start=1)
    ]


def _sum_of(finding: Finding, sums: dict[tuple[Kind, Span], Relation]) -> str:
    """Draw the arithmetic: what it comes to, and what the text says."""
    relation = next((sums[key] for span in finding.spans if (key := (finding.kind, span)) in sums), None)
    if relation is None or not relation.because:
        return f"文中 {finding.stated} → 应为 {finding.expected}" if finding.stated and finding.expected else ""
    result = f"{relation.because} = {relation.computed}" if relation.computed else relation.because
    return f"{result}；文中 {relation.stated} ✗" if relation.stated else f"{result} ✗"


def _marks(cards: list[Card], items: list[Item]) -> Iterator[Mark]:
    for card in cards:
        severity = card.finding.severity
        for span in card.finding.spans:
            yield Mark(_RANK[severity], span.start, span.end, card.reference, severity.value)
    for item in items:
        if item.relation.verdict is not Verdict.WRONG:
            rank, style = (3, "ok") if item.relation.verdict is Verdict.OK else (4, "open")
            for span in item.relation.spans:
                yield Mark(rank, span.start, span.end, item.reference, style)


def _left_marks(left: Mapping[str, Unchecked]) -> Iterator[Mark]:
    for reference, each in left.items():
        yield Mark(5, each.span.start, each.span.end, reference, "open")


@cache
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    environment = jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("page.html")
