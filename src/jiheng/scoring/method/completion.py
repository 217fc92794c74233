"""指标完成情况."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jiheng.core.exact import half_up
from jiheng.facts.attainment import counted
from jiheng.packs.method import Completion
from jiheng.scoring.entry import Entry
from jiheng.scoring.explain import words
from jiheng.scoring.explain.figures import product
from jiheng.scoring.explain.reach import share
from jiheng.scoring.explain.subject import Leaf, Subject
from jiheng.scoring.gather import Gather
from jiheng.scoring.method.own import own_row
from jiheng.scoring.method.room import Room, Site
from jiheng.scoring.rows import State


def rows(site: Site, method: Completion) -> Iterator[Entry]:
    """One row for each indicator of the set, with its part of the points."""
    gather, shares = site.gather, _shares(site.gather, method)
    whole = sum(shares.values())
    if not whole:
        why = "没有可以计算完成情况的指标，请填写“绩效指标”和“完成情况”"
        yield gather.bare(site.stake, site.points, State.MISSING, why)
        return
    for code, part in shares.items():
        points = site.points * part / whole
        yield own_row(gather, gather.own[code], points, gather.plan.parts, site.stake, share=part / whole)


def _shares(gather: Gather, method: Completion) -> dict[str, Fraction]:
    """How much each indicator of the set counts; those that do not apply are left out."""
    chosen = [
        row
        for row in counted(gather.dataset, method)
        if not (row.code in gather.results and gather.results[row.code].absent)
    ]
    if method.weighting == "plain":
        return {row.code: Fraction(1) for row in chosen}
    if method.weighting == "weight":
        return {row.code: Fraction(row.weight.units if row.weight else 0) for row in chosen}
    money, many = _amounts(gather, method), [row.project for row in chosen]
    return {row.code: money.get(row.project, Fraction(0)) / many.count(row.project) for row in chosen}


def _amounts(gather: Gather, method: Completion) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    if method.owner == "special_funds":
        lines = ((fund.project, fund.issued) for fund in gather.dataset.special_funds)
    else:
        lines = ((line.project, line.adjusted) for line in gather.dataset.budget)
    for project, amount in lines:
        found[project] = found.get(project, Fraction(0)) + (amount.units if amount else 0)
    return found


def done_on_average(leaf: Leaf) -> Fraction:
    """The mean completion of the indicators that are counted, as they are weighted."""
    return sum((each.share * share(each) for each in leaf.entries), Fraction(0))


def done(leaf: Leaf, places: int) -> str:
    """What was reached of the whole set, in words; one figure wherever it stands."""
    return words.telling(Fraction(leaf.weight), done_on_average(leaf), places)


def because(subject: Subject, leaf: Leaf, method: Completion) -> str:
    """The mean, and which indicators hold it down."""
    shares = [share(entry) for entry in leaf.entries]
    mean = done_on_average(leaf)
    way = {"plain": "平均", "weight": "按权重加权平均", "amount": "按金额加权平均"}[method.weighting]
    short = [
        f"{entry.indicator.name} {_missing_or(entry.state, part)}"
        for entry, part in zip(leaf.entries, shares, strict=True)
        if part < 1 and entry.indicator is not None
    ]
    count = len(leaf.entries)
    if not short:
        return f"{count} 项指标全部完成，得满分 {words.points(leaf.score)}"
    told = f"{count} 项指标{way}完成 {done(leaf, subject.places)}，未全部完成的有：{words.listed(short)}"
    return f"{told}；{product(subject, leaf, mean)}"


def _missing_or(state: State, part: Fraction) -> str:
    return "未填（计 0）" if state == State.MISSING else words.share(part)


def regain(_: Subject, leaf: Leaf, __: Completion) -> str:
    """The indicators that would bring most."""
    told = []
    for entry in leaf.entries:
        part = share(entry)
        if part >= 1 or entry.indicator is None:
            continue
        gain = entry.weight * (1 - part)
        told.append((gain, f"{_one_more(entry)}多得约 {words.points(_two(gain))}"))
    told.sort(key=lambda pair: -pair[0])
    rest = f"；另有 {len(told) - 5} 项" if len(told) > 5 else ""
    return "；".join(text for _, text in told[:5]) + rest


def _two(units: Fraction) -> int:
    return half_up(units.numerator, units.denominator * 100) * 100


def _one_more(entry: Entry) -> str:
    assert entry.indicator is not None
    name, unit = entry.indicator.name, entry.indicator.unit
    if entry.state == State.MISSING:
        return f"补填“{name}”的完成值，"
    if entry.target is None or entry.actual is None:
        return f"“{name}”达到更高等级，"
    verb = "再完成" if entry.target > entry.actual else "再降低"
    difference = words.with_unit(abs(entry.target - entry.actual), "个百分点" if unit == "%" else unit)
    return f"“{name}”{verb} {difference}达到目标，"


ROOM = Room(because, regain, rows=rows)
