"""The audit log as a list."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.web.audit import wording
from jiheng.web.audit.models import Entry
from jiheng.web.lists.listing import Cell, Column, Listing


def _at(entry: Entry) -> str:
    return timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")


def _who(entry: Entry) -> Cell:
    return Cell(entry.person or "—", notes=(entry.username,) if entry.username else ())


def _result(entry: Entry) -> Cell:
    return Cell(_(entry.result), light="" if entry.result == "成功" else "red")


LOG = Listing(
    "audit:log",
    gettext_noop("审计日志"),
    "audit.read",
    (
        Column("at", gettext_noop("时间"), _at, "at"),
        Column("who", gettext_noop("操作人"), _who, "username"),
        Column("action", gettext_noop("操作"), lambda entry: _(entry.action), "action"),
        Column("object", gettext_noop("对象"), lambda entry: entry.object_label),
        Column("result", gettext_noop("结果"), _result),
        Column("detail", gettext_noop("内容"), lambda entry: wording.shown(entry.detail)),
        Column("address", gettext_noop("地址"), lambda entry: entry.address),
        Column("number", gettext_noop("序号"), lambda entry: entry.number, "number", figure=True),
    ),
    empty=gettext_noop("没有符合条件的记录。"),
    wide=True,
    narrowed_by=("since", "until", "who", "action", "unit", "result"),
    export_at="audit:export",
)
"""Exported by the page's own deed, which proves the chain."""
