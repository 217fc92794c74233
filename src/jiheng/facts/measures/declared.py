"""Data that a pack asks for (``inputs:``), read from the table 补充数据 by the unit and form that it declares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from jiheng.core.measure_unit import is_money
from jiheng.core.measure_unit import unit as unit_of
from jiheng.core.numeral import normalise
from jiheng.facts.cell import Unfit
from jiheng.facts.coerce import coerce
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures.measured import Measured
from jiheng.facts.rows import DeclaredValue
from jiheng.facts.schema import Column
from jiheng.packs.model import Input, Pack
from jiheng.packs.names import base_unit, months_of

_KINDS = {"date": "date", "flag": "flag"}
_TAKEN: dict[str, Callable[[Sequence[Fraction]], Fraction]] = {
    "last": lambda values: values[-1],
    "sum": lambda values: sum(values, Fraction(0)),
    "mean": lambda values: sum(values, Fraction(0)) / len(values),
    "max": max,
    "min": min,
}


def declared(dataset: DataSet, pack: Pack, names: frozenset[str] | None = None) -> dict[str, Measured]:
    """Every input of the pack, and each month of a monthly one, with its value or the reason why it has none."""
    found: dict[str, Measured] = {}
    for name, spec in pack.inputs.items():
        wanted = {name, *(months_of(name) if spec.form == "monthly" else ())}
        if names is None or wanted & names:
            rows = tuple(row for row in dataset.inputs if row.name == name)
            found |= _all_of(name, spec, rows, pack)
    return found


def of_indicator(dataset: DataSet, name: str, spec: Input, indicator: str) -> Measured:
    """An input that is asked for each indicator, as it stands for one."""
    rows = tuple(row for row in dataset.inputs if row.name == name and row.indicator == indicator)
    return _one(name, spec, rows)


def _all_of(name: str, spec: Input, rows: tuple[DeclaredValue, ...], pack: Pack) -> dict[str, Measured]:
    found = {name: _one(name, spec, rows, several=pack.object != "项目" or spec.form == "monthly")}
    if spec.form == "monthly":
        for number, title in enumerate(months_of(name), 1):
            of_month = tuple(row for row in rows if row.month is not None and row.month.month == number)
            found[title] = _one(title, spec, of_month)
    return found


def _one(name: str, spec: Input, rows: tuple[DeclaredValue, ...], *, several: bool = False) -> Measured:
    unit = {"date": "日期", "flag": "是否", "level": "级", "group": "个"}.get(spec.form, base_unit(spec.unit))
    filled = tuple(sorted((row for row in rows if _says(row)), key=lambda row: str(row.month or "")))
    try:
        pairs = [_pair(spec, row) for row in filled]
        values = [above / below for above, below in pairs]
        why = "" if several or spec.form == "group" or len(values) == 1 else f"填了 {len(values)} 个值"
    except Unfit as unfit:
        why = unfit.problem
    except ZeroDivisionError:
        why = "分母为 0，无法计算"
    if not filled:
        why = "尚未填报" + ("" if spec.required else "（非必填）")
    if why:
        return Measured(name, unit, "missing", why=f"“补充数据”中“{name}”{why}", rows=filled or rows)
    if spec.form == "group":
        return Measured(name, unit, "known", Fraction(len(values)), rows=filled, members=tuple(values))
    taken = pairs[0] if len(values) == 1 else (_TAKEN[spec.take](values), Fraction(1))
    return Measured(name, unit, "known", *taken, rows=filled)


def _says(row: DeclaredValue) -> bool:
    return bool(row.value.strip()) or row.numerator is not None or row.denominator is not None


def _pair(spec: Input, row: DeclaredValue) -> tuple[Fraction, Fraction]:
    if row.value.strip():
        return read_value(spec, row.value), Fraction(1)
    if row.numerator is None or row.denominator is None:
        raise Unfit("分子、分母只填了一个", "分子和分母", "请补齐")
    return row.numerator, row.denominator


def read_value(spec: Input, text: str) -> Fraction:
    """Read one value as the pack declares it: 元 for money, a share of 1, counted days, 1 and 0, the place of a level.

    Raises:
        Unfit: what is wrong, what was expected, how to mend it.
    """
    if spec.form == "level":
        return _level(spec, text)
    if spec.form in _KINDS:
        found = coerce(Column("值", _KINDS[spec.form]), text)  # type: ignore[arg-type]  # kinds of columns
        return Fraction(found.toordinal()) if isinstance(found, date) else Fraction(bool(found))
    return _in_range(spec, _number(spec, text))


def _level(spec: Input, text: str) -> Fraction:
    if text.strip() not in spec.options:
        raise Unfit(f"“{text.strip()}”不是可选的等级", "、".join(spec.options), "请从中选一个")
    return Fraction(1 + spec.options.index(text.strip()))


def _number(spec: Input, text: str) -> Fraction:
    known, written = unit_of(spec.unit), normalise(text)
    if spec.unit and known.dimension == "share":
        return share_of(coerce(Column("值", "number"), text), known.factor, marked=written.endswith("%"))  # type: ignore[arg-type]  # a number column gives a number
    if is_money(spec.unit):
        money = coerce(Column("值", "money", signed=True), text, spec.unit)
        return money.exact  # type: ignore[union-attr]  # the cell is not blank
    bare = written.removesuffix(spec.unit) if spec.unit else written
    if written.endswith("%"):
        raise Unfit(f"值“{text}”带了百分号", spec.unit or "数字", "请填数字，不带百分号")
    return Fraction(coerce(Column("值", "number"), bare))  # type: ignore[arg-type]  # a number column gives a number


def share_of(written: Fraction, factor: Fraction, *, marked: bool = False) -> Fraction:
    """A share that was written in per cent (or per mille): 95 and 95% are 0.95.

    Raises:
        Unfit: 0.95 without a sign may mean 95 % (a cell of a workbook) or less than one.
    """
    if not marked and 0 < abs(written) <= 1:
        raise Unfit("百分数的写法不明确", "95 或 95%", "请写成 95%，不要写 0.95")
    return written * (Fraction(1, 100) if marked else factor)


def _in_range(spec: Input, value: Fraction) -> Fraction:
    if spec.range is not None:
        factor = unit_of(spec.unit).factor if is_money(spec.unit) else Fraction(1)
        low, high = (end * factor for end in spec.range)
        if not low <= value <= high:
            raise Unfit("的值超出规则包规定的范围", f"{low} 至 {high}", "请核对数值和单位")
    return value
