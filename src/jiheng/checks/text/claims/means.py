"""Means and proportions: which amount is parted among how many, told by the words of the mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from jiheng.checks.text.claims.claim import Bound, Claim, claim
from jiheng.checks.text.equation import Given, Number, Op, Term, total
from jiheng.checks.text.measure_words import SIZES
from jiheng.checks.text.quantity import Quantity, Sentence, Told

_SHARES = ("share", "share points")
_PER = re.compile(
    r"平均每(?P<of>个?(?:[\u4e00-\u9fff]))|每(?P<each>[\u4e00-\u9fff]{1,3}?)(?:平均|约|为|$)"
    r"|(?P<what>[人户亩年月日天次件场村校床台生车辆县乡镇班队项所家期节季周栋]|单位面积|单位)(?:均|平均)|(?P<area>单位面积)"
)
_AVERAGE = re.compile(r"平均|均")
_NO_MEAN = re.compile(r"均[为已按有能达]|平均[^,;]{0,8}(?:率|比例)|均衡|均匀|不均|均等|均价")
_COUNTED_AS = {
    "人": ("人", "名", "位", "人次", "例"),
    "生": ("人", "名", "生"),
    "户": ("户", "家"),
    "年": ("年", "个年"),
    "月": ("个月", "月"),
    "日": ("天", "日"),
    "村": ("个", "村"),
    "车": ("辆", "台"),
    "亩": ("亩",),
    "单": ("平方米", "亩"),
}
_SPOKEN = re.compile(r"(?P<han>[两二三四五六七八九十])个?(?P<unit>年|月|季度|学期)")
_HAN = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_IN_YEAR = {"月": 12, "季": 4, "周": 52}
_READINGS = 2
_RUN = ("、", "和", "及", "与", "以及")


def claims(told: Told) -> Iterator[Claim]:
    """Every mean and every proportion that the words bind to two numbers."""
    before: Sentence | None = None
    for sentence in told.sentences:
        for k, q in enumerate(sentence.said):
            if _is_mean(q):
                yield from _mean(told, sentence, k, before)
        if ":1" in told.page.text[sentence.start : sentence.end + 3]:
            yield from _proportions(told, sentence)
        before = sentence


def _is_mean(q: Quantity) -> bool:
    """Whether words such as 人均 or 平均每月 stand before a number."""
    if not q.dim or q.s.rough or q.s.bound.strip("=") or q.way or _NO_MEAN.search(q.lead):
        return False
    return q.what == "mean" or bool(_AVERAGE.search(q.lead[-_NEAR:])) or bool(_UNIT_COST.search(q.lead))


_NEAR = 12
_UNIT_COST = re.compile(r"(?:单位面积|单位)(?:成本|造价|投资|费用|产量)[\u4e00-\u9fff]{0,2}$")


def _mean(told: Told, sentence: Sentence, k: int, before: Sentence | None) -> Iterator[Claim]:
    said = sentence.said
    q = said[k]
    if (run := _listed(told, said, k)) is not None:
        yield claim(
            "mean", q.s, (Op("÷", (total([r.s for r in run]), Given(Fraction(len(run)), str(len(run))))),), Bound.STRONG
        )
        return
    if q.dim in _SHARES:
        return
    base = q.dim.partition(" per")[0]
    pool = _around(said, k)
    wholes = [o for o in pool if o.dim == base and o.s.value > q.s.value and not _is_mean(o)]
    what = _what(q)
    counts = [o for o in pool if o.dim != base and _is_count(o)]
    bound = Bound.STRONG
    if before is not None and before.said[0].s.paragraph == q.s.paragraph and not (wholes and counts):
        earlier = [o for o in reversed(before.said) if o.what == "level" and not o.group]
        counts = counts or [o for o in earlier if o.dim != base and _is_count(o) and _counts(o, what)]
        wholes = wholes or [o for o in earlier if o.dim == base and o.s.value > q.s.value]
        bound = Bound.OPEN
    if not wholes:
        return
    den = _number_of(told, sentence, counts, what)
    if den is not None:
        yield claim("mean", q.s, tuple(_over(whole, den) for whole in wholes[:_READINGS]), bound)


def _listed(told: Told, said: Sequence[Quantity], k: int) -> list[Quantity] | None:
    """The numbers told in one breath of which a number is the mean (分别为 a、b、c，平均为 d)."""
    q = said[k]
    if k < _READINGS or "每" in q.lead:
        return None
    run = [said[k - 1]]
    while len(run) < k and told.between(said[k - 1 - len(run)], run[0]) in _RUN:
        run.insert(0, said[k - 1 - len(run)])
    return run if len(run) > 1 and all(o.dim == q.dim for o in run) else None


def _around(said: Sequence[Quantity], k: int) -> list[Quantity]:
    """The amounts of a sentence, those before the mean first, the nearest first."""
    q = said[k]
    order = [*reversed(said[:k]), *said[k + 1 :]]
    return [
        o
        for o in order
        if o.what in ("level", "base", "whole") and not o.s.rough and (o.group in (0, q.group) or o.at > q.at)
    ]


def _is_count(o: Quantity) -> bool:
    return bool(o.dim) and o.dim not in _SHARES and " per " not in o.dim and o.dim != "points" and bool(o.s.value)


def _what(q: Quantity) -> str:
    """What the amount is parted among: 人 of 人均, 平方米 of 元/平方米."""
    if " per " in q.dim:
        return q.dim.partition(" per ")[2]
    match = _PER.search(q.lead)
    found = next((value for value in match.groups() if value), "") if match else ""
    return found.lstrip("个") or found


def _counts(o: Quantity, what: str) -> bool:
    wanted = _COUNTED_AS.get(what[:1], (what[:1],)) if what else ()
    return o.s.unit.lstrip("百千万亿") in wanted or (
        bool(what) and (what[:1] in o.s.tail[:3] or o.s.unit.endswith(what))
    )


def _number_of(told: Told, sentence: Sentence, counts: Sequence[Quantity], what: str) -> Term | None:
    named = [o for o in counts if _counts(o, what)]
    if named or (counts and (not what or len(counts) == 1) and what[:1] not in ("年", "月", "季", "日")):
        count = (named or counts)[0]
        size = SIZES.get(count.s.unit.lstrip("百千万亿"))
        if size is not None and size[1] != 1 and size[0] == count.dim:
            return Op("×", (Number(count.s), Given(1 / size[1], "")))
        return Number(count.s)
    if what[:1] not in ("年", "月", "季", "周"):
        return None
    spoken = _SPOKEN.search(told.page.text, sentence.start, sentence.end)
    if spoken is not None and spoken["unit"][:1] == what[:1]:
        return Given(Fraction(_HAN[spoken["han"]]), spoken[0])
    months = _IN_YEAR.get(what[:1])
    whole_year = any(word in told.page.text[sentence.start : sentence.end] for word in ("全年", "年度", "本年"))
    return Given(Fraction(months), f"{months}") if months and whole_year else None


def _over(whole: Quantity, den: Term) -> Term:
    return Op("÷", (Number(whole.s), den))


def _proportions(told: Told, sentence: Sentence) -> Iterator[Claim]:
    said = sentence.said
    text = told.page.text
    for k, q in enumerate(said):
        if text.startswith(":1", q.s.end) and not text[q.s.end + 2 : q.s.end + 3].isdigit() and k > 1:
            first, second = said[k - 2], said[k - 1]
            if first.dim == second.dim and second.s.value:
                yield claim("proportion", q.s, (Op("÷", (Number(first.s), Number(second.s))),), Bound.STRONG)
