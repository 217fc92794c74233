"""What the pages of 管理 show: the tree of units, accounts with their state, years, packs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.packs.lint import lint
from jiheng.packs.load import PackInfo, library, read_pack
from jiheng.web.accounts import guard
from jiheng.web.accounts.models import Guard, User
from jiheng.web.cycle.models import DUE_STAGES, Dossier, Task, Year
from jiheng.web.management.forms import unit_packs
from jiheng.web.organisation.models import Membership, Unit
from jiheng.web.organisation.queries import region_of


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in the tree with its depth and how many people work in it."""

    unit: Unit
    depth: int
    people: int


def tree(words: str = "") -> list[Branch]:
    """The units in the order of the tree; with words, only those whose code or name has them."""
    units = Unit.objects.annotate(people=Count("memberships__user", distinct=True))
    found = (
        units.filter(Q(code__icontains=words) | Q(name__icontains=words) | Q(spelling__icontains=words))
        if words
        else units
    )
    below: dict[int | None, list[Unit]] = {}
    for unit in found.order_by("code"):
        below.setdefault(None if words else unit.parent_id, []).append(unit)
    return list(_branches(below, None, 0))


def _branches(below: Mapping[int | None, list[Any]], parent: int | None, depth: int) -> list[Branch]:
    shown = []
    for unit in below.get(parent, ()):
        shown.append(Branch(unit, depth, unit.people))
        if parent is not None or depth == 0:
            shown += _branches(below, unit.pk, depth + 1)
    return shown


def accounts(words: str, role: str, state: str) -> QuerySet[User]:
    """Accounts that fit the filter, with their roles."""
    found = User.objects.prefetch_related(Prefetch("memberships", Membership.objects.select_related("unit")))
    if words:
        found = found.filter(
            Q(username__icontains=words)
            | Q(name__icontains=words)
            | Q(spelling__icontains=words)
            | Q(memberships__unit__name__icontains=words)
        )
    if role:
        found = found.filter(memberships__role=role)
    return found.filter(_state(state)).distinct().order_by("username")


def _state(state: str) -> Q:
    locked = Guard.objects.filter(locked_until__gt=timezone.now()).values("name")
    return {
        "active": Q(is_active=True, activation_hash=""),
        "waiting": Q(is_active=True) & ~Q(activation_hash=""),
        "disabled": Q(is_active=False),
        "locked": Q(username__in=locked),
    }.get(state, Q())


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as the list shows it."""

    user: User
    state: str
    light: str
    locked: bool


def account_rows(users: list[User]) -> list[AccountRow]:
    """State of each account in words and as a light."""
    locks = guard.locks_of([user.username for user in users])
    return [_account_row(user, locks.get(user.username)) for user in users]


def _account_row(user: User, locked: datetime | None) -> AccountRow:
    return AccountRow(user, *_shown_state(user, locked), locked=locked is not None)


def _shown_state(user: User, locked: datetime | None) -> tuple[str, str]:
    if not user.is_active:
        return _("已停用"), "none"
    if locked:
        return _("已锁定至 %(time)s") % {"time": timezone.localtime(locked).strftime("%H:%M")}, "red"
    if user.activation_hash:
        expired = user.initial_expires_at is None or user.initial_expires_at < timezone.now()
        return (_("激活码已过期"), "red") if expired else (_("待激活"), "yellow")
    return _("正常"), "green"


def years() -> QuerySet[Year]:
    """Years with the number of their units."""
    return Year.objects.annotate(units=Count("dossiers")).order_by("-year")


def deadlines(year: Year, units: QuerySet[Unit]) -> list[tuple[str, Any, Any]]:
    """Stage, first and last day on which it is due among the units."""
    found = (
        Task.objects.filter(dossier__year=year, dossier__unit__in=units)
        .values_list("stage")
        .annotate(first=Min("due"), last=Max("due"))
        .order_by()
    )
    days = {stage: (first, last) for stage, first, last in found}
    return [(str(stage.label), *days.get(stage.value, (None, None))) for stage in DUE_STAGES]


@dataclass(frozen=True, slots=True)
class Offered:
    """A pack that is proposed and why; nothing is proposed without a ground."""

    pack: str = ""
    why: str = ""


def offered_pack(units: QuerySet[Unit], year: Year, office: Unit) -> Offered:
    """The pack of last year, or the only one of the region in which the office lies."""
    before = Dossier.objects.filter(unit__in=units, year__year__lt=year.year)
    counted = before.values("pack", "year__year").annotate(times=Count("pk")).order_by("-year__year", "-times")
    last = counted.first()
    if last:
        return Offered(str(last["pack"]), _("上次（%(year)d 年度）多数单位使用。") % {"year": last["year__year"]})
    region = region_of(office)
    own = [info.id for info in unit_packs() if info.region == region]
    if len(own) == 1:
        return Offered(own[0], _("本站在%(region)s，这是该地区唯一的部门整体规则包。") % {"region": region})
    return Offered()


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack as the list shows it."""

    info: PackInfo
    errors: int
    warnings: int
    used: int


def packs() -> list[PackRow]:
    """Every pack of the library with what lint says and how many dossiers rest on it."""
    used = Counter(Dossier.objects.values_list("pack", flat=True))
    rows = []
    for info in library():
        severities = Counter(note.severity for note in lint(read_pack(info.id)))
        rows.append(PackRow(info, severities["error"], severities["warning"], used[info.id]))
    return rows
