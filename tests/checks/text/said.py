"""What the tests ask of an answer: its findings by code, its relations by kind and verdict."""

from __future__ import annotations

from jiheng.checks.finding import Answer, Finding, Kind, Relation, Severity, Verdict
from jiheng.checks.text import check_plain

NUMERIC = (Kind.RATIO, Kind.SUM, Kind.SCORE_SUM, Kind.GROWTH, Kind.COUNT, Kind.UNIT, Kind.CONFLICT, Kind.GRADE)


def found(text: str, code: str) -> list[Finding]:
    return [finding for finding in check_plain(text).findings if finding.code == code]


def relations(text: str, kind: Kind, verdict: Verdict = Verdict.OK) -> list[Relation]:
    return [r for r in check_plain(text).relations if r.kind is kind and r.verdict is verdict]


def covers(relation: Relation | Finding, *pieces: str) -> bool:
    return all(any(piece in span.text for span in relation.spans) for piece in pieces)


def alarms(answer: Answer) -> list[Finding]:
    return [f for f in answer.findings if f.severity is not Severity.INFO and f.kind in NUMERIC]


def quiet(text: str) -> bool:
    return not alarms(check_plain(text))
