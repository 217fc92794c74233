"""预算与执行: one grid for every table, saved cell by cell."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from jiheng.facts.rows import TABLES
from jiheng.web import rights
from jiheng.web.actions import Actor, Refusal
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.actions import begin, task_of
from jiheng.web.cycle.models import Dossier, Stage
from jiheng.web.cycle.queries import common_returns
from jiheng.web.frame import address, page
from jiheng.web.records.actions import GUARDED, Change, DeleteRows, SaveCells, Saved, SetNil, writable
from jiheng.web.records.carrying import carry_bar
from jiheng.web.records.dataset import draft_of
from jiheng.web.records.models import Record
from jiheng.web.records.queries import GRIDS, asked_rows, faults_by_cell, grid_of, next_tab, tabs_of
from jiheng.web.records.steps import STEPS, Back, Gone, RedoStep, UndoStep

PLACE = "records:first"
MAX_CHANGES = 2000
UNREADABLE = gettext_noop("提交的内容不完整，请刷新页面后重试。")
MOST_DIGITS = 19
"""Of the number of a row; no database counts further."""


@login_required
def first(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Open the first table."""
    dossier = dossier_or_404(request, year, unit)
    return redirect(address(dossier, "records:grid", table="projects"))


@login_required
def grid(request: HttpRequest, year: int, unit: str, table: str) -> HttpResponse:
    """One table: fill in, paste, see every fault at its cell."""
    dossier = dossier_or_404(request, year, unit)
    if table not in GRIDS:
        raise Http404
    can_write = rights.may(request.user, "records.write", dossier.unit) and writable(dossier, table)
    tabs = tabs_of(dossier)
    context = {
        "grid": grid_of(dossier, table),
        "can_write": can_write,
        "tabs": tabs,
        "open_tabs": sum(tab.open for tab in tabs),
        "next_tab": next_tab(tabs, table) if can_write else None,
        "common_returns": common_returns(GUARDED.get(table, Stage.EVALUATION)) if can_write else (),
        "asked": len(asked_rows(dossier, table)) if can_write else 0,
        "carry": carry_bar(dossier, table) if can_write else None,
    }
    return page(request, "records/grid.html", dossier, PLACE, **context)


@login_required
@require_POST
def save(request: HttpRequest, year: int, unit: str, table: str) -> HttpResponse:
    """Save the changes that the grid sends; answer with row ids, conflicts, and faults by cell."""
    dossier = dossier_or_404(request, year, unit, "records.write")
    try:
        changes = _changes(posted(request).get("changes"))
        saved: Saved = SaveCells(Actor.of(request), dossier, table=table, changes=changes).run()
        begin(Actor.of(request), task_of(dossier, GUARDED.get(table, Stage.EVALUATION)))
    except Refusal as refusal:
        return JsonResponse({"problem": str(refusal)}, status=409)
    return JsonResponse(_answer(dossier, table, saved))


def posted(request: HttpRequest) -> dict[str, Any]:
    """What a script of a page posts.

    Raises:
        Refusal: it is no JSON object.
    """
    try:
        given: dict[str, Any] = dict(json.loads(request.body))
    except (ValueError, TypeError, RawPostDataException) as unreadable:
        raise Refusal(_(UNREADABLE)) from unreadable
    return given


