"""The lists of the desk as data: the units by stages, and who was reminded."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.web.cycle.models import Stage
from jiheng.web.desk.queries import HeatRow, heat_rows
from jiheng.web.lists.listing import Cell, Choice, Column, Listing, Words

RIGHT = "task.remind"


def _stage(value: str) -> str:
    return str(Stage(value).label)


REMINDED = Listing(
    "reminders:list",
    gettext_noop("催报记录"),
    RIGHT,
    (
        Column("unit", gettext_noop("单位"), lambda each: each.task.dossier.unit_name, "task__dossier__unit__code"),
        Column("at", gettext_noop("时间"), lambda each: each.at, "at"),
        Column("stage", gettext_noop("事项"), lambda each: each.task.get_stage_display(), "task__stage"),
        Column("days", gettext_noop("逾期工作日"), lambda each: each.days_late, "days_late", figure=True),
        Column("by", gettext_noop("催报人"), lambda each: each.by, "by__spelling"),
    ),
    (
        Words(
            "q",
            gettext_noop("单位"),
            ("task__dossier__unit__code", "task__dossier__unit__name", "task__dossier__unit__spelling"),
        ),
        Choice("stage", gettext_noop("事项"), ("task__stage",), _stage),
        Choice("by", gettext_noop("催报人"), ("by__spelling",)),
    ),
    gettext_noop("还没有催报过。"),
)
LIGHTS = {
    "red": gettext_noop("有逾期"),
    "yellow": gettext_noop("有退回"),
    "none": gettext_noop("办理中"),
    "green": gettext_noop("全部通过"),
}


TITLES = (gettext_noop("绩效目标"), gettext_noop("运行监控"), gettext_noop("绩效自评"))
"""Of the stages of the table, in their order."""


def _unit(row: HeatRow) -> Cell:
    return Cell(f"{row.stands.code} {row.stands.name}")


def _heat(at: int) -> Callable[[HeatRow], Cell]:
    def made(row: HeatRow) -> Cell:
        address, state, light = tuple(row.cells)[at]
        return Cell(state, address, heat=light)

    return made


HEAT = Listing(
    "desk",
    gettext_noop("各单位进度"),
    RIGHT,
    (
        Column("unit", gettext_noop("单位"), _unit, "code"),
        *(Column(f"stage-{at}", title, _heat(at), f"by_stage__{at}") for at, title in enumerate(TITLES)),
    ),
    (
        Words("q", gettext_noop("单位"), ("code", "name", "spelling")),
        Choice("level", gettext_noop("级次"), ("level",)),
        Choice("light", gettext_noop("状态"), ("worst",), lambda light: _(LIGHTS[light])),
    ),
    gettext_noop("本年度还没有单位。"),
    kept=("year",),
    prepare=heat_rows,
)
