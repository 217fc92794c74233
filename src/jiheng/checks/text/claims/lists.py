"""Lists of a total and its parts: which numbers are parts of which, as their sentence builds it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from jiheng.checks.text.claims import enumerated
from jiheng.checks.text.claims.claim import Bound, Claim, claim
from jiheng.checks.text.claims.listed import PartList, is_closed, is_open
from jiheng.checks.text.equation import Term, reach, total
from jiheng.checks.text.lexicon import has_any
from jiheng.checks.text.quantity import Quantity, Told
from jiheng.checks.text.slips import SURE

_OPENS = re.compile(r"其中|包括|包含|分别|构成|组成|具体|分为|主要用于|用于|涵盖|即|含|来源|如下|[:(—]")
_SURELY_OPENS = re.compile(r"其中|包括|包含|分别|构成|组成|分为")
_CLOSES = re.compile(
    r"(?:(?:合计|共计|总计|一共|总共|统共|加起来|相加|合起来|总和|汇总|小计|累计|共扣)[\u4e00-\u9fff]{0,6}"
    r"|(?:^|[^公一])共[\u4e00-\u9fff]{0,4}|总(?:额|数|量|人数|户数|得分|分|投入|支出|收入|投资|金额)?为?|全年[\u4e00-\u9fff]{0,6}"
    r"|[两三四五六七八九]项[\u4e00-\u9fff]{0,3}|一年下来[\u4e00-\u9fff]{0,6})[:\"']?$"
)
_CLOSES_AFAR = re.compile(
    r"(?:^|[,。;:\n])(?:以上|各项|上述|三者|两者)?(?:合计|共计|总计|一共|总共|统共|累计)[^,。;:\n]{0,24}$"
)
_COUNTED_OFF = re.compile(r"[两二三四五六七八九][级项类笔个者家部][\u4e00-\u9fff]{0,2}(?:共|计)$")
_SURELY_CLOSES = re.compile(
    r"合计|共计|总计|一共|总共|统共|加起来|相加|合起来|总和|汇总|总人数|总数|总量|总额|一年下来"
)
_NUMBERED = re.compile(
    r"[\s\"]*(?:[一二三四五六七八九十]是|第?[一二三四五六七八九十]{1,3}[、.,:]|\(?\d{1,2}[、.)]|\([一二三四五六七八九十]\)|[①-⑩]|——|[-●■◆])"
)
_CONTINUES = re.compile(r"(?:其中|如下|用于|包括|分别|具体|下达|安排|方面|[:：])[^。]{0,12}$")
_STRENGTH = {"。": 4, "\n": 4, ";": 3, ",": 2, ":": 2, "、": 1}
_ENDS_LIST = ("。", ";", "\n", ")", "")
_HEADS = ("level", "rest", "excess", "adjust", "saved")
_PARTS = ("level", "rest")
_MOST_ITEMS = 60
_ITEMS_BEHIND = 40
_HALF_LINE = 80
_PAIR = 2
_FEW = 6
_LIKELY = Fraction(1)
"""A list that leaves nothing open in words: a slip that mends it is likelier than a part left out, however short."""


def lists_of(told: Told) -> list[PartList]:
    """Every list of the text."""
    found: list[PartList] = [*_opened(told), *enumerated.lists(told)]
    return [*found, *_closing(told, found)]


def claims(told: Told, lists: Sequence[PartList]) -> Iterator[Claim]:
    """The sums that the lists claim."""
    for each in lists:
        kind = kind_of(each.total)
        readings = tuple(total([q.s for q in choice]) for choice in [each.parts, *each.choices] if len(choice) > 1)
        if not readings:
            continue
        bound = Bound.STRONG if each.closed else Bound.OPEN
        if each.rate is not None and _is_of_rate(each, readings):
            continue
        exceeds = _parallel(told, each)
        likely = _LIKELY if each.sure and not each.nested and not each.loose else SURE
        yield claim(kind, each.total.s, readings, bound, listed=each.sure, exceeds=exceeds, likely=likely)


def _is_of_rate(each: PartList, readings: Sequence[Term]) -> bool:
    """Whether the parts make up what a rate takes of the total (受理 320 件，办结率 98.75%，其中当场办结 …)."""
    stated, rate = each.total.s, each.rate
    value = reach(readings[0])
    if rate is None or value is None or not stated.value:
        return False
    return abs(value[1] / stated.value - rate.s.value) <= rate.s.step


def kind_of(quantity: Quantity) -> str:
    """The kind of sum of a thing: amounts, counted things or points."""
    if quantity.dim == "points":
        return "scores"
    return "count" if quantity.dim.startswith("count") else "sum"


def _opened(told: Told) -> Iterator[PartList]:
    """Lists behind a word that opens them; the head is the nearest number of the same sort before it."""
    inside: set[int] = set()
    said = told.all
    for j, q in enumerate(said):
        if not j or q.what not in _PARTS or not q.dim or "per" in q.dim:
            continue
        gap = _gap(told, said[j - 1], q)
        surely = bool(_SURELY_OPENS.search(gap))
        if _SURELY_CLOSES.search(q.lead):
            continue
        if not (surely or _opens_weakly(said[j - 1], q, gap)) or (q.at in inside and not surely):
            continue
        head = _head_before(told, j)
        if head is None:
            continue
        parts, breaks, nested = _parts(told, j, head)
        if len(parts) < 2:
            continue
        inside |= {part.at for part in parts}
        turns = list(_by_turns(told, head, parts))
        yield from turns
        if not turns:
            made = _made(told, head, parts, breaks, nested=nested, sure=surely or q.group != head.group)
            yield made
            yield from _beside(told, made)


def _beside(told: Told, made: PartList) -> Iterator[PartList]:
    """The second list of pairs: 113 个、3267.28 万元，其中 79 个、3038.38 万元；…"""
    pairs = [told.all[p.at + 1] if p.at + 1 < len(told.all) else p for p in made.parts]
    dims = {q.dim for q in pairs}
    if (
        len(dims) != 1
        or made.total.dim in dims
        or any(
            q.what != "level" or not q.dim or q.s.sentence != p.s.sentence
            for p, q in zip(made.parts, pairs, strict=True)
        )
    ):
        return
    near = [told.all[at] for at in (made.total.at + 1, made.total.at - 1) if 0 <= at < made.parts[0].at]
    head = next(
        (q for q in near if q.dim in dims and q.what == "level" and q.s.sentence == made.total.s.sentence), None
    )
    if head is not None:
        yield PartList(head, pairs, made.closed, sure=made.sure, nested=made.nested, loose=made.loose)


def _series(q: Quantity) -> str:
    """Which of two series told by turns a number belongs to."""
    for roles in (("score", "full"), ("actual", "plan"), ("full", ""), ("plan", "")):
        if roles[0] in q.near and roles[1] not in q.near:
            return roles[0]
    return "actual" if "actual" in q.near else ""


def _split(parts: Sequence[Quantity]) -> dict[str, list[Quantity]]:
    """The series of parts told by turns (budget, spending, budget, spending); empty where there is one series only."""
    series: dict[str, list[Quantity]] = {}
    names = [_series(q) for q in parts]
    for rest in ("score", "actual"):
        if names.count(rest) > 1 and names.count(rest) * 2 == len(names):
            names = [rest if name == rest else "full" if rest == "score" else "plan" for name in names]
    for name, q in zip(names, parts, strict=True):
        series.setdefault(name, []).append(q)
    sizes = {len(each) for each in series.values()}
    turning = all(a != b for a, b in pairwise(names))
    return series if len(series) == _PAIR and "" not in series and min(sizes) > 1 and turning else {}


def _by_turns(told: Told, head: Quantity, parts: Sequence[Quantity]) -> Iterator[PartList]:
    for name, own in _split(parts).items():
        before = [
            q
            for q in told.all[max(head.at - 6, 0) : head.at + 1]
            if q.dim == head.dim and q.what == "level" and q.s.paragraph == head.s.paragraph
        ]
        total_ = next((q for q in reversed(before) if _series(q) == name), None)
        if total_ is not None:
            yield PartList(total_, own, is_closed(told, head, own, told.page.text[head.s.end : own[-1].s.start]))


def _gap(told: Told, before: Quantity, q: Quantity) -> str:
    """The text since the number before, also across the end of a sentence."""
    return told.page.text[max(before.s.end, q.s.start - _HALF_LINE) : q.s.start]


def _opens_weakly(before: Quantity, q: Quantity, gap: str) -> bool:
    if "。" in gap or "\n" in gap:
        return False
    if q.group and q.group != before.group:
        return bool(re.match(r"[\u4e00-\u9fff]{0,8}\(", gap))
    return bool(_OPENS.search(gap))


def _head_before(told: Told, j: int) -> Quantity | None:
    q = told.all[j]
    for back in range(j - 1, max(j - 8, -1), -1):
        head = told.all[back]
        if q.s.sentence - head.s.sentence > 1 or q.s.paragraph - head.s.paragraph > 1:
            return None
        if head.s.paragraph != q.s.paragraph and not _SURELY_OPENS.match(told.page.text, _paragraph_start(told, q)):
            return None
        if head.dim == q.dim and head.what in _HEADS and head.s.value and (head.group in (0, q.group)):
            return head
    return None


def _paragraph_start(told: Told, q: Quantity) -> int:
    return told.page.text.rfind("\n", 0, q.s.start) + 1


def _parts(told: Told, first: int, head: Quantity) -> tuple[list[Quantity], list[int], bool]:
    """The parts, for each how strong the break before it is, and whether a part has parts of its own."""
    start = told.all[first]
    parts: list[Quantity] = []
    breaks: list[int] = []
    nested = False
    for j in range(first, min(first + _MOST_ITEMS, len(told.all))):
        q = told.all[j]
        if q.s.sentence != start.s.sentence:
            break
        gap = _gap(told, told.all[j - 1], q)
        if q.group != start.group:
            if start.group and not q.group:
                break
            continue
        if (
            q.dim != head.dim
            or q.what not in _PARTS
            or (q.what == "rest" and "、" not in gap and "prior" not in q.roles)
        ):
            continue
        if parts and parts[-1].s.tail.startswith("等"):
            break
        if j > first and _CLOSES.search(q.lead) and _SURELY_CLOSES.search(q.lead) and "其中" not in gap:
            break
        if j > first and _turns(head, start, q):
            break
        nested = nested or (j > first and bool(_SURELY_OPENS.search(gap)))
        parts.append(q)
        breaks.append(max((_STRENGTH.get(char, 0) for char in gap), default=0))
    return parts, breaks, nested


_TURNS = frozenset({"arrived", "actual", "plan", "total"})


def _turns(head: Quantity, start: Quantity, q: Quantity) -> bool:
    """Whether a number says what became of the whole (其中 A、B，到位资金 C), and is no part of it."""
    turned = q.near & _TURNS
    return bool(turned) and not turned & start.near and not (turned & head.near) and "," in q.gap


def _made(
    told: Told, head: Quantity, parts: list[Quantity], breaks: list[int], *, nested: bool, sure: bool
) -> PartList:
    choices = list(_choices(parts, breaks))
    text = told.page.text[head.s.end : parts[-1].s.start]
    closed = not nested and is_closed(told, head, parts, text)
    closed = closed or (not nested and _fills_bracket(told, head, parts))
    if choices and not nested and not closed:
        closed = any(is_closed(told, head, c, told.page.text[head.s.end : c[-1].s.start]) for c in choices)
    loose = (
        is_open(text)
        or len(parts) == _PAIR
        or parts[-1].s.tail.startswith("等")
        or told.page.text[parts[-1].s.end : parts[-1].s.end + 1] not in _ENDS_LIST
    )
    between = [q for q in told.all[head.at + 1 : parts[0].at] if q.what == "rate" and not q.way]
    rate = between[0] if len(between) == 1 else None
    return PartList(head, parts, closed, choices=choices, sure=sure, nested=nested, loose=loose, rate=rate)


def _fills_bracket(told: Told, head: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether a bracket right behind the total holds the parts and nothing else."""
    text = told.page.text
    inside = parts[0].group != head.group and text[head.s.end : head.s.end + 1] == "("
    last = parts[-1].s
    return (
        inside
        and text[last.end : last.end + 1] == ")"
        and "其中" not in text[head.s.end : last.start]
        and not is_open(text[head.s.end : last.start])
    )


