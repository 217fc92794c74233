"""What invented units may do: projects by kind of unit, from a file that an official can read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from jiheng.core.numeral import read_number

TOWN = "镇"


@dataclass(frozen=True, slots=True)
class Aim:
    """One indicator of a project with its usual target."""

    level_2: str
    name: str
    unit: str
    target: Fraction

    @property
    def measured(self) -> bool:
        """Whether it is a rate, which cannot pass 100."""
        return self.unit == "%"


@dataclass(frozen=True, slots=True)
class Kind:
    """One project of the pool: what it does, how heavy it is in the budget, how it is paid."""

    name: str
    function: str
    weight: int
    pace: str
    output: Aim
    benefit: Aim


@dataclass(frozen=True, slots=True)
class Pool:
    """The projects of one kind of unit, and how large such a unit's budget is, in 万元."""

    smallest: int
    largest: int
    kinds: tuple[Kind, ...]


@cache
def pools() -> dict[str, Pool]:
    """All pools by kind of unit."""
    read: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("pool.yaml").read_text(encoding="utf-8"))
    return {name: _pool(each) for name, each in read.items()}


def _pool(each: Any) -> Pool:
    smallest, largest = each["规模"]  # the file's words
    return Pool(smallest, largest, tuple(map(_kind, each["项目"])))


def pool_of(unit_name: str) -> Pool:
    """The pool of the kind of unit that the name tells; a town's if it tells none."""
    found = pools()
    return found[next((kind for kind in found if kind != TOWN and kind in unit_name), TOWN)]


def _kind(row: Sequence[Any]) -> Kind:
    name, function, weight, pace, output, benefit = row
    return Kind(name, function, weight, pace, _aim("数量指标", *output), _aim(*benefit))


def _aim(level_2: str, name: str, unit: str, target: float) -> Aim:
    return Aim(level_2, name, unit, read_number(str(target)))
