"""Which page stands in for the one that is open, in another unit or another year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse

from jiheng.web.frame import PLACES
from jiheng.web.search import pages

DESK = "desk"
OF_UNIT = frozenset({*pages.OF_UNIT, "records:grid", "monitoring:whole", "monitoring:form"})
"""Pages that every unit has in every year; of others the first page of their part stands in."""
OF_YEAR = frozenset(name for name, _right, _title in pages.OF_YEAR)
"""Pages about all units of a year."""
PARTS = {name.partition(":")[0]: name for name in PLACES} | {"imports": "records:first", "jobs": "evaluation:forms"}
"""The first page of each part, by its namespace."""
PARTS_OF_YEAR = {"monitoring": "monitoring:board", "review": "review:queue", "targets": "targets:queue"}
MONTHLY = {"monitoring:form": "monitoring:forms"}
"""Pages of a month, which no other year has, and what stands in for them."""


@dataclass(frozen=True, slots=True)
class Here:
    """The page that is open: its name, and what its address names."""

    name: str
    named: Mapping[str, Any] = field(default_factory=dict)
    asked: str = ""
    """The year that the query string of an address without one asks for."""

    @classmethod
    def at(cls, path: str) -> Here:
        """Read an address of the site; one that it does not have counts as the desk."""
        bare, _mark, query = path.partition("?")
        try:
            found = resolve(bare)
        except Resolver404:
            return cls(DESK)
        return cls(found.view_name, found.kwargs, QueryDict(query).get("year") or "")

    @property
    def unit(self) -> str:
        """The unit's code; empty on a page about several."""
        return str(self.named.get("unit", ""))

    @property
    def year(self) -> int:
        """The year; 0 on a page without one."""
        year = self.named.get("year", 0)
        return year if isinstance(year, int) else 0

    def in_unit(self, year: int, unit: str) -> str:
        """The address of the same page of that unit in that year."""
        more = {key: value for key, value in self.named.items() if key not in {"year", "unit"}}
        name = self.name if self.unit else ""
        if year != self.year and name in MONTHLY:
            name, more = MONTHLY[name], {}
        if name not in OF_UNIT:
            name, more = PARTS.get(self.name.partition(":")[0], "records:first"), {}
        return reverse(name, kwargs={"year": year, "unit": unit} | more)

    def in_year(self, year: int) -> str:
        """The address of the same page about all units in that year; that year's desk where there is none."""
        name = self.name if self.name in OF_YEAR else PARTS_OF_YEAR.get(self.name.partition(":")[0], "")
        return reverse(name, kwargs={"year": year}) if name else f"{reverse(DESK)}?year={year}"
