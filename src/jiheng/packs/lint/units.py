"""PK5: units are types: every threshold, value and weight against the unit and the reach of what it is held to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from jiheng.core.measure_unit import is_money
from jiheng.packs.dimension import by_hundred, disagrees
from jiheng.packs.lint.note import Remark, Rule
from jiheng.packs.loaded import Loaded
from jiheng.packs.method import Band, Choice, Level, Valued
from jiheng.packs.model import Bonus, Cap, Deduction, Input, Measure, Monitoring, MonthFloor, Node, Value, Veto
from jiheng.packs.names import units
from jiheng.packs.quantity import Spot, misread, quantities
from jiheng.packs.reach import reach_of
from jiheng.packs.said import figure, gap
from jiheng.packs.typed import KeyPath


def wrong_units(loaded: Loaded) -> Iterator[Remark]:
    """A number carries the unit that its place asks for."""
    known = units(loaded.pack)
    for spot in quantities(loaded.pack):
        text = loaded.written(spot.path)
        unit = _unit(loaded, spot, known)
        if not text or unit is None:
            continue
        wrong = misread(text, unit, spot.quantity)
        if wrong is not None:
            yield Remark(spot.path, f"{_named(spot)}{wrong.problem}", wrong.fix)


def _named(spot: Spot) -> str:
    node = next((each for each in reversed(spot.owners) if isinstance(each, Node)), None)
    code = f"“{node.code} {node.name}”的 " if node else ""
    measure = _measure(spot)
    key = next((part for part in reversed(spot.path) if isinstance(part, str)), "")
    return f"{code}{key} " + (f"（数据“{measure}”）" if measure else "")


def _unit(loaded: Loaded, spot: Spot, known: dict[str, str]) -> str | None:
    """The unit that stands beside the number; None where there is none to hold it to."""
    if spot.quantity.kind in ("points", "share", "ratio"):
        return ""
    if spot.quantity.kind == "own":
        return _declared(loaded, spot.path)
    if spot.path[0] == "own_methods":
        return None
    measure = _measure(spot)
    if measure:
        return known.get(measure)
    return _hand(spot)


def _declared(loaded: Loaded, path: KeyPath) -> str | None:
    pack, name = loaded.pack, str(path[1])
    tables: dict[str, Mapping[str, Value | Input | Measure]] = {
        "values": pack.values,
        "inputs": pack.inputs,
        "measures": pack.measures,
    }
    declared = tables.get(str(path[0]), {}).get(name)
    return None if declared is None else declared.unit


def _measure(spot: Spot) -> str:
    """The measure that a number is held to."""
    return next((str(each.measure) for each in reversed(spot.owners) if isinstance(each, _HELD)), "")


_HELD = Valued | Cap | Deduction | Bonus | Veto


def _hand(spot: Spot) -> str | None:
    return next((each.hand_unit for each in reversed(spot.owners) if isinstance(each, Valued)), None)


def out_of_reach(loaded: Loaded) -> Iterator[Remark]:
    """A threshold lies where the measure can come."""
    pack, known = loaded.pack, units(loaded.pack)
    for spot in quantities(pack):
        measure = _measure(spot)
        if spot.quantity.kind != "value" or not measure or measure not in known or spot.path[0] == "own_methods":
            continue
        reach = reach_of(pack, measure)
        if not reach.holds(spot.value):
            shown = reach.text(lambda value, unit=known[measure]: figure(value, unit))  # type: ignore[misc]  # a default that binds
            sentence = f"{_named(spot)}为 {figure(spot.value, known[measure])}，而“{measure}”只会{shown.strip()}"
            yield Remark(spot.path, sentence, "请核对数值和单位；确实可以超出的，请在该数据下写明 range。")


def too_large(loaded: Loaded) -> Iterator[Remark]:
    """Shares of the weight, steps and lights have a size that can be meant."""
    known = units(loaded.pack)
    for spot in quantities(loaded.pack):
        most = _most(spot)
        if most is not None and not 0 <= spot.value <= most:
            shown = f"{figure(spot.value, '%')}，应在 0 到 {figure(most, '%')} 之间"
            yield Remark(spot.path, f"{_named(spot)}为 {shown}", "请核对百分号和小数点。")
        measure = _measure(spot)
        if (
            spot.path[0] != "own_methods"
            and spot.quantity.kind == "gap"
            and known.get(measure) == "%"
            and spot.value > Fraction(1, 2)
        ):
            sentence = f"{_named(spot)}为 {gap(spot.value, '%')}，一步就跨过大半"
            yield Remark(spot.path, sentence, "每 1 个百分点写作 per: 1%。")


def _most(spot: Spot) -> Fraction | None:
    if spot.quantity.kind == "share":
        return None if isinstance(spot.owners[-1], Valued | Band | Level | Choice) else Fraction(1)
    if spot.quantity.kind != "ratio":
        return None
    return Fraction(2) if isinstance(spot.owners[-1], Monitoring | MonthFloor) else Fraction(10)


def formula_units(loaded: Loaded) -> Iterator[Remark]:
    """What a formula gives has the unit that the measure declares."""
    known = units(loaded.pack)
    for name, measure in loaded.pack.measures.items():
        wrong = disagrees(measure.formula, measure.unit, known)
        if wrong:
            yield Remark(("measures", name, "formula"), f"“{name}”的{wrong}", "请核对公式和 unit。")


def times_hundred(loaded: Loaded) -> Iterator[Remark]:
    """A share is not multiplied by 100: per cent are hundredths already."""
    for name, measure in loaded.pack.measures.items():
        if measure.unit in ("%", "％") and by_hundred(measure.formula):
            sentence = f"“{name}”的单位是 %，公式里又乘了 100，得数会放大 100 倍"
            yield Remark(("measures", name, "formula"), sentence, "请去掉“× 100”；确要写的，写 × 100%。")


def tiny_shares(loaded: Loaded) -> Iterator[Remark]:
    """A share to be reached that lies below 1 % is rather a slip: 0.95% for 95%."""
    known = units(loaded.pack)
    for spot in quantities(loaded.pack):
        method = next((each for each in reversed(spot.owners) if isinstance(each, Valued)), None)
        unit = _unit(loaded, spot, known) if spot.quantity.kind == "value" else None
        text = loaded.written(spot.path) or ""
        if method is None or unit != "%" or not method.rises() or not text.startswith("0."):
            continue
        if 0 < spot.value < Fraction(1, 100):
            fix = f"如指 {figure(spot.value * 100, '%')}，请写 {figure(spot.value * 100, '%')}；确实这样低的，请写成千分数（‰）。"
            yield Remark(spot.path, f"{_named(spot)}写作 {text}，要达到的还不到百分之一", fix)


def money_units(loaded: Loaded) -> Iterator[Remark]:
    """A formula of money gives 元."""
    for name, measure in loaded.pack.measures.items():
        if measure.unit and is_money(measure.unit) and measure.unit != "元":
            sentence = f"“{name}”的单位写作“{measure.unit}”，而公式里的金额一律以元计算"
            yield Remark(("measures", name), sentence, "请写 unit: 元；显示时满 1 万元自动写成万元。")


UNITS = (
    Rule("PK501", "error", "数值的单位应与数据一致", wrong_units, fragment=True),
    Rule("PK502", "error", "界限应在数据够得着的范围内", out_of_reach),
    Rule("PK503", "warning", "公式结果的单位应与声明一致", formula_units),
    Rule("PK504", "error", "计算指标的金额应以元计", money_units, fragment=True),
    Rule("PK506", "error", "比例的公式不应乘以 100", times_hundred, fragment=True),
    Rule("PK507", "error", "要达到的比例不应小于百分之一", tiny_shares),
    Rule("PK505", "error", "比例和步长应合情理", too_large, fragment=True),
)
