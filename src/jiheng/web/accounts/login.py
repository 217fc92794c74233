"""Logging in: the address and the account are not locked, the password fits, then the second factor."""

from __future__ import annotations

import time

from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts import factor, guard, log, passwords, recovery
from jiheng.web.accounts.models import User
from jiheng.web.actions import Refusal

PENDING = "pending_log_in"
PENDING_SECONDS = 300
BACKEND = "django.contrib.auth.backends.ModelBackend"


def address_of(request: HttpRequest) -> str:
    """Where the request comes from."""
    return str(request.META.get("REMOTE_ADDR", ""))


def demand_unlocked(request: HttpRequest, username: str) -> None:
    """Refuse without looking at password or code while the address or the account is locked.

    Raises:
        Refusal: the same sentence whether the account exists or not.
    """
    until = guard.locked_until(username, address_of(request))
    if until is not None:
        minutes = max(1, -(-int((until - timezone.now()).total_seconds()) // 60))
        raise Refusal(
            _("连续登录失败次数过多，请 %(minutes)d 分钟后再试；急需使用的，请联系安全管理员解锁。")
            % {"minutes": minutes}
        )


def count_failure(request: HttpRequest, username: str, why: str) -> None:
    """Count and record it; and record if something is locked from now on."""
    user = User.objects.filter(username=username).first()
    address = address_of(request)
    log.note(log.LOGGED_IN, address, user, result=log.FAILED, detail=why)
    if guard.failed(username, address):
        log.note(log.LOCKED, address, user, detail=why)


def try_password(request: HttpRequest, username: str, password: str) -> User:
    """The account that the password opens.

    Raises:
        Refusal: locked, or the password does not fit; it is not said which part is wrong.
    """
    demand_unlocked(request, username)
    user = authenticate(request, username=username, password=password)
    if user is None:
        count_failure(request, username, "账号或密码不正确")
        raise Refusal(_("账号或密码不正确，请重新输入。"))
    return user


def ask_for_code(request: HttpRequest, user: User) -> None:
    """Remember, in a session that opens nothing yet, who has given the right password."""
    request.session.cycle_key()
    request.session[PENDING] = {"user": user.pk, "at": int(time.time())}


def pending(request: HttpRequest) -> User | None:
    """Who has given the right password a short while ago and now owes a code."""
    kept = request.session.get(PENDING)
    if not kept or int(time.time()) - int(kept["at"]) > PENDING_SECONDS:
        return None
    return User.objects.filter(pk=kept["user"], is_active=True).exclude(totp_secret="").first()


def try_code(request: HttpRequest, user: User, code: str) -> None:
    """Check the second factor.

    Raises:
        Refusal: locked, or the code does not fit or was used.
    """
    demand_unlocked(request, user.username)
    if len(code) != factor.DIGITS:
        _try_paper(request, user, code)
    elif not factor.accept(user, code):
        count_failure(request, user.username, "动态口令不正确")
        raise Refusal(_("动态口令不正确或已经用过，请等手机上出现新的口令后再输入。"))


def _try_paper(request: HttpRequest, user: User, code: str) -> None:
    """Take a recovery code, once; it goes on record, and the person is told how many are left."""
    if not recovery.use(user, code):
        count_failure(request, user.username, "恢复码不正确")
        raise Refusal(_("恢复码不正确或已经用过，请换一个没有用过的。"))
    log.note(log.RECOVERED, address_of(request), user)
    left = {"n": recovery.left(user)}
    messages.warning(
        request, _("已用恢复码登录，还剩 %(n)d 个。手机丢失或更换的，请在“我的账户”中更换动态口令。") % left
    )


def enter(request: HttpRequest, user: User) -> None:
    """Open the session, under a new key."""
    request.session.pop(PENDING, None)
    login(request, user, backend=BACKEND)
    guard.passed(user, address_of(request))
    log.note(log.LOGGED_IN, address_of(request), user)
    left = passwords.days_left(user)
    if left is not None and 0 <= left <= passwords.WARN_DAYS:
        messages.warning(request, _("密码将在 %(days)d 天后到期，请尽早在“我的账户”中修改。") % {"days": left})
