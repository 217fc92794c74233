"""Rates, shares, completions, means and proportions: which number is divided by which, told by words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from jiheng.checks.text.claims.claim import Bound, Claim, claim
from jiheng.checks.text.claims.listed import PartList
from jiheng.checks.text.equation import Number, Op, Term, total
from jiheng.checks.text.ontology import RATES
from jiheng.checks.text.quantity import Quantity, Sentence, Told, pairs_of, stem_of

_SHARE = re.compile(
    r"占(?P<whole>[^,;、\d]{0,24}?)(?:的)?(?:比重|比例|比|份额)?(?:分别|各|依次|均)?(?:为|是|达到?|约|到|近|超过|仅)?[:\"]?$"
)
_OF = re.compile(
    r"(?:完成|达到?|实现|为|占|是|相当于|使用|执行|到位|支付|支出)了?(?P<whole>(?:全?年|年初|调整|当年|本年|原|上级|下达|既定|计划|预算|目标|任务|指标|合同|规定)[^,;、\d]{0,12}?)的?(?:比例|比率)?(?:为|达|约)?$"
)
_REQUIRED = re.compile(r"要求|不低于|不少于|应达|须达|达到.{0,3}以上|目标值|指标值|标准为|考核|力争|确保|规定|红线")
_BARE = re.compile(r"^[,:(（]?(?:为|达|即|约)?$")
_PERIOD = re.compile(r"上年|去年|同期|前年|上季|往年")
_DONE = ("已", "实", "完成", "合格", "达标", "通过")
_DUE = ("应", "总", "全部", "共", "计划", "目标")
_TWO = 2
_SHARES = ("share", "share points")
_NEAREST = 5
_READINGS = 3
_LONG = 60


def claims(told: Told, lists: Sequence[PartList]) -> Iterator[Claim]:
    """Every rate that the words bind to two numbers."""
    totals = _Totals(lists)
    before: Sentence | None = None
    for sentence in told.sentences:
        said = sentence.said
        if any(q.what == "rate" for q in said):
            paired = list(_distributed(told, sentence, totals))
            yield from paired
            done = {each.result.index for each in paired}
            for k, q in enumerate(said):
                if (
                    q.s.index not in done
                    and q.what == "rate"
                    and not q.way
                    and not q.s.rough
                    and not q.s.bound.strip("=")
                ):
                    yield from _rate(told, sentence, k, totals, before)
        before = sentence


class _Totals:
    """Which total each part belongs to."""

    def __init__(self, lists: Sequence[PartList]) -> None:
        self.of: dict[int, Quantity] = {}
        self.lists: dict[int, PartList] = {}
        for each in lists:
            self.lists.setdefault(each.total.at, each)
            for part in each.parts:
                self.of.setdefault(part.at, each.total)

    def last_of(self, part: Quantity) -> bool:
        """Whether a part ends its list."""
        owner = self.of.get(part.at)
        return (
            owner is not None and self.lists[owner.at].parts[-1] is part
            if owner is not None and owner.at in self.lists
            else False
        )


def _levels(said: Sequence[Quantity], k: int) -> list[Quantity]:
    """The levels before a rate that it may be of, nearest first, those of other brackets left out."""
    rate = said[k]
    return [
        q
        for q in reversed(said[:k])
        if q.what in ("level", "base", "rest", "saved", "adjust", "excess", "per")
        and q.group in (0, rate.group)
        and not q.s.rough
    ]


def _rate(told: Told, sentence: Sentence, k: int, totals: _Totals, before: Sentence | None) -> Iterator[Claim]:
    said = sentence.said
    q = said[k]
    words = q.lead or q.gap[-24:]
    if _REQUIRED.search(words):
        return
    bracket = _in_bracket_behind(told, said, k)
    if bracket:
        yield from _bracketed(told, q, bracket)
        return
    if q.group and q.gap in _OPENS_BARE and k:
        yield from _bare_share(told, said, k, totals)
        return
    explicit = _explicit_whole(told, said, k)
    if explicit is not None:
        yield from _of_explicit(said, k, explicit, totals)
        return
    if (share := _SHARE.search(words)) is not None:
        yield from _share(told, said, k, share["whole"], totals)
        return
    if (of := _OF.search(words)) is not None:
        yield from _completion(said, k, of["whole"], totals, before)
        return
    stem = stem_of(words)
    if stem or words.rstrip("为达到是=:").endswith("进度"):
        yield from _named(told, (sentence, k), stem, totals, before)


_OPENS_BARE = ("(", "(占", "(占比", "(占比为", "(比例", "(占比:")


def _bare_share(told: Told, said: Sequence[Quantity], k: int, totals: _Totals) -> Iterator[Claim]:
    """满意140份（35.00%）: the share of the total of its list, else of the amount before the list."""
    part = said[k - 1]
    if part.what != "level" or not part.dim or part.dim in _SHARES:
        return
    wholes = _wholes(told, part, "", [q for q in _levels(said, k - 1) if q.dim == part.dim], totals)
    listed = part.at in totals.of
    others = [q for q in said if q.what == "rate" and q.group and q.gap in _OPENS_BARE]
    full = abs(sum((q.s.value for q in others), Fraction(-1))) <= sum(q.s.step for q in others)
    if wholes:
        bound = Bound.STRONG if listed or (full and len(others) > 1) else Bound.OPEN
        yield claim("share", said[k].s, tuple(_over(part, whole) for whole in wholes[:1]), bound)


def _amount_behind(said: Sequence[Quantity], k: int) -> Quantity | None:
    """The part that a share told first goes with (人员经费占35%，为420万元)."""
    behind = said[k + 1] if k + 1 < len(said) else None
    if behind is None or behind.what != "level" or behind.dim in _SHARES or behind.group != said[k].group:
        return None
    return behind if _SAYS_AMOUNT.fullmatch(behind.gap) else None


_SAYS_AMOUNT = re.compile(r",?(?:即|为|计|合计?|金额为?|共计?|约|是)")


def _in_bracket_behind(told: Told, said: Sequence[Quantity], k: int) -> list[Quantity]:
    """The two numbers of a bracket right behind a rate."""
    q = said[k]
    if told.page.text[q.s.end : q.s.end + 1] != "(":
        return []
    following = [other for other in said[k + 1 : k + 4] if other.group and other.group != q.group]
    following = [other for other in following if other.group == following[0].group]
    return following if len(following) == 2 and following[0].dim == following[1].dim else []


def _bracketed(told: Told, q: Quantity, pair: list[Quantity]) -> Iterator[Claim]:
    first, second = pair
    if "/" in told.between(first, second) or "÷" in told.between(first, second):
        yield claim("rate", q.s, (_over(first, second),), Bound.STRONG)
        return
    stem = stem_of(q.lead)
    num, den = _ordered(first, second, stem)
    yield claim("rate", q.s, (_over(num, den),), Bound.STRONG)


def _ordered(first: Quantity, second: Quantity, stem: str) -> tuple[Quantity, Quantity]:
    a, b = (
        _as_numerator(first, stem) - _as_denominator(first, stem),
        _as_numerator(second, stem) - _as_denominator(second, stem),
    )
    if a == b:
        return (first, second) if first.s.value <= second.s.value else (second, first)
    return (first, second) if a > b else (second, first)


def _over(num: Quantity, den: Quantity) -> Term:
    return Op("÷", (Number(num.s), Number(den.s)))


def _explicit_whole(told: Told, said: Sequence[Quantity], k: int) -> Quantity | None:
    """占 A 万元的 x%, 完成预算 A 万元的 x%: the whole stands in the phrase itself."""
    if not k:
        return None
    whole, q = said[k - 1], said[k]
    gap = told.between(whole, q)
    near = gap in ("的", "的比例为", "的比重为", "的比例", "的比重") or (
        gap.startswith("的") and len(gap) < 8 and not set(gap) & set(",;。、:")
    )
    return whole if near and whole.dim not in _SHARES and whole.what in ("level", "base", "whole", "bound") else None


def _of_explicit(said: Sequence[Quantity], k: int, whole: Quantity, totals: _Totals) -> Iterator[Claim]:
    levels = [q for q in _levels(said, k - 1) if q.dim == whole.dim]
    if not levels:
        return
    yield claim("completion", said[k].s, tuple(_over(num, whole) for num in _subjects(levels, totals)), Bound.STRONG)


_FAR = 60
"""Numbers before a share among which its part and its whole are looked for."""


def _subjects(levels: Sequence[Quantity], totals: _Totals) -> list[Quantity]:
    """What a rate at the end of a clause is of: the total before 其中, else the nearest amount."""
    nearest = levels[0]
    owner = totals.of.get(nearest.at)
    if owner is not None and totals.last_of(nearest):
        return [owner, nearest]
    return [nearest, *([owner] if owner is not None else [])]


def _share(told: Told, said: Sequence[Quantity], k: int, whole: str, totals: _Totals) -> Iterator[Claim]:
    q = said[k]
    behind = _amount_behind(said, k)
    if behind is not None and not whole and k and said[k - 1].what == "level" and said[k - 1].dim == behind.dim:
        yield claim("share", q.s, (_over(behind, said[k - 1]),), Bound.STRONG)
        return
    near = _levels(said[max(0, k - _FAR) : k + 1], min(k, _FAR))
    levels = [level for level in near if level.dim not in _SHARES and level.dim]
    if not levels:
        return
    part = levels[0]
    wholes = _wholes(told, part, whole, levels[1:], totals)
    if not wholes:
        return
    listed = part.at in totals.of
    beside = "其中" in part.gap and wholes[0].at == part.at - 1
    bound = Bound.STRONG if listed or whole or beside else Bound.OPEN
    if "调整" in whole and (adjusted := _of_adjusted(levels)) is not None:
        yield claim("share", q.s, (Op("÷", (Number(part.s), adjusted)),), Bound.STRONG)
        return
    readings = [_over(part, each) for each in wholes[:_READINGS]]
    yield claim("share", q.s, (*readings, *_among_themselves(told, said, part)), bound)


def _among_themselves(told: Told, said: Sequence[Quantity], part: Quantity) -> Iterator[Term]:
    """The sum of the parts of a sentence whose shares make up all: they may be of a whole that is not told."""
    if len(said) > _LONG:
        return
    shared = [
        (first, second)
        for first, second in pairwise(said)
        if second.what == "rate" and first.dim == part.dim and _SHARE.search(second.lead or told.between(first, second))
    ]
    parts = [first.s for first, _ in shared]
    rest = abs(sum((second.s.value for _, second in shared), Fraction(-1)))
    if len(parts) > 1 and part.s in parts and rest <= sum(second.s.step / 2 for _, second in shared):
        yield Op("÷", (Number(part.s), total(parts)))


def _wholes(told: Told, part: Quantity, name: str, levels: Sequence[Quantity], totals: _Totals) -> list[Quantity]:
    """The totals that a share may be of: the one named, the total of its list, an earlier amount."""
    found: list[Quantity] = []
    keys = pairs_of(name.removeprefix("全").strip("的总"))
    back = [q for q in reversed(told.all[max(part.at - 60, 0) : part.at]) if q.dim == part.dim and q.what == "level"]
    if len(name) > 1 and keys:
        named = [q for q in back if len(keys & pairs_of(q.lead)) * 2 >= len(keys)]
        named.sort(key=lambda q: -len(keys & pairs_of(q.lead)))
        found += named[:2]
    owner = totals.of.get(part.at)
    if owner is not None:
        found.append(owner)
    if not found and not name:
        found += [q for q in levels if q.dim == part.dim and q.s.value >= part.s.value][-1:]
    return list(dict.fromkeys(found))


def _completion(
    said: Sequence[Quantity], k: int, whole: str, totals: _Totals, before: Sentence | None
) -> Iterator[Claim]:
    q = said[k]
    levels = [level for level in _levels(said, k) if level.dim not in _SHARES and level.dim]
    earlier = [*_told_behind(said, k, whole), *_of_before(before, q)]
    for dim in dict.fromkeys(level.dim for level in [*levels, *earlier]):
        mine = [level for level in levels if level.dim == dim]
        wider = mine + [level for level in earlier if level.dim == dim]
        dens = sorted((level for level in wider if _is_whole(level, whole)), key=lambda level: -_likeness(level, whole))
        if not dens:
            continue
        den = dens[0]
        nums = [
            level
            for level in (mine or wider)
            if level is not den and level.what == "level" and not _is_whole(level, whole)
        ]
        nums = nums or [level for level in wider if level is not den and level.what == "level"]
        if not nums:
            continue
        ordered = _subjects(nums, totals)
        dens = dens[:2]
        readings = [_over(num, each) for each in dens for num in ordered if num is not each]
        yield claim("completion", q.s, tuple(readings[:_READINGS]), Bound.STRONG if mine else Bound.OPEN)
        return


def _told_behind(said: Sequence[Quantity], k: int, whole: str) -> list[Quantity]:
    """The budget told right behind a rate of it (完成年初预算的84%，年初预算为15万元)."""
    behind = said[k + 1 : k + 2]
    return [q for q in behind if q.what == "level" and q.gap[:1] in ",(" and _likeness(q, whole) > 0]


def _of_before(before: Sentence | None, q: Quantity) -> list[Quantity]:
    if before is None or before.said[0].s.paragraph != q.s.paragraph:
        return []
    return [
        level
        for level in reversed(before.said)
        if level.what == "level" and not level.group and level.dim not in _SHARES and level.dim
    ]


def _is_whole(level: Quantity, words: str) -> bool:
    return (
        bool("plan" in level.roles or "initial" in level.roles or "adjusted" in level.roles)
        and ("actual" not in level.near or "plan" in level.near)
    ) or _likeness(level, words) > 1


def _likeness(level: Quantity, words: str) -> int:
    return len(pairs_of(words) & pairs_of(level.lead))


def _named(
    told: Told, at: tuple[Sentence, int], stem: str, totals: _Totals, before: Sentence | None
) -> Iterator[Claim]:
    """X率: its numerator is what has been X-ed, its denominator what was to be."""
    sentence, k = at
    said = sentence.said
    q = said[k]
    if _PERIOD.search(q.lead) or _PERIOD.search(q.gap[-14:]):
        levels = [level for level in _levels(said, k) if level.period == "prior"]
        if len(levels) < 2:
            return
    levels = _levels(said, k)
    pools = [levels]
    if len([level for level in levels if level.dim not in _SHARES]) < 2:
        behind = [level for level in said[k + 1 : k + 3] if level.what == "level" and level.group == q.group]
        near = told.page.text[q.s.end : q.s.end + 1] in ",:("
        if len(behind) == 2 and behind[0].dim == behind[1].dim and near and not levels:
            num, den = _ordered(behind[0], behind[1], stem)
            yield claim("rate", q.s, (_over(num, den),), Bound.STRONG if _as_numerator(num, stem) else Bound.OPEN)
            return
        pools.append([*levels, *_of_before(before, q)])
        pools.append(_of_section(told, q, levels))
    for wide, pool in enumerate(pools):
        made = _from_pool(told, q, stem, pool, totals, wide=bool(wide))
        if made is not None:
            yield made
            return


def _of_section(told: Told, q: Quantity, levels: Sequence[Quantity]) -> list[Quantity]:
    """The amounts of its sentence and the plans told before it, for a rate whose budget stands further up."""
    first = min((level.at for level in levels), default=q.at)
    plans = [
        o
        for o in reversed(told.all[max(first - 24, 0) : first])
        if o.what == "level" and not o.group and "plan" in o.near
    ]
    return [*levels, *plans[:1]] if levels else []


def _from_pool(
    told: Told, q: Quantity, stem: str, pool: Sequence[Quantity], totals: _Totals, *, wide: bool
) -> Claim | None:
    for dim in dict.fromkeys(level.dim for level in pool if level.dim not in _SHARES and "per" not in level.dim):
        alike = [level for level in pool if level.dim == dim][: _NEAREST + 3]
        wanted = ("rest", "saved") if RATES.get(stem[-2:], ("",))[0] in ("rest", "saved") else ()
        levels = [level for level in alike if level.what in ("level", "base", *wanted)]
        if len(levels) < 2:
            continue
        pair = _pair(levels, stem, totals)
        if pair is None:
            continue
        nums, dens, strong = pair
        readings: list[Term] = []
        for den in dens:
            if (adjusted := _adjusted(alike, den)) is not None:
                readings += [Op("÷", (Number(num.s), adjusted)) for num in nums if num is not den]
        readings += [_over(num, den) for den in dens for num in nums if num is not den]
        if any(word in q.lead for word in ("累计", "合计", "总体")):
            done = [level for level in levels if "actual" in level.near]
            readings += [Op("÷", (total([d.s for d in done]), Number(den.s))) for den in dens[:1] if len(done) > 1]
        strong = strong and not any("结转" in level.lead or level.what == "per" for level in alike)
        if _item_of_own(alike[0], totals):
            readings, strong = _by_noun(told, alike[0]), True
        if readings:
            return claim(
                "rate", q.s, tuple(readings[: _READINGS + 2]), Bound.STRONG if strong and not wide else Bound.OPEN
            )
    return None


def _item_of_own(q: Quantity, totals: _Totals) -> bool:
    """Whether a number is the part of a list of results, so that the total of the list is no base of its rate."""
    owner = totals.of.get(q.at)
    return owner is not None and "actual" in owner.near and not totals.last_of(q)


def _by_noun(told: Told, q: Quantity) -> list[Term]:
    """The same thing in an earlier list: its plan."""
    name = q.lead.removeprefix("其中").strip(":")
    before = [o for o in told.all[max(q.at - 12, 0) : q.at] if o.dim == q.dim and o.what == "level" and len(name) > 1]
    return [_over(q, o) for o in reversed(before) if o.lead.removeprefix("其中").strip(":") == name][:1]


def _adjusted(alike: Sequence[Quantity], den: Quantity) -> Term | None:
    """The budget with what was added to it and taken from it."""
    if "adjusted" in den.roles or not ("initial" in den.roles or "plan" in den.roles):
        return None
    changes = [q for q in reversed(alike) if q.what == "adjust" and q.at > den.at]
    term: Term = Number(den.s)
    for q in changes:
        down = any(word in q.lead for word in ("减", "缴", "收回", "压"))
        term = Op("-" if down else "+", (term, Number(q.s)))
    return term if changes else None


def _of_adjusted(levels: Sequence[Quantity]) -> Term | None:
    """The adjusted budget of the amounts before a rate: told, else the first budget with its changes."""
    for den in levels:
        if "adjusted" in den.roles:
            return Number(den.s)
        if (term := _adjusted(levels, den)) is not None:
            return term
    return None


def _pair(levels: Sequence[Quantity], stem: str, totals: _Totals) -> tuple[list[Quantity], list[Quantity], bool] | None:
    """Numerators and denominators that the words allow, likeliest first, and whether they are told by words."""
    nearest = list(levels[:_NEAREST])
    divided = [q for q in nearest if "除以" in q.gap]
    if divided:
        den = divided[0]
        nums = [q for q in nearest if q.at < den.at][:1]
        return (nums, [den], True) if nums else None
    owners = [totals.of[q.at] for q in nearest if q.at in totals.of and totals.of[q.at].dim == q.dim]
    nearest += [q for q in dict.fromkeys(owners) if q not in nearest]
    scored = [(_as_numerator(q, stem), _as_denominator(q, stem), q) for q in nearest]
    owner = totals.of.get(nearest[0].at)
    if owner is not None and totals.last_of(nearest[0]) and len(nearest) > _TWO:
        others = [each for each in scored if totals.of.get(each[2].at) is not owner]
        scored = others if len(others) > 1 else scored
    nums = [q for n, d, q in scored if n > d]
    told = [q for n, d, q in sorted(scored, key=lambda each: each[0] - each[1]) if d > n]
    if not nums and not told and len(scored) != _TWO:
        return None
    named = bool(nums)
    if not nums:
        neutral = [q for n, d, q in scored if n == d]
        nums = neutral[:1] if told else [min(scored, key=lambda each: each[2].s.value)[2]]
    if not nums:
        return None
    rest = [q for _, _, q in scored if q is not nums[0] and q not in told]
    rest.sort(key=lambda q: q.s.value < nums[0].s.value)
    sure = (bool(told) and named) or (len(rest) == 1 and len(stem) > 1 and _as_numerator(nums[0], stem) > 0)
    return nums[:1], [*told, *rest], sure


def _as_numerator(q: Quantity, stem: str) -> int:
    numerator = RATES.get(stem[-2:], ("", ""))[0]
    words = q.lead + (q.s.tail if q.dim.startswith("count") else "")
    score = 0
    if numerator:
        score += 3 * (numerator in q.near) + (numerator in q.roles)
    if stem:
        core = stem[-2:]
        score += 3 * (core in words and core not in ("资金", "项目"))
        score += any(char in words for char in core if char not in "资金项目率预算已应") and not numerator
    return score + any(word in words for word in _DONE)


def _as_denominator(q: Quantity, stem: str) -> int:
    denominator = RATES.get(stem[-2:], ("", "plan"))[1]
    score = 3 * (denominator in q.near) + (denominator in q.roles) + 2 * ("adjusted" in q.roles)
    words = q.lead
    return score + 2 * ("应" in words) + any(word in words for word in _DUE)


def _distributed(told: Told, sentence: Sentence, totals: _Totals) -> Iterator[Claim]:
    """分别为 a、b 和 c，占…的 x%、y% 和 z%: paired in order."""
    said = sentence.said
    run: list[Quantity] = []
    for q in said:
        joined = bool(run) and q.what == "rate" and told.between(run[-1], q) in ("、", "和", "及", "与", "以及")
        if not joined:
            yield from _paired(told, said, run, totals)
            shared = _SHARE.search(q.lead) or (q.gap == "的" and said[q.at - said[0].at - 1].what == "whole")
            run = [q] if q.what == "rate" and not q.way and shared else []
        else:
            run.append(q)
    yield from _paired(told, said, run, totals)


def _paired(told: Told, said: Sequence[Quantity], run: list[Quantity], totals: _Totals) -> Iterator[Claim]:
    if len(run) < 2:
        return
    at = said.index(run[0])
    whole_ = said[at - 1] if at and said[at - 1].what == "whole" else None
    amounts = [q for q in said[:at] if q.what == "level"][-len(run) :]
    if len(amounts) < len(run) or len({q.dim for q in amounts}) > 1:
        return
    share = _SHARE.search(run[0].lead)
    wholes = [whole_] if whole_ is not None else _wholes(told, amounts[0], share["whole"] if share else "", [], totals)
    for rate, part in zip(run, amounts, strict=True):
        if wholes:
            yield claim("share", rate.s, tuple(_over(part, whole) for whole in wholes[:_READINGS]), Bound.STRONG)
