"""The words of a finding as a note in someone's own file: a Word comment, a cell's comment."""

from __future__ import annotations

import re

from jiheng.checks.answer.wording import SEVERITY
from jiheng.checks.finding import Finding

AUTHOR = "绩衡"

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Drop the characters that XML cannot hold."""
    return _UNPRINTABLE.sub("", text)


def note_lines(finding: Finding) -> list[str]:
    """What, what was expected, why, what to do, on what ground; one line each."""
    lines = [f"{SEVERITY[finding.severity].label}：{finding.message}"]
    if finding.expected:
        lines.append(f"应为：{finding.expected}")
    lines += [finding.why, f"改法：{finding.fix}" if finding.fix else ""]
    lines += [f"依据：{'；'.join(finding.cites)}"] if finding.cites else []
    return [printable(line) for line in [*lines, f"（{finding.code}）"] if line]
