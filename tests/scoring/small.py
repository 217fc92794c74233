"""A unit and a pack as small as a rule needs: one ratio, one indicator, the rest of the points always full."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from jiheng.core.exact import Points
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Indicator, Result, Unit
from jiheng.packs.method import AllOrNothing, Method, OverCompletion, Proportional
from jiheng.packs.model import Dated, Grade, Measure, Node, Pack, Value, Years
from jiheng.scoring import score
from jiheng.scoring.sheet import Line, ScoreSheet

ALWAYS = AllOrNothing(kind="all_or_nothing", measure="常数", operator="≥", target=Fraction(0))


def node(code: str, weight: float, method: Method | None = None, **more: Any) -> Node:
    return Node(code=code, name=f"指标{code}", weight=Fraction(str(weight)), method=method, **more)


def pack(*nodes: Node, **more: Any) -> Pack:
    """A pack of these nodes; what they lack to 100 points is always scored in full."""
    rest = 100 - sum(each.weight for each in nodes)
    filler = (Node(code="Z", name="其余", weight=rest, method=ALWAYS),) if rest else ()
    content: dict[str, Any] = {
        "id": "small",
        "version": "1",
        "title": "小包",
        "region": "",
        "object": "部门整体",
        "years": Years(first=2000),
        "status": "unverified",
        "sources": (),
        "values": {"常数": Value(unit="", since={date(2000, 1, 1): Dated(value=Fraction(1), cite="")})},
        "measures": {
            "比率": Measure(unit="%", formula="在职人数 / 编制数"),
            "差额": Measure(unit="人", formula="在职人数 - 编制数"),
        },
        "grades": (Grade(name="优", at_least=Fraction(90)), Grade(name="差", at_least=Fraction(0))),
        "indicators": (*nodes, *filler),
    }
    return Pack(**content | more)


def unit(staff: int | None = None, posts: int | None = None, **more: Any) -> DataSet:
    return DataSet(unit=Unit(code="1", name="某镇", year=2024, pack="small", staff=staff, posts=posts), **more)


def line(method: Method, staff: int | None, posts: int | None, weight: float = 10) -> Line:
    """Indicator 1 of a pack that scores it by this method."""
    return score(unit(staff, posts), pack(node("1", weight, method))).line("1")


def proportional(**more: Any) -> Proportional:
    return Proportional(kind="proportional", measure="比率", **more)


def own(code: str, weight: float, target: str | None, actual: str | None, **more: Any) -> tuple[Indicator, Result]:
    """An own indicator under level 1 产出, and what was reached."""
    extra = {key: more.pop(key) for key in ("level", "coefficient", "absent", "reason", "measure") if key in more}
    row = Indicator(
        code=code,
        level_1=more.pop("level_1", "产出"),
        name=f"自设{code}",
        operator=more.pop("operator", "≥"),
        target=None if target is None else Fraction(target),
        weight=Points.of(Fraction(str(weight))),
        **more,
    )
    return row, Result(indicator=code, actual=None if actual is None else Fraction(actual), **extra)


def with_own(*pairs: tuple[Indicator, Result], **more: Any) -> DataSet:
    return unit(indicators=tuple(row for row, _ in pairs), results=tuple(result for _, result in pairs), **more)


def over(effect: str, above: str = "1.3", lose: str = "0", *, including: bool = False) -> OverCompletion:
    return OverCompletion.model_validate({"above": above, "effect": effect, "lose": lose, "including": including})


def adds_up(sheet: ScoreSheet) -> None:
    """Losses add up exactly, at every level and in the whole."""
    parents = {each.parent for each in sheet.lines}
    for each in sheet.lines:
        if each.code in parents:
            below = sum(child.lost.units for child in sheet.children(each.code))
            assert each.lost.units == below + each.rounding.units, each.code
            assert each.weight.units == sum(child.weight.units for child in sheet.children(each.code)), each.code
    top = sum(each.lost.units for each in sheet.children(""))
    taken = sum(loss.lost.units for loss in sheet.losses)
    assert (sheet.full_marks - sheet.total).units == top + sheet.rounding.units + taken
    assert (sheet.full_marks - sheet.before_losses).units == top + sheet.rounding.units
