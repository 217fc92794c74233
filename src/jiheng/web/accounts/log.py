"""Log-ins in the audit log. Neither passwords nor codes ever get here, nor names that no account has."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_noop, override

from jiheng.web import rights
from jiheng.web.accounts.models import User
from jiheng.web.audit import chain

LOGGED_IN = gettext_noop("登录")
RECOVERED = gettext_noop("使用恢复码")
LOGGED_OUT = gettext_noop("退出登录")
LOCKED = gettext_noop("登录锁定")
FAILED = gettext_noop("失败")


def note(action: str, address: str, user: User | None, *, result: str = "成功", detail: str = "") -> None:
    """Write one entry about an account, known or not; the log is Chinese, whatever the person reads."""
    with override(settings.LANGUAGE_CODE):
        _note(action, address, user, result=result, detail=detail)


def _note(action: str, address: str, user: User | None, *, result: str, detail: str) -> None:
    chain.write(
        username=user.username if user else "",
        person=user.name if user else "",
        roles="、".join(sorted(str(role.label) for role in rights.roles(user))) if user else "",
        address=address[:45],
        action=action,
        object_type="User",
        object_id=str(user.pk) if user else "",
        object_label=str(user) if user else "不存在的账号",
        result=result,
        detail=detail,
    )
