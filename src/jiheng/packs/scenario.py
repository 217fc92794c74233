"""Scenario tests of a pack, which a finance officer can read and write: numbers in, points out, and why.

A file under ``scenarios/`` is a list of cases::

    - name: 执行率 94.98%，10 分得 9.50 分
      year: 2024
      input:
        支出率: 35616.40 / 37497.28
      expect: {score: {"A": 9.50}}
      because: 执行率 × 分值，四舍五入到分

A measure is given by its name, exactly or as a pair ``a / b``; left empty it is missing. An input of the pack is given
as a unit would type it (``95%``, ``5万元``, ``2024-03-05``, ``是``; a list for a group) and read as its data set is. An indicator of the
pack, or one of the unit's own (it says its ``level_1``), is given by its code as a group of keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator, Discriminator, Field, Tag

from jiheng.core.fault import Faults, Place
from jiheng.packs.folder import shown
from jiheng.packs.method import Operator, Valued
from jiheng.packs.model import Node, Pack
from jiheng.packs.names import meant, units
from jiheng.packs.quantity import misread
from jiheng.packs.source import Written, read_file
from jiheng.packs.typed import typed
from jiheng.packs.typing import Exact, Quantity, Strict, exact_number

State = Literal["scored", "missing", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Amount:
    """The value of a measure: exact, or a pair; ``value`` None is missing, or undefined over 0."""

    value: Fraction | None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    texts: tuple[str, ...] = field(default=(), compare=False)
    """As written: what an input of the pack is typed as in a data set; several for a group of units."""
    number: bool = True
    """Whether it is a number; a day, 是 or a level only makes sense for an input."""


def _amount(written: object) -> Amount:
    if written is None:
        return Amount(None)
    if isinstance(written, list):
        return Amount(None, texts=tuple(map(str, written)), number=False)
    text = str(written)
    above, sign, below = text.replace("÷", "/").partition("/")
    try:
        if not sign:
            return Amount(exact_number(written), texts=(text,))
        numerator, denominator = exact_number(above), exact_number(below)
    except ValueError:
        return Amount(None, texts=(text,), number=False)
    return Amount(numerator / denominator if denominator else None, numerator, denominator, (text,))


class Given(Strict):
    """What the unit handed in for one indicator of the pack, or one of its own (then with ``level_1``)."""

    actual: Exact | None = None
    level: str = ""
    coefficient: Exact | None = None
    choice: str = ""
    answers: dict[str, Literal["是", "否", "不适用"]] = {}
    absent: str = ""
    """Why it does not apply."""
    level_1: str = ""
    level_2: str = ""
    name: str = ""
    operator: Operator = "≥"
    target: Exact | None = None
    weight: Exact | None = None
    project: str = ""
    amount: Exact | None = None
    """The money that stands behind it, where completion is weighted by amount."""

    @property
    def own(self) -> bool:
        """Whether it is one of the unit's own indicators."""
        return bool(self.level_1)


def _is_given(written: object) -> str:
    return "given" if isinstance(written, dict | Given) else "amount"


Input = Annotated[
    Annotated[Given, Tag("given")] | Annotated[Amount, BeforeValidator(_amount), Tag("amount")],
    Discriminator(_is_given),
]


class Expected(Strict):
    """What must come out; only what is said is compared."""

    score: dict[str, Exact] = {}
    lost: dict[str, Exact] = {}
    state: dict[str, State] = {}
    total: Exact | None = None
    grade: str = ""


class Case(Strict):
    """One scenario."""

    name: str = Field(min_length=1)
    year: int | None = Field(default=None, ge=1990, le=2100)
    as_of: date | None = None
    pack: str = ""
    """The pack that it is for, where that is not the folder's own (e.g. ``cn/project+cn/caps``)."""
    input: dict[str, Input]
    expect: Expected
    because: str = Field(min_length=1)

    @property
    def day(self) -> date:
        """The day whose values are in force: ``as_of``, or the last of the year."""
        return self.as_of or date(self.budget_year, 12, 31)

    @property
    def budget_year(self) -> int:
        """The budget year."""
        return self.year or (self.as_of.year if self.as_of else 0)

    @cached_property
    def measures(self) -> dict[str, Amount]:
        """The measures that are given, by name."""
        return {name: given for name, given in self.input.items() if isinstance(given, Amount)}

    @cached_property
    def indicators(self) -> dict[str, Given]:
        """The indicators that are given, by code."""
        return {code: given for code, given in self.input.items() if isinstance(given, Given)}


