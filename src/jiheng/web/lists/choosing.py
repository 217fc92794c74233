"""Narrowing and sorting the rows of a list by what an address asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jiheng.web.lists.listing import Choice, Column, Listing, Words

Rows = QuerySet[Any] | Sequence[Any]
BETWEEN = "~"
"""Between the parts of a value that lies in several paths."""
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Control:
    """A filter as the page shows it: its words, its value, and the values that can be chosen."""

    name: str
    title: str
    value: str
    options: tuple[tuple[str, str], ...]
    choice: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows that are left, in the order asked for, and what was asked."""

    rows: Rows
    controls: tuple[Control, ...]
    sort: str
    before: Mapping[str, str]
    """What the page itself narrowed by."""

    @property
    def asked(self) -> dict[str, str]:
        """Name → value of all that narrows or sorts."""
        asked = {control.name: control.value for control in self.controls if control.value}
        return {**self.before, **asked} | ({"sort": self.sort} if self.sort else {})

    @property
    def query(self) -> str:
        """The same as part of an address."""
        return urlencode(self.asked)


def choose(listing: Listing, rows: Rows, asked: Mapping[str, str]) -> Chosen:
    """Narrow and sort. A value that no row has leaves nothing; a column that cannot be sorted by is passed over."""
    occurring = _occurring(listing, rows)
    controls = []
    for each in listing.filters:
        value = asked.get(each.name, "").strip()[:LONGEST]
        options = occurring.get(each.name, {})
        controls.append(_control(each, value, {key: label for key, (_parts, label) in options.items()}))
        if value:
            rows = _narrowed(rows, each, options[value][0] if value in options else None, value)
    sort = asked.get("sort", "")
    column = next((each for each in listing.columns if each.by and each.name == sort.removeprefix("-")), None)
    return Chosen(
        _sorted(rows, column, down=sort.startswith("-")) if column else rows,
        tuple(controls),
        sort if column else "",
        {name: asked[name][:LONGEST] for name in listing.narrowed_by if asked.get(name)},
    )


Options = dict[str, tuple[tuple[Any, ...], str]]


def _control(each: Choice | Words, value: str, options: dict[str, str]) -> Control:
    lost = {value: _("%(value)s（已没有）") % {"value": value}} if value and value not in options else {}
    shown = tuple((options | lost).items()) if isinstance(each, Choice) else ()
    return Control(each.name, each.title, value, shown, isinstance(each, Choice))


def _occurring(listing: Listing, rows: Rows) -> dict[str, Options]:
    """Of each choice the values: those that are named, or those that occur, asked for all choices at once."""
    choices = [each for each in listing.filters if isinstance(each, Choice)]
    found = {
        each.name: {value: ((value,), word) for value, word in each.named()}
        for each in choices
        if each.named is not None
    }
    asking = [each for each in choices if each.named is None]
    tuples = _tuples(rows, [path for each in asking for path in each.paths]) if asking else []
    at = 0
    for each in asking:
        parts = {values[at : at + len(each.paths)] for values in tuples}
        at += len(each.paths)
        told = sorted(((_key(values), values, each.label(*values)) for values in parts), key=lambda one: one[2])
        found[each.name] = {key: (values, label) for key, values, label in told}
    return found


def _key(values: tuple[Any, ...]) -> str:
    return BETWEEN.join("" if value is None else str(value) for value in values) or BETWEEN


def _tuples(rows: Rows, paths: list[str]) -> set[tuple[Any, ...]]:
    if isinstance(rows, QuerySet):
        return set(rows.order_by().values_list(*paths).distinct())
    return {tuple(walked(row, path) for path in paths) for row in rows}


def walked(row: Any, path: str) -> Any:
    """The value at a path of a row that no database holds; nothing where the path ends early."""
    for step in path.split("__"):
        row = row[int(step)] if step.isdecimal() else getattr(row, step, None)
        if row is None:
            return None
    return row() if callable(row) else row


def _narrowed(rows: Rows, each: Choice | Words, values: tuple[Any, ...] | None, typed: str) -> Rows:
    if isinstance(each, Words):
        return _with_words(rows, each.paths, typed)
    if values is None:
        return rows.none() if isinstance(rows, QuerySet) else []
    wanted = list(zip(each.paths, values, strict=True))
    if isinstance(rows, QuerySet):
        return rows.filter(
            **{path if value is not None else f"{path}__isnull": _sought(value) for path, value in wanted}
        )
    return [row for row in rows if all(walked(row, path) == value for path, value in wanted)]


def _sought(value: Any) -> Any:
    return True if value is None else value


def _with_words(rows: Rows, paths: Iterable[str], typed: str) -> Rows:
    if isinstance(rows, QuerySet):
        return rows.filter(reduce(or_, (Q(**{f"{path}__icontains": typed}) for path in paths)))
    sought = typed.casefold()
    return [row for row in rows if any(sought in str(walked(row, path) or "").casefold() for path in paths)]


def _sorted(rows: Rows, column: Column, *, down: bool) -> Rows:
    """By the column, rows without a value last in either direction; rows that are equal stay as they were."""
    if isinstance(rows, QuerySet):
        path = F(column.by)
        first = path.desc(nulls_last=True) if down else path.asc(nulls_last=True)
        return rows.order_by(first, *rows.query.order_by, "pk")
    with_value = [row for row in rows if walked(row, column.by) is not None]
    without = [row for row in rows if walked(row, column.by) is None]
    return sorted(with_value, key=lambda row: walked(row, column.by), reverse=down) + without
