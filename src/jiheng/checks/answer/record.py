"""The JSON record of a checked file, as the check contract says."""

from __future__ import annotations

from typing import Any

from jiheng.checks.answer.wording import by_weight, place_text
from jiheng.checks.finding import Answer, Finding, Relation, RuleCoverage, Span
from jiheng.core.fault import Fault
from jiheng.reading.document import Document, Unread


def document_record(document: Document, answer: Answer) -> dict[str, Any]:
    """One entry of ``documents``; offsets count characters of the text that was read."""
    return {
        "path": document.path,
        "sha256": document.sha256,
        "characters": len(document.text),
        "relations": [_relation(relation) for relation in answer.relations],
        "findings": [_finding(finding, document) for finding in by_weight(answer)],
        "coverage": {
            "numbers": answer.coverage.numbers,
            "checked": answer.coverage.checked,
            "not_checked": answer.coverage.not_checked,
        },
        "not_checked": [{"span": _span(each.span), "why": each.why} for each in answer.left],
        "unread": [_unread(unread) for unread in document.unread],
        "notes": list(document.notes),
        **({"rules": _rules(answer.rules)} if answer.rules else {}),
    }


def refusal_record(path: str, faults: tuple[Fault, ...]) -> dict[str, Any]:
    """One entry of ``unreadable``: a file that was refused, and why."""
    return {"path": path, "reasons": [fault.text() for fault in faults]}


def _rules(rules: RuleCoverage) -> dict[str, Any]:
    return {
        "checked": list(rules.checked),
        "not_checked": [{"code": code, "why": why} for code, why in rules.not_checked.items()],
    }


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}


def _relation(relation: Relation) -> dict[str, Any]:
    return {
        "kind": relation.kind.value,
        "verdict": relation.verdict.value,
        "spans": [_span(span) for span in relation.spans],
        "stated": relation.stated,
        "computed": relation.computed,
        "because": relation.because,
    }


def _finding(finding: Finding, document: Document) -> dict[str, Any]:
    return {
        "code": finding.code,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "message": finding.message,
        "place": place_text(finding, document),
        "spans": [_span(span) for span in finding.spans],
        "stated": finding.stated,
        "expected": finding.expected,
        "why": finding.why,
        "fix": finding.fix,
        "cites": list(finding.cites),
        "consequences": [
            {"spans": [_span(span) for span in each.spans], "stated": each.stated} for each in finding.consequences
        ],
    }


def _unread(unread: Unread) -> dict[str, Any]:
    return {"place": unread.place.text(), "why": unread.why, "fix": unread.fix}
