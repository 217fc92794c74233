"""Price × number × times, and one amount told in two units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from jiheng.checks.text.claims.claim import Bound, Claim, claim
from jiheng.checks.text.equation import Given, Number, Op, Term
from jiheng.checks.text.quantity import Quantity, Sentence, Told

_EACH = re.compile(r"每(?P<what>[\u4e00-\u9fff]{1,2}?)(?=[\u4e00-\u9fff]{0,8}$)|单价|均价")
_PRICE_UNIT = re.compile(r"(?:/|每)(?P<what>人次|平方米|公里|[\u4e00-\u9fff])")
_ALIKE = {
    "人": ("人", "名", "位"),
    "名": ("名", "人", "位"),
    "户": ("户", "家"),
    "生": ("人", "名"),
    "亩": ("亩",),
    "月": ("个月", "月"),
}
_SAME_AMOUNT = re.compile(r"^\(?,?(?:折合|折|约合|合|即|约|相当于|也就是)(?:人民币|约)?$")
_SUM = re.compile(r"合计|共|总|计|发放|支出|支付|资金|金额|补助|补贴|需|经费|费用|领取|下达|预算|投入|收入|成本")
_TIMES = ("个月", "次", "天", "期", "场", "年")


def claims(told: Told) -> Iterator[Claim]:
    """Every product and every amount told in two units."""
    for sentence in told.sentences:
        yield from _units(told, sentence)
        if any(_is_price(q) for q in sentence.said):
            yield from _products(sentence)


def _is_price(q: Quantity) -> bool:
    return (
        q.dim.startswith("money")
        and q.what in ("level", "per", "mean")
        and (" per " in q.dim or bool(_EACH.search(q.lead)))
    )


def _unit_of(q: Quantity) -> str:
    match = _PRICE_UNIT.search(q.s.unit) if " per " in q.dim else _EACH.search(q.lead)
    return (match.groupdict().get("what") or "") if match else ""


def _products(sentence: Sentence) -> Iterator[Claim]:
    said = sentence.said
    prices = [q for q in said if _is_price(q)]
    if len(prices) != 1:
        return
    price = prices[0]
    amounts = [
        q
        for q in said
        if q.dim == "money"
        and q.what == "level"
        and not _is_price(q)
        and q.s.value > price.s.value
        and q.group == price.group
    ]
    counts = [
        q
        for q in said
        if q.what == "level" and q.dim and not q.dim.startswith(("money", "share", "points")) and q.s.value
    ]
    named = [q for q in counts if _counts(q, _unit_of(price))]
    if not amounts or not counts or not (named or len(counts) == 1):
        return
    count = (named or counts)[0]
    whole = next((q for q in amounts if q.at > price.at and _SUM.search(q.lead)), amounts[-1])
    if any(q.at in range(min(price.at, count.at), whole.at) for q in amounts if q is not whole):
        return
    times = [q for q in counts if q is not count and q.s.unit in _TIMES]
    readings: list[Term] = [Op("×", (Number(price.s), Number(count.s)))]
    if times:
        readings.insert(0, Op("×", (Number(price.s), Number(count.s), Number(times[0].s))))
    if re.search(r"每月|/月", price.lead + price.s.unit) and not times:
        readings.append(Op("×", (Number(price.s), Number(count.s), Given(Fraction(12), "12个月"))))
    unit = _unit_of(price)
    strong = bool(named) or unit in ("", "个") or len(counts) == 1
    yield claim("price", whole.s, tuple(readings), Bound.STRONG if strong and unit != "年" else Bound.OPEN)


def _counts(q: Quantity, unit: str) -> bool:
    """Whether a number counts what a price is for."""
    names = _ALIKE.get(unit[:1], (unit,)) if unit else ()
    return q.s.unit.lstrip("万千") in names or (bool(unit) and q.s.unit.endswith(unit[:1]))


def _units(told: Told, sentence: Sentence) -> Iterator[Claim]:
    """A（折合 B）: one amount, two units."""
    said = sentence.said
    for first, second in pairwise(said):
        alike = first.dim == second.dim and first.dim not in ("", "share") and first.s.unit != second.s.unit
        if alike and _SAME_AMOUNT.match(told.between(first, second)):
            yield claim("unit", second.s, (Number(first.s),), Bound.STRONG)
