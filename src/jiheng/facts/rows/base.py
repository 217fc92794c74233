"""What every row has beside its columns."""

from __future__ import annotations

from dataclasses import dataclass, field

from jiheng.core.fault import Place
from jiheng.facts.schema import column

ORIGINS = ("原文", "重建", "系统", "填报")
"""How figures come to be: as published, reconstructed, from a system, filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every row has beside its columns."""

    origin: str = column("数据来源", "choice", default="填报", choices=ORIGINS)
    note: str = column("备注", default="")
    place: Place = field(default=Place(), compare=False)
