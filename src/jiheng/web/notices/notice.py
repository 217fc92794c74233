"""One notice as a person meets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.web.cycle.models import Dossier

KINDS = {
    "returned": ("▲", "red", gettext_noop("被退回")),
    "approved": ("✓", "green", gettext_noop("已通过")),
    "arrived": ("▶", "none", gettext_noop("待审核")),
    "reminded": ("▲", "red", gettext_noop("被催报")),
    "warned": ("●", "red", gettext_noop("预警")),
    "answered": ("▶", "none", gettext_noop("预警答复")),
    "ended": ("✓", "green", gettext_noop("预警办结")),
    "near": ("▲", "yellow", gettext_noop("临近期限")),
    "late": ("●", "red", gettext_noop("已逾期")),
    "changed": ("◇", "none", gettext_noop("数据修改")),
    "mend": ("▲", "yellow", gettext_noop("整改事项")),
    "mended": ("▶", "none", gettext_noop("整改反馈")),
    "failed": ("●", "red", gettext_noop("任务失败")),
    "locked": ("▲", "yellow", gettext_noop("账户锁定")),
    "denied": ("▲", "yellow", gettext_noop("越权访问")),
}
"""Kind → shape, light, word."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What happened, when, and the page on which one goes on; ``key`` names it for good."""

    key: str
    kind: str
    at: datetime
    text: str
    address: str
    detail: str = ""
    about: Dossier | None = None
    """Whose and of which year, where it is about a dossier."""

    @property
    def mark(self) -> str:
        """Its shape."""
        return KINDS[self.kind][0]

    @property
    def light(self) -> str:
        """Its colour."""
        return KINDS[self.kind][1]

    @property
    def word(self) -> str:
        """Its kind in a word."""
        return _(KINDS[self.kind][2])


def morning(day: date) -> datetime:
    """The beginning of a day."""
    return timezone.make_aware(datetime.combine(day, time()))
