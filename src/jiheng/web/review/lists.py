"""The lists of reviews as data: the queue, the summary, the spread of deductions, the reasons of returns."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.checks.review import Spread, deviation
from jiheng.web.cycle.models import Task, state_in_words
from jiheng.web.frame import address
from jiheng.web.lists.listing import Cell, Choice, Column, Listing, Made, Words
from jiheng.web.review.models import Doubt
from jiheng.web.templatetags.shown import percent

RIGHT = "review.queue"
REVIEW_PLACE = "review:form"


def _of_task(path: str) -> tuple[Choice | Words, ...]:
    """The filters of any list of tasks; ``path`` leads to the task."""
    return (
        Words(
            "q",
            gettext_noop("单位"),
            (f"{path}dossier__unit__code", f"{path}dossier__unit__name", f"{path}dossier__unit__spelling"),
        ),
        Choice("level", gettext_noop("级次"), (f"{path}dossier__unit__level",)),
        Choice("state", gettext_noop("状态"), (f"{path}state", f"{path}step"), state_in_words),
        Choice("holder", gettext_noop("办理人"), (f"{path}holder__name",), _holder),
    )


def _holder(name: str | None) -> str:
    return name or _("无人办理")


def _unit(task: Task) -> Cell:
    return Cell(task.dossier.unit_name, address(task.dossier, REVIEW_PLACE))


def _why(task: Task) -> Cell:
    if not hasattr(task, "doubt"):
        return Cell("", notes=(_("还没有分析，打开即分析。"),))
    told = task.doubt.told
    return Cell("\n".join(told)) if told else Cell("", notes=(_("未发现错误和疑点，按预算金额排列。"),))


def _of_doubt(name: str) -> Callable[[Task], Made]:
    return lambda task: getattr(task.doubt, name) if hasattr(task, "doubt") else None


def _hands(task: Task) -> str:
    return _("%(name)s办理中") % {"name": task.holder} if task.holder else task.shown_state


QUEUE = Listing(
    "review:queue",
    gettext_noop("复核队列"),
    RIGHT,
    (
        Column("unit", gettext_noop("单位"), _unit, "dossier__unit__code"),
        Column("level", gettext_noop("级次"), lambda task: task.dossier.unit.level, "dossier__unit__level"),
        Column("why", gettext_noop("为什么排在这里"), _why),
        Column("doubt", gettext_noop("疑点分"), _of_doubt("score"), "doubt__score", figure=True),
        Column("money", gettext_noop("调整后预算（万元）"), _of_doubt("budget"), "doubt__money", figure=True),
        Column("own", gettext_noop("自评得分"), _of_doubt("own_points"), "doubt__own", figure=True),
        Column("sent", gettext_noop("报送时间"), lambda task: task.submitted_at, "submitted_at"),
        Column("state", gettext_noop("办理"), _hands, "holder__spelling"),
    ),
    _of_task(""),
    gettext_noop("没有待复核的自评。单位送审并经单位审核后，会按疑点和金额排在这里。"),
)


def _reviewed_unit(doubt: Doubt) -> Cell:
    return Cell(doubt.task.dossier.unit_name, address(doubt.task.dossier, REVIEW_PLACE))


SUMMARY = Listing(
    "review:summary",
    gettext_noop("复核汇总表"),
    RIGHT,
    (
        Column("unit", gettext_noop("单位"), _reviewed_unit, "task__dossier__unit__code"),
        Column("own", gettext_noop("自评得分"), lambda doubt: doubt.own_points, "own", figure=True),
        Column("reviewed", gettext_noop("复核得分"), lambda doubt: doubt.reviewed_points, "reviewed", figure=True),
        Column("difference", gettext_noop("偏差"), lambda doubt: doubt.own_points - doubt.reviewed_points, "difference", figure=True),
        Column("deviation", gettext_noop("偏离度"), lambda doubt: deviation(doubt.own_points, doubt.reviewed_points).percent(), figure=True),
        Column("cause", gettext_noop("主要偏差原因"), lambda doubt: doubt.cause),
        Column("state", gettext_noop("状态"), lambda doubt: doubt.task.shown_state, "task__state"),
    ),
    _of_task("task__"),
    gettext_noop("还没有复核过的自评。"),
    gettext_noop("单位：分"),
)  # fmt: skip

RETURNS = Listing(
    "review:returns",
    gettext_noop("常见退回原因"),
    RIGHT,
    (
        Column("reason", gettext_noop("退回原因"), lambda each: each.reason, "reason"),
        Column("stage", gettext_noop("环节"), lambda each: each.stage, "stage"),
        Column("times", gettext_noop("次数"), lambda each: each.times, "times", figure=True),
        Column("share", gettext_noop("占比"), lambda each: each.share.percent(), "times", figure=True),
        Column("words", gettext_noop("最近一次的意见"), lambda each: each.words),
    ),
    (Choice("stage", gettext_noop("环节"), ("stage",)), Words("q", gettext_noop("意见"), ("words", "reason"))),
    gettext_noop("本年度还没有退回过材料。"),
)


def _evenness(each: Spread) -> Cell:
    if each.uneven:
        return Cell(_("相差过大"), light="yellow")
    return Cell(_("相近"), light="green") if each.enough else Cell(_("样本不足"), light="none")


SPREAD = Listing(
    "review:spread",
    gettext_noop("扣分尺度"),
    RIGHT,
    (
        Column("category", gettext_noop("问题类型"), lambda each: each.category, "category"),
        Column("count", gettext_noop("处数"), lambda each: each.count, "count", figure=True),
        Column("low", gettext_noop("最低"), lambda each: percent(each.low), "low", figure=True),
        Column("middle", gettext_noop("中位"), lambda each: percent(each.middle), "middle", figure=True),
        Column("high", gettext_noop("最高"), lambda each: percent(each.high), "high", figure=True),
        Column("lowest", gettext_noop("最低一处"), lambda each: each.lowest),
        Column("highest", gettext_noop("最高一处"), lambda each: each.highest),
        Column("even", gettext_noop("尺度"), _evenness, "uneven"),
    ),
    (Words("q", gettext_noop("问题类型"), ("category",)),),
    gettext_noop("还没有填写了问题类型的扣分。复核改分时选择问题类型，这里就能比较尺度。"),
)
