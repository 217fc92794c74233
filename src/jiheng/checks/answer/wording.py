"""How gravity, verdicts and kinds are named and drawn; never by colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from jiheng.checks.finding import Answer, Finding, Kind, Severity
from jiheng.core.fault import Place
from jiheng.reading.document import Document


@dataclass(frozen=True, slots=True)
class Sign:
    """A shape, a word and a colour (``tint`` is its pale form for backgrounds)."""

    shape: str
    word: str
    colour: str
    tint: str

    @property
    def label(self) -> str:
        """Shape and word, e.g. ``● 错误``."""
        return f"{self.shape} {self.word}"


SEVERITY: Mapping[Severity, Sign] = MappingProxyType(
    {
        Severity.ERROR: Sign("●", "错误", "#D4380D", "#FDE9E3"),
        Severity.WARNING: Sign("▲", "存疑", "#D48806", "#FDF3DC"),
        Severity.INFO: Sign("◆", "提示", "#5B6B7F", "#EDF0F4"),
    }
)
SOUND = Sign("■", "无误", "#389E0D", "#EBF6E4")

KIND: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.RATIO: "比率",
        Kind.SUM: "合计",
        Kind.SCORE_SUM: "得分",
        Kind.GROWTH: "增减",
        Kind.COUNT: "个数",
        Kind.UNIT: "单位",
        Kind.CONFLICT: "前后不一",
        Kind.GRADE: "等级",
        Kind.UNMET: "目标未达",
        Kind.VAGUE: "目标含糊",
        Kind.TYPO: "文字",
        Kind.FORM: "体例",
    }
)

_ORDER = {severity: rank for rank, severity in enumerate(Severity)}


def by_weight(answer: Answer) -> list[Finding]:
    """Findings, gravest first, then in the order of the text."""
    return sorted(answer.findings, key=lambda found: (_ORDER[found.severity], _first(found), found.code))


def _first(finding: Finding) -> int:
    return min((span.start for span in finding.spans), default=0)


def count(answer: Answer, severity: Severity) -> int:
    """How many findings are of one gravity."""
    return sum(found.severity is severity for found in answer.findings)


def place_of(finding: Finding, document: Document) -> Place | None:
    """Where a finding stands in the file: its own place, or that of the block its first span is in."""
    if finding.place is not None or not finding.spans:
        return finding.place
    block = document.block_at(finding.spans[0].start)
    return block.place if block is not None else None


def place_text(finding: Finding, document: Document) -> str:
    """The place in words; readers know which file they look at, unless it is one of a folder's."""
    place = place_of(finding, document)
    if place is None:
        return ""
    whole = Path(document.path)
    return place.text() if whole.is_dir() else place.text().removeprefix(place.file).strip()


def coverage_text(answer: Answer) -> str:
    """One line: what was recomputed, what was not, what is wrong."""
    cover = answer.coverage
    return (
        f"共 {cover.numbers} 个数：已核 {cover.checked} · 未核 {cover.not_checked} · "
        f"有误 {count(answer, Severity.ERROR)} · 存疑 {count(answer, Severity.WARNING)}"
    )
