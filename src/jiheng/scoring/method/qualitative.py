"""定性分级."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jiheng.core.exact import fraction_text
from jiheng.facts.rows import Indicator, Result
from jiheng.packs.method import Qualitative
from jiheng.scoring.entry import Entry
from jiheng.scoring.explain import words
from jiheng.scoring.explain.subject import Leaf, Subject
from jiheng.scoring.gather import Gather
from jiheng.scoring.marks import Columns, Mark, coefficient
from jiheng.scoring.method.room import Reading, Room, Site
from jiheng.scoring.plan import Rule
from jiheng.scoring.rows import State


def marks(_: Qualitative, __: Rule, row: Columns) -> Iterator[Mark]:
    """The coefficient is the share."""
    yield coefficient(row)


def read(gather: Gather, method: Qualitative, _: Indicator | None, result: Result | None) -> Reading:
    """The level that was picked and its coefficient."""
    if result is None or not (result.level or result.coefficient is not None):
        return Reading(State.MISSING, why="未填完成等级")
    names = [level.name for level in method.levels]
    if not result.level:
        return Reading(State.GIVEN, result.coefficient)
    if result.level not in names:
        gather.faults.add(
            result.place, "完成等级不在规则包中", value=result.level, expected="、".join(names), fix="请从中选择一个。"
        )
        return Reading(State.MISSING, why="完成等级无效")
    level = method.levels[names.index(result.level)]
    chosen = level.high if result.coefficient is None else result.coefficient
    if not level.low <= chosen <= level.high:
        gather.faults.add(
            result.place,
            f"得分系数不在“{level.name}”的范围内",
            value=_percent(chosen),
            expected=f"{_percent(level.low)} 至 {_percent(level.high)}",
            fix="请改填系数或等级。",
        )
    return Reading(State.GIVEN, chosen, names.index(result.level))


def _percent(share: Fraction) -> str:
    return f"{fraction_text(share * 100, 4)}%"


def rows(site: Site, method: Qualitative) -> Iterator[Entry]:
    """One row."""
    yield site.entry(read(site.gather, method, None, site.gather.results.get(site.node.code)))


def because(_: Subject, leaf: Leaf, method: Qualitative) -> str:
    """The level and the coefficient."""
    chosen = leaf.entry.actual or Fraction(0)
    told = f"系数 {words.share(chosen)}"
    if leaf.entry.choice >= 0:
        level = method.levels[leaf.entry.choice]
        told = f"等级“{level.name}”（{words.share(level.low)} 至 {words.share(level.high)}），取{told}"
    return f"{told}；{words.points(leaf.weight)} × {words.share(chosen)} = {words.points(leaf.score)}"


def regain(_: Subject, leaf: Leaf, method: Qualitative) -> str:
    """The next better level."""
    chosen = leaf.entry.actual or Fraction(0)
    gains = [(level, leaf.weight * (level.high - chosen)) for level in method.levels if level.high > chosen]
    level, gain = min(gains, key=lambda pair: pair[1])
    here = leaf.entry.choice >= 0 and method.levels[leaf.entry.choice] == level
    more = f"最多再得 {words.points(gain)}"
    if here:
        return f"本等级系数最高可取 {words.share(level.high)}，有佐证材料支持时{more}"
    return f"达到“{level.name}”并附佐证材料，{more}"


ROOM = Room(because, regain, marks, rows, read)
