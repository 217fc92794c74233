"""What a list is: its columns, its filters, and the right to see it, as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from jiheng.core.exact import Money, Points
from jiheng.web.templatetags.shown import LIGHTS, wan


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a list, on the page and in the exported sheet.

    Example:
        ``Cell("青禾镇", address="/2024/900001/data/", light="red")``
    """

    text: str
    address: str = ""
    light: str = ""
    """A light before the text: red, yellow, green or none."""
    heat: str = ""
    """The same as the ground of the whole cell."""
    notes: tuple[str, ...] = ()
    """Quiet lines below."""
    shown: str = ""
    """Markup in place of the text, e.g. money with its exact amount on hover."""

    @property
    def shape(self) -> str:
        """Of the light, which is never told by colour alone."""
        return LIGHTS[self.light][0]


Made = Cell | str | int | Money | Points | date | None
"""What a column may make of a row."""


def cell(made: Made) -> Cell:
    """A cell of what a column made; nothing is a dash."""
    if isinstance(made, Cell):
        return made
    if isinstance(made, Money):
        return Cell(made.wan(), shown=wan(made))
    if isinstance(made, Points):
        return Cell(made.shown())
    if isinstance(made, datetime):
        return Cell(timezone.localtime(made).strftime("%Y-%m-%d %H:%M"))
    return Cell("—" if made is None else str(made))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it shows of a row, and the path by which the list can be sorted by it.

    ``by`` is a path as the database knows it (``dossier__unit__code``); of rows that are no records of a
    database the same path is walked. A column without one cannot be sorted.
    """

    name: str
    title: str
    show: Callable[[Any], Made]
    by: str = ""
    figure: bool = False
    template: str = ""
    """For what no cell can say (a box to tick, a text to open): a template that is given the row."""
    exported: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter by one of the values that occur (or of those that are named); a value may lie in several paths."""

    name: str
    title: str
    paths: tuple[str, ...]
    label: Callable[..., str] = str
    named: Callable[[], Iterable[tuple[str, str]]] | None = None
    """The values and their words, where the rows are too many to ask them."""


@dataclass(frozen=True, slots=True)
class Words:
    """A filter by a part of any of the texts."""

    name: str
    title: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as data.

    Args:
        place: the name of its address, under which filters are kept, e.g. ``review:queue``.
        title: how the page and the exported sheet call it.
        right: who may see it, and so export it.
        empty: what stands in an empty list.
        password: whether it holds personal data, so that the export asks for the password.
    """

    place: str
    title: str
    right: str
    columns: tuple[Column, ...]
    filters: tuple[Choice | Words, ...] = ()
    empty: str = ""
    unit: str = ""
    """The unit of its figures, where they have one for all."""
    wide: bool = False
    password: bool = False
    kept: tuple[str, ...] = ()
    """Names in the address that belong to the page and not to the list, and stay as they are."""
    narrowed_by: tuple[str, ...] = ()
    """Names in the address by which the page itself narrows the rows before they come here (a form of its own)."""
    prepare: Callable[[list[Any]], Sequence[Any]] = list
    """What the columns see of the rows that are shown, e.g. with what one more query tells of all of them."""
    export_at: str = ""
    """Address name of an export of the page's own, e.g. one that proves its rows."""
