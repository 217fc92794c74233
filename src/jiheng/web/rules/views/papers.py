"""What leaves the pages of 规则 as a file: the workbook, the signed parcel, the list of differences."""

from __future__ import annotations

import json
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from jiheng.web import rights
from jiheng.web.cycle.models import Year
from jiheng.web.rules import paper as papers
from jiheng.web.rules import queries
from jiheng.web.rules.content import book_bytes, load
from jiheng.web.rules.models import RuleState, RuleVersion
from jiheng.web.rules.publishing import signed
from jiheng.web.rules.views import RIGHT, chosen_year

OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    "docx": (papers.as_document, f"{OFFICE}.wordprocessingml.document"),
    "xlsx": (papers.as_workbook, f"{OFFICE}.spreadsheetml.sheet"),
}


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


@login_required
@require_safe
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """The version as a workbook."""
    rights.demand(request.user, RIGHT)
    version = get_object_or_404(RuleVersion, pk=pk)
    return _file(book_bytes(version.files), f"{OFFICE}.spreadsheetml.sheet", f"{version.title}-规则.xlsx")


@login_required
@require_safe
def parcel(request: HttpRequest, pk: int) -> HttpResponse:
    """A release with its digests and the bureau's signature, to be carried to another site."""
    rights.demand(request.user, RIGHT)
    version = get_object_or_404(RuleVersion, pk=pk, state=RuleState.RELEASED)
    written = json.dumps(signed(version), ensure_ascii=False, indent=1).encode()
    return _file(written, "application/json", f"{version.title}-{version.version}.json")


@login_required
@require_safe
def paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The differences that the version makes to units, as a paper for approval."""
    rights.demand(request.user, RIGHT)
    version = get_object_or_404(RuleVersion, pk=pk)
    year = chosen_year(request, list(Year.objects.order_by("-year").values_list("year", flat=True)))
    loaded = load(version.files)
    if kind not in KINDS or year is None or queries.grid(loaded).errors:
        raise Http404
    make, mime = KINDS[kind]
    found = queries.trial(request.user, year, loaded.pack)
    return _file(make(version, year, found), mime, f"{version.title}-试算差异清单.{kind}")