def _choices(parts: list[Quantity], breaks: list[int]) -> Iterator[list[Quantity]]:
    """Other ways to read a list: up to a stronger break, or only what stands first behind each strong break."""
    inner = breaks[1] if len(breaks) > 1 else 0
    for k in range(2, len(parts)):
        if breaks[k] > inner:
            yield parts[:k]
            inner = breaks[k]
    if 2 < len(parts) <= _FEW and all(breaks[k] > 1 for k in range(1, len(parts))):
        yield from (parts[:k] for k in range(2, len(parts)))
    for strength in (3, 2):
        firsts = [part for k, part in enumerate(parts) if not k or breaks[k] >= strength]
        if 1 < len(firsts) < len(parts):
            yield firsts


def _parallel(told: Told, each: PartList) -> bool:
    """Whether the parts stand side by side in like words, so that their sum may not exceed the total."""
    parts = each.parts
    if each.nested or not each.sure:
        return False
    gaps = [told.between(a, b) for a, b in pairwise(parts)]
    if all(len(gap) < _HALF_LINE and any(mark in gap for mark in ("、", ";", "和", "及")) for gap in gaps):
        return True
    ends = {q.lead.rstrip("为约共计是达到")[-1:] for q in parts}
    return all(len(gap) < _HALF_LINE and gap.startswith((",", "、", ";")) for gap in gaps) and len(ends) < len(parts)


