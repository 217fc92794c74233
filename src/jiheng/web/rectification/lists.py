"""The list of proposals as data."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from jiheng.web.frame import address
from jiheng.web.lists.listing import Cell, Choice, Column, Listing, Words
from jiheng.web.rectification.models import Decision, Proposal


def _unit(each: Proposal) -> Cell:
    return Cell(each.dossier.unit_name, address(each.dossier, "rectification:items"))


def _decision(value: str) -> str:
    return str(Decision(value).label)


PROPOSALS = Listing(
    "rectification:proposals",
    gettext_noop("结果应用"),
    "proposal.decide",
    (
        Column("unit", gettext_noop("单位"), _unit, "dossier__unit__code"),
        Column("level", gettext_noop("级次"), lambda each: each.dossier.unit.level, "dossier__unit__level"),
        Column("total", gettext_noop("得分"), lambda each: each.total, "score", figure=True),
        Column("grade", gettext_noop("等级"), lambda each: each.grade, "grade"),
        Column("advice", gettext_noop("建议"), lambda each: each.advice, "advice"),
        Column("decision", gettext_noop("决定"), lambda each: each.get_decision_display(), "decision"),
        Column("by", gettext_noop("决定人"), lambda each: each.decided_by, "decided_by__spelling"),
        Column("reason", gettext_noop("理由"), lambda each: each.reason),
    ),
    (
        Words("q", gettext_noop("单位"), ("dossier__unit__code", "dossier__unit__name", "dossier__unit__spelling")),
        Choice("level", gettext_noop("级次"), ("dossier__unit__level",)),
        Choice("grade", gettext_noop("等级"), ("grade",)),
        Choice("decision", gettext_noop("决定"), ("decision",), _decision),
    ),
    gettext_noop("还没有建议。自评审核通过后，打开单位的“整改与应用”，点“按等级提出建议”，就会列在这里。"),
    gettext_noop("单位：分"),
)
