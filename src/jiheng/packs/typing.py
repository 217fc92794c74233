"""The strict base of every pack model, and exact numbers as packs write them."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer

from jiheng.core.exact import fraction_text
from jiheng.core.numeral import read_number


def exact_number(value: object) -> Fraction:
    """Read ``5``, ``0.5`` or ``94.98%`` exactly; YAML scalars arrive as text, never as floats.

    Raises:
        ValueError: anything else.
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int):
        msg = "应填数字，如 5、0.5 或 95%"
        raise ValueError(msg)  # noqa: TRY004 - pydantic turns only ValueError into a fault
    return _read(str(value).strip())


@lru_cache(maxsize=10_000)
def _read(text: str) -> Fraction:
    """Read one of the few numbers that a pack and its scenarios are made of."""
    return read_number(text[:-1]) / 100 if text.endswith(("%", "％")) else read_number(text)


Exact = Annotated[
    Fraction,
    BeforeValidator(exact_number),
    PlainSerializer(lambda value: fraction_text(value, 12), return_type=str),
]


class Strict(BaseModel):
    """Frozen, and closed: an unknown key is a fault, not a silent default."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
