"""The API as one: its stages, and failures said in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from ninja.types import DictStrAny

from jiheng.core.fault import Refused
from jiheng.web.actions import Refusal
from jiheng.web.api import (
    accounts,
    audit,
    calendar,
    carrying,
    county,
    disclosure,
    dossiers,
    evidence,
    filling,
    forms,
    imports,
    jobs,
    monitoring,
    rectification,
    review,
    tokens,
    units,
    years,
)
from jiheng.web.api.auth import TokenAuth, TooOften
from jiheng.web.audit import trail
from jiheng.web.review.actions import Overtaken


class Objects(Parser):
    """Takes a JSON object and nothing else: of anything else a body without required fields would pass as empty."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """Read the body.

        Raises:
            TypeError: it is something else.
        """
        body = super().parse_body(request)
        if not isinstance(body, dict):
            raise TypeError(type(body))
        return body


class Readable(JSONRenderer):
    """Writes Chinese as it is read."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


api = NinjaAPI(
    title="绩衡",
    version="1",
    auth=TokenAuth(),
    docs_url=None,
    urls_namespace="api",
    parser=Objects(),
    renderer=Readable(),
)
STAGES = (
    dossiers, filling, carrying, imports, evidence, forms, jobs, review, monitoring, county, disclosure, rectification, years,
    units, calendar, accounts, audit, tokens,
)  # fmt: skip
for stage in STAGES:
    api.add_router("", stage.router)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Exception) -> HttpResponse:
    """The state does not allow it."""
    return api.create_response(request, {"problem": str(refusal)}, status=409)


@api.exception_handler(Overtaken)
def overtaken(request: HttpRequest, refusal: Exception) -> HttpResponse:
    """Somebody else was quicker: both values, and the version to save over."""
    told = {name: getattr(refusal, name) for name in ("mine", "theirs", "version")}
    return api.create_response(request, {"problem": str(refusal), **told}, status=409)


@api.exception_handler(Refused)
def unscored(request: HttpRequest, refused: Exception) -> HttpResponse:
    """The data do not allow a score; every fault in a sentence."""
    return api.create_response(request, {"problem": str(refused)}, status=409)


@api.exception_handler(PermissionDenied)
def denied(request: HttpRequest, why: Exception) -> HttpResponse:
    """The token's role lacks the right; the attempt goes on record, unless an action has written it already."""
    if not getattr(why, "recorded", False):
        trail.refused(request)
    return api.create_response(request, {"problem": str(why)}, status=403)


@api.exception_handler(Http404)
def absent(request: HttpRequest, _why: Exception) -> HttpResponse:
    """Not there, or not to be known of."""
    return api.create_response(request, {"problem": _("没有找到，或不在您的查看范围内。")}, status=404)


def nowhere(request: HttpRequest) -> HttpResponse:
    """Answer an address below the API's that is none of its operations."""
    return absent(request, Http404())


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, _why: Exception) -> HttpResponse:
    """No token, or one that opens nothing."""
    if "Authorization" in request.headers:
        trail.note(request, trail.TOKEN_REFUSED, trail.FAILED)
    return api.create_response(
        request, {"problem": _("没有令牌，或令牌已停用、已过期，请重新申请接口令牌。")}, status=401
    )


@api.exception_handler(TooOften)
def too_often(request: HttpRequest, why: Exception) -> HttpResponse:
    """The token or the address must wait."""
    seconds = getattr(why, "seconds", 1)
    said = _("调用过于频繁，请 %(n)d 秒后再试。") % {"n": seconds}
    response = api.create_response(request, {"problem": said}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


@api.exception_handler(ValidationError)
def unfit(request: HttpRequest, why: ValidationError) -> HttpResponse:
    """What was sent is not what the description asks for; every place that is wrong."""
    places = "、".join(".".join(str(part) for part in each["loc"]) for each in why.errors)
    said = _("请求不符合接口说明，请核对：%(places)s。") % {"places": places}
    return api.create_response(request, {"problem": said}, status=422)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, why: HttpError) -> HttpResponse:
    """What was sent cannot be read at all."""
    return api.create_response(
        request, {"problem": _("请求内容无法读取，请核对是否为 JSON 对象。")}, status=why.status_code
    )


@api.exception_handler(RequestDataTooBig)
def too_much(request: HttpRequest, _why: Exception) -> HttpResponse:
    """More than is taken at once."""
    given = {"most": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20}
    return api.create_response(request, {"problem": _("一次提交超过 %(most)d MB，请分批提交。") % given}, status=413)
