"""账户与角色: accounts by the system administrator, roles by the security administrator."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jiheng.web import rights
from jiheng.web.accounts.actions import (
    AccountAction,
    ChangeAccount,
    CreateAccount,
    Disable,
    Enable,
    ResetFactor,
    StartReset,
    Unlock,
)
from jiheng.web.accounts.activation import HOURS
from jiheng.web.accounts.forms import NewAccount, Person
from jiheng.web.accounts.models import User
from jiheng.web.actions import Actor
from jiheng.web.lists.views import View
from jiheng.web.management import queries
from jiheng.web.management.forms import Grant, UserFilter
from jiheng.web.management.lists import USERS
from jiheng.web.management.page import page, refused_beside, run
from jiheng.web.organisation.actions import GrantRole, RevokeRole
from jiheng.web.organisation.models import AskedRole, Membership, Role

PLACE = "management:users"
RIGHT = "accounts.view"
DEEDS: dict[str, tuple[type[AccountAction], str]] = {
    "disable": (Disable, gettext_noop("已停用账户，其登录已全部结束。")),
    "enable": (Enable, gettext_noop("已启用账户。")),
    "unlock": (Unlock, gettext_noop("已解除锁定。")),
    "reset-factor": (ResetFactor, gettext_noop("已重置动态口令，本人下次登录时须重新设置。")),
}


@login_required
def table(request: HttpRequest) -> HttpResponse:
    """List and search."""
    rights.demand(request.user, RIGHT)
    form = UserFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.accounts(wanted.get("q", "").strip(), wanted.get("role", ""), wanted.get("state", ""))
    view = View(request, USERS, found)
    if view.answer:
        return view.answer
    can_add = rights.may(request.user, "accounts.manage")
    parts = {
        "waiting": User.objects.filter(is_active=True).exclude(activation_hash="").count() if can_add else 0,
        "asked": AskedRole.objects.count() if rights.may(request.user, "roles.grant") else 0,
    }
    return page(request, "management/users.html", PLACE, form=form, view=view, can_add=can_add, **parts)


@login_required
@never_cache
def add(request: HttpRequest) -> HttpResponse:
    """Make an account and show its activation code, once."""
    rights.demand(request.user, "accounts.manage")
    form = NewAccount(request.POST or None)
    if form.is_valid():
        user = User(**form.cleaned_data)
        codes: list[str] = []
        action = CreateAccount(Actor.of(request), user)
        if not refused_beside(form, lambda: codes.append(action.run())):
            return _slip(request, user, codes[0])
    return page(request, "management/new_user.html", PLACE, form=form)


def _slip(request: HttpRequest, user: User, code: str) -> HttpResponse:
    """The slip of paper to hand over; it cannot be shown again."""
    address = request.build_absolute_uri("/activate/")
    context = {"owner": user, "code": code, "hours": HOURS, "address": address}
    return page(request, "management/slip.html", PLACE, **context)


@login_required
def one(request: HttpRequest, user: int) -> HttpResponse:
    """One account: who it is, its roles, and what may be done with it."""
    rights.demand(request.user, RIGHT)
    owner = get_object_or_404(User, pk=user)
    manages = rights.may(request.user, "accounts.manage")
    form = Person(request.POST or None, initial={"name": owner.name, "phone": owner.phone}) if manages else None
    if form is not None and form.is_valid():
        run(request, ChangeAccount(Actor.of(request), owner, **form.cleaned_data), _("已保存。"))
        return redirect("management:user", user=user)
    return page(request, "management/user.html", PLACE, form=form, **_one_context(request, owner))


def _one_context(request: HttpRequest, owner: User) -> dict[str, object]:
    return {
        "row": queries.account_rows([owner])[0],
        "held": Membership.objects.filter(user=owner).select_related("unit"),
        "manages": rights.may(request.user, "accounts.manage"),
        "grants": rights.may(request.user, "roles.grant"),
        "grant_form": Grant(),
        "own": owner.pk == request.user.pk,
    }


@login_required
@require_POST
@never_cache
def deed(request: HttpRequest, user: int, deed: str) -> HttpResponse:
    """Disable, enable, unlock, reset; a reset of the password shows its code, once."""
    owner = get_object_or_404(User, pk=user)
    if deed == "reset":
        return _reset(request, owner)
    if deed not in DEEDS:
        raise Http404
    kind, done = DEEDS[deed]
    run(request, kind(Actor.of(request), owner), _(done))
    return redirect("management:user", user=user)


def _reset(request: HttpRequest, owner: User) -> HttpResponse:
    code = run(request, StartReset(Actor.of(request), owner), _("已作废原密码，其登录已全部结束。"))
    return _slip(request, owner, code) if code else redirect("management:user", user=owner.pk)


@login_required
@require_POST
def grant(request: HttpRequest, user: int) -> HttpResponse:
    """Give a role."""
    owner = get_object_or_404(User, pk=user)
    form = Grant(request.POST)
    if form.is_valid():
        role = Role(form.cleaned_data["role"])
        run(request, GrantRole(Actor.of(request), owner, role=role, where=form.cleaned_data["unit"]), _("已授予角色。"))
        return redirect("management:user", user=user)
    rights.demand(request.user, "roles.grant")
    context = _one_context(request, owner) | {"grant_form": form}
    return page(request, "management/user.html", PLACE, **context)


@login_required
@require_POST
def revoke(request: HttpRequest, user: int, membership: int) -> HttpResponse:
    """Take a role back."""
    rights.demand(request.user, "roles.grant")
    held = get_object_or_404(Membership.objects.select_related("unit", "user"), pk=membership, user_id=user)
    action = RevokeRole(Actor.of(request), held.user, role=Role(held.role), where=held.unit)
    run(request, action, _("已收回角色，立即生效。"))
    return redirect("management:user", user=user)
