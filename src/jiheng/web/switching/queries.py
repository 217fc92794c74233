"""What the switches offer: units that the person may see in the year, years in which the unit has a dossier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from jiheng.web import rights
from jiheng.web.cycle.models import Dossier, Year
from jiheng.web.cycle.queries import asked_year
from jiheng.web.switching.places import Here

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jiheng.web.rights import Person

SHOWN = 20
MAX_WORDS = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a switch: where it leads, and whether it is where the person is."""

    title: str
    address: str
    current: bool
    note: str = ""


def words_of(text: str) -> list[str]:
    """The words that were typed, at most as many characters as the box holds."""
    return text[:MAX_WORDS].split()


def named(words: Sequence[str], *fields: str) -> Q:
    """Rows in which every word stands in one of the fields."""
    wanted = Q()
    for word in words:
        one = Q()
        for field in fields:
            one |= Q(**{f"{field}__icontains": word})
        wanted &= one
    return wanted


def year_of(here: Here) -> int:
    """The year that the page is about, else the one that the desk shows; 0 if there is none."""
    year = asked_year(here.asked) if not here.year else None
    return year.year if year else here.year


def seen(user: Person) -> QuerySet[Dossier]:
    """All dossiers that the person may look into."""
    return Dossier.objects.filter(unit__in=rights.visible_units(user)).select_related("unit", "year")


def units(user: Person, here: Here, text: str = "") -> tuple[list[Choice], bool]:
    """Units whose name or code has the words, as the same page of theirs; and whether there are more of them."""
    year = year_of(here)
    wanted = named(words_of(text), "unit__name", "unit__code")
    found = list(seen(user).filter(wanted, year__year=year).order_by("unit__code")[: SHOWN + 1])
    choices = [
        Choice(each.unit.name, here.in_unit(year, each.unit.code), each.unit.code == here.unit, each.unit.code)
        for each in found[:SHOWN]
    ]
    return choices, len(found) > SHOWN


def years(user: Person, here: Here) -> list[Choice]:
    """The years of the page's unit, or of all units of the person on a page about several, newest first."""
    own = seen(user).filter(unit__code=here.unit) if here.unit else seen(user)
    found = Year.objects.filter(dossiers__in=own.values("pk")).distinct()
    current = year_of(here)
    return [
        Choice(
            str(year),
            here.in_unit(year.year, here.unit) if here.unit else here.in_year(year.year),
            year.year == current,
        )
        for year in found
    ]
