"""Opening an installation that has no account yet: a one-time address, told on the server's console, makes the first three.

Until then every other address answers 尚未启用. The address is good for 30 minutes and once; a new start tells a new one.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts import activation, log
from jiheng.web.accounts.models import Opening, User
from jiheng.web.actions import Refusal
from jiheng.web.organisation.models import Membership, Role, Unit

FIRST = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
MINUTES = 30
PATH = "/start/"
BEFORE = (PATH, "/language/")
"""What answers before the installation is open; static files are served before this is asked."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What one person is handed on paper: account and activation code. The code is told this once."""

    owner: User
    code: str
    roles: tuple[str, ...] = ()


class Opened:
    """Remembers that there are accounts: once there are, there always are."""

    known = False

    @classmethod
    def now(cls) -> bool:
        """Whether anybody can log in at all."""
        cls.known = cls.known or User.objects.exists()
        return cls.known


def offer() -> str:
    """Make the one-time path, e.g. ``/start/…/``; the one told before is void. Empty if there are accounts."""
    if Opened.now():
        return ""
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        Opening.objects.all().delete()
        Opening.objects.create(hash=_hashed(token), expires_at=timezone.now() + timedelta(minutes=MINUTES))
    return f"{PATH}{token}/"


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def is_good(token: str) -> bool:
    """Whether this is the address that was told last, and not too long ago."""
    return Opening.objects.filter(hash=_hashed(token), expires_at__gt=timezone.now()).exists()


@transaction.atomic
def open_with(token: str, root: Unit, people: Mapping[Role, User], address: str) -> list[Slip]:
    """Use up the address: the unit at the root of the tree and the three administrators.

    Raises:
        Refusal: used, or too old.
    """
    used, _by_model = Opening.objects.filter(hash=_hashed(token), expires_at__gt=timezone.now()).delete()
    if not used:
        raise Refusal(_("这个启用地址已经用过或已过期。请在服务器上重新运行 jiheng serve，使用新打印的地址。"))
    return make_first(root, people, address)


@transaction.atomic
def make_first(root: Unit, people: Mapping[Role, User], address: str) -> list[Slip]:
    """The root of the tree and the three administrators, each with an activation code.

    Raises:
        Refusal: there are accounts already.
    """
    if User.objects.exists():
        raise Refusal(_("本站已经启用；新增账户请由系统管理员在“账户与角色”中办理。"))
    root.save()
    return [_first(root, role, people[role], address) for role in FIRST]


def _first(root: Unit, role: Role, user: User, address: str) -> Slip:
    code = activation.issue(user)
    Membership.objects.create(user=user, unit=root, role=role)
    log.note("新建账户", address, user, detail=f"启用本站：{user.username}，{role.label}")
    return Slip(user, code, (str(role.label),))


class NotOpenYet:
    """Answers every address but the one-time one with 尚未启用 while there is no account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Ask the database until there is an account, and never after."""
        if request.path.startswith(BEFORE) or Opened.now():
            return self.get_response(request)
        if request.path.startswith("/api/"):
            return JsonResponse({"problem": _("本站尚未启用，请联系系统管理员。")}, status=503)
        return render(request, "accounts/not_open.html", {"minutes": MINUTES}, status=503)
