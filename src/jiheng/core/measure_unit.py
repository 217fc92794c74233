"""Units of measure: which may be compared, and by what factor they convert."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit (计量单位): its name, what it measures, and its size in the base unit of that."""

    name: str
    dimension: str
    factor: Fraction = Fraction(1)

    def converts_to(self, other: Unit) -> bool:
        """Whether a value in this unit can be written in the other."""
        return self.dimension == other.dimension


_BASE: dict[str, dict[str, Fraction]] = {
    "money": {
        "元": Fraction(1),
        "千元": Fraction(1000),
        "万元": Fraction(10**4),
        "亿元": Fraction(10**8),
        "角": Fraction(1, 10),
        "分钱": Fraction(1, 100),
    },
    "share": {"": Fraction(1), "%": Fraction(1, 100), "‰": Fraction(1, 1000), "百分点": Fraction(1, 100)},
    "points": {"分": Fraction(1)},
    "days": {"天": Fraction(1), "日": Fraction(1), "周": Fraction(7)},
    "workdays": {"个工作日": Fraction(1), "工作日": Fraction(1)},
    "months": {"个月": Fraction(1), "月": Fraction(1), "年": Fraction(12)},
    "length": {"米": Fraction(1), "公里": Fraction(1000), "千米": Fraction(1000)},
    "area": {
        "平方米": Fraction(1),
        "㎡": Fraction(1),
        "公顷": Fraction(10**4),
        "亩": Fraction(2000, 3),
        "平方公里": Fraction(10**6),
    },
    "weight": {"吨": Fraction(1000), "公斤": Fraction(1), "千克": Fraction(1), "克": Fraction(1, 1000)},
    "date": {"日期": Fraction(1)},
    "level": {"级": Fraction(1), "定性": Fraction(1)},
}
_ALIASES = {
    "％": "%",
    "百分比": "%",
    "百分之": "%",
    "个百分点": "百分点",
    "平米": "平方米",
    "m²": "平方米",
    "km²": "平方公里",
    "km": "公里",
    "kg": "公斤",
    "人民币元": "元",
}
_KNOWN = {name: Unit(name, dimension, factor) for dimension, units in _BASE.items() for name, factor in units.items()}


def unit(name: str) -> Unit:
    """Find a unit; a name not in the table is a counted thing (个、场、人次…) that only equals itself."""
    plain = _ALIASES.get(name.strip(), name.strip())
    return _KNOWN.get(plain) or Unit(plain, f"count:{plain}")


def is_money(name: str) -> bool:
    """Whether the unit is one of money."""
    return unit(name).dimension == "money"
