"""Price × number × times, and one amount told in two units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from jiheng.checks.text.claims.claim import Bound, Claim, claim
from jiheng.checks.text.equation import Given, Number, Op, Term
from jiheng.checks.text.measure_words import SIZES
from jiheng.checks.text.quantity import Quantity, Sentence, Told

_WAGE = re.compile(r"月(?:工资|租金|租|补贴|薪|均工资)[\u4e00-\u9fff]{0,4}$")
_SEVERAL = 2
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
_TIMES = ("个月", "次", "天", "期", "场", "年", "轮", "届", "学期", "季度")
_EACH_TIME = re.compile(
    r"每(?P<what>学期|学年|季度|季|月|周|年|次|期|天)|/(?P<per>学期|学年|季度|季|月|周|年|次|期|天)|(?<=[\u4e00-\u9fff])?(?P<wage>月)(?:工资|租金|租|补贴|薪|均)"
)
_HAN = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_IN_YEAR = {"月": 12, "季": 4, "季度": 4}


def claims(told: Told) -> Iterator[Claim]:
    """Every product and every amount told in two units."""
    for sentence in told.sentences:
        yield from _units(told, sentence)
        clauses = list(_clauses(sentence))
        if len(clauses) > 1 and (whole := _of_all(clauses)) is not None:
            yield whole
            continue
        for clause in clauses:
            if any(_is_price(q) for q in clause):
                yield from _products(told, sentence, clause)
            elif any(_is_each(q) for q in clause):
                yield from _numbers(clause)


def _is_price(q: Quantity) -> bool:
    return (
        q.dim.startswith("money")
        and q.what in ("level", "per", "mean")
        and (" per " in q.dim or bool(_EACH.search(q.lead)) or bool(_WAGE.search(q.lead)))
    )


def _unit_of(q: Quantity) -> str:
    if _WAGE.search(q.lead):
        return "人"
    match = _PRICE_UNIT.search(q.s.unit) if " per " in q.dim else _EACH.search(q.lead)
    return (match.groupdict().get("what") or "") if match else ""


def _clauses(sentence: Sentence) -> Iterator[list[Quantity]]:
    """The numbers of a sentence, parted at semicolons where several prices are told."""
    if sum(_is_price(q) or _is_each(q) for q in sentence.said) < _SEVERAL:
        yield list(sentence.said)
        return
    clause: list[Quantity] = []
    for q in sentence.said:
        if ";" in q.gap and clause:
            yield clause
            clause = []
        clause.append(q)
    yield clause


def _of_all(clauses: Sequence[Sequence[Quantity]]) -> Claim | None:
    """共20万元，其中2名，每名2万元；5名，每名2万元: the sum of what each clause prices."""
    wholes = [q for q in clauses[0] if q.dim == "money" and q.what == "level" and not _is_price(q)]
    parts: list[Term] = []
    for clause in clauses:
        prices = [q for q in clause if _is_price(q)]
        counts = [q for q in clause if q.what == "level" and _counts(q, _unit_of(prices[0]) if prices else "")]
        more = [q for q in clause if q.dim == "money" and not _is_price(q) and q not in wholes]
        if len(prices) != 1 or len(counts) != 1 or more:
            return None
        parts.append(Op("×", (Number(prices[0].s), Number(counts[0].s))))
    if len(wholes) != 1 or any(wholes[0].at > q.at for q in clauses[0] if _is_price(q)):
        return None
    return claim("price", wholes[0].s, (Op("+", tuple(parts)),), Bound.STRONG)


def _is_each(q: Quantity) -> bool:
    """A number of things for each of others (每期60人)."""
    return q.what in ("level", "per") and bool(_EACH.search(q.lead)) and (q.dim.startswith("count") or " per " in q.dim)


def _numbers(said: Sequence[Quantity]) -> Iterator[Claim]:
    """4期，每期60人，共240人次: so many for each of so many."""
    each = next(q for q in said if _is_each(q))
    unit = _unit_of(each)
    counts = [q for q in said if q is not each and q.what == "level" and _counts(q, unit)]
    wholes = [
        q
        for q in said
        if q.at > each.at
        and q not in counts
        and q.what == "level"
        and not _is_each(q)
        and q.s.unit[:1] == each.s.unit[:1]
        and _SUM.search(q.lead)
    ]
    if len(counts) == 1 and len(wholes) == 1:
        yield claim("number", wholes[0].s, (Op("×", (Number(each.s), Number(counts[0].s))),), Bound.STRONG)


def _products(told: Told, sentence: Sentence, said: Sequence[Quantity]) -> Iterator[Claim]:
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
    product: tuple[Term, ...] = (Number(price.s), Number(count.s), *_in_units(count))
    readings: list[Term] = [Op("×", product)]
    if times:
        readings.insert(0, Op("×", (*product, Number(times[0].s))))
    unit = _unit_of(price)
    strong = bool(named) or unit in ("", "个") or len(counts) == 1
    if not times and (period := _EACH_TIME.search(price.lead + price.s.unit)) is not None:
        spoken = _times(told.page.text[sentence.start : sentence.end], period)
        readings += [Op("×", (*product, Given(Fraction(n), f"{n}{name}"))) for n, name in spoken]
        strong = strong and bool(spoken)
    yield claim("price", whole.s, tuple(readings), Bound.STRONG if strong and unit != "年" else Bound.OPEN)


def _in_units(count: Quantity) -> Iterator[Given]:
    """What turns a length, weight or area into the unit that its price is for."""
    name = count.s.unit.lstrip("百千万亿")
    size = SIZES.get(name)
    if size is not None and size[1] != 1 and size[0] == count.dim:
        yield Given(1 / size[1], "")


def _times(text: str, period: re.Match[str]) -> list[tuple[int, str]]:
    """How often a price for a period is paid: said in words (两学期), else the periods of a year."""
    name = period["what"] or period["per"] or period["wage"]
    spoken = re.search(rf"(?P<han>[两二三四五六七八九十])个?{name}|(?P<n>\d{{1,2}})个?{name}", text)
    if spoken is not None:
        return [(_HAN.get(spoken["han"] or "") or int(spoken["n"]), name)]
    return [(_IN_YEAR[name], {"月": "个月"}.get(name, "季度"))] if name in _IN_YEAR else []


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
