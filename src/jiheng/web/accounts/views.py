"""Log-in, activation, and the person's own account."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jiheng.web import rights
from jiheng.web.accounts import activation, factor, log, login, passwords, recovery, sessions
from jiheng.web.accounts.actions import Activate, ChangePassword, EndSession, NewRecoveryCodes, SetUpFactor
from jiheng.web.accounts.forms import (
    ChangeOwnPassword,
    Code,
    CodeOrPaper,
    FirstPassword,
    LogIn,
    MoveFactor,
    OwnPassword,
)
from jiheng.web.accounts.middleware import obligation
from jiheng.web.accounts.models import User
from jiheng.web.accounts.sealed import seal, unseal
from jiheng.web.actions import Actor, Refusal
from jiheng.web.frame import home_of

NEW_SECRET = "new_secret"  # noqa: S105 - the name of a session entry
NEXT = "next"


@never_cache
@sensitive_post_parameters("password")
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for account and password."""
    if request.user.is_authenticated:
        return redirect("desk")
    form = LogIn(request.POST or None)

    def go_on() -> HttpResponse:
        user = login.try_password(request, form.cleaned_data["username"], form.cleaned_data["password"])
        if user.totp_secret:
            login.ask_for_code(request, user)
            return redirect(f"{resolve_url('accounts:code')}?{request.GET.urlencode()}")
        return _entered(request, user)

    return _answer(request, form, go_on, "accounts/login.html")


@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor of whoever has just given the right password."""
    user = login.pending(request)
    if user is None:
        messages.info(request, _("登录超时，请重新输入账号和密码。"))
        return redirect("accounts:login")
    form = CodeOrPaper(request.POST or None)

    def go_on() -> HttpResponse:
        login.try_code(request, user, form.cleaned_data["code"])
        return _entered(request, user)

    return _answer(request, form, go_on, "accounts/code.html")


def _entered(request: HttpRequest, user: User) -> HttpResponse:
    login.enter(request, user)
    wanted = request.GET.get(NEXT, "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return redirect(wanted)
    return redirect(home_of(user))


def _answer(
    request: HttpRequest, form: BaseForm, go_on: Callable[[], HttpResponse], template: str, **context: object
) -> HttpResponse:
    """Show the form; do what it asks for; show it again with the reason if that is refused."""
    if request.method == "POST" and form.is_valid():
        try:
            return go_on()
        except Refusal as refusal:
            form.add_error(None, str(refusal).split("\n"))
    return render(request, template, {"form": form} | context)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session, and forget what the browser kept of it."""
    if isinstance(request.user, User):
        log.note(log.LOGGED_OUT, login.address_of(request), request.user)
    logout(request)
    response = redirect("accounts:login")
    response["Clear-Site-Data"] = '"storage"'
    return response


@never_cache
@sensitive_post_parameters("password", "again", "code")
def activate(request: HttpRequest) -> HttpResponse:
    """Let the owner of an activation code choose the first password, and log in with it."""
    form = FirstPassword(request.POST or None)

    def go_on() -> HttpResponse:
        username, given = form.cleaned_data["username"], form.cleaned_data["code"]
        login.demand_unlocked(request, username)
        user = activation.holder_of(username, given)
        if user is None:
            login.count_failure(request, username, "激活码不正确或已过期")
            raise Refusal(_("账号或激活码不正确，或激活码已使用、已过期；请核对，或联系系统管理员重新办理。"))
        actor = Actor(user, login.address_of(request))
        Activate(actor, user, password=form.cleaned_data["password"], code=given).run()
        messages.success(request, _("密码已设置，请用新密码登录。"))
        return redirect("accounts:login")

    return _answer(request, form, go_on, "accounts/activate.html", rules=_rules())


def _rules() -> list[str]:
    validators = (passwords.ProfileValidator(), passwords.GuessableValidator(), passwords.HistoryValidator())
    return [validator.get_help_text() for validator in validators]


