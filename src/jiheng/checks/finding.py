"""Findings, relations and coverage: frozen data; sentences are made at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jiheng.core.fault import Place


class Kind(StrEnum):
    """What a relation or a finding is about; the closed list of the check contract."""

    RATIO = "ratio"
    SUM = "sum"
    SCORE_SUM = "score_sum"
    GROWTH = "growth"
    COUNT = "count"
    UNIT = "unit"
    CONFLICT = "same_fact_conflict"
    GRADE = "grade"
    UNMET = "target_unmet"
    VAGUE = "vague_target"
    TYPO = "typo"
    FORM = "form"


class Severity(StrEnum):
    """How sure and how grave: certainly wrong, likely wrong, worth a look."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Verdict(StrEnum):
    """What recomputation said of a relation."""

    OK = "ok"
    WRONG = "wrong"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` to ``end`` of the text that was read."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A group of numbers that was recomputed, or could not be and why (``because``)."""

    kind: Kind
    verdict: Verdict
    spans: tuple[Span, ...]
    stated: str
    computed: str
    because: str


@dataclass(frozen=True, slots=True)
class Consequence:
    """A figure that is wrong only because another one is."""

    spans: tuple[Span, ...]
    stated: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: what, where, which value, what was expected, what to do.

    ``consequences`` are the figures that follow from the one at fault. A code never changes its meaning and is never used again.
    """

    code: str
    kind: Kind
    severity: Severity
    message: str
    spans: tuple[Span, ...] = ()
    stated: str = ""
    expected: str = ""
    why: str = ""
    fix: str = ""
    cites: tuple[str, ...] = ()
    place: Place | None = None
    consequences: tuple[Consequence, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many numbers stand in the text, and how many of them were part of a recomputation."""

    numbers: int
    checked: int

    @property
    def not_checked(self) -> int:
        """Numbers that no relation covers: neither right nor wrong, unknown."""
        return self.numbers - self.checked


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A number that was not checked, and why."""

    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """Which rules of the form catalogue were run, and why the others could say nothing."""

    checked: tuple[str, ...]
    not_checked: Mapping[str, str]

    def text(self) -> str:
        """One line for the reader; a rule that was not run is neither kept nor broken."""
        reasons: dict[str, list[str]] = {}
        for code, why in self.not_checked.items():
            reasons.setdefault(why, []).append(code)
        rest = "；".join(f"{'、'.join(codes)}（{why}）" for why, codes in reasons.items())
        counted = f"表格核查规则已核 {len(self.checked)} 条"
        return f"{counted}，未核 {len(self.not_checked)} 条：{rest}" if rest else counted


@dataclass(frozen=True, slots=True)
class Answer:
    """All that is said of one document; ``rules`` where the form checks were run on it.

    ``left`` are the numbers that were not checked, each with the reason; of very many only the first.
    """

    relations: tuple[Relation, ...]
    findings: tuple[Finding, ...]
    coverage: Coverage
    rules: RuleCoverage | None = None
    left: tuple[Unchecked, ...] = ()