class Scenario(NamedTuple):
    """A case, where it stands, and what was written."""

    case: Case
    place: Place
    tree: Written


def read_scenarios(folder: Path) -> tuple[Scenario, ...]:
    """Read the scenarios of the pack in ``folder``.

    Raises:
        Refused: with every fault in every file.
    """
    faults = Faults()
    found = [
        scenario for path in sorted((folder / "scenarios").glob("*.yaml")) for scenario in read_cases(path, faults)
    ]
    faults.raise_if_any()
    return tuple(found)


def read_cases(path: Path, faults: Faults) -> list[Scenario]:
    """Read one file of cases."""
    tree = read_file(path, faults, name=shown(path))
    _add_undated(tree, faults)
    _add_repeated(tree, faults)
    cases = typed(tree, tuple[Case, ...], faults) or ()
    return [Scenario(case, item.place, item) for case, item in zip(cases, tree.items, strict=False)]


def _add_undated(tree: Written, faults: Faults) -> None:
    for item in tree.items:
        if not item.mapping.keys() & {"year", "as_of"}:
            faults.add(item.place, "缺少年度", fix="请写明预算年度 year: 2024，或日期 as_of: 2024-12-31。")


def _add_repeated(tree: Written, faults: Faults) -> None:
    seen: dict[str, int] = {}
    for item in tree.items:
        name = item.mapping.get("name", item)
        if name.text in seen:
            fix = f"第 {seen[name.text]} 行已用过这个名称，请换一句话说明这个情形。"
            faults.add(name.place, "情形名称重复", value=name.text, fix=fix)
        if name.text:
            seen[name.text] = item.line


def add_misfits(scenarios: Iterable[Scenario], pack: Pack, faults: Faults) -> None:
    """Add a fault for everything in the cases that the pack does not know or reads otherwise."""
    nodes = {node.code: node for node in pack.nodes()}
    known = units(pack)
    for scenario in scenarios:
        for problem, value in _misfits(scenario.case, pack, nodes, known):
            fix = meant(value, known) or "请对照规则包核对名称或编码。"
            faults.add(scenario.place, problem, value=value, fix=fix)
        _add_misread(scenario, pack, nodes, known, faults)


_VALUE = Quantity("value")


def _add_misread(
    scenario: Scenario, pack: Pack, nodes: Mapping[str, Node], known: Mapping[str, str], faults: Faults
) -> None:
    """Numbers whose unit is not that of the measure: the scenario would prove what no unit gets."""
    given = scenario.tree.mapping.get("input", scenario.tree).mapping
    for name, written in given.items():
        unit, text, where = known.get(name), written.text, written
        node = nodes.get(name)
        if node is not None and isinstance(node.method, Valued) and "actual" in written.mapping:
            where = written.mapping["actual"]
            unit, text = node.method.hand_unit or None, where.text
        amount = scenario.case.measures.get(name)
        if name in pack.inputs and amount is not None:
            continue
        if amount is not None and not amount.number:
            faults.add(
                where.place, f"“{name}”的值不是数字", value=text, expected="数字，如 5、95% 或 3 / 4", fix="请改正。"
            )
            continue
        wrong = misread(text, unit, _VALUE) if text and unit and "/" not in text and "÷" not in text else None
        if wrong is not None:
            faults.add(where.place, f"“{name}”{wrong.problem}", fix=wrong.fix)


def _misfits(case: Case, pack: Pack, nodes: dict[str, Node], known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from (("没有这个数据或指标名称", name) for name in case.measures if name not in known)
    for code, given in case.indicators.items():
        if not given.own:
            yield from _leaf_misfits(code, given, nodes)
    own = {code for code, given in case.indicators.items() if given.own}
    asked = case.expect.score.keys() | case.expect.lost.keys() | case.expect.state.keys()
    yield from (("预期中的编码不在指标体系里", code) for code in sorted(asked - nodes.keys() - own))
    if case.expect.grade and case.expect.grade not in {grade.name for grade in pack.grades}:
        yield "规则包没有这个等级", case.expect.grade


def _leaf_misfits(code: str, given: Given, nodes: dict[str, Node]) -> Iterator[tuple[str, str]]:
    if code not in nodes:
        yield "指标编码不在指标体系里（自设指标请写明 level_1）", code
        return
    method = nodes[code].method
    if method is not None:
        yield from method.misfits(given)
    if isinstance(method, Valued) and method.measure and given.actual is not None:
        yield f"这个指标由“{method.measure}”计算，手填的完成值不起作用，请改填该数据", code
