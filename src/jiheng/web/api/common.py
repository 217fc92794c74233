"""What all endpoints share: how places are named, the failures, words that can be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from ninja import P, PathEx, QueryEx
from pydantic import StringConstraints

from jiheng.web.actions import Refusal
from jiheng.web.api.schemas import PLACEABLE, Problem
from jiheng.web.cycle.models import Year

if TYPE_CHECKING:
    from django.forms import BaseForm

FAILURES = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), Problem)
YearNumber = PathEx[int, P(ge=1990, le=2100)]
UnitCode = PathEx[str, P(max_length=21, pattern=PLACEABLE)]
Key = PathEx[int, P(ge=1, le=2**53)]
Code = PathEx[str, P(max_length=40, pattern=PLACEABLE)]
Name = PathEx[str, P(max_length=200, pattern=PLACEABLE)]
After = QueryEx[str, P(max_length=21, pattern=PLACEABLE)]
Month = PathEx[str, P(pattern=r"^[0-9]{4}-[0-9]{2}$")]
Indicator = QueryEx[str, P(max_length=40, pattern=PLACEABLE)]
MonthText = Annotated[str, StringConstraints(pattern=r"^(\d{4}-\d{2})?$")]
OCTETS = "application/octet-stream"
FILE: dict[str, Any] = {
    "responses": {
        "200": {"description": "OK", "content": {OCTETS: {"schema": {"type": "string", "format": "binary"}}}},
    }
}
"""How the description of the API says that an answer is a file."""


def year_or_404(number: int) -> Year:
    """A year of the cycle.

    Raises:
        Http404: there is none.
    """
    return get_object_or_404(Year, year=number)


def _upload(file: dict[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "required": ["file"], "properties": {"file": file}, "additionalProperties": False}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}


_BINARY = {"type": "string", "format": "binary"}
ONE_FILE, FILES = _upload(_BINARY), _upload({"type": "array", "items": _BINARY, "minItems": 1})
"""How the description says what is uploaded; the files are read from the request, as the pages read them."""


def demand_file_alone(request: HttpRequest) -> None:
    """Refuse an upload with fields that nobody reads, which are likely misspelt.

    Raises:
        Refusal: with their names.
    """
    unknown = {*request.POST, *request.FILES} - {"file"}
    if unknown:
        raise Refusal(
            _("不认识的字段：%(names)s。上传只用 file 一个字段。") % {"names": "、".join(sorted(unknown))[:200]}
        )


def fetched(content: bytes, name: str) -> HttpResponse:
    """A file to be saved under its name."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or ""
    return HttpResponse(content, content_type=OCTETS, headers={"Content-Disposition": disposition})


def checked(form: BaseForm) -> dict[str, Any]:
    """What a page's form makes of the values given: the same rules here as there.

    Raises:
        Refusal: every value that is not as it should be, one sentence each.
    """
    if not form.is_valid():
        told = [
            f"“{form.fields[name].label}”{error}" if name in form.fields else str(error)
            for name, errors in form.errors.items()
            for error in errors
        ]
        raise Refusal("\n".join(told))
    return form.cleaned_data