def _closing(told: Told, found: Sequence[PartList]) -> Iterator[PartList]:
    """Totals that stand behind their parts, in one sentence or as the next one's first word."""
    heads = {each.total.at for each in found}
    inside = {q.at for each in found for q in each.parts}
    stacks: dict[tuple[str, str], list[Quantity]] = {}
    before: Quantity | None = None
    for q in told.all:
        gap = _gap(told, before, q) if before is not None else q.gap
        closing = _is_closing(q, gap)
        if (
            before is not None
            and q.s.sentence != before.s.sentence
            and not (closing and q.s.paragraph == before.s.paragraph)
        ):
            stacks = {}
        before = q
        if q.what not in (*_PARTS, "deduct") or not q.dim or "per" in q.dim or (q.at in inside and q.group):
            continue
        stack = stacks.setdefault((q.dim, "deduct" if q.what == "deduct" else "level"), [])
        if len(stack) > 1 and q.s.value and closing and q.at not in heads:
            yield from _closed_by(
                told, q, stack, surely=bool(_SURELY_CLOSES.search(gap) or _COUNTED_OFF.search(q.lead))
            )
            stack.clear()
        stack.append(q)


def _is_closing(q: Quantity, gap: str) -> bool:
    if "其中" in gap:
        return False
    return bool(_CLOSES.search(q.lead) or _CLOSES_AFAR.search(gap))


