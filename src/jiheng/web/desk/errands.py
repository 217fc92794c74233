"""What somebody must do that is no form: publish, mend what was found, confirm what was mended, decide on results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web import rights
from jiheng.web.cycle.models import Stage, State, Task
from jiheng.web.frame import address
from jiheng.web.organisation.models import Membership, Role
from jiheng.web.rectification.models import Decision, Item, ItemState, Proposal

if TYPE_CHECKING:
    from jiheng.web.rights import Person

SHOWN = 50
RECTIFYING = "rectification:items"


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to do: in a sentence, with the button's word and where it leads."""

    text: str
    button: str
    address: str
    note: str = ""
    light: str = "none"


def errands(user: Person) -> list[Errand]:
    """The most urgent of a kind first; kinds in the order of the cycle. Only who holds the right is asked for it."""
    return list(islice(_all(user), SHOWN))


def _all(user: Person) -> Iterator[Errand]:
    held = {Role(each.role) for each in rights.memberships(user)}
    if Role.HEAD in held:
        yield from _publishing(rights.memberships(user))
    if rights.may(user, "rectification.answer") or rights.may(user, "rectification.manage"):
        yield from _rectifying(user)
    if rights.may(user, "proposal.decide"):
        yield from _deciding(user)


def _publishing(held: list[Membership]) -> Iterator[Errand]:
    """The unit's own head publishes; the finance office may, but does not have to."""
    units = [each.unit_id for each in held if each.role == Role.HEAD]
    found = Task.objects.filter(stage=Stage.EVALUATION, state=State.APPROVED, dossier__unit__in=units)
    for task in found.select_related("dossier__unit", "dossier__year")[:SHOWN]:
        text = _("%(dossier)s绩效自评已审核通过，请公开") % {"dossier": task.dossier}
        yield Errand(text, _("去公开"), address(task.dossier, "disclosure:duties"))


def _rectifying(user: Person) -> Iterator[Errand]:
    answering = Q(state=ItemState.OPEN, dossier__unit__in=rights.visible_units(user, "rectification.answer"))
    confirming = Q(state=ItemState.ANSWERED, dossier__unit__in=rights.visible_units(user, "rectification.manage"))
    found = Item.objects.filter(answering | confirming).select_related("dossier__unit", "dossier__year")
    today = timezone.localdate()
    for item in found[:SHOWN]:
        words = {"dossier": item.dossier, "problem": item.problem[:40]}
        where = address(item.dossier, RECTIFYING)
        if item.state == ItemState.ANSWERED:
            yield Errand(_("%(dossier)s已反馈整改情况，请确认：%(problem)s") % words, _("去确认"), where)
        else:
            late = item.is_overdue(today)
            note = (_("已逾期，期限 %(day)s") if late else _("期限 %(day)s")) % {"day": item.due.isoformat()}
            light = "red" if late else "none"
            yield Errand(_("%(dossier)s有问题待整改：%(problem)s") % words, _("去整改"), where, note, light)


def _deciding(user: Person) -> Iterator[Errand]:
    units = rights.visible_units(user, "proposal.decide")
    found = Proposal.objects.filter(decision=Decision.PENDING, dossier__unit__in=units)
    for each in found.select_related("dossier__unit", "dossier__year")[:SHOWN]:
        words = {"dossier": each.dossier, "advice": each.advice}
        where = address(each.dossier, RECTIFYING)
        yield Errand(_("%(dossier)s结果应用建议“%(advice)s”待您决定") % words, _("去决定"), where)
