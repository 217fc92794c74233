"""Opening, answering, confirming and reopening items; proposing and deciding the use of results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.packs.ground import ground
from jiheng.web.actions import Action, Refusal
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import DECIDED, Dossier, Stage
from jiheng.web.organisation.models import Unit
from jiheng.web.records.dataset import pack_of
from jiheng.web.rectification.models import Decision, Item, ItemState, Proposal
from jiheng.web.review.queries import result_of


@dataclass
class OpenItem(Action[Dossier]):
    """Set a problem down as something to be mended by somebody until a day."""

    right = "rectification.manage"
    title = gettext_noop("下达整改事项")
    problem: str
    owner: str
    due: date
    indicator: str = ""

    def unit(self) -> Unit:
        """The dossier's unit."""
        return self.target.unit

    def apply(self) -> Item:
        """Refuse what nobody could act on."""
        if not self.problem.strip() or not self.owner.strip():
            raise Refusal(_("请写明问题和责任人。"))
        if self.due < timezone.localdate():
            raise Refusal(_("完成期限不能早于今天。"))
        return Item.objects.create(
            dossier=self.target,
            indicator=self.indicator,
            problem=self.problem.strip(),
            owner=self.owner.strip(),
            due=self.due,
        )


@dataclass
class ItemAction(Action[Item]):
    """A deed on one item."""

    def unit(self) -> Unit:
        """The unit whose item it is."""
        return self.target.dossier.unit

    def snapshot(self) -> Mapping[str, Any]:
        """State and words."""
        return {"state": self.target.state, "feedback": self.target.feedback, "measure": self.target.measure}

    def demand_state(self, *allowed: ItemState) -> None:
        """Refuse when someone has moved it on.

        Raises:
            Refusal: the item stands elsewhere.
        """
        self.target.refresh_from_db()
        if self.target.state not in allowed:
            raise Refusal(_("该事项现为“%(state)s”，不能这样办理。") % {"state": self.target.get_state_display()})


@dataclass
class AnswerItem(ItemAction):
    """The unit says what it did."""

    right = "rectification.answer"
    title = gettext_noop("反馈整改情况")
    measure: str
    feedback: str

    def apply(self) -> None:
        """A feedback needs words; an answered item may still be corrected before it is confirmed."""
        self.demand_state(ItemState.OPEN, ItemState.ANSWERED)
        if not self.feedback.strip():
            raise Refusal(_("请写明整改情况。"))
        item = self.target
        item.measure, item.feedback = self.measure.strip(), self.feedback.strip()
        item.state, item.answered_at = ItemState.ANSWERED, timezone.now()
        item.save()


@dataclass
class ConfirmItem(ItemAction):
    """The finance office confirms that it is done, or asks for more."""

    right = "rectification.manage"
    title = gettext_noop("确认整改")
    done: bool
    text: str = ""

    def apply(self) -> None:
        """Sending it back needs words."""
        self.demand_state(ItemState.ANSWERED)
        if not self.done and not self.text.strip():
            raise Refusal(_("退回时请写明还需要做什么。"))
        item = self.target
        item.state = ItemState.DONE if self.done else ItemState.OPEN
        item.confirmed_by = self.actor.user if self.done else None
        if not self.done:
            item.feedback = f"{item.feedback}\n【退回】{self.text.strip()}"
        item.save()


@dataclass
class Propose(Action[Dossier]):
    """Put the result before the next budget round, as advice with its ground."""

    right = "proposal.decide"
    title = gettext_noop("提出结果应用建议")

    def unit(self) -> Unit:
        """The dossier's unit."""
        return self.target.unit

    def apply(self) -> Proposal:
        """Only an approved result is used, as the review left it; a grade for which the pack says nothing gets no advice."""
        if task_of(self.target, Stage.EVALUATION).state not in DECIDED:
            raise Refusal(_("绩效自评审核通过后才能提出结果应用建议。"))
        if Proposal.objects.filter(dossier=self.target).exclude(decision=Decision.PENDING).exists():
            raise Refusal(_("该单位的结果应用已经作出决定，不能重新提出建议。"))
        result = result_of(self.target)
        use = next((each for each in pack_of(self.target).uses if each.name == result.grade), None)
        if use is None:
            raise Refusal(_("规则包没有规定等级“%(grade)s”如何应用。") % {"grade": result.grade})
        total = result.reviewed.shown()
        proposal, _made = Proposal.objects.update_or_create(
            dossier=self.target,
            decision=Decision.PENDING,
            defaults={"grade": result.grade, "total": total, "advice": use.advice, "cite": ground(use.cite)[:200]},
        )
        return proposal


@dataclass
class Decide(Action[Proposal]):
    """People decide, and say why; nothing follows by itself."""

    right = "proposal.decide"
    title = gettext_noop("决定结果应用")
    coded = {"decision": dict(Decision.choices)}
    decision: str
    reason: str

    def unit(self) -> Unit:
        """The unit that it is about."""
        return self.target.dossier.unit

    def snapshot(self) -> Mapping[str, Any]:
        """The decision."""
        return {"decision": self.target.decision, "reason": self.target.reason}

    def apply(self) -> None:
        """A decision needs a reason."""
        if self.decision not in {Decision.ADOPTED, Decision.CHANGED, Decision.REJECTED} or not self.reason.strip():
            raise Refusal(_("请选择决定并写明理由。"))
        proposal = self.target
        proposal.decision, proposal.reason = self.decision, self.reason.strip()
        proposal.decided_by, proposal.decided_at = self.actor.user, timezone.now()
        proposal.save()
