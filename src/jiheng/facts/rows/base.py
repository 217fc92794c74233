"""What every row has beside its columns."""

from __future__ import annotations

from dataclasses import dataclass, field

from jiheng.core.fault import Place
from jiheng.facts.schema import column

CARRIED = "上年结转"
"""The origin of a row that went on from the year before: it waits to be confirmed, and counts for nothing until then."""
ORIGINS = ("原文", "重建", "系统", "填报", CARRIED)
"""How figures come to be: as published, reconstructed, from a system, filled in, carried from last year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every row has beside its columns."""

    origin: str = column("数据来源", "choice", default="填报", choices=ORIGINS)
    note: str = column("备注", default="")
    place: Place = field(default=Place(), compare=False)
