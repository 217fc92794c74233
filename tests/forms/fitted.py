"""The example town as it would stand under any shipped pack: its own indicators weigh what the pack's levels do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from jiheng.core.exact import Points
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Answer, Evidence, Indicator, Narrative, Observation, Result
from jiheng.packs.load import load_pack
from jiheng.packs.model import Own, Pack

Coded = TypeVar("Coded", Result, Answer, Evidence, Observation)


def fitted(town: DataSet, pack_id: str) -> DataSet:
    """The town, with what the pack does not ask for left out."""
    pack = load_pack(pack_id)
    by_project = pack.object == "项目"
    of_unit = () if by_project else tuple(_weighed([row for row in town.indicators if not row.project], pack))
    of_projects: list[Indicator] = []
    for project in town.projects:
        own = [row for row in town.indicators if row.project == project.code]
        of_projects += _weighed(own, pack if by_project else load_pack(pack.project_pack))
    indicators = (*of_unit, *of_projects)
    known = {row.code for row in indicators} | {node.code for node in pack.nodes() if not node.children}
    return replace(
        town,
        unit=replace(town.unit, pack=pack_id),
        indicators=indicators,
        results=_of(town.results, known),
        answers=_of(town.answers, known),
        evidence=_of(town.evidence, known),
        observations=_of(town.observations, known),
        claims=(),
        narrative=town.narrative if pack_id == town.unit.pack else tuple(_unnumbered(town)),
    )


def _of(rows: Sequence[Coded], known: set[str]) -> tuple[Coded, ...]:
    return tuple(row for row in rows if row.indicator in known)


def _weighed(rows: Sequence[Indicator], pack: Pack) -> Iterator[Indicator]:
    """Each with an even share of its level's points; a level that the pack does not have takes another's place."""
    levels = {node.own: node.weight for node in pack.nodes() if node.own}
    if not levels:
        yield from rows
        return
    held: dict[Own, list[Indicator]] = defaultdict(list)
    for row in rows:
        held[next((own for own in levels if _holds(own, row)), next(iter(levels)))].append(row)
    for own in levels if rows else ():
        if not held[own]:
            fullest = max(held.values(), key=len)
            held[own].append(fullest.pop())
    for own, listed in held.items():
        yield from _shared(own, levels[own], listed)


def _holds(own: Own, row: Indicator) -> bool:
    """Whether the indicator stands on the level; costs are a second level of output where they are none of their own."""
    if own.level_1 == row.level_2 and own.level_1.startswith("成本"):
        return True
    return own.level_1 in {"", row.level_1} and (not own.level_2 or row.level_2 in own.level_2)


def _shared(own: Own, weight: Fraction, rows: Sequence[Indicator]) -> Iterator[Indicator]:
    units = int(weight * 10_000)
    each_gets, rest = divmod(units, len(rows))
    for at, row in enumerate(rows):
        level_2 = row.level_2 if not own.level_2 or row.level_2 in own.level_2 else own.level_2[0]
        yield replace(
            row,
            level_1=own.level_1 or row.level_1,
            level_2=level_2,
            weight=Points(each_gets + (rest if at == 0 else 0)),
        )


def _unnumbered(town: DataSet) -> Iterator[Narrative]:
    """The texts of forms; the chapters are those of the town's own report."""
    return (row for row in town.narrative if not row.chapter[0].isdigit())
