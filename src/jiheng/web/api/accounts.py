"""账户与角色: accounts by the system administrator, roles by the security administrator.

No password, activation code or second factor ever goes in or out here: the owner gets an activation code
on paper, from the page 重置密码.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import P, PathEx, QueryEx, Router, Schema
from pydantic import StringConstraints

from jiheng.web import rights
from jiheng.web.accounts.actions import ChangeAccount, CreateAccount
from jiheng.web.accounts.forms import NewAccount, Person
from jiheng.web.accounts.models import User
from jiheng.web.actions import Actor
from jiheng.web.api.common import FAILURES, UnitCode, checked
from jiheng.web.api.schemas import KEEPABLE, PLACEABLE
from jiheng.web.management.queries import account_rows
from jiheng.web.management.queries import accounts as found_accounts
from jiheng.web.management.views.users import DEEDS
from jiheng.web.organisation.actions import GrantRole, RevokeRole
from jiheng.web.organisation.models import Membership, Role, Unit

router = Router(tags=["accounts"])
RIGHT = "accounts.view"
ONE = "/accounts/{account}"
PAGE = 100
AccountName = PathEx[str, P(max_length=150, pattern=PLACEABLE)]
Short = Annotated[str, StringConstraints(max_length=30, pattern=KEEPABLE)]


class RoleOut(Schema):
    """A role in a unit."""

    role: str
    shown: str
    unit: str


class AccountOut(Schema):
    """One account; ``state`` in words."""

    account: str
    name: str
    active: bool
    state: str
    second_factor: bool
    roles: list[RoleOut]


class PersonIn(Schema):
    """Name and telephone of the owner; a telephone that is left out stays as it is."""

    name: Short
    phone: Annotated[str, StringConstraints(max_length=20, pattern=KEEPABLE)] | None = None


class AccountIn(PersonIn):
    """A new account."""

    account: Short


class AccountDeedIn(Schema):
    """What is done with an account."""

    deed: Literal["disable", "enable", "unlock", "reset-factor"]


class RoleIn(Schema):
    """A role in a unit."""

    role: Role
    unit: Annotated[str, StringConstraints(max_length=21, pattern=KEEPABLE)]


def _told(users: list[User]) -> list[AccountOut]:
    return [
        AccountOut(
            account=row.user.username,
            name=row.user.name,
            active=row.user.is_active,
            state=row.state,
            second_factor=bool(row.user.totp_secret),
            roles=[
                RoleOut(role=held.role, shown=held.get_role_display(), unit=held.unit.code)
                for held in row.user.memberships.all()
            ],
        )
        for row in account_rows(users)
    ]


def _again(username: str) -> AccountOut:
    return _told(list(found_accounts("", "", "").filter(username=username)))[0]


def _found(request: HttpRequest, username: str) -> User:
    rights.demand(request.user, RIGHT)
    return get_object_or_404(User, username=username)


@router.get("/accounts", response={200: list[AccountOut], **FAILURES})
def accounts(request: HttpRequest, after: QueryEx[str, P(max_length=150, pattern=PLACEABLE)] = "") -> Any:
    """All accounts by name, up to 100 a call after the given name."""
    rights.demand(request.user, RIGHT)
    return _told(list(found_accounts("", "", "").filter(username__gt=after)[:PAGE]))


@router.post("/accounts", response={200: AccountOut, **FAILURES})
def add(request: HttpRequest, given: AccountIn) -> Any:
    """Make an account without a role; its activation code is given out by the page 重置密码, not here."""
    rights.demand(request.user, "accounts.manage")
    typed = {"username": given.account, "name": given.name, "phone": given.phone or ""}
    user = User(**checked(NewAccount(typed)))
    CreateAccount(Actor.of(request), user).run()
    return _again(user.username)


@router.patch(ONE, response={200: AccountOut, **FAILURES})
def change(request: HttpRequest, given: PersonIn, account: AccountName) -> Any:
    """Mend the name or the telephone number."""
    rights.demand(request.user, "accounts.manage")
    found = _found(request, account)
    typed = {"name": given.name, "phone": found.phone if given.phone is None else given.phone}
    ChangeAccount(Actor.of(request), found, **checked(Person(typed))).run()
    return _again(account)


@router.post(f"{ONE}/deeds", response={200: AccountOut, **FAILURES})
def do(request: HttpRequest, given: AccountDeedIn, account: AccountName) -> Any:
    """Disable, enable, unlock, or remove the second factor."""
    kind, _done = DEEDS[given.deed]
    kind(Actor.of(request), _found(request, account)).run()
    return _again(account)


@router.post(f"{ONE}/roles", response={200: AccountOut, **FAILURES})
def grant(request: HttpRequest, given: RoleIn, account: AccountName) -> Any:
    """Give a role in a unit; it works at once."""
    rights.demand(request.user, "roles.grant")
    where = get_object_or_404(Unit, code=given.unit)
    GrantRole(Actor.of(request), _found(request, account), role=given.role, where=where).run()
    return _again(account)


@router.delete(f"{ONE}/roles/{{role}}/{{unit}}", response={200: AccountOut, **FAILURES})
def revoke(request: HttpRequest, account: AccountName, role: Role, unit: UnitCode) -> Any:
    """Take a role back; it works at once."""
    rights.demand(request.user, "roles.grant")
    held = Membership.objects.select_related("unit", "user")
    found = get_object_or_404(held, user__username=account, role=role, unit__code=unit)
    RevokeRole(Actor.of(request), found.user, role=role, where=found.unit).run()
    return _again(account)
