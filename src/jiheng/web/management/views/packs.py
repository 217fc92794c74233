"""规则包: what is installed, on what sources, in what state."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.core.fault import Refused
from jiheng.packs.describe import parts
from jiheng.packs.lint import lint
from jiheng.packs.load import read_pack
from jiheng.packs.said import number
from jiheng.web import rights
from jiheng.web.lists.views import View
from jiheng.web.management import queries
from jiheng.web.management.lists import PACKS
from jiheng.web.management.page import page

PLACE = "management:packs"
RIGHT = "packs.manage"
MARKS = {
    "V": gettext_noop("已核对原文"),
    "V2": gettext_noop("转引"),
    "U": gettext_noop("未核实"),
    "I": gettext_noop("推算"),
}


@login_required
def table(request: HttpRequest) -> HttpResponse:
    """List the packs."""
    rights.demand(request.user, RIGHT)
    view = View(request, PACKS, queries.packs(), 50)
    return view.answer or page(request, "management/packs.html", PLACE, view=view)


@login_required
def one(request: HttpRequest, pack: str) -> HttpResponse:
    """One pack: sources with how sure they are, dated values, what lint says, every rule with its clause."""
    rights.demand(request.user, RIGHT)
    try:
        loaded = read_pack(pack)
    except Refused as refused:
        raise Http404 from refused
    found = loaded.pack
    values = [
        (name, number(dated.value, value.unit), day, dated.cite)
        for name, value in found.values.items()
        for day, dated in sorted(value.since.items())
    ]
    context = {
        "pack": found,
        "notes": lint(loaded),
        "values": values,
        "sources": [(source, _(MARKS[source.mark])) for source in found.sources],
        "parts": [part for key, part in parts(found).items() if key[0] not in ("header", "form")],
        "indicators": list(found.nodes()),
    }
    return page(request, "management/pack.html", PLACE, **context)