def _of_another_role(parts: Sequence[Quantity], closing: Quantity) -> bool:
    """Whether budgets stand before spending: they are no parts of it."""
    plans = {"plan", "initial", "adjusted"}
    return any(q.near & plans for q in parts) and not closing.near & plans


def _closed_by(told: Told, closing: Quantity, stack: list[Quantity], *, surely: bool) -> Iterator[PartList]:
    parts = [q for q in stack if q.group == closing.group] or list(stack)
    whole, mine = parts, _series(closing)
    if (series := _split(parts)) and mine in series:
        parts = series[mine]
    if len(parts) > 1 and _CLOSES.search(parts[0].lead) and "、" not in told.between(parts[0], parts[1]):
        head, rest = parts[0], parts[1:]
        choices = [rest] if len(rest) > 1 else []
        parts = [head, *rest]
    else:
        choices = []
    own = [q for q in whole if mine and _series(q) == mine]
    if 1 < len(own) < len(parts):
        choices.append(own)
    for k in range(len(parts) - 1, 1, -1):
        if any(mark in parts[k - 1].gap for mark in (";", "其中", ":")):
            choices.append(parts[k - 1 :])
    if len(parts) < 2 or (not surely and _of_another_role(parts, closing)):
        return
    text = told.page.text[parts[0].s.start : closing.s.start]
    sure = surely or closing.what == "deduct"
    closed = sure and not has_any(text, ("等", "主要", "如")) and "另" not in closing.lead
    yield PartList(closing, parts, closed, behind=True, choices=choices)
