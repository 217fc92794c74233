"""Numbers as a pack writes them, against the unit and the size that their place asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from jiheng.core.measure_unit import unit as unit_of
from jiheng.core.numeral import read_number
from jiheng.packs.typed import KeyPath
from jiheng.packs.typing import Quantity, split_unit


class Spot(NamedTuple):
    """A number of the pack: where it stands, what it counts, and the models that have it, the outermost first."""

    path: KeyPath
    quantity: Quantity
    owners: tuple[BaseModel, ...]
    value: Any


def quantities(model: BaseModel, path: KeyPath = (), above: tuple[BaseModel, ...] = ()) -> Iterator[Spot]:
    """Every number of a model that says what it counts, at any depth."""
    owners = (*above, model)
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if value is None:
            continue
        quantity = next((each for each in field.metadata if isinstance(each, Quantity)), None)
        quantity = quantity or _inside(field.annotation)
        if quantity is not None:
            many = value if isinstance(value, tuple) else (value,)
            places = [(*path, name, at) for at in range(len(many))] if isinstance(value, tuple) else [(*path, name)]
            yield from (Spot(at, quantity, owners, each) for at, each in zip(places, many, strict=True))
        else:
            yield from _below(value, (*path, name), owners)


def _inside(annotation: Any) -> Quantity | None:
    """What ``Share | None`` or ``tuple[Own, Own]`` holds."""
    if isinstance(annotation, Quantity):
        return annotation
    if get_origin(annotation) is dict or (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        return None
    inner = (*get_args(annotation), *getattr(annotation, "__metadata__", ()))
    return next((found for each in inner if (found := _inside(each)) is not None), None)


def _below(value: Any, path: KeyPath, owners: tuple[BaseModel, ...]) -> Iterator[Spot]:
    if isinstance(value, BaseModel):
        yield from quantities(value, path, owners)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _below(each, (*path, str(key)), owners)
    elif isinstance(value, tuple):
        for at, each in enumerate(value):
            yield from _below(each, (*path, at), owners)


class Wrong(NamedTuple):
    """What is wrong with how a number is written, and the right form."""

    problem: str
    fix: str


def misread(text: str, unit: str, quantity: Quantity) -> Wrong | None:
    """What is wrong with the unit of a written number; None if nothing is.

    Args:
        text: as it stands in the pack.
        unit: of the measure or the value beside it; empty where none is declared.
        quantity: what the place counts.
    """
    bare, written = split_unit(text)
    try:
        if read_number(bare) == 0 and written in ("", unit):
            return None
    except ValueError:
        return None
    if quantity.kind == "points":
        return _points(bare, written)
    if quantity.kind in ("share", "ratio"):
        return None if written == "%" else _unmarked(bare, written, "这里写的是比例")
    return _of_measure(bare, written, unit, quantity)


def _points(bare: str, written: str) -> Wrong | None:
    if written in ("", "分"):
        return None
    if written == "%":
        value = read_number(bare) / 100
        return Wrong(f"写作 {bare}%，即 {_plain(value)} 分", f"分值以“分”计：如指 {bare} 分，请写 {bare}。")
    return Wrong(f"写作 {bare}{written}，而这里是分值", f"请写 {bare}，不带“{written}”。")


def _plain(value: Any) -> str:
    return f"{float(value):g}"


def _unmarked(bare: str, written: str, why: str) -> Wrong:
    value = read_number(bare)
    met = f"{bare}{written}"
    if written:
        return Wrong(f"写作 {met}，{why}，单位不符", f"请写百分数，如 {bare}%。")
    readings = (f"{_plain(value * 100)}%", f"{bare}%")
    problem = f"写作 {met}，{why}，没有百分号：按数值读是 {readings[0]}，也可能是指 {readings[1]}"
    return Wrong(problem, f"请带上百分号，写 {readings[1] if value > 1 else ' 或 '.join(readings)}。")


def _of_measure(bare: str, written: str, unit: str, quantity: Quantity) -> Wrong | None:
    known = unit_of(unit)
    if known.dimension == "share" and unit:
        points = quantity.kind == "gap" and written in ("百分点", "个百分点")
        return None if written in ("%", "‰") or points else _unmarked(bare, written, f"数据的单位是 {unit}")
    if known.dimension == "money":
        return _of_money(bare, written, unit, quantity)
    if not written:
        return None
    if written in ("%", "‰"):
        return Wrong(
            f"写作 {bare}{written}，而数据的单位是“{unit or '无'}”", f"请写成 {bare}{f' {unit}' if unit else ''}。"
        )
    if unit and unit_of(written).dimension != known.dimension and written != unit:
        return Wrong(f"写作 {bare}{written}，而数据的单位是“{unit}”", f"请换算成以“{unit}”为单位的数。")
    return None


def _of_money(bare: str, written: str, unit: str, quantity: Quantity) -> Wrong | None:
    if quantity.kind == "own":
        return Wrong(f"写作 {bare}{written}，而 unit 已写明单位", f"只写数字，以{unit}计。") if written else None
    if written and unit_of(written).dimension == "money":
        return None
    if written:
        return Wrong(f"写作 {bare}{written}，而数据是金额", f"请写明金额单位，如 {bare}万元。")
    return Wrong(
        f"写作 {bare}，没有写金额单位：可能是 {bare} 元，也可能是 {bare} 万元", f"请写 {bare}元 或 {bare}万元。"
    )
