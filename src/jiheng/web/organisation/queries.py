"""Questions about the tree of units."""

from __future__ import annotations

from jiheng.web.organisation.models import Unit


def chain_of(unit: Unit) -> list[Unit]:
    """The unit and those above it, from the root down."""
    keys = [int(part) for part in unit.path.split("/") if part]
    return list(Unit.objects.filter(pk__in=keys).order_by("path"))


def region_of(unit: Unit) -> str:
    """Where the unit lies: as it says itself, or the nearest unit above that says so; empty if none does."""
    if unit.region or unit.parent_id is None:
        return unit.region
    return next((each.region for each in reversed(chain_of(unit)) if each.region), "")
