"""The ways offices write each kind of claim: what is sound raises no alarm and is told once a digit or the word of direction is altered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jiheng.checks.finding import Finding, Severity, Verdict
from jiheng.checks.text import check_plain
from tests.checks.text.said import NUMERIC

LINES = tuple(
    line
    for line in (Path(__file__).parent / "wordings.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
FIGURES = tuple(line for line in LINES if "【" in line)
DIRECTIONS = tuple(line for line in LINES if "〔" in line)
FIGURE = re.compile(r"【(.*?)】")
DIRECTION = re.compile(r"〔(.*?)\|(.*?)〕")


def objections(text: str) -> list[Finding]:
    return [f for f in check_plain(text).findings if f.severity is not Severity.INFO and f.kind in NUMERIC]


def objections_to(text: str, start: int, end: int) -> list[Finding]:
    return [f for f in objections(text) if any(s.start < end and start < s.end for s in f.spans)]


def altered(figure: str) -> Iterator[str]:
    """The figure with its second digit, or its only one, raised or lowered by three and more."""
    digits = [k for k, char in enumerate(figure) if char.isdigit()]
    at = digits[min(1, len(digits) - 1)]
    digit = int(figure[at])
    for other in (digit + 3, digit + 5) if digit < 5 else (digit - 2, digit - 3):
        yield figure[:at] + str(other) + figure[at + 1 :]


@pytest.mark.parametrize("line", FIGURES)
def test_a_sound_figure_is_recomputed_without_alarm(line: str) -> None:
    match = FIGURE.search(line)
    assert match is not None
    text = FIGURE.sub(r"\1", line)
    start = match.start()
    sound = [r for r in check_plain(text).relations if r.verdict is Verdict.OK]
    assert any(s.start < start + len(match[1]) and start < s.end for r in sound for s in r.spans)
    assert objections(text) == []


@pytest.mark.parametrize("line", FIGURES)
def test_a_sound_figure_is_told_once_a_digit_is_altered(line: str) -> None:
    match = FIGURE.search(line)
    assert match is not None
    for figure in altered(match[1]):
        text = line[: match.start()] + figure + line[match.end() :]
        assert objections_to(text, match.start(), match.start() + len(figure)), text


@pytest.mark.parametrize("line", DIRECTIONS)
def test_a_word_of_direction_is_told_when_the_figures_go_the_other_way(line: str) -> None:
    assert objections(DIRECTION.sub(r"\1", line)) == []
    assert objections(DIRECTION.sub(r"\2", line))
