"""What all endpoints share: how places are named, the failures, words that can be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.shortcuts import get_object_or_404
from ninja import P, PathEx, QueryEx
from pydantic import StringConstraints

from jiheng.web.actions import Refusal
from jiheng.web.api.schemas import KEEPABLE, Problem
from jiheng.web.cycle.models import Year

if TYPE_CHECKING:
    from django.forms import BaseForm

FAILURES = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
YearNumber = PathEx[int, P(ge=1990, le=2100)]
UnitCode = PathEx[str, P(max_length=21, pattern=KEEPABLE)]
Key = PathEx[int, P(ge=1, le=2**53)]
Code = PathEx[str, P(max_length=40, pattern=KEEPABLE)]
Name = PathEx[str, P(max_length=200, pattern=KEEPABLE)]
After = QueryEx[str, P(max_length=21, pattern=KEEPABLE)]
Month = PathEx[str, P(pattern=r"^[0-9]{4}-[0-9]{2}$")]
Indicator = QueryEx[str, P(max_length=40, pattern=KEEPABLE)]
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
