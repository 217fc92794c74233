"""What every scoring method is: a shape, what it says, what can be wrong with it. One module of this package each.

``w`` is the weight of the indicator, ``x`` the actual value of its measure, ``t`` the target. A value that is
*missing* scores 0 and says so; *not applicable* follows the indicator's ``not_applicable`` rule; zero is a value like
any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, NamedTuple, Protocol

from pydantic import BeforeValidator, Field

from jiheng.packs.said import figure, gap, number
from jiheng.packs.typing import Strict

Direction = Literal["正向", "反向"]
_SIGNS = {">=": "≥", "<=": "≤", "=>": "≥", "=<": "≤", "==": "=", "＞": ">", "＜": "<", "＝": "=", "⩾": "≥", "⩽": "≤"}


def sign(written: object) -> object:
    """A comparison as packs have it, from how keyboards write it."""
    return _SIGNS.get(written, written) if isinstance(written, str) else written


Operator = Annotated[Literal["≥", "≤", "=", ">", "<", "定性"], BeforeValidator(sign)]
Comparison = Annotated[Literal["≥", "≤", "=", ">", "<"], BeforeValidator(sign)]
KeyPath = tuple[int | str, ...]

HOLDS = {"≥": "不低于", "≤": "不超过", "=": "等于", ">": "高于", "<": "低于"}
"""How a sentence says that a comparison holds."""


class Doubt(NamedTuple):
    """What lint has to say of a method: under which code, where below the method, what, and what to do."""

    code: str
    path: KeyPath
    sentence: str
    fix: str


class Flaw(NamedTuple):
    """Why a method cannot score at all: problem, value met, what was expected, what to do."""

    problem: str
    value: str
    expected: str
    fix: str


class Said(Protocol):
    """What a unit hands in for an indicator beside a number."""

    @property
    def level(self) -> str:
        """The qualitative level."""

    @property
    def choice(self) -> str:
        """The alternative."""

    @property
    def answers(self) -> Mapping[str, str]:
        """The answers to a checklist."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a read-back sentence needs beside the method: the unit of its value and the weight (None: not fixed)."""

    unit: str
    weight: Fraction | None = None
    value: str = ""
    """What the value is called in the sentence."""

    def limit(self, value: Fraction) -> str:
        """A threshold in the unit of the measure."""
        return figure(value, self.unit)

    def distance(self, value: Fraction) -> str:
        """A distance between two values of the measure."""
        return gap(value, self.unit)

    def points(self, share: Fraction) -> str:
        """A share of the weight, in points where these are known: ``24 分``."""
        if self.weight is None:
            return "满分" if share == 1 else "0 分" if not share else f"分值的 {number(share, '%')}"
        return number(self.weight * share, "分")


class Base(Strict):
    """One way of scoring an indicator."""

    TITLE: ClassVar[str] = ""
    """How people call it, e.g. 分档赋分."""
    RIGHT_FORMS: ClassVar[Mapping[str, str]] = {}
    """An example of the method and of each part of it, by the name of the model."""
    WORDS: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    """Key → how each of its closed values is said in Chinese (drop-downs of the workbook, sentences)."""
    ONE_ROW: ClassVar[bool] = True
    """Whether it scores one row from one value; otherwise it adds up several."""
    OWN: ClassVar[bool] = True
    """Whether it may score what a unit declares for itself (``own_methods``)."""

    OF_OWN: ClassVar[bool] = False
    """Whether what it scores are the unit's own indicators."""

    kind: str

    def used(self) -> Iterator[tuple[KeyPath, str]]:
        """The measures that it names, each with its place below the method."""
        return iter(())

    def unit(self, of: Mapping[str, str]) -> str:
        """The unit of its value, given those of the pack's names."""
        del of
        return ""

    def says(self, unit: str) -> Iterator[tuple[str, str]]:
        """Its parameters, aspect by aspect, as a comparison of two packs lists them."""
        del unit
        return iter(())

    def sentence(self, told: Told) -> str:
        """What it does, in one sentence that an officer proof-reads."""
        raise NotImplementedError

    def parts(self) -> Iterator[tuple[KeyPath, str, Fraction]]:
        """Points that it shares out: place below the method, what, how many."""
        return iter(())

    def misfits(self, said: Said) -> Iterator[tuple[str, str]]:
        """What a unit said of the indicator and the method does not know: problem and value."""
        del said
        return iter(())

    def doubts(self, weight: Fraction | None) -> Iterator[Doubt]:
        """What lint has to say; ``weight`` is None for the unit's own indicators."""
        del weight
        return iter(())

    def flaws(self, weight: Fraction) -> Iterator[Flaw]:
        """Why it cannot score."""
        del weight
        return iter(())

    def goal(self) -> tuple[str, Fraction | None]:
        """Operator and target as a form shows them; empty and None where there are none."""
        return "", None

    def borders(self, target: Fraction | None) -> Iterator[Fraction]:
        """The values at which it says something else, given the target of the row."""
        if target is not None:
            yield target


class Valued(Base):
    """A method that scores one value: of a measure, or typed by the unit (then ``hand_unit`` says in what unit)."""

    ONE_WAY: ClassVar[bool] = True
    """Whether more is always better, or always worse; bands and conditions may ask for a middle."""

    measure: str = Field(default="", title="数据")
    versus: str = Field(default="", title="对照数据")
    """A second measure; the value is the better or the worse of the two, and both are shown."""
    take: Literal["better", "worse"] = Field(default="better", title="取较优或较差")
    hand_unit: str = Field(default="", title="手填单位")
    """The unit of a value that is typed by hand (``全年完成值``)."""

    def used(self) -> Iterator[tuple[KeyPath, str]]:
        """The measure and the one that it is held against."""
        yield from (((key,), name) for key, name in (("measure", self.measure), ("versus", self.versus)) if name)

    def unit(self, of: Mapping[str, str]) -> str:
        """That of the measure, or of what is typed."""
        return of.get(self.measure, "") if self.measure else self.hand_unit

    def rises(self) -> bool:
        """Whether more is better."""
        return True

    @property
    def subject(self) -> str:
        """What the sentence speaks of."""
        if not self.measure:
            return "完成值"
        if not self.versus:
            return self.measure
        return f"{self.measure}与{self.versus}中{'较优' if self.take == 'better' else '较差'}的一个"

    def doubts(self, weight: Fraction | None) -> Iterator[Doubt]:
        """That a value comes from one place only, and that nothing is named that is then ignored."""
        if weight is None:
            for (key, *_), name in self.used():
                sentence = f"的“{key}: {name}”不起作用：自设指标用自己的完成值"
                yield Doubt("PK313", (key,), sentence, f"请删去 {key}。")
        elif self.versus and not self.measure:
            yield Doubt("PK314", ("versus",), "写了 versus 而没有写 measure", "请补上 measure，或删去 versus。")
        elif self.versus and self.versus == self.measure:
            yield Doubt("PK314", ("versus",), "拿同一个数据与自己比较", "请在 versus 写另一个数据。")
        if self.measure and self.hand_unit:
            fix = "由数据计算的，请删去 hand_unit；由单位填报的，请删去 measure。"
            yield Doubt("PK314", ("hand_unit",), "既写了 measure，又写了手填的单位", fix)


def repeated(key: str, what: str, names: list[str]) -> Iterator[Doubt]:
    """Doubts of names that stand twice."""
    for place, name in enumerate(names):
        if name in names[:place]:
            yield Doubt("PK317", (key, place), f"的{what}“{name}”重复", "各项的编号、名称应各不相同。")
