"""The names that formulas and methods may use, and the unit of each: one list for loader, lint, scoring and forms."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from jiheng.core.measure_unit import is_money
from jiheng.packs.model import Pack
from jiheng.packs.vocabulary import MONTHS, VOCABULARY


def base_unit(unit: str) -> str:
    """The unit in which values are computed: money always in 元."""
    return "元" if unit and is_money(unit) else unit


def units(pack: Pack) -> dict[str, str]:
    """Every name that a formula may use → the unit of its value; a measure of the pack before a word of the list."""
    known = {term.name: term.unit for term in VOCABULARY.values()}
    known |= {name: base_unit(value.unit) for name, value in pack.values.items()}
    for name, each in pack.inputs.items():
        unit = {"date": "日期", "flag": "是否", "level": "级", "group": "个"}.get(each.form, base_unit(each.unit))
        known[name] = unit
        if each.form == "monthly":
            known |= dict.fromkeys(months_of(name), unit)
    return known | {name: base_unit(measure.unit) for name, measure in pack.measures.items()}


def months_of(name: str) -> tuple[str, ...]:
    """The names of the twelve values of a monthly input: ``六月末贷款余额``."""
    return tuple(f"{month}末{name}" for month in MONTHS)


def unit_of(pack: Pack, name: str) -> str:
    """The unit of a name; per cent for one that there is not."""
    return units(pack).get(name, "%")


def nearest(name: str, known: Iterable[str]) -> str:
    """What a wrong name may have meant; empty if nothing comes near."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return close[0] if close else ""


def meant(name: str, known: Iterable[str]) -> str:
    """The question whether another name was meant; empty if nothing comes near."""
    close = nearest(name, known)
    return f"是否想写“{close}”？" if close else ""
