"""A grid as data for the page's script: the columns, and the rows as they scroll into sight."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jiheng.facts.rows import ORIGINS
from jiheng.web.cycle.models import Dossier
from jiheng.web.records.queries import LAST, GridColumn, GridRow, GridView

register = template.Library()
FLAG = ("是", "否")


@register.simple_tag
def grid_data(grid: GridView, dossier: Dossier, can_write: bool) -> SafeString:  # noqa: FBT001 - a template passes it
    """What the script draws; every text in it is escaped for a page."""
    place = {"year": dossier.year.year, "unit": dossier.unit.code, "table": grid.table}
    addresses = {name: reverse(f"records:{name}", kwargs=place) for name in ("save", "delete", "step", "confirm-cells")}
    content = {
        "write": can_write,
        "draft": "/".join(map(str, place.values())),
        "columns": [_column(each) for each in grid.columns],
        "rows": [_row(row) for row in grid.rows],
        "against": dict(grid.against),
        "own": ORIGINS[3],
    }
    return json_script(content | addresses, "grid-data")


def _column(each: GridColumn) -> dict[str, Any]:
    column = each.column
    choices = column.choices or (FLAG if column.kind == "flag" else ())
    unit = _("（元）") if column.kind == "money" and "元" not in column.title else ""
    return {
        "name": each.name, "title": column.title, "unit": unit, "numeric": each.numeric, "money": column.kind == "money",
        "required": column.required, "rare": each.name in LAST, "key": column.key, "choices": choices,
    }  # fmt: skip


def _row(row: GridRow) -> list[Any]:
    """In the order in which the script takes it: number, place, texts, faults, what its code stands for, a hint, what waits to be confirmed."""
    texts = {cell.name: cell.text for cell in row.cells if cell.text}
    faults = {cell.name: cell.fault for cell in row.cells if cell.fault}
    whole = {"": row.fault} if row.fault else {}
    return [row.pk, row.position, texts, faults | whole, row.what, row.hint, *([row.waiting] if row.waiting else [])]
