"""A list on a page: what was asked for, the page of it, its kept filters; and the deeds of its bar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _

from jiheng.web.accounts import login
from jiheng.web.accounts.models import User
from jiheng.web.actions import Actor, Refusal
from jiheng.web.lists.actions import DropFilter, ExportList, KeepFilter
from jiheng.web.lists.choosing import Chosen, Rows, choose
from jiheng.web.lists.listing import Cell, Column, Listing, cell
from jiheng.web.lists.models import KeptFilter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SIZES = (20, 50, 100)
DEED = "list"
"""Name of the field that tells the forms of the bar from those of the page."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its words, where a click sorts, and how it is sorted now."""

    column: Column
    address: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its cells."""

    row: Any
    cells: tuple[tuple[Column, Cell | None], ...]


class View:
    """A list as one request sees it.

    Example:
        ``view = View(request, QUEUE, queue(request.user, year)); if view.answer: return view.answer``
    """

    def __init__(
        self, request: HttpRequest, listing: Listing, rows: Rows, size: int = SIZES[0], heading: str = ""
    ) -> None:
        self.request, self.listing, self.heading = request, listing, heading or _(listing.title)
        self.chosen: Chosen = choose(listing, rows, request.GET)
        wanted = request.GET.get("size", "")
        self.size = int(wanted) if wanted.isdecimal() and int(wanted) in SIZES else size
        self.page = Paginator(self.chosen.rows, self.size).get_page(request.GET.get("page"))
        deed = DEEDS.get(request.POST.get(DEED, "")) if request.method == "POST" else None
        self.answer: HttpResponse | None = deed(self) if deed else None

    @property
    def beside(self) -> dict[str, str]:
        """What of the address belongs to the page, not to the list."""
        asked = self.request.GET
        return {name: asked[name][:LONG] for name in (*self.listing.kept, "size") if asked.get(name)}

    @property
    def query(self) -> str:
        """All that the address asks for but the page number."""
        return urlencode(self.chosen.asked | self.beside)

    @property
    def heads(self) -> list[Head]:
        """A click sorts upwards, figures downwards first; the next one turns it round."""
        return [self._head(column) for column in self.listing.columns]

    def _head(self, column: Column) -> Head:
        now = self.chosen.sort
        state = "" if now.removeprefix("-") != column.name else "descending" if now.startswith("-") else "ascending"
        down = state == "ascending" or (not state and column.figure)
        asked = self.chosen.asked | self.beside | {"sort": f"-{column.name}" if down else column.name}
        return Head(column, f"?{urlencode(asked)}" if column.by else "", state)

    @property
    def rows(self) -> list[Row]:
        """The rows of this page."""
        return [self.row_of(row) for row in self.listing.prepare(list(self.page))]

    def row_of(self, row: Any) -> Row:
        """A row with what its columns make of it."""
        made = tuple((each, None if each.template else cell(each.show(row))) for each in self.listing.columns)
        return Row(row, made)

    @property
    def kept(self) -> list[KeptFilter]:
        """The person's own filters of this list."""
        return list(KeptFilter.objects.filter(owner=cast("User", self.request.user), place=self.listing.place))

    @property
    def narrowed(self) -> bool:
        """Whether anything is filtered or sorted."""
        return bool(self.chosen.asked)

    def back(self) -> HttpResponse:
        """The list as it was."""
        return redirect(f"{self.request.path}?{self.query}" if self.query else self.request.path)


LONG = 100


def _keep(view: View) -> HttpResponse:
    name = view.request.POST.get("name", "")
    action = KeepFilter(Actor.of(view.request), view.listing, name=name, query=view.chosen.query)
    return _said(view, action.run, _("已保存筛选“%(name)s”。") % {"name": name.strip()})


def _drop(view: View) -> HttpResponse:
    number = view.request.POST.get("kept", "")
    own = KeptFilter.objects.filter(owner=cast("User", view.request.user), place=view.listing.place)
    found = own.filter(pk=int(number)).first() if number.isdecimal() and len(number) < LONG // 10 else None
    if found is None:
        messages.error(view.request, _("没有这个筛选，可能已经删除。"))
        return view.back()
    return _said(
        view, DropFilter(Actor.of(view.request), found).run, _("已删除筛选“%(name)s”。") % {"name": found.name}
    )


def _said(view: View, deed: Callable[[], Any], done: str) -> HttpResponse:
    try:
        deed()
    except Refusal as refusal:
        messages.error(view.request, str(refusal))
    else:
        messages.success(view.request, done)
    return view.back()


def _export(view: View) -> HttpResponse:
    """The whole list, not the page; who takes personal data out gives the password again."""
    if view.listing.export_at:  # such a list leaves the house by its own deed alone
        return view.back()
    try:
        if view.listing.password:
            login.try_password(
                view.request, cast("User", view.request.user).username, view.request.POST.get("password", "")
            )
    except Refusal as refusal:
        messages.error(view.request, _("导出前请重新输入登录密码：%(why)s") % {"why": refusal})
        return view.back()
    action = ExportList(
        Actor.of(view.request),
        view.listing,
        rows=view.listing.prepare(list(view.chosen.rows)),
        query=view.chosen.query,
        heading=view.heading,
    )
    name = f"{view.heading}-{timezone.localtime():%Y%m%d-%H%M}.xlsx"
    disposition = content_disposition_header(as_attachment=True, filename=name) or ""
    return HttpResponse(action.run(), XLSX, headers={"Content-Disposition": disposition})


DEEDS: dict[str, Callable[[View], HttpResponse]] = {"keep": _keep, "drop": _drop, "export": _export}
