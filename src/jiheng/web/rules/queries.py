"""What the pages of 规则 show: the grid of a draft, and the trial on units' data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from jiheng.facts.dataset import DataSet
from jiheng.packs.lint import lint
from jiheng.packs.lint.note import Note
from jiheng.packs.loaded import Loaded
from jiheng.packs.method import KINDS
from jiheng.packs.model import Node, Pack
from jiheng.packs.said import number
from jiheng.scoring.compare import Difference, compare
from jiheng.web import rights
from jiheng.web.cycle.models import Dossier
from jiheng.web.records.dataset import Origin, dataset_at, pack_of
from jiheng.web.rules.content import read_back

if TYPE_CHECKING:
    from jiheng.web.rights import Person

_CODE = re.compile("“([^”]+)”")


@dataclass(frozen=True, slots=True)
class GridRow:
    """One indicator of a draft as the grid shows it."""

    node: Node
    depth: int
    weight: str
    title: str
    """What the method is called."""
    reads: str
    faults: tuple[str, ...]
    beneath: str
    """For a level: what the points below it add up to, where that differs."""

    @property
    def leaf(self) -> bool:
        """Whether points are earned here."""
        return not self.node.children


@dataclass(frozen=True, slots=True)
class Grid:
    """A draft for the page: its rows, its sum, and what is wrong elsewhere."""

    rows: tuple[GridRow, ...]
    total: str
    full: str
    notes: tuple[Note, ...]
    errors: int
    open_rows: int


def grid(loaded: Loaded) -> Grid:
    """The rows with their sentences and faults; the notes that belong to no row."""
    notes, told = lint(loaded), read_back(loaded)
    by_code: dict[str, list[str]] = {}
    rest = [note for note in notes if not _hang(note, loaded.pack, by_code)]
    rows = tuple(
        _row(node, depth, told, tuple(by_code.get(node.code, ())))
        for top in loaded.pack.indicators
        for node, depth in _walk(top, 0)
    )
    total = sum((node.weight for node in loaded.pack.indicators), Fraction(0))
    return Grid(
        rows,
        number(total),
        number(loaded.pack.full_marks),
        tuple(note for note in rest if note.code != "PK110" and note.severity != "info"),
        sum(note.severity == "error" for note in notes),
        sum(bool(row.node.pending) for row in rows),
    )


def _hang(note: Note, pack: Pack, by_code: dict[str, list[str]]) -> bool:
    """Put an error at its indicator's row."""
    named = [f"{node.code} {node.name}" for node in pack.nodes()]
    code = next((text.split(" ")[0] for text in _CODE.findall(note.sentence)[:1] if text in named), "")
    if note.severity == "error" and code and note.code != "PK110":
        by_code.setdefault(code, []).append(f"{note.sentence}。{note.fix}")
    return bool(code) or note.code in {"PK401", "PK408"}


def _walk(node: Node, depth: int) -> Iterator[tuple[Node, int]]:
    yield node, depth
    for child in node.children:
        yield from _walk(child, depth + 1)


def _row(node: Node, depth: int, told: dict[str, str], faults: tuple[str, ...]) -> GridRow:
    title = KINDS[node.method.kind].TITLE if node.method is not None else ""
    below = sum((child.weight for child in node.children), Fraction(0))
    beneath = number(below, "分") if node.children and below != node.weight else ""
    return GridRow(node, depth, number(node.weight), title, told.get(node.code, ""), faults, beneath)


@dataclass(frozen=True, slots=True)
class Trial:
    """A year's data of the units that a person may see, under the rules in force then and under the draft."""

    rows: tuple[Difference, ...]
    failed: tuple[tuple[str, str], ...]
    """Units that could not be scored, and why."""
    deciding: tuple[tuple[str, int], ...]
    """Indicators by the number of units at which they decide."""

    @property
    def gaining(self) -> int:
        """How many get more."""
        return sum(row.gain.units > 0 for row in self.rows)

    @property
    def losing(self) -> int:
        """How many get less."""
        return sum(row.gain.units < 0 for row in self.rows)

    @property
    def regraded(self) -> int:
        """How many have another grade."""
        return sum(row.old.grade != row.new.grade for row in self.rows)

    @property
    def lacking(self) -> int:
        """For how many data are missing."""
        return sum(bool(row.new.lacks) for row in self.rows)


def trial(user: Person, year: int, pack: Pack) -> Trial:
    """Score every unit's data of a year under the pack and under the one that it had, and compare."""
    units = rights.visible_units(user, "rules.write")
    groups: dict[str, tuple[Pack, list[DataSet], list[str]]] = {}
    for dossier in Dossier.objects.filter(year__year=year, unit__in=units).select_related("unit", "year"):
        old = pack_of(dossier)
        _, population, names = groups.setdefault(old.sha256, (old, [], []))
        population.append(dataset_at(Origin.of(dossier)))
        names.append(dossier.unit.name)
    rows: list[Difference] = []
    failed: list[tuple[str, str]] = []
    for old, population, names in groups.values():
        found = compare(old, pack, population)
        rows += [replace(each, name=names[each.at]) for each in found.subjects]
        failed += [(names[each.at], each.faults[0].text()) for each in found.unscored]
    rows.sort(key=lambda row: (row.gain.units, row.name))
    decided = (row.decides for row in rows)
    deciding = Counter(f"{step.code} {step.name}" for step in decided if step is not None)
    return Trial(tuple(rows), tuple(dict.fromkeys(failed)), tuple(deciding.most_common(5)))
