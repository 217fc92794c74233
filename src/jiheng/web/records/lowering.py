"""No easier target once the outcome is in sight: after a result is stored, or in December, a reviewer has to consent."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.core.numeral import read_number
from jiheng.web.actions import Refusal
from jiheng.web.cycle.adjusting import CONSENT, adjustment_of
from jiheng.web.cycle.models import Dossier
from jiheng.web.records.models import Record

LAST_MONTH, LAST_DAY = 11, 30
"""Until this day targets may be lowered freely, as long as no result is stored."""
LOWER = frozenset({"≤", "<"})
JUDGED = ("target", "operator", "unit", "text_target")
"""Columns that say what is asked."""


def demand_consent(dossier: Dossier, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Refuse an easier target, or a typed original one, while an approved indicator is adjusted; an empty ``after``: it is dropped.

    Raises:
        Refusal: with what a reviewer can do.
    """
    approved = before.get("original_target") or before.get("target", "")
    typed = after.get("original_target", "")
    if typed and typed not in {before.get("original_target", ""), approved}:
        raise Refusal(_("“年初指标值”由系统在调整时保留，不能改写；原值为 %(value)s。") % {"value": approved})
    name = before.get("name", "")
    if not _is_easier(before, after, approved) or not (why := _reason(dossier, before)) or _consented(dossier):
        return
    sentence = _("“%(name)s”%(why)s，不能再调低或取消（原目标 %(value)s）；确需调低的，请先由审核人在本页同意。")
    raise Refusal(sentence % {"name": name, "why": why, "value": approved or before.get("text_target", "")})


def _is_easier(before: Mapping[str, str], after: Mapping[str, str], approved: str) -> bool:
    """Whether less is asked; what cannot be compared counts as less."""
    if all(after.get(name, "") == before.get(name, "") for name in JUDGED):
        return False
    same = all(after.get(name, "") == before.get(name, "") for name in ("operator", "unit"))
    old, new = _number(approved), _number(after.get("target", ""))
    if not same or old is None or new is None:
        return True
    return new > old if before.get("operator") in LOWER else new < old if before.get("operator") != "=" else new != old


def _number(text: str) -> Fraction | None:
    with suppress(ValueError):
        return read_number(text)
    return None


def _reason(dossier: Dossier, before: Mapping[str, str]) -> str:
    """Why it may not be lowered any more; empty while it may."""
    row = Record.objects.filter(dossier=dossier, table="results", key=before.get("code", "")).first()
    if row is not None and any(row.cells.get(name) for name in ("actual", "level", "coefficient")):
        return str(_("已填报完成值"))
    if timezone.localdate() > date(dossier.year.year, LAST_MONTH, LAST_DAY):
        return str(_("已过 11 月 30 日"))
    return ""


def _consented(dossier: Dossier) -> bool:
    task = adjustment_of(dossier)
    return task is not None and task.passages.filter(deed=CONSENT).exists()
