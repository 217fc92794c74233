"""The strict base of every pack model, and exact numbers as packs write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer

from jiheng.core.exact import fraction_text
from jiheng.core.measure_unit import unit
from jiheng.core.numeral import read_number


def exact_number(value: object) -> Fraction:
    """Read ``5``, ``0.5``, ``94.98%`` or ``5万元`` exactly; YAML scalars arrive as text, never as floats.

    A unit behind the number is obeyed: per cent are hundredths, money comes in 元. Whether it is a unit that fits
    the place is what lint asks (``packs.lint.units``).

    Raises:
        ValueError: anything else.
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int):
        msg = "应填数字，如 5、0.5、95% 或 5万元"
        raise ValueError(msg)  # noqa: TRY004 - pydantic turns only ValueError into a fault
    return _read(str(value).strip())


@lru_cache(maxsize=10_000)
def _read(text: str) -> Fraction:
    """Read one of the few numbers that a pack and its scenarios are made of."""
    bare, written = split_unit(text)
    try:
        return read_number(bare) * (unit(written).factor if written else 1)
    except ValueError:
        return read_number(text)


WRITTEN_UNITS = (
    *("%", "％", "‰", "个百分点", "百分点", "元", "千元", "万元", "亿元", "分", "天", "日", "个工作日", "工作日"),
    *("个月", "月", "年", "个", "人", "次", "件", "项", "户", "家", "名", "人次", "条", "期", "场", "份", "笔", "位"),
    *("公里", "平方米", "亩", "吨"),
)
"""What may stand behind a number of a pack."""

_UNIT = re.compile(f"({'|'.join(sorted(map(re.escape, WRITTEN_UNITS), key=len, reverse=True))})$")


def split_unit(text: str) -> tuple[str, str]:
    """A written number without its unit, and the unit; e.g. ``("5", "万元")``. Empty where there is none."""
    found = _UNIT.search(text.strip())
    if found is None:
        return text.strip(), ""
    return text.strip()[: found.start()].strip(), {"％": "%"}.get(found[1], found[1])


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a number of a pack counts, so that lint can ask for its unit and its size.

    ``points`` 分 · ``share`` of something whole, 0 to 100 % · ``ratio`` of two things, may pass 100 % · ``value`` of
    the measure that stands beside it · ``gap`` between two such values · ``own`` in the unit declared beside it.
    """

    kind: Literal["points", "share", "ratio", "value", "gap", "own"]


Exact = Annotated[
    Fraction,
    BeforeValidator(exact_number),
    PlainSerializer(lambda value: fraction_text(value, 12), return_type=str),
]


Marks = Annotated[Exact, Quantity("points")]
"""Points: of a weight, a loss, a ceiling."""
Share = Annotated[Exact, Quantity("share")]
Ratio = Annotated[Exact, Quantity("ratio")]
Limit = Annotated[Exact, Quantity("value")]
"""A threshold: a value of the measure beside it."""
Gap = Annotated[Exact, Quantity("gap")]
Own = Annotated[Exact, Quantity("own")]


class Strict(BaseModel):
    """Frozen, and closed: an unknown key is a fault, not a silent default."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
