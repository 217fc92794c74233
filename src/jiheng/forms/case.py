"""What one form is about: a unit or one of its projects, with its data, rules and score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures import Measured
from jiheng.facts.rows import Indicator, Project, Result
from jiheng.packs.model import Pack
from jiheng.scoring.sheet import Line, ScoreSheet

UNVERIFIED = "示例口径（未核实）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One subject of a form; for a project, ``dataset`` holds the project's rows only."""

    dataset: DataSet
    pack: Pack
    sheet: ScoreSheet | None = None
    project: Project | None = None
    measures: Mapping[str, Measured] = field(default_factory=dict)
    expected: Money | None = None
    """What the forecast of in-year monitoring says will have been paid by the year's end."""
    anchor: str = ""
    """The head of the audit log that the data come from; printed, so that a shortened or rewritten log shows."""

    @property
    def subject(self) -> str:
        """The project's code; empty for the unit."""
        return self.project.code if self.project else ""

    @property
    def name(self) -> str:
        """What the form is about, in words."""
        return self.project.name if self.project else self.dataset.unit.name

    @property
    def mark(self) -> str:
        """What every form and page says while the pack is not verified."""
        return UNVERIFIED if self.pack.status == "unverified" else ""

    @property
    def footing(self) -> str:
        """What stands below every page: the trace, until the bureau vouches for the pack; then the file alone keeps it."""
        return self.trace if self.mark else ""

    @property
    def trace(self) -> str:
        """Pack and data that the form was made from, whether the pack is verified, and the anchor of the audit log."""
        made = (f"规则包 {self.pack.id} {self.pack.version}", f"数据指纹 {self.dataset.sha256[:12]}", self.mark)
        anchored = f"审计锚点 {self.anchor}" if self.anchor else ""
        return " · ".join(part for part in (*made, anchored) if part)

    @property
    def dated(self) -> date:
        """The day that files carry: when the unit filed, or the end of the budget year; never today."""
        return self.dataset.unit.filed or date(self.dataset.unit.year, 12, 31)

    @property
    def watched(self) -> Month | None:
        """The last month that in-year monitoring has seen."""
        return max((each.month for each in self.dataset.observations if each.month), default=None)

    def indicators(self) -> Iterator[Indicator]:
        """The subject's own indicators."""
        return (each for each in self.dataset.indicators if each.project == self.subject)

    def result(self, code: str) -> Result:
        """What was reached on an indicator; an empty row where nothing was filled in."""
        return next((each for each in self.dataset.results if each.indicator == code), Result(indicator=code))

    def line(self, code: str) -> Line | None:
        """The scored line of an indicator, if it was scored."""
        lines = self.sheet.lines if self.sheet else ()
        return next((line for line in lines if line.code == code), None)


def leaves(sheet: ScoreSheet | None, below: str = "") -> Iterator[Line]:
    """The lines without children below a code, in the order of the sheet."""
    lines = sheet.lines if sheet else ()
    parents = {line.parent for line in lines}
    by_code = {line.code: line for line in lines}
    for line in lines:
        if line.code not in parents and (not below or below in ancestry(line, by_code)):
            yield line


def ancestry(line: Line, by_code: Mapping[str, Line]) -> tuple[str, ...]:
    """Codes from the top level down to the line itself."""
    above = by_code.get(line.parent)
    return (*(ancestry(above, by_code) if above else ()), line.code)
