"""The one place where rights are decided: deny by default, by role and unit subtree.

A right belongs to roles; a role reaches its own unit only, or its whole subtree. Administrators of
the system, of security and of audit (三员) reach no business content at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from jiheng.web.organisation.models import ADMINISTRATORS, Membership, Role, Unit, exclusive

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models.query import QuerySet

    from jiheng.web.accounts.models import User

    Person = User | AnonymousUser

__all__ = [
    "ADMINISTRATORS",
    "RIGHTS",
    "demand",
    "exclusive",
    "may",
    "memberships",
    "roles",
    "sees_several",
    "visible_units",
]

OWN_UNIT = frozenset({Role.FILLER, Role.HEAD})
SUBTREE = frozenset({Role.DEPARTMENT, Role.FINANCE_DESK, Role.FINANCE, Role.EXPERT})
REVIEWERS = frozenset({Role.FINANCE_DESK, Role.FINANCE})

RIGHTS: dict[str, frozenset[Role]] = {
    "dossier.view": OWN_UNIT | SUBTREE,
    "dossier.own": OWN_UNIT,
    "records.write": frozenset({Role.FILLER}),
    "targets.write": frozenset({Role.FILLER}),
    "evaluation.write": frozenset({Role.FILLER}),
    "monitoring.write": frozenset({Role.FILLER}),
    "evidence.upload": frozenset({Role.FILLER}),
    "task.submit": frozenset({Role.FILLER}),
    "task.review.unit": frozenset({Role.HEAD}),
    "task.review.department": frozenset({Role.DEPARTMENT}),
    "task.review.finance": REVIEWERS,
    "review.queue": REVIEWERS | {Role.EXPERT, Role.DEPARTMENT},
    "review.write": REVIEWERS | {Role.EXPERT},
    "task.remind": REVIEWERS | {Role.DEPARTMENT},
    "warning.evaluate": REVIEWERS,
    "warning.answer": frozenset({Role.FILLER, Role.HEAD}),
    "warning.close": REVIEWERS,
    "disclosure.publish": frozenset({Role.HEAD, Role.FINANCE}),
    "rectification.answer": frozenset({Role.FILLER, Role.HEAD}),
    "rectification.manage": REVIEWERS,
    "proposal.decide": frozenset({Role.FINANCE}),
    "cycle.manage": frozenset({Role.FINANCE}),
    "units.manage": frozenset({Role.SYSTEM_ADMIN}),
    "calendar.manage": frozenset({Role.SYSTEM_ADMIN}),
    "accounts.view": frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}),
    "accounts.manage": frozenset({Role.SYSTEM_ADMIN}),
    "roles.grant": frozenset({Role.SECURITY_ADMIN}),
    "accounts.unlock": frozenset({Role.SECURITY_ADMIN}),
    "packs.manage": frozenset({Role.SYSTEM_ADMIN, Role.FINANCE}),
    "rules.write": REVIEWERS,
    "rules.release": frozenset({Role.FINANCE}),
    "jobs.watch": REVIEWERS | {Role.SYSTEM_ADMIN},
    "token.make": frozenset(Role),
    "audit.read": frozenset({Role.AUDITOR}),
}
"""Right → roles that hold it. A right that is not listed here is held by nobody."""
EVERYBODY = frozenset({"account.own"})
"""What each person may do with the own account, whatever the roles: password, second factor, log-ins."""


def memberships(user: Person) -> list[Membership]:
    """The person's roles, read once per request and held on the user object."""
    if not user.is_authenticated or not user.is_active:
        return []  # an anonymous visitor, or an account that was disabled
    if user.held_memberships is None:
        user.held_memberships = list(Membership.objects.filter(user=user, unit__active=True).select_related("unit"))
    return user.held_memberships


def roles(user: Person) -> frozenset[Role]:
    """All roles that the person holds anywhere."""
    return frozenset(Role(held.role) for held in memberships(user))


def may(user: Person, right: str, unit: Unit | None = None) -> bool:
    """Whether the person holds the right over the unit (anywhere, if no unit is named)."""
    if right in EVERYBODY:
        return user.is_authenticated and user.is_active
    holders = RIGHTS.get(right, frozenset())
    return any(Role(held.role) in holders and _reaches(held, unit) for held in memberships(user))


def _reaches(held: Membership, unit: Unit | None) -> bool:
    if unit is None or Role(held.role) in ADMINISTRATORS:
        return True
    return held.unit_id == unit.pk if Role(held.role) in OWN_UNIT else unit.is_within(held.unit)


def acting_unit(user: Person, right: str, unit: Unit | None = None) -> Unit:
    """The unit for which the person acts with this right, e.g. who signs a letter.

    Raises:
        PermissionDenied: there is none.
    """
    holders = RIGHTS.get(right, frozenset())
    for held in memberships(user):
        if Role(held.role) in holders and _reaches(held, unit):
            return held.unit
    raise PermissionDenied(_("您没有办理此事项的权限，请与本单位管理员联系。"))


def demand(user: Person, right: str, unit: Unit | None = None) -> None:
    """Refuse unless the person holds the right.

    Raises:
        PermissionDenied: the sentence says which right is missing.
    """
    if not may(user, right, unit):
        raise PermissionDenied(_("您没有办理此事项的权限，请与本单位管理员联系。"))


def sees_several(user: Person) -> bool:
    """Whether the person may look into more than one unit: by a role that reaches a subtree, or in several units."""
    held = [each for each in memberships(user) if Role(each.role) in RIGHTS["dossier.view"]]
    return any(Role(each.role) in SUBTREE for each in held) or len({each.unit_id for each in held}) > 1


def visible_units(user: Person, right: str = "dossier.view") -> QuerySet[Unit]:
    """The units over which the person holds the right."""
    holders = RIGHTS.get(right, frozenset())
    reach = Q(pk__in=[])
    for held in memberships(user):
        role = Role(held.role)
        if role in holders and role not in ADMINISTRATORS:
            reach |= Q(pk=held.unit_id) if role in OWN_UNIT else Q(path__startswith=held.unit.path)
    return Unit.objects.filter(reach)
