"""逐项核对."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jiheng.packs.method import Checklist
from jiheng.packs.method.checklist import Item
from jiheng.scoring.entry import Entry
from jiheng.scoring.explain import words
from jiheng.scoring.explain.subject import Leaf, Subject
from jiheng.scoring.method.room import Room, Site
from jiheng.scoring.rows import State


def rows(site: Site, method: Checklist) -> Iterator[Entry]:
    """One row for each item."""
    for each in method.items:
        weight = site.points * each.points / site.node.weight
        yield _computed(site, each, weight) if each.measure else _answered(site, each, weight)


def _computed(site: Site, each: Item, weight: Fraction) -> Entry:
    item, measured = site.gather.plan.items[site.node.code], site.gather.measured(each.measure)
    state = State.MISSING if measured.value is None else State.GIVEN
    holds = Fraction(measured.value is not None and measured.value > 0)
    code, why = site.node.code, measured.why
    return Entry(code, item, site.rule, weight, state, holds, why=why, measured=measured, check=each)


def _answered(site: Site, each: Item, weight: Fraction) -> Entry:
    item, answer = site.gather.plan.items[site.node.code], site.gather.answers.get((site.node.code, each.code))
    said = answer.answer if answer else ""
    state = {"": State.MISSING, "不适用": State.KEPT}.get(said, State.GIVEN)
    return Entry(site.node.code, item, site.rule, weight, state, Fraction(said == "是"), check=each, answer=answer)


def because(_: Subject, leaf: Leaf, __: Checklist) -> str:
    """Which items hold and which do not."""
    marks: dict[str, list[str]] = {}
    for entry in leaf.entries:
        assert entry.check is not None
        marks.setdefault(_answer(entry.state, entry.actual), []).append(
            f"“{entry.check.name}”{words.points(entry.weight)}"
        )
    whole = len(leaf.entries)
    if len(marks.get("符合", ())) == whole:
        return f"{whole} 项全部符合，得满分 {words.points(leaf.score)}"
    told = "；".join(f"{mark}：{words.listed(items)}" for mark, items in marks.items() if mark != "符合")
    return f"{whole} 项中 {len(marks.get('符合', ()))} 项符合；{told}；得 {words.points(leaf.score)}"


def _answer(state: State, holds: Fraction | None) -> str:
    if state == State.GIVEN:
        return "符合" if holds else "不符合"
    return "不适用（保留分值）" if state == State.KEPT else "未作答（计 0 分）"


def regain(_: Subject, leaf: Leaf, __: Checklist) -> str:
    """The items that do not hold."""
    told = []
    for entry, score in zip(leaf.entries, leaf.scores, strict=True):
        gain = entry.weight - score
        if gain > 0 and entry.check is not None:
            verb = "补充作答" if entry.state == State.MISSING else "做到"
            told.append(f"{verb}“{entry.check.name}”可得 {words.points(gain)}")
    return "；".join(told)


ROOM = Room(because, regain, rows=rows)
