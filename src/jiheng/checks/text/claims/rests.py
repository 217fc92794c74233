"""Differences in words: what is left, what goes beyond, what was saved, what was deducted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from jiheng.checks.text.claims.claim import Bound, Claim, claim
from jiheng.checks.text.equation import Given, Number, Op, Term, total
from jiheng.checks.text.lexicon import has_any
from jiheng.checks.text.quantity import Quantity, Sentence, Told

_FAR = 90
_CARRIED = re.compile(r"(?:上年|年初|期初|上期)[\u4e00-\u9fff]{0,4}(?:结转|结余|余额|库存|结存)[\u4e00-\u9fff]{0,4}$")
_HUNDRED = re.compile(r"百分制|满分(?:为)?100|满分一百")
_PARTING = ("另有", "另外", "其中", "此外")
_SCORED = re.compile(r"得分?|评分|分数")


def claims(told: Told) -> Iterator[Claim]:
    """Every rest, excess, saving and deduction."""
    for sentence in told.sentences:
        whats = {q.what for q in sentence.said}
        if whats & {"rest", "excess", "saved"}:
            yield from _rests(sentence)
        if "deduct" in whats:
            yield from _deductions(told, sentence)


def _rests(sentence: Sentence) -> Iterator[Claim]:
    said = sentence.said
    for k, q in enumerate(said):
        if q.what not in ("rest", "excess", "saved") or not q.dim or has_any(q.lead, _PARTING):
            continue
        before = [
            o
            for o in said[:k]
            if o.dim == q.dim and o.what in ("level", "base", "adjust", "whole") and o.group in (0, q.group)
        ]
        if len(before) < 2 or q.s.start - before[-1].s.end > _FAR:
            continue
        name = {"points": "deduction"}.get(q.dim, "rest")
        strong = Bound.STRONG if not has_any(q.gap, _PARTING) and "prior" not in q.roles else Bound.OPEN
        if readings := _readings(q, before):
            yield claim(name, q.s, tuple(readings), strong)


def _readings(q: Quantity, before: Sequence[Quantity]) -> list[Term]:
    whole = next((o for o in before if o.what == "whole"), None) or next(
        (o for o in before if "plan" in o.roles or "total" in o.roles or o.what == "base"), before[0]
    )
    adjusts = [o for o in before if o.what == "adjust"]
    before = [o for o in before if o.what != "adjust"]
    if len(before) < 2:
        return []
    carried = [o for o in before if _CARRIED.search(o.lead)]
    if carried and len(before) > len(carried) + 1 and q.what == "rest":
        income = [o for o in before if o in carried or o is next(b for b in before if b not in carried)]
        spent = [o for o in before if o not in income]
        return [Op("-", (total([o.s for o in income]), total([o.s for o in spent])))]
    if q.what == "excess":
        return [Op("|-|", (Number(before[-1].s), Number(before[-2].s)))]
    used = [o for o in before if o is not whole and o.at > whole.at]
    if not used:
        used = [o for o in before if o is not whole]
    readings: list[Term] = []
    for o in adjusts[:1]:
        down = any(word in o.lead for word in ("减", "缴", "收回"))
        readings.append(Op("|-|", (Op("-" if down else "+", (Number(whole.s), Number(o.s))), Number(used[-1].s))))
    if len(used) == 1:
        return [*readings, Op("|-|", (Number(whole.s), Number(used[0].s)))]
    if q.what == "rest":
        readings.append(Op("-", (Number(whole.s), total([o.s for o in used]))))
    readings.append(Op("|-|", (Number(whole.s), Number(used[-1].s))))
    readings.append(Op("|-|", (Number(before[-2].s), Number(before[-1].s))))
    return readings


def _deductions(told: Told, sentence: Sentence) -> Iterator[Claim]:
    """满分 − 扣分 = 得分."""
    said = sentence.said
    points = [q for q in said if q.dim == "points"]
    lost = [q for q in points if q.what == "deduct"]
    scores = [q for q in points if q.what == "level" and _is_score(q)]
    full: Term | None = next((Number(q.s) for q in points if q.what == "level" and "full" in q.near), None)
    if full is None and _HUNDRED.search(told.page.text[sentence.start : sentence.end]):
        full = Given(Fraction(100), "100分")
    if full is None or not lost or len(scores) != 1:
        return
    score = scores[0]
    if len(lost) == 1:
        taken: Term = Number(lost[0].s)
        if lost[0].at > score.at:
            yield claim("deduction", lost[0].s, (Op("-", (full, Number(score.s))),), Bound.STRONG)
            return
    else:
        taken = total([q.s for q in lost])
    yield claim("deduction", score.s, (Op("-", (full, taken)),), Bound.STRONG)


def _is_score(q: Quantity) -> bool:
    return "full" not in q.near and bool(_SCORED.search(q.lead))
