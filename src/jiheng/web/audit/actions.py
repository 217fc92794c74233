"""What the auditor does is on record as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop

from jiheng.web.actions import Action
from jiheng.web.audit import chain
from jiheng.web.audit.models import Entry
from jiheng.web.audit.queries import entries
from jiheng.web.audit.workbook import LIMIT, workbook

LABELS = {"since": "起", "until": "止", "who": "账号或姓名", "action": "操作", "unit": "单位编码", "result": "结果"}
"""How the log itself names the filters of an export."""


@dataclass
class LogAction(Action[None]):
    """An action on the log, which belongs to no unit."""

    right = "audit.read"

    def unit(self) -> None:
        """None."""


@dataclass
class VerifyLog(LogAction):
    """Recompute the chain."""

    title = gettext_noop("核验审计日志")
    anchor: tuple[int, str] | None = None
    verdict: chain.Verdict | None = field(default=None, init=False)

    def apply(self) -> chain.Verdict:
        """Compare it with an anchor, if one is given."""
        self.verdict = chain.verify(self.anchor)
        return self.verdict

    def detail(self) -> str:
        """What was found."""
        return "" if self.verdict is None else self.verdict.sentence


@dataclass
class ExportLog(LogAction):
    """Take entries out of the house as a workbook."""

    title = gettext_noop("导出审计日志")
    wanted: Mapping[str, Any]

    def apply(self) -> bytes:
        """The newest first, cut at a limit that the workbook states."""
        return workbook(entries(self.wanted)[:LIMIT], Entry.objects.count())

    def detail(self) -> str:
        """What was asked for."""
        given = [f"{label}：{self.wanted[name]}" for name, label in LABELS.items() if self.wanted.get(name)]
        return "；".join(given) or "全部"
