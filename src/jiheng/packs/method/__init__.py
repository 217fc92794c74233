"""The scoring methods: a closed set, each with one exact meaning, each in a module of its own.

To add one, write its module here (shape, sentence, lint), one of the same name in ``scoring.method`` (SQL, reason,
regain) and one function of the oracle (``scoring.engines.reference``). Nothing else lists them.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Union, get_args

from pydantic import Field

from jiheng.packs.method.all_or_nothing import AllOrNothing
from jiheng.packs.method.bands import Band, Bands
from jiheng.packs.method.base import Base, Comparison, Direction, Doubt, Flaw, Operator, Told, Valued
from jiheng.packs.method.checklist import Checklist, Item
from jiheng.packs.method.completion import Completion
from jiheng.packs.method.linear import Linear
from jiheng.packs.method.one_of import Choice, OneOf
from jiheng.packs.method.proportional import OverCompletion, Proportional
from jiheng.packs.method.qualitative import Level, Qualitative
from jiheng.packs.method.step import Step


def _kinds() -> dict[str, type[Base]]:
    """Kind → class, from every module of this package."""
    found: dict[str, type[Base]] = {}
    for each in iter_modules(__path__):
        for made in vars(import_module(f"{__name__}.{each.name}")).values():
            if isinstance(made, type) and issubclass(made, Base) and made.TITLE:
                found[get_args(made.model_fields["kind"].annotation)[0]] = made
    return found


KINDS = MappingProxyType(_kinds())
"""Every method by its ``kind``."""

if TYPE_CHECKING:
    Method = Base
else:
    Method = Annotated[Union[tuple(KINDS.values())], Field(discriminator="kind")]  # noqa: UP007 - made of a tuple

__all__ = [
    "KINDS",
    "AllOrNothing",
    "Band",
    "Bands",
    "Base",
    "Checklist",
    "Choice",
    "Comparison",
    "Completion",
    "Direction",
    "Doubt",
    "Flaw",
    "Item",
    "Level",
    "Linear",
    "Method",
    "OneOf",
    "Operator",
    "OverCompletion",
    "Proportional",
    "Qualitative",
    "Step",
    "Told",
    "Valued",
]
