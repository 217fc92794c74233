"""What explanations draw on: the plan, the data, the measures, and one leaf with its rows and points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from jiheng.core.calendar import Workdays
from jiheng.core.exact import Money
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures import Measured
from jiheng.packs.borders import renamed
from jiheng.packs.expression import Expression, Name, parse
from jiheng.packs.method import Base
from jiheng.packs.model import Measure, Node, Pack
from jiheng.scoring.entry import Entry
from jiheng.scoring.explain import words


@dataclass(frozen=True, slots=True)
class Subject:
    """The unit or project that is explained."""

    pack: Pack
    dataset: DataSet
    measures: Mapping[str, Measured]
    workdays: Workdays
    borders: Mapping[str, tuple[Fraction, ...]] = field(default_factory=dict)
    """Measure → the values that the pack holds it against."""

    @property
    def places(self) -> int:
        """Decimals that a row keeps."""
        return 4 if self.pack.rounding.row is None else self.pack.rounding.row

    @property
    def rounded(self) -> str:
        """How a row is rounded, in a word."""
        return self.pack.rounding.WORDS[self.pack.rounding.how]

    def formula(self, name: str) -> Expression | None:
        """The formula behind a measure; None for a primitive one, also under another name."""
        declared: Measure | None = self.pack.measures.get(self.renamed(name))
        return None if declared is None else parse(declared.formula)

    def renamed(self, name: str) -> str:
        """What a measure stands for that only gives another one a new name."""
        return renamed(self.pack, name)

    def bounds(self, name: str) -> tuple[Fraction, ...]:
        """The values that a measure must be told from."""
        return self.borders.get(self.renamed(name), ())

    def told(self, name: str) -> str:
        """The value of a measure, with the digits that decide; one that is not known counts as 0."""
        measured = self.measures[name]
        return words.spoken(measured.value or Fraction(0), measured.unit, *self.bounds(name))

    def bound(self, name: str, border: Fraction) -> str:
        """A value that a measure is held against, told so that it differs from the measure's own."""
        measured = self.measures[name]
        return words.spoken(border, measured.unit, measured.value or Fraction(0))

    def pair(self, name: str) -> tuple[str, str] | None:
        """The two names of a measure that is one number divided by another; None for any other."""
        expression = self.formula(name)
        ratio = expression.ratio() if expression else None
        if ratio is None or not (isinstance(ratio[0], Name) and isinstance(ratio[1], Name)):
            return None
        return ratio[0].name, ratio[1].name

    def remark(self, name: str) -> str:
        """That a measure, or one that it is made of, rests on an estimate."""
        measured = self.measures.get(name)
        return measured.remark if measured is not None else ""

    def figure(self, name: str, *, whole: bool = False) -> str:
        """A measure's name and value, e.g. ``支出数 35,616.40 万元``; ``whole``: with all the digits of money."""
        measured = self.measures.get(name)
        if measured is None or measured.value is None:
            return f"{name}（缺数据）"
        if whole and measured.unit == "元":
            return f"{name} {Money.rounded(measured.value).yuan()} 元"
        return f"{name} {self.told(name)}"

    def inputs(self, name: str) -> tuple[str, ...]:
        """The measures right below a measure, or itself where it is primitive."""
        expression = self.formula(name)
        return expression.names() if expression else (self.renamed(name),)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf or own indicator: its rows, what they scored, what it weighs and scored as a whole."""

    node: Node
    entries: tuple[Entry, ...]
    scores: tuple[int, ...]
    weight: int
    score: int
    borders: tuple[Fraction, ...] = ()
    """What the pack holds its measure against anywhere."""

    @property
    def entry(self) -> Entry:
        """The only row of a leaf that has one."""
        return self.entries[0]

    @property
    def whole(self) -> Base | None:
        """The method that adds up its several rows, if it is one that does."""
        method, entry = self.node.method, self.entry
        summed = method is not None and not method.ONE_ROW and (entry.check is not None or entry.indicator is not None)
        return method if summed else None

    @property
    def lost(self) -> int:
        """Points lost, in 1/10 000 point."""
        return self.weight - self.score

    @property
    def name(self) -> str:
        """What its value is called in a sentence."""
        entry = self.entry
        if entry.measured is not None:
            return entry.measured.name
        return "完成值"

    @property
    def unit(self) -> str:
        """The unit of its value, as a measure has it."""
        return self.entry.measured.unit if self.entry.measured else self.entry.unit

    def value_text(self, value: Fraction) -> str:
        """A value of this leaf, or a target, as a reader expects it."""
        if self.entry.measured is not None or self.entry.unit:
            return words.spoken(value, self.unit, *self._against)
        return words.with_unit(value, self.entry.indicator.unit if self.entry.indicator else "", *self._against)

    @property
    def _against(self) -> tuple[Fraction, ...]:
        """What its values must be told from: its own, and all that they are held against."""
        entry = self.entry
        method = entry.rule.method
        held = method.borders(entry.target if entry.rule.own else method.goal()[1]) if isinstance(method, Base) else ()
        return (*self.borders, *held, *(() if entry.actual is None else (entry.actual,)))

    def gap_text(self, value: Fraction, *bounds: Fraction) -> str:
        """A distance between two values, told from each of the bounds."""
        if self.entry.measured is not None or self.entry.unit:
            return words.gap(value, self.unit, *bounds)
        unit = self.entry.indicator.unit if self.entry.indicator else ""
        return words.with_unit(value, "个百分点" if unit == "%" else unit, *bounds)
