"""What the pages of the self-evaluation show, made from the core's score sheet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.core.exact import Points
from jiheng.packs.model import Node, Pack
from jiheng.scoring.sheet import Line, Notice, ScoreSheet
from jiheng.web.cycle.models import Dossier
from jiheng.web.records.dataset import pack_of, sheet_of, vouched_for

STATES = {"scored": "", "missing": gettext_noop("缺数据"), "not_applicable": gettext_noop("不适用")}

MOST_BARS = 12
"""Bars of the waterfall that can still be read side by side; the smaller losses are one bar together."""
COSTLY = "N1"
"""How the codes of notices about caps and deductions begin."""
LINE = "line"
"""In the address of the table: the line whose drawer is open."""
ASKED, REQUIRED = "N203", "N205"
"""Missing evidence: told before submission; nothing is submitted without it."""


@dataclass(frozen=True, slots=True)
class Status:
    """How far one line is, in words, with the light that goes with it."""

    light: str
    words: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of the score table."""

    line: Line
    leaf: bool
    evidence: int
    needs_reason: bool
    status: Status | None

    @property
    def indent(self) -> str:
        """The class that sets the line in by its level."""
        return f"level-{self.line.level}"


def table_rows(dossier: Dossier) -> list[TableRow]:
    """All lines of the score sheet, parents before children."""
    sheet, pack = sheet_of(dossier), pack_of(dossier)
    parents = {line.parent for line in sheet.lines}
    proofs = Counter(row.indicator for row in vouched_for(dossier).evidence)
    nodes = {node.code: node for node in pack.nodes()}
    bare = {notice.indicator for notice in unproven(sheet)}
    told = {line.code: _status(line, nodes.get(line.code), bare) for line in sheet.lines if line.code not in parents}
    open_below = _open_below(sheet, told)
    return [
        TableRow(
            line=line,
            leaf=line.code not in parents,
            evidence=sum(proofs[code] for code in (line.code, *line.parts)),
            needs_reason=line.code in told and needs_reason(line, nodes.get(line.code)),
            status=told[line.code] if line.code in told else _status_below(open_below[line.code]),
        )
        for line in sheet.lines
    ]


def _status(line: Line, node: Node | None, bare: set[str]) -> Status:
    """What is still to be done about one indicator, or why nothing is."""
    if STATES[line.state]:
        return Status("yellow" if line.state == "missing" else "none", _(STATES[line.state]))
    if needs_reason(line, node):
        return Status("yellow", _("待说明原因"))
    if line.code in bare:
        return Status("yellow", _("缺佐证"))
    return Status("none", _("失分已说明")) if line.lost.units > 0 else Status("green", _("满分"))


def _open_below(sheet: ScoreSheet, told: dict[str, Status]) -> Counter[str]:
    """How many indicators below each level are not done."""
    parents, counted = {line.code: line.parent for line in sheet.lines}, Counter[str]()
    for leaf, status in told.items():
        code = parents[leaf] if status.light == "yellow" else ""
        while code:
            counted[code] += 1
            code = parents[code]
    return counted


def _status_below(open_: int) -> Status | None:
    return Status("yellow", _("%(n)d 项待补") % {"n": open_}) if open_ else None


def needs_reason(line: Line, node: Node | None) -> bool:
    """Whether the pack demands a reason and a measure for the points lost here, and one of them is missing."""
    if not line.unexplained if line.parts else line.reason and line.measure:
        return False
    floor = node.reason_below if node is not None else Fraction(1)
    if floor is None or line.weight.units == 0:
        return False
    return line.score.exact < floor * line.weight.exact


def unproven(sheet: ScoreSheet) -> list[Notice]:
    """The indicators for which the pack asks for evidence and none is registered."""
    return [notice for notice in sheet.notices if notice.code in {ASKED, REQUIRED}]


def split_notices(sheet: ScoreSheet) -> dict[str, list[Notice]]:
    """Caps and deductions, which cost points and are told at once; and all else, to be gone through before submission.

    Missing evidence has a list of its own for who fills in, and its mark in the table.
    """
    caps = [notice for notice in sheet.notices if notice.code.startswith(COSTLY)]
    apart = {*caps, *unproven(sheet)}
    return {"caps": caps, "others": [notice for notice in sheet.notices if notice not in apart]}


def waterfall(sheet: ScoreSheet) -> dict[str, Any]:
    """The chart of lost points: from full marks down to the total, the largest losses first.

    Texts, not floats, carry the exact figures; the chart's own bar lengths are only drawn.
    """
    parents = {line.parent for line in sheet.lines}
    lost = [line for line in sheet.lines if line.code not in parents and line.lost.units > 0]
    bars = sorted(((line.name, line.code, line.lost) for line in lost), key=lambda bar: -bar[2].units)
    bars += [(loss.name, loss.code, loss.lost) for loss in sheet.losses]
    if len(bars) > MOST_BARS:
        rest = Points(sum(points.units for _name, _code, points in bars[MOST_BARS - 1 :]))
        bars = [*bars[: MOST_BARS - 1], (_("其余 %(n)d 项") % {"n": len(bars) - MOST_BARS + 1}, "", rest)]
    return {
        "full": sheet.full_marks.text(2),
        "total": sheet.total.text(2),
        "bars": [
            {"name": name, "code": code, "lost": points.text(2), "until": _until(sheet, bars, at)}
            for at, (name, code, points) in enumerate(bars)
        ],
    }


def _until(sheet: ScoreSheet, bars: list[tuple[str, str, Points]], at: int) -> str:
    """What is left of full marks after this loss and all before it."""
    left = sheet.full_marks
    for _title, _code, points in bars[: at + 1]:
        left -= points
    return left.text(2)


def node_of(pack: Pack, code: str) -> Node | None:
    """The pack's node of a line; None for the unit's own indicators."""
    return next((node for node in pack.nodes() if node.code == code), None)
