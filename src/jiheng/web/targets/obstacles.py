"""What must be mended before targets may be submitted."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jiheng.facts.rows import TABLES
from jiheng.web.cycle.actions import before_submission
from jiheng.web.cycle.models import Stage, Task
from jiheng.web.records.dataset import draft_of
from jiheng.web.targets.queries import adjusted, groups


@before_submission(Stage.ADJUSTMENT)
@before_submission(Stage.TARGETS)
def unreadable_targets(task: Task) -> list[str]:
    """Every cell of the indicators that cannot be read."""
    title = TABLES["indicators"][0]
    return [fault.text() for fault in draft_of(task.dossier).faults if fault.place.sheet == title]


@before_submission(Stage.ADJUSTMENT)
@before_submission(Stage.TARGETS)
def grave_doubts(task: Task) -> list[str]:
    """Targets for which the form would be returned, and weights that do not add up."""
    found = groups(task.dossier)
    sentences = [f"{group.title}：{gap.text}。" for group in found for gap in group.gaps]
    sentences += [
        f"{group.title}“{judged.indicator.name}”：{doubt.text}，{doubt.fix}。"
        for group in found
        for judged in group.judged
        for doubt in judged.doubts
        if doubt.grave
    ]
    return sentences if found else [_("还没有绩效目标。")]


@before_submission(Stage.ADJUSTMENT)
def nothing_adjusted(task: Task) -> list[str]:
    """An adjustment that changes nothing."""
    return [] if adjusted(task) else [_("还没有调整或增加任何指标。")]
