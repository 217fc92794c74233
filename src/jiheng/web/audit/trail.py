"""What is refused to a request, and every file that leaves the house by one, goes on record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_noop, override

from jiheng.web import rights
from jiheng.web.audit import chain

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

INTRUDED = gettext_noop("越权访问")
FETCHED = gettext_noop("下载文件")
READ_SCORE = gettext_noop("读取得分")
TOKEN_REFUSED = gettext_noop("接口令牌无效")
NO_RIGHT, FAILED, DONE = gettext_noop("无权限"), gettext_noop("失败"), gettext_noop("成功")


def refused(request: HttpRequest, unit_code: str = "") -> None:
    """Write that somebody tried what he may not do or see."""
    note(request, INTRUDED, NO_RIGHT, unit_code)


def note(request: HttpRequest, action: str, result: str = DONE, unit_code: str = "", detail: str = "") -> None:
    """Write one entry about a request; the log is Chinese, whatever the person reads."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    named = request.resolver_match.kwargs.get("unit", "") if request.resolver_match else ""
    with override(settings.LANGUAGE_CODE):
        chain.write(
            username=user.get_username() if user is not None and known else "",
            person=getattr(user, "name", ""),
            roles="、".join(sorted(str(role.label) for role in rights.roles(user))) if user is not None else "",
            address=str(request.META.get("REMOTE_ADDR", ""))[:45],
            action=action,
            object_label=request.path[:200],
            unit_code=(unit_code or str(named))[:21],
            result=result,
            detail=detail,
        )


class FilesHandedOut:
    """Records every file that a person or program fetches; what a form or a job makes is on record by its action."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the answer; a citizen who fetches what is public is nobody's business."""
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if request.method == "GET" and user is not None and user.is_authenticated and _is_file(response):
            note(request, FETCHED)
        return response


def _is_file(response: HttpResponse) -> bool:
    handed_out = response.headers.get("Content-Disposition", "").startswith("attachment")
    return response.status_code == 200 and handed_out
