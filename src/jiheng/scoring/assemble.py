"""Data set and measures → entries: which value each leaf and own indicator of a subject has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import chain

from jiheng.core.exact import Points
from jiheng.core.fault import Faults, Place
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures import Measured
from jiheng.facts.rows import Indicator
from jiheng.packs.model import Node, home
from jiheng.scoring.entry import Assembly, Entry
from jiheng.scoring.gather import Gather
from jiheng.scoring.method import room
from jiheng.scoring.method.own import own_row
from jiheng.scoring.method.room import Site
from jiheng.scoring.plan import Plan
from jiheng.scoring.rows import State
from jiheng.scoring.weights import Absence, Stake, absences, leaves, move


def assemble(
    plan: Plan,
    dataset: DataSet,
    measures: Mapping[str, Measured],
    faults: Faults,
    *,
    blank: dict[str, tuple[Entry, ...]] | None = None,
) -> Assembly:
    """Gather what is scored; faults go to ``faults`` and leave their row missing.

    Args:
        plan: the compiled pack.
        dataset: the unit's data; for one project ``facts.for_project`` of it.
        measures: ``facts.measures.measure`` of the same data.
        faults: weights that do not add up, levels and choices that the pack does not know.
        blank: if given, the data is only a part (a scenario): points that no own indicator claims are missing, not a
            fault, and leaves of which nothing is known are kept here, to be shared by all parts.
    """
    return _Assembler(plan, dataset, measures, faults, blank).assembly()


class _Assembler(Gather):
    def __init__(
        self,
        plan: Plan,
        dataset: DataSet,
        measures: Mapping[str, Measured],
        faults: Faults,
        blank: dict[str, tuple[Entry, ...]] | None,
    ) -> None:
        super().__init__(plan, dataset, measures, faults)
        self.blank = blank
        self.said = set() if blank is None else self._said()
        self.whole_unit = plan.pack.of_whole

    def _said(self) -> set[str]:
        """The codes of which a part of the data says anything."""
        said = {*self.results, *(row.indicator for row in self.dataset.answers)}
        return said.union(*(self.plan.measured.get(name, ()) for name in self.measures))

    def assembly(self) -> Assembly:
        if self.blank is not None and self._is_plain():
            return self._of_said(self.blank)
        absent = absences(self.plan, self.results, self.measures)
        stakes = list(leaves(self.plan, absent, self._own_stakes))
        move(self.plan, stakes, self.faults)
        entries = [entry for stake in stakes for entry in self._known_or_blank(stake)]
        entries.extend(self._adjustments())
        points = {stake.code: stake.points + stake.moved for stake in stakes}
        return Assembly(tuple(entries), points, {code: absence.why for code, absence in absent.items()})

    def _is_plain(self) -> bool:
        """Whether every leaf has the points that the pack gives it, and no rows but its own."""
        moved = any(row.absent for row in self.results.values()) or not self.plan.conditions.isdisjoint(self.measures)
        return not (moved or self.own)

    def _of_said(self, blank: dict[str, tuple[Entry, ...]]) -> Assembly:
        """Only what is said is looked at; all other leaves are blank."""
        if len(blank) < len(self.plan.leaves):
            self._fill(blank)
        parts = dict(blank)
        for code in self.said & parts.keys():
            parts[code] = tuple(self._entries(Stake(code, code, self.plan.weights[code])))
        return Assembly((*chain.from_iterable(parts.values()), *self._adjustments()), self.plan.stakes)

    def _fill(self, blank: dict[str, tuple[Entry, ...]]) -> None:
        nothing = _Assembler(self.plan, DataSet(unit=self.dataset.unit), {}, self.faults, None)
        of_nothing = {
            code: tuple(nothing._entries(Stake(code, code, points))) for code, points in self.plan.stakes.items()
        }
        blank.clear()
        blank.update(of_nothing)

    def _own_stakes(self, node: Node) -> Iterator[Stake]:
        """The unit's own indicators under a level; their weights must add up to the level's."""
        chosen = [row for row in self._subject_indicators() if self._home(row) is node]
        weights = [row.weight.units if row.weight else 0 for row in chosen]
        unclaimed = self.plan.weights[node.code] - sum(weights)
        if unclaimed and not (self.blank is not None and unclaimed > 0) and not self._moved_between():
            self._add_wrong_sum(node, chosen, sum(weights))
        for row, weight in zip(chosen, weights, strict=True):
            result = self.results.get(row.code)
            rule = node.not_applicable
            absence = Absence(rule.rule, rule.to, result.absent) if result and result.absent else None
            yield Stake(node.code, row.code, weight, absence)
        if self.blank is not None and unclaimed > 0:
            yield Stake(node.code, node.code, unclaimed)

    def _home(self, row: Indicator) -> Node | None:
        return home(self.plan.own_levels, row.level_1, row.level_2)

    def _moved_between(self) -> bool:
        """Whether the unit only moved points between the levels that it fills."""
        levels = self.plan.own_levels
        homes = [(row, at) for row in self._subject_indicators() if (at := self._home(row)) is not None]
        claimed = sum(row.weight.units for row, _ in homes if row.weight)
        filled = {at.code for _, at in homes}
        return len(filled) == len(levels) and claimed == sum(self.plan.weights[node.code] for node in levels)

    def _add_wrong_sum(self, node: Node, chosen: list[Indicator], units_found: int) -> None:
        self.faults.add(
            chosen[0].place if chosen else Place(path=self.dataset.unit.name),
            f"“{node.name}”下自设指标权重合计 {Points(units_found).shown()} 分",
            expected=f"{Points.of(node.weight).shown()} 分",
            fix="请调整各指标的权重，使合计等于规则包规定的分值。",
        )

    def _subject_indicators(self) -> Iterator[Indicator]:
        return (row for row in self.dataset.indicators if not (self.whole_unit and row.project))

    def _known_or_blank(self, stake: Stake) -> Iterable[Entry]:
        if self.blank is None or stake.moved or stake.absence or self._is_known(stake):
            return self._entries(stake)
        if stake.node not in self.blank:
            self.blank[stake.node] = tuple(self._entries(stake))
        return self.blank[stake.node]

    def _is_known(self, stake: Stake) -> bool:
        """Whether the data says anything of the leaf."""
        if stake.code in self.said:
            return True
        node = self.plan.nodes[stake.node]
        of_own = node.own is not None or (node.method is not None and node.method.OF_OWN)
        return bool(self.dataset.indicators) and of_own

    def _entries(self, stake: Stake) -> Iterator[Entry]:
        node, points = self.plan.nodes[stake.node], Fraction(stake.points + stake.moved)
        if stake.absence is not None:
            state = State.KEPT if stake.absence.rule == "full" else State.NONE
            yield self.bare(stake, points, state, stake.absence.why)
        elif node.own is not None and stake.code == node.code:
            yield self.bare(stake, points, State.MISSING, "没有自设指标")
        elif node.own is not None:
            yield own_row(self, self.own[stake.code], points, self.plan.own, stake)
        elif node.method is not None:
            item = self.plan.items[node.code]
            rule = self.plan.rules[max(item.rule, 0)]
            yield from room(node.method).rows(Site(self, node, rule, points, stake), node.method)

    def _adjustments(self) -> Iterator[Entry]:
        """Deductions, caps, bonuses and vetoes whose measure has a value."""
        pack = self.plan.pack
        named = [(each.code, each.measure) for each in pack.deductions]
        named += [(each.code, each.measure) for each in pack.caps]
        named += [(each.code, each.measure) for each in pack.bonuses]
        named += [(each.code, each.measure) for each in pack.vetoes]
        for code, measure in named:
            measured, item = self.measured(measure), self.plan.items[code]
            if measured.value is not None:
                rule = self.plan.rules[item.rule]
                yield Entry(code, item, rule, Fraction(0), State.GIVEN, measured.value, measured=measured)