def _changes(posted: Any) -> list[Change]:
    """Read posted changes; anything that does not have their form is refused.

    Raises:
        Refusal: not the form that the grid sends.
    """
    try:
        changes = [
            Change(int(each["pk"]), {str(k): (str(o), str(n)) for k, (o, n) in each["cells"].items()})
            for each in posted
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as unreadable:
        raise Refusal(_(UNREADABLE)) from unreadable
    _demand_keepable(text for change in changes for name, pair in change.cells.items() for text in (name, *pair))
    _demand_few(changes)
    return changes


def _rows(posted: Any) -> list[tuple[int, dict[str, str]]]:
    """Whole rows: a number (of the row, or of its place) and the cells."""
    try:
        rows = [
            (int(each.get("pk") or each.get("position") or 0), {str(k): str(v) for k, v in each["cells"].items()})
            for each in posted
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as unreadable:
        raise Refusal(_(UNREADABLE)) from unreadable
    _demand_keepable(text for _number, cells in rows for pair in cells.items() for text in pair)
    _demand_few(rows)
    return rows


def _demand_few(rows: Sequence[Any]) -> None:
    if len(rows) > MAX_CHANGES:
        raise Refusal(_("一次最多保存 %(n)d 行，请分批粘贴，或使用导入。") % {"n": MAX_CHANGES})


def _demand_keepable(texts: Iterable[str]) -> None:
    if not all(map(_keepable, texts)):
        raise Refusal(_("内容含有看不见的控制字符，多半是从别的软件复制时带来的；请粘贴为纯文本。"))


def _keepable(text: str) -> bool:
    """Whether every database can keep the text: no NUL, no half of a character."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _answer(dossier: Dossier, table: str, saved: Saved) -> dict[str, Any]:
    dossier.refresh_from_db()
    faults = tuple(fault for fault in draft_of(dossier).faults if fault.place.sheet == TABLES[table][0])
    by_position = {row.position: row.pk for row in Record.objects.filter(dossier=dossier, table=table)}
    found = [
        {"pk": by_position.get(position, 0), "name": name, "text": text}
        for (position, name), text in faults_by_cell(table, faults).items()
    ]
    conflicts = [
        {"pk": each.pk, "name": each.attribute, "mine": each.mine, "theirs": each.theirs, "by": each.by}
        for each in saved.conflicts
    ]
    return {"rows": saved.rows, "conflicts": conflicts, "faults": found, "count": len(faults)}


@login_required
@require_POST
def delete(request: HttpRequest, year: int, unit: str, table: str) -> HttpResponse:
    """Delete the named rows."""
    dossier = dossier_or_404(request, year, unit, "records.write")
    rows = [int(pk) for pk in request.POST.getlist("row") if pk.isdecimal() and len(pk) < MOST_DIGITS]
    try:
        DeleteRows(Actor.of(request), dossier, table=table, rows=rows).run()
    except Refusal as refusal:
        return JsonResponse({"problem": str(refusal)}, status=409)
    return JsonResponse({"deleted": rows} | _answer(dossier, table, Saved()))


def _way(posted: dict[str, Any]) -> type[UndoStep | RedoStep]:
    try:
        return STEPS[str(posted.get("way"))]
    except KeyError as unknown:
        raise Refusal(_(UNREADABLE)) from unknown


@login_required
@require_POST
def step(request: HttpRequest, year: int, unit: str, table: str) -> HttpResponse:
    """Take the person's last step back, or do it again; answer as for a saving, and with the ids of rows that came back."""
    dossier = dossier_or_404(request, year, unit, "records.write")
    try:
        given = posted(request)
        done = _way(given)(
            Actor.of(request), dossier, table=table, changes=_changes(given.get("changes")),
            removed=[Gone(*each) for each in _rows(given.get("removed"))],
            restored=[Back(*each) for each in _rows(given.get("restored"))],
        )  # fmt: skip
        saved: Saved = done.run()
    except Refusal as refusal:
        return JsonResponse({"problem": str(refusal)}, status=409)
    return JsonResponse(_answer(dossier, table, saved) | {"restored": done.returned})


@login_required
@require_POST
def lay(request: HttpRequest, year: int, unit: str, table: str) -> HttpResponse:
    """Lay out the rows that the targets and the pack ask for, so that only what happened is left to fill in."""
    dossier = dossier_or_404(request, year, unit, "records.write")
    rows = asked_rows(dossier, table)
    changes = [Change(0, {name: ("", text) for name, text in row.items()}) for row in rows]
    try:
        if changes:
            SaveCells(Actor.of(request), dossier, table=table, changes=changes).run()
    except Refusal as refusal:
        return JsonResponse({"problem": str(refusal)}, status=409)
    return redirect(address(dossier, "records:grid", table=table))


@login_required
@require_POST
def nil(request: HttpRequest, year: int, unit: str, table: str) -> HttpResponse:
    """Declare that there is none of it this year, or take the declaration back."""
    dossier = dossier_or_404(request, year, unit, "records.write")
    try:
        SetNil(Actor.of(request), dossier, table=table, nil=request.POST.get("nil") == "1").run()
    except Refusal as refusal:
        return JsonResponse({"problem": str(refusal)}, status=409)
    return redirect(address(dossier, "records:grid", table=table))
