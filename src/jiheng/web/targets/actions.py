"""Adjusting targets in the year: begun with a reason, filled in, reviewed like the targets themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.web.actions import Action, Refusal
from jiheng.web.cycle.actions import demand_open, task_of
from jiheng.web.cycle.adjusting import CONSENT, adjustment_of
from jiheng.web.cycle.models import DECIDED, Dossier, Passage, Stage, State, Task
from jiheng.web.organisation.models import Unit

MAX_REASON = 500


@dataclass
class BeginAdjustment(Action[Dossier]):
    """Open approved targets for adjustment or addition; the reason goes to the reviewer with them."""

    right = "targets.write"
    title = gettext_noop("申请调整目标")
    reason: str

    def unit(self) -> Unit:
        """The dossier's unit."""
        return self.target.unit

    def snapshot(self) -> Mapping[str, Any]:
        """How many adjustments there are."""
        return {"adjustments": self.target.tasks.filter(stage=Stage.ADJUSTMENT).count()}

    def apply(self) -> Task:
        """Refuse without a reason, before approval, after the self-evaluation was handed in, and while one is under way."""
        demand_open(self.target)
        if not self.reason.strip() or len(self.reason) > MAX_REASON:
            raise Refusal(_("请写明调整的原因和依据，%(n)d 字以内。") % {"n": MAX_REASON})
        self._demand_stage(Stage.TARGETS, State.APPROVED, _("绩效目标审核通过后才需要调整；现在可以直接修改。"))
        if task_of(self.target, Stage.EVALUATION).state in {State.SUBMITTED, *DECIDED}:
            raise Refusal(_("绩效自评已送审，不能再调整目标。"))
        if adjustment_of(self.target) is not None:
            raise Refusal(_("上一次调整还没有办完，请先办完再申请。"))
        number = self.target.tasks.filter(stage=Stage.ADJUSTMENT).count() + 1
        task = task_of(self.target, Stage.ADJUSTMENT, str(number))
        task.state = State.DRAFTING
        task.save(update_fields=["state"])
        Passage.objects.create(task=task, actor=self.actor.user, deed=self.title, text=self.reason.strip())
        return task

    def _demand_stage(self, stage: Stage, state: State, otherwise: str) -> None:
        if task_of(self.target, stage).state != state:
            raise Refusal(otherwise)

    def detail(self) -> str:
        """The reason."""
        return self.reason.strip()[:200]


@dataclass
class ConsentToLowering(Action[Dossier]):
    """Let the targets of the adjustment under way be lowered although results are stored or the year is nearly over."""

    right = "task.review.finance"
    title = gettext_noop("同意调低目标")
    reason: str

    def unit(self) -> Unit:
        """The dossier's unit."""
        return self.target.unit

    def snapshot(self) -> Mapping[str, Any]:
        """How many consents there are."""
        return {"consents": Passage.objects.filter(task__dossier=self.target, deed=CONSENT).count()}

    def apply(self) -> Task:
        """Write the passage; the unit then changes the targets and hands them in as ever."""
        found = adjustment_of(self.target)
        if found is None or not found.editable:
            raise Refusal(_("没有正在办理的目标调整。"))
        if not self.reason.strip() or len(self.reason) > MAX_REASON:
            raise Refusal(_("请写明同意调低的理由，%(n)d 字以内。") % {"n": MAX_REASON})
        Passage.objects.create(task=found, actor=self.actor.user, deed=CONSENT, text=self.reason.strip())
        return found

    def detail(self) -> str:
        """The reason."""
        return self.reason.strip()[:200]