@login_required
def own(request: HttpRequest) -> HttpResponse:
    """The own account: who I am here, password, second factor, log-ins."""
    user = cast("User", request.user)
    live = sessions.live_of(user)
    return render(
        request,
        "accounts/own.html",
        {
            "sessions": live,
            "current": request.session.session_key,
            "limit": sessions.limit_of(user),
            "days_left": passwords.days_left(user),
            "demanded": factor.demanded(user),
            "memberships": rights.memberships(user),
        },
    )


@login_required
@sensitive_post_parameters("old", "password", "again")
def password(request: HttpRequest) -> HttpResponse:
    """Change the own password."""
    user = cast("User", request.user)
    form = ChangeOwnPassword(request.POST or None)

    def go_on() -> HttpResponse:
        login.try_password(request, user.username, form.cleaned_data["old"])
        kept = str(request.session.session_key)
        ChangePassword(Actor.of(request), user, password=form.cleaned_data["password"], session=kept).run()
        _keep_session(request, user, kept)
        messages.success(request, _("密码已修改，其他设备上的登录已结束。"))
        return redirect(obligation(user) or "accounts:own")

    return _answer(request, form, go_on, "accounts/password.html", rules=_rules(), owed=obligation(user))


def _keep_session(request: HttpRequest, user: User, old: str) -> None:
    """This session goes on under a new key."""
    update_session_auth_hash(request, user)
    sessions.rename(old, str(request.session.session_key))


@login_required
@never_cache
@sensitive_post_parameters("password", "code")
def second_factor(request: HttpRequest) -> HttpResponse:
    """Set up the second factor: scan, then type the first code."""
    user = cast("User", request.user)
    secret = _secret_on_offer(request, user)
    form = (MoveFactor if user.totp_secret else Code)(request.POST or None)

    def go_on() -> HttpResponse:
        if user.totp_secret:
            login.try_password(request, user.username, form.cleaned_data["password"])
        codes = SetUpFactor(Actor.of(request), user, secret=secret, code=form.cleaned_data["code"]).run()
        del request.session[NEW_SECRET]
        messages.success(request, _("动态口令已设置，下次登录时需要输入手机上的 6 位数字。"))
        return _codes(request, user, codes)

    shown = {"picture": factor.picture(user, secret), "secret": " ".join(_fours(secret)), "owed": obligation(user)}
    return _answer(request, form, go_on, "accounts/factor.html", **shown)


def _codes(request: HttpRequest, user: User, codes: list[str]) -> HttpResponse:
    """The codes on paper, once, and the way on."""
    onwards = resolve_url(obligation(user) or home_of(user))
    return render(request, "accounts/recovery.html", {"codes": codes, "onwards": onwards})


@login_required
@never_cache
@sensitive_post_parameters("password")
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """How many recovery codes are left; new ones for the password."""
    user = cast("User", request.user)
    form = OwnPassword(request.POST or None)

    def go_on() -> HttpResponse:
        login.try_password(request, user.username, form.cleaned_data["password"])
        return _codes(request, user, NewRecoveryCodes(Actor.of(request), user).run())

    return _answer(request, form, go_on, "accounts/recovery.html", left=recovery.left(user))


def _secret_on_offer(request: HttpRequest, user: User) -> str:
    """The same secret while the page is shown again; sealed, since sessions lie in the database."""
    if NEW_SECRET not in request.session:
        request.session[NEW_SECRET] = seal(factor.new_secret(), str(user.pk))
    return unseal(request.session[NEW_SECRET], str(user.pk))


def _fours(secret: str) -> list[str]:
    return [secret[start : start + 4] for start in range(0, len(secret), 4)]


@login_required
@require_POST
def end_session(request: HttpRequest, session: int) -> HttpResponse:
    """End one of the own log-ins."""
    try:
        EndSession(Actor.of(request), cast("User", request.user), session=session).run()
        messages.success(request, _("已结束该登录。"))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("accounts:own")
