"""The whole way from the numbers of a page to what is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jiheng.checks.finding import Finding, Relation
from jiheng.checks.text.claims import (
    changes,
    directions,
    facts,
    lists,
    means,
    prices,
    rates,
    rests,
    tables,
    targets,
    verdict,
    written,
)
from jiheng.checks.text.claims.claim import Claim
from jiheng.checks.text.equation import numbers
from jiheng.checks.text.page import Page
from jiheng.checks.text.quantity import told


def find(page: Page) -> Iterator[Relation | Finding]:
    """Read the claims of a page, bind them by language, weigh them, and find the numbers at fault."""
    sheets = tables.sheets(page)
    read = told(page, tables.cells_of(sheets))
    found = lists.lists_of(read)
    prose = (
        lists.claims(read, found),
        rates.claims(read, found),
        means.claims(read),
        changes.claims(read),
        rests.claims(read),
        prices.claims(read),
    )
    homes = tables.homes(page)
    within = [claim for claims in prose for claim in claims if _is_in_one_place(claim, homes)]
    claims = [*tables.claims(sheets), *written.claims(read), *within]
    judged = verdict.judge(page, claims)
    yield from judged.said
    yield from facts.find(read, judged.sound, judged.faulty)
    yield from directions.find(read)
    yield from targets.find(read, sheets)


def _is_in_one_place(claim: Claim, homes: Mapping[int, tuple[int, int, int]]) -> bool:
    """Whether a sentence claims it: its numbers stand outside of tables, or in one cell; across cells only heads bind."""
    inner = (statement for term in claim.readings for statement in numbers(term))
    return len({homes.get(statement.index) for statement in (claim.result, *inner, *claim.also)}) == 1
