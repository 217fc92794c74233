"""Changes: what a number grew or fell by, in amount and in per cent, and against which base."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from jiheng.checks.text.claims.claim import Bound, Claim, claim
from jiheng.checks.text.equation import Given, Number, Op, Term
from jiheng.checks.text.quantity import Quantity, Sentence, Told, pairs_of

_COMPOUND = re.compile(r"年均|年平均|复合")
_EXCEPT = re.compile(r"剔除|扣除|不含|可比|同口径|按可比|不考虑")
_CAUSE = re.compile(r"其中|主要|由于|原因|因为|系")
_AGAINST = re.compile(r"(?:比|较|与|同)(?P<what>[^,;\d]{1,12})")
_YEAR = re.compile(r"20\d\d")
_RATIOS = ("share", "share points")
_MOST_YEARS = 20
_ONE = Given(Fraction(1), "1")
_PARTS = ("其中", "包括", "含")


@dataclass(slots=True)
class _State:
    """What a sentence has said so far that a change may go back to."""

    levels: list[Quantity] = field(default_factory=list)
    base: Quantity | None = None
    change: Quantity | None = None
    rates: list[Quantity] = field(default_factory=list)
    told: bool = False


def claims(told: Told) -> Iterator[Claim]:
    """Every change that the text states."""
    before: Sentence | None = None
    for sentence in told.sentences:
        if any(q.what in ("change", "points") or q.way for q in sentence.said):
            yield from _sentence(told, sentence, before)
        before = sentence


def _sentence(told: Told, sentence: Sentence, before: Sentence | None) -> Iterator[Claim]:
    state = _State()
    for k, q in enumerate(sentence.said):
        if q.what == "base":
            state.base, state.change = q, None
        elif q.what == "level":
            _level(state, q)
        elif q.what == "change" and q.dim:
            yield from _amount(told, state, q, sentence, k)
            state.change = q
        elif q.what == "rate" and q.way:
            yield from _rate(told, state, (sentence, k), before)
            state.told = True
        elif q.what == "rate":
            state.rates.append(q)
        elif q.what == "points" and q.way:
            yield from _points(state, q)


def _level(state: _State, q: Quantity) -> None:
    if q.group and state.levels and q.period != "prior" and not q.gap.startswith(("(20", "(上", "(去")):
        return
    if q.period == "prior" and state.levels and q.gap[:1] == "(":
        state.base = q
        return
    if state.change is not None and state.change.at < q.at:
        state.base, state.levels = None, []
    state.levels.append(q)
    if state.base is not None and state.base.dim == q.dim:
        return
    state.change = None


def _now(state: _State, dim: str, base: Quantity | None) -> list[Quantity]:
    """The levels that a change may be of, likeliest first."""
    alike = [q for q in state.levels if q.dim == dim and q is not base]
    if not alike:
        return []
    last = alike[-1]
    heads = [q for q in alike if not any(word in q.gap for word in _PARTS)]
    order = [last, *reversed(heads[-1:]), alike[0]]
    return list(dict.fromkeys(order))


def _of_sentence_before(before: Sentence | None, dim: str, paragraph: int) -> list[Quantity]:
    if before is None or paragraph - before.said[0].s.paragraph > 1:
        return []
    alike = [q for q in before.said if q.dim == dim and q.what == "level" and not q.group]
    return [alike[0]] if alike else []


def _base_told(state: _State, q: Quantity, dim: str) -> Quantity | None:
    """The base that is said in words: 比上年的 A, 由 A, or a level of an earlier period."""
    if state.base is not None and state.base.dim == dim:
        return state.base
    alike = [level for level in state.levels if level.dim == dim]
    earlier = [level for level in alike if level.period == "prior"]
    if earlier and len(alike) > 1:
        return earlier[-1]
    years = [(int(level.period), level) for level in alike if level.period.isdigit()]
    if len(years) > 1 and years[0][0] != years[-1][0] and not _AGAINST_PLAN.search(q.lead + q.gap):
        return min(years, key=lambda each: each[0])[1]
    against = _AGAINST.search(q.gap) or _AGAINST.search(q.lead)
    if against is not None:
        plan = [level for level in alike if _named(level, against["what"])]
        if plan and len(alike) > 1:
            return plan[-1]
    return None


_AGAINST_PLAN = re.compile(r"预算|计划|目标|年初")


def _named(level: Quantity, words: str) -> bool:
    for key, role in (("预算", "预算"), ("计划", "计划"), ("目标", "目标"), ("年初", "年初"), ("任务", "任务")):
        if key in words and role in level.lead:
            return True
    return False


def _amount(told: Told, state: _State, q: Quantity, sentence: Sentence, k: int) -> Iterator[Claim]:
    yield from _of_causes(told, q, sentence, k)
    base = _base_told(state, q, q.dim) or _recalled(told, state, q)
    if base is None:
        yield from _levels_behind(state, q, sentence.said[k + 1 : k + 3])
        return
    now = [level for level in _now(state, q.dim, base) if level is not base]
    readings = tuple(Op("|-|", (Number(level.s), Number(base.s))) for level in now)
    if readings and not _EXCEPT.search(q.lead):
        yield replace(claim("change", q.s, readings, Bound.STRONG), way=q.way)


def _levels_behind(state: _State, q: Quantity, behind: Sequence[Quantity]) -> Iterator[Claim]:
    """A change told before the two amounts of its two periods (比上年增加12万元，上年为84万元，本年为96万元)."""
    if len(behind) < len(_PERIODS) or any(o.dim != q.dim or o.what not in ("level", "base") for o in behind):
        return
    by_period = {o.period: o for o in behind}
    if set(by_period) == _PERIODS and not [level for level in state.levels if level.dim == q.dim]:
        term = Op("|-|", (Number(by_period["now"].s), Number(by_period["prior"].s)))
        yield replace(claim("change", q.s, (term,), Bound.STRONG), way=q.way)


_PERIODS = {"now", "prior"}
_CAUSES = re.compile(r"系|由于|因|其中|主要是|包括|:|为")
_WHOLLY = re.compile(r"系|所致|造成|构成")


def _of_causes(told: Told, q: Quantity, sentence: Sentence, k: int) -> Iterator[Claim]:
    """A change that is made up of the changes named behind it (系 A 减少 a、B 减少 b 所致)."""
    parts: list[Quantity] = []
    for other in sentence.said[k + 1 :]:
        if other.what != "change" or other.dim != q.dim:
            continue
        if not parts and not _CAUSES.search(told.between(q, other)):
            return
        if parts and not set(other.gap[:1]) & set("、,;和及"):
            break
        parts.append(other)
    if len(parts) < 2:
        return
    term: Term = Number(parts[0].s) if parts[0].way == q.way else Op("-", (Given(Fraction(0), "0"), Number(parts[0].s)))
    for other in parts[1:]:
        term = Op("+" if other.way == q.way else "-", (term, Number(other.s)))
    words = told.page.text[q.s.end : parts[-1].s.end + 4]
    closed = bool(_WHOLLY.search(words)) and "主要" not in words and "等" not in words
    yield claim("change", q.s, (term,), Bound.STRONG if closed else Bound.OPEN)


_RECALL: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("年初", ("initial", "plan")),
    ("调整", ("adjusted",)),
    ("预算", ("plan", "initial")),
    ("计划", ("plan",)),
    ("上年", ()),
    ("去年", ()),
)


def _recalled(told: Told, state: _State, q: Quantity) -> Quantity | None:
    """The base that a phrase names and an earlier sentence states (比年初少)."""
    if not state.levels or state.levels[-1].dim != q.dim:
        return None
    against = _AGAINST.search(q.lead) or _AGAINST.search(q.gap)
    if against is None:
        return None
    level = state.levels[-1]
    for word, roles in _RECALL:
        if against["what"].startswith(word):
            found = [o for o in told.all[max(q.at - 12, 0) : q.at] if _is_base(o, q, level, roles)]
            near = [o for o in found if _of_one_thing(o, level)]
            return near[-1] if near and not level.near & set(roles) else None
    return None


_ROLE_WORDS = re.compile(
    r"其中|一般|全年|年初|年末|年度|[本上去今当]年|20\d\d年?|预算|决算|计划|调整|收入|支出|总[计额]|合计|共计|累计|安排|完成|执行|资金|[为是数共约达:]"
)


def _of_one_thing(base: Quantity, level: Quantity) -> bool:
    """Whether a base is told in the paragraph of its level, or elsewhere under the same noun."""
    if base.s.paragraph == level.s.paragraph:
        return True
    own = [pairs_of(_ROLE_WORDS.sub("", q.lead)) for q in (base, level)]
    return bool(own[0] & own[1])


def _is_base(o: Quantity, q: Quantity, level: Quantity, roles: tuple[str, ...]) -> bool:
    told_as = bool(o.near & set(roles)) if roles else o.period == "prior"
    return o.dim == q.dim and o.what == "level" and o is not level and told_as


def _rate(told: Told, state: _State, at: tuple[Sentence, int], before: Sentence | None) -> Iterator[Claim]:
    sentence, k = at
    q = sentence.said[k]
    if _EXCEPT.search(q.lead + q.gap[-20:]) or q.s.rough:
        return
    if _COMPOUND.search(q.lead):
        yield from _compound(state, q)
        return
    change = state.change if state.change is not None and state.change.dim not in ("share", "share points") else None
    if (late := _base_behind(state, sentence, k)) is not None:
        own = _now(state, late.dim, late)[0]
        yield replace(claim("growth", q.s, (_over(own, late),), Bound.STRONG), way=q.way)
        return
    for dim in dict.fromkeys(
        level.dim for level in reversed(state.levels) if level.dim not in ("share", "share points")
    ):
        base = _base_told(state, q, dim)
        if base is not None:
            now = [level for level in _now(state, dim, base) if level is not base]
            readings = [_over(level, base) for level in now]
            if change is not None and change.dim == dim:
                readings.append(Op("÷", (Number(change.s), Number(base.s))))
            if readings:
                yield replace(claim("growth", q.s, tuple(readings), Bound.STRONG), way=q.way)
            return
    if change is not None and (change.way == q.way or not change.way):
        yield from _from_amount(state, q, change, before)
        return
    yield from _ahead(told, q, sentence, k, state)


def _over(level: Quantity, base: Quantity) -> Term:
    """|now ÷ base − 1|."""
    return Op("|-|", (Op("÷", (Number(level.s), Number(base.s))), _ONE))


def _base_behind(state: _State, sentence: Sentence, k: int) -> Quantity | None:
    """The base that is told right behind a rate (同比增长8.66%，上年支出486.20万元)."""
    behind = sentence.said[k + 1] if k + 1 < len(sentence.said) else None
    if behind is None or behind.period != "prior" or behind.what not in ("level", "base") or behind.gap[:1] not in ",(":
        return None
    own = state.levels[-1:] if not state.change and not state.base else []
    fits = bool(own) and own[0].dim == behind.dim and own[0].period != "prior"
    return behind if fits and _PRIOR.match(behind.gap) else None


_PRIOR = re.compile(r"[,(](?:上年|去年|上一年|上期|同期|20\d\d年)")
_SUBJECT = re.compile(
    r"其中|主要|原因|同比|环比|[本上去今全当]年度?|年|度|是|[\d\"]|与|较|比|同|增.*|减.*|下降.*|提高.*|多.*|少.*|的"
)


def _subject(q: Quantity) -> str:
    """The noun that a change is said of, in its own clause (项目支出增加 5 万元); empty where it goes back."""
    words = re.split(r"比|较|与|同比|相比", q.lead)[0]
    return _SUBJECT.sub("", words)


def _from_amount(state: _State, q: Quantity, change: Quantity, before: Sentence | None) -> Iterator[Claim]:
    now = _now(state, change.dim, None)
    subject = _subject(change)
    if len(subject) > 1:
        now = [
            level
            for level in now
            if (subject in level.lead if state.told else pairs_of(subject) & pairs_of(level.lead))
        ]
        if not now and state.levels:
            return
    bound = Bound.STRONG
    if not now:
        now = _of_sentence_before(before, change.dim, q.s.paragraph)
    readings = []
    for level in now:
        quotient = Op("÷", (Number(level.s), Number(change.s)))
        sign = "-" if q.way == "up" else "+"
        readings.append(Op("÷", (_ONE, Op(sign, (quotient, _ONE)))))
    if readings:
        yield claim("growth", q.s, tuple(readings), bound)


def _compound(state: _State, q: Quantity) -> Iterator[Claim]:
    """Now = base × (1 + rate)^years, held against the amount of now."""
    change = state.change
    levels = [level for level in state.levels if level.dim not in _RATIOS]
    if not levels:
        return
    now = levels[-1]
    base: Term | None = None
    earlier = _YEAR.search(change.lead + change.gap) if change is not None else None
    if change is not None and change.dim == now.dim and earlier is not None:
        base = Op("-" if change.way == "up" else "+", (Number(now.s), Number(change.s)))
        first = int(earlier[0])
    elif len(levels) > 1 and levels[0].dim == now.dim and levels[0].period.isdigit():
        base, first = Number(levels[0].s), int(levels[0].period)
    if base is None or not now.period.isdigit() or not 1 < (years := int(now.period) - first) <= _MOST_YEARS:
        return
    grown = Op("^", (Op("+" if q.way == "up" else "-", (_ONE, Number(q.s))), Given(Fraction(years), str(years))))
    yield claim("compound", now.s, (Op("×", (base, grown)),), Bound.STRONG)


def _ahead(told: Told, q: Quantity, sentence: Sentence, k: int, state: _State) -> Iterator[Claim]:
    """A rate that stands before the two amounts of its two periods."""
    if state.levels or (
        ":" not in (told.page.text[q.s.end : q.s.end + 2]) and "(" not in told.page.text[q.s.end : q.s.end + 2]
    ):
        return
    behind = [other for other in sentence.said[k + 1 : k + 4] if other.level]
    if len(behind) == 2 and behind[0].dim == behind[1].dim:
        earlier = [other for other in behind if other.period == "prior" or other.what == "base"]
        years = [int(other.period) for other in behind if other.period.isdigit()]
        base = earlier[0] if earlier else behind[0]
        if not earlier and len(years) == 2:
            base = behind[0] if years[0] < years[1] else behind[1]
        now = behind[1] if base is behind[0] else behind[0]
        strong = bool(earlier) or len(set(years)) == 2
        yield claim("growth", q.s, (_over(now, base),), Bound.STRONG if strong else Bound.OPEN)


def _points(state: _State, q: Quantity) -> Iterator[Claim]:
    """Percentage points between two rates."""
    if len(state.rates) < 2:
        return
    first, second = state.rates[-2], state.rates[-1]
    bound = Bound.STRONG if re.search(r"比|较|由|从|上年|去年", first.gap + second.gap + q.gap) else Bound.OPEN
    yield claim("points", q.s, (Op("|-|", (Number(second.s), Number(first.s))),), bound)
