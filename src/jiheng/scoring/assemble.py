"""Data set and measures → entries: which value each leaf and own indicator of a subject has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import chain

from jiheng.core.exact import Points, fraction_text
from jiheng.core.fault import Faults, Place
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures import Measured
from jiheng.facts.rows import Indicator, Result
from jiheng.packs.method import Checklist, Completion, OneOf, Operator, Qualitative
from jiheng.packs.model import Node
from jiheng.scoring.entry import Assembly, Entry
from jiheng.scoring.plan import Plan, Rule
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


class _Assembler:
    def __init__(
        self,
        plan: Plan,
        dataset: DataSet,
        measures: Mapping[str, Measured],
        faults: Faults,
        blank: dict[str, tuple[Entry, ...]] | None,
    ) -> None:
        self.plan = plan
        self.dataset = dataset
        self.measures = measures
        self.faults = faults
        self.results = {row.indicator: row for row in dataset.results}
        self.answers = {(row.indicator, row.item): row for row in dataset.answers}
        self.own = {row.code: row for row in dataset.indicators}
        self.blank = blank
        self.said = set() if blank is None else self._said()
        self.whole_unit = plan.pack.object == "部门整体"

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
        chosen = [row for row in self._subject_indicators() if _is_under(row, node)]
        weights = [row.weight.units if row.weight else 0 for row in chosen]
        unclaimed = self.plan.weights[node.code] - sum(weights)
        if unclaimed and not (self.blank is not None and unclaimed > 0):
            self._add_wrong_sum(node, chosen, sum(weights))
        for row, weight in zip(chosen, weights, strict=True):
            result = self.results.get(row.code)
            rule = node.not_applicable
            absence = Absence(rule.rule, rule.to, result.absent) if result and result.absent else None
            yield Stake(node.code, row.code, weight, absence)
        if self.blank is not None and unclaimed > 0:
            yield Stake(node.code, node.code, unclaimed)

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
        return bool(self.dataset.indicators) and (node.own is not None or isinstance(node.method, Completion))

    def _entries(self, stake: Stake) -> Iterator[Entry]:
        node, points = self.plan.nodes[stake.node], Fraction(stake.points + stake.moved)
        if stake.absence is not None:
            state = State.KEPT if stake.absence.rule == "full" else State.NONE
            yield self._bare(stake, points, state, stake.absence.why)
        elif node.own is not None and stake.code == node.code:
            yield self._bare(stake, points, State.MISSING, "没有自设指标")
        elif node.own is not None:
            yield self._indicator(self.own[stake.code], points, self.plan.own, stake)
        elif isinstance(node.method, Checklist):
            yield from self._checklist(node, node.method, points)
        elif isinstance(node.method, Completion):
            yield from self._completion(node.method, points, stake)
        else:
            yield self._leaf(node, points)

    def _bare(self, stake: Stake, points: Fraction, state: State, why: str) -> Entry:
        """A row without a value: any rule of the item will do, since the state decides."""
        item = self.plan.items[stake.node]
        own = self.own.get(stake.code) if stake.code != stake.node else None
        many = self.plan.own if self.plan.nodes[stake.node].own else self.plan.parts
        rule = self.plan.rules[item.rule] if item.rule >= 0 else next(iter(many.values()))
        return Entry(stake.code, item, rule, points, state, why=why, indicator=own, result=self.results.get(stake.code))

    def _leaf(self, node: Node, points: Fraction) -> Entry:
        item = self.plan.items[node.code]
        rule, result = self.plan.rules[item.rule], self.results.get(node.code)
        if isinstance(node.method, Qualitative):
            state, actual, choice, why = self._level(node.method, result)
            return Entry(node.code, item, rule, points, state, actual, choice=choice, why=why, result=result)
        if isinstance(node.method, OneOf):
            choice = self._choice(node.method, result)
            state, why = (State.GIVEN, "") if choice >= 0 else (State.MISSING, "未选择情形")
            return Entry(node.code, item, rule, points, state, choice=choice, why=why, result=result)
        name = getattr(node.method, "measure", "")
        measured = self._measured(name) if name else None
        actual = measured.value if measured else result.actual if result else None
        why = "" if actual is not None else (measured.why if measured else "") or "未填全年完成值"
        state = State.MISSING if actual is None else State.GIVEN
        return Entry(node.code, item, rule, points, state, actual, why=why, measured=measured, result=result)

    def _measured(self, name: str) -> Measured:
        return self.measures.get(name) or Measured(name, "", "missing", why=f"没有“{name}”的数据")

    def _level(self, method: Qualitative, result: Result | None) -> tuple[State, Fraction | None, int, str]:
        if result is None or not (result.level or result.coefficient is not None):
            return State.MISSING, None, -1, "未填完成等级"
        names = [level.name for level in method.levels]
        if not result.level:
            return State.GIVEN, result.coefficient, -1, ""
        if result.level not in names:
            self.faults.add(
                result.place,
                "完成等级不在规则包中",
                value=result.level,
                expected="、".join(names),
                fix="请从中选择一个。",
            )
            return State.MISSING, None, -1, "完成等级无效"
        level = method.levels[names.index(result.level)]
        coefficient = level.high if result.coefficient is None else result.coefficient
        if not level.low <= coefficient <= level.high:
            band = f"{_percent(level.low)} 至 {_percent(level.high)}"
            self.faults.add(
                result.place,
                f"得分系数不在“{level.name}”的范围内",
                value=_percent(coefficient),
                expected=band,
                fix="请改填系数或等级。",
            )
        return State.GIVEN, coefficient, names.index(result.level), ""

    def _choice(self, method: OneOf, result: Result | None) -> int:
        codes = [choice.code for choice in method.choices]
        if result is None or not result.choice:
            return -1
        if result.choice not in codes:
            self.faults.add(
                result.place,
                "所选情形不在规则包中",
                value=result.choice,
                expected="、".join(codes),
                fix="请从中选择一个。",
            )
            return -1
        return codes.index(result.choice)

    def _checklist(self, node: Node, method: Checklist, points: Fraction) -> Iterator[Entry]:
        item = self.plan.items[node.code]
        rule = self.plan.rules[item.rule]
        for each in method.items:
            weight = points * each.points / node.weight
            if each.measure:
                measured = self._measured(each.measure)
                state = State.MISSING if measured.value is None else State.GIVEN
                holds = Fraction(measured.value is not None and measured.value > 0)
                yield Entry(
                    node.code, item, rule, weight, state, holds, why=measured.why, measured=measured, check=each
                )
                continue
            answer = self.answers.get((node.code, each.code))
            said = answer.answer if answer else ""
            state = {"": State.MISSING, "不适用": State.KEPT}.get(said, State.GIVEN)
            yield Entry(node.code, item, rule, weight, state, Fraction(said == "是"), check=each, answer=answer)

    def _completion(self, method: Completion, points: Fraction, stake: Stake) -> Iterator[Entry]:
        shares = self._shares(method)
        whole = sum(shares.values())
        if not whole:
            yield self._bare(stake, points, State.MISSING, "没有可以计算完成情况的指标，请填写“绩效指标”和“完成情况”")
            return
        for code, share in shares.items():
            yield self._indicator(self.own[code], points * share / whole, self.plan.parts, stake, share / whole)

    def _shares(self, method: Completion) -> dict[str, Fraction]:
        """How much each indicator of the set counts; those that do not apply are left out."""
        chosen = [row for row in self.dataset.indicators if self._is_owned(row, method)]
        chosen = [row for row in chosen if not (row.code in self.results and self.results[row.code].absent)]
        if method.weighting == "plain":
            return {row.code: Fraction(1) for row in chosen}
        if method.weighting == "weight":
            return {row.code: Fraction(row.weight.units if row.weight else 0) for row in chosen}
        money, many = self._amounts(method), [row.project for row in chosen]
        return {row.code: money.get(row.project, Fraction(0)) / many.count(row.project) for row in chosen}

    def _is_owned(self, row: Indicator, method: Completion) -> bool:
        funds = {fund.project for fund in self.dataset.special_funds}
        owned = {"unit": not row.project, "special_funds": row.project in funds, "projects": bool(row.project)}
        return owned[method.owner] and (not method.level_1 or row.level_1 in method.level_1)

    def _amounts(self, method: Completion) -> dict[str, Fraction]:
        found: dict[str, Fraction] = {}
        if method.owner == "special_funds":
            lines = ((fund.project, fund.issued) for fund in self.dataset.special_funds)
        else:
            lines = ((line.project, line.adjusted) for line in self.dataset.budget)
        for project, amount in lines:
            found[project] = found.get(project, Fraction(0)) + (amount.units if amount else 0)
        return found

    def _indicator(
        self,
        row: Indicator,
        points: Fraction,
        rules: Mapping[Operator, Rule],
        stake: Stake,
        share: Fraction = Fraction(1),
    ) -> Entry:
        """An own indicator, in a level of its own or as a part of a completion."""
        item, result = self.plan.items[stake.node], self.results.get(row.code)
        rule = rules.get(row.operator)  # type: ignore[call-overload]  # an operator that the pack lacks is what is asked
        if rule is None:
            self.faults.add(
                row.place,
                "规则包没有规定这种指标性质怎样计分",
                value=row.operator,
                expected="、".join(rules),
                fix="请改选指标性质。",
            )
            return self._bare(stake, points, State.MISSING, "指标性质无法计分")
        if isinstance(rule.method, Qualitative):
            state, actual, choice, why = self._level(rule.method, result)
            return Entry(row.code, item, rule, points, state, actual, None, choice, why, None, row, result, share=share)
        actual = result.actual if result else None
        why = "未填全年完成值" if actual is None else "未填年度指标值" if row.target is None else ""
        state = State.MISSING if why else State.GIVEN
        return Entry(row.code, item, rule, points, state, actual, row.target, -1, why, None, row, result, share=share)

    def _adjustments(self) -> Iterator[Entry]:
        """Deductions and caps whose measure has a value."""
        pack = self.plan.pack
        named = [(each.code, each.measure) for each in pack.deductions]
        named += [(each.code, each.measure) for each in pack.caps]
        for code, measure in named:
            measured, item = self._measured(measure), self.plan.items[code]
            if measured.value is not None:
                rule = self.plan.rules[item.rule]
                yield Entry(code, item, rule, Fraction(0), State.GIVEN, measured.value, measured=measured)


def _is_under(row: Indicator, node: Node) -> bool:
    own = node.own
    if own is None:
        return False
    if own.level_1 and row.level_1 != own.level_1:
        return False
    return not own.level_2 or not row.level_2 or row.level_2 in own.level_2


def _percent(share: Fraction) -> str:
    return f"{fraction_text(share * 100, 4)}%"
