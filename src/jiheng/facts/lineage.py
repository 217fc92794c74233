"""沿革: what has become of codes over the years, as people have told it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from jiheng.facts.rows import Succession

SAME = frozenset({"同一", "更名"})
"""Relations under which old and new are one and the same, so that figures of before can be held against those of now."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """The rows of 沿革 of all years, asked for by kind (项目, 指标, 资产 …) and code."""

    rows: tuple[Succession, ...] = ()
    _onward: Mapping[tuple[str, str], tuple[Succession, ...]] = field(default_factory=dict, repr=False)
    _back: Mapping[tuple[str, str], tuple[Succession, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, rows: Iterable[Succession]) -> Lineage:
        """Index the rows; one told twice counts once.

        Example:
            >>> told = Succession(year=2025, kind="项目", old="P01", new="P07", relation="更名")
            >>> Lineage.of([told]).successors("项目", "P01", 2025)
            ('P07',)
        """
        once = tuple({(row.year, row.kind, row.old, row.new): row for row in rows}.values())
        return cls(once, _by(once, "old"), _by(once, "new"))

    def told(self, kind: str, code: str, year: int) -> tuple[Succession, ...]:
        """What is said of an old code at the beginning of ``year``."""
        return tuple(row for row in self._onward.get((kind, code), ()) if row.year == year)

    def successors(self, kind: str, code: str, year: int) -> tuple[str, ...]:
        """The codes that an old code goes on as from ``year``; itself where nothing is told."""
        return tuple(row.new for row in self.told(kind, code, year)) or (code,)

    def earlier(self, kind: str, code: str, year: int) -> str | None:
        """The one code of the year before that is the same as this one.

        None where it came of a merger or a split: what was reached then is not comparable.
        """
        told = [row for row in self._back.get((kind, code), ()) if row.year == year]
        if not told:
            return code
        return told[0].old if len(told) == 1 and told[0].relation in SAME else None

    def chain(self, kind: str, code: str, year: int, first: int) -> Iterator[tuple[int, str]]:
        """The code in each year before ``year`` down to ``first``, newest first, as long as it is one and the same."""
        for before in range(year, first, -1):
            earlier = self.earlier(kind, code, before)
            if earlier is None:
                return
            code = earlier
            yield before - 1, code


def _by(rows: Iterable[Succession], side: str) -> Mapping[tuple[str, str], tuple[Succession, ...]]:
    found: dict[tuple[str, str], tuple[Succession, ...]] = {}
    for row in rows:
        key = (row.kind, getattr(row, side))
        found[key] = (*found.get(key, ()), row)
    return found
