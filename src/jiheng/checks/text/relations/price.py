"""Claim: amount = price × number (每人500元，救助20人，共10000元)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.statement import Statement

_EACH = re.compile(
    r"(?:每|(?P<mean>[人户])均)(?P<unit>人次|人|户|亩|个|名|场|次|套|台|辆|公里|平方米|村|所|家|件|头|月|年|天|吨|口|座|条|处|盏|株|棵|栋|幢|间|项|册|本|块|眼|床|份|期|课时|学时)?[\u4e00-\u9fff]{0,8}$"
)
_TIMES = re.compile(r"[*×xX]$")
_FEE = re.compile(r"共|合计|总|计|需|发放|补助|支出|资金|经费|金额|=|为")


def find(page: Page) -> Iterator[Relation | Finding]:
    """Multiply every price with the numbers beside it."""
    for price in page.statements:
        unit = _per(price)
        if unit:
            yield from _judge(page, price, unit)


def _per(price: Statement) -> str:
    """What the price is for; empty if the statement is no price."""
    if price.dimension.startswith("money per "):
        return re.split(r"[·*./每]", price.dimension.removeprefix("money per "))[0]
    each = _EACH.search(price.subject) if price.is_money else None
    return (each["unit"] or each["mean"] or "人") if each else ""


def _judge(page: Page, price: Statement, unit: str) -> Iterator[Relation | Finding]:
    near = [
        s
        for s in page.statements[max(price.index - 4, 0) : price.index + 5]
        if s.sentence == price.sentence and s is not price
    ]
    counts = [s for s in near if s.dimension in (f"count:{unit}", f"count:{_TWIN.get(unit, unit)}") and not s.rough]
    amounts = [s for s in near if s.is_money and not _EACH.search(s.subject)]
    times = [s for s in near if s.dimension in ("count:个月", "count:年", "count:天", "count:次", "count:月")]
    for count in counts:
        for amount in amounts:
            factors = next((f for f in _factors(count, times) if _close(price, f, amount)), None)
            if factors is not None:
                yield _sound(page, price, factors, amount)
                return
    if (
        len(counts) == 1
        and len(amounts) == 1
        and not times
        and "元/" in price.unit
        and _product(page, counts[0], price, amounts[0])
    ):
        yield from _wrong(page, price, counts[0], amounts[0])


_TWIN = {"人": "名", "名": "人"}


def _factors(count: Statement, times: list[Statement]) -> Iterator[tuple[Statement, ...]]:
    yield (count,)
    yield from ((count, time) for time in times)
    yield from ((count, *two) for two in permutations(times, 2))


def _close(price: Statement, factors: tuple[Statement, ...], amount: Statement) -> bool:
    product = _multiply(price, factors)
    if price.dimension == "money" and "均" in price.subject:  # an average was rounded itself
        return abs(product - amount.value) <= amount.step / 2 + product / price.value * price.step / 2
    return abs(product - amount.value) <= amount.step / 2


def _multiply(price: Statement, factors: tuple[Statement, ...]) -> Fraction:
    result = price.value
    for factor in factors:
        result *= factor.value
    return result


def _product(page: Page, count: Statement, price: Statement, amount: Statement) -> bool:
    """Whether the sentence says 20人×500元/人=…, or puts price, number and total side by side."""
    first, second = sorted((count, price), key=lambda s: s.index)
    gap = page.between(first, second)
    return amount.index == second.index + 1 and (
        bool(_TIMES.search(gap.strip()))
        or (len(gap) <= 12 and len(page.between(second, amount)) <= 8 and bool(_FEE.search(amount.subject)))
    )


def _sound(page: Page, price: Statement, factors: tuple[Statement, ...], amount: Statement) -> Relation:
    because = " × ".join(s.shown for s in (price, *factors))
    spans = page.spans([price, *factors, amount])
    return Relation(Kind.UNIT, Verdict.OK, spans, amount.shown, amount.write(_multiply(price, factors)), because)


def _wrong(page: Page, price: Statement, count: Statement, amount: Statement) -> Iterator[Relation | Finding]:
    spans = page.spans([price, count, amount])
    product = _multiply(price, (count,))
    expected = amount.write(product)
    because = f"{price.shown} × {count.shown}"
    yield Relation(Kind.UNIT, Verdict.WRONG, spans, amount.shown, expected, because)
    yield report("T172", f"{because} = {expected}，文中写{amount.shown}", spans, stated=amount.shown, expected=expected)
