"""The shapes of what the API tells and takes of a review."""

from __future__ import annotations

from typing import Annotated

from ninja import Field, Schema
from pydantic import StringConstraints

from jiheng.web.api.schemas import Problem, Words

Basis = Annotated[int | None, Field(ge=0, le=2**53)]
"""The unit's revision as it was read."""


class QueuedOut(Schema):
    """One form that waits; ``doubt`` and ``budget`` (元) are null until it has been looked through."""

    unit: str
    name: str
    state: str
    holder: str
    doubt: int | None
    budget: str | None
    reasons: list[str]


class WeighedOut(Schema):
    """How many forms are being looked through."""

    forms: int


class GroundOut(Schema):
    """One ground of doubt: the sentence, the clause behind it, the figures in it, what it weighs."""

    code: str
    severity: str
    text: str
    clause: str
    figure: str
    weight: int


class LineOut(Schema):
    """One line of the form; ``reviewed`` is null where the unit's score stands, and ``version`` empty."""

    code: str
    name: str
    weight: str
    score: str
    reviewed: str | None
    percent: str | None
    rule: str
    category: str
    reason: str
    version: str
    evidence: int
    fault: str
    last_year: str | None
    peers: str | None


class ResultOut(Schema):
    """The unit's total beside the reviewer's, and the lines that were re-scored."""

    own: str
    reviewed: str
    grade: str
    deviation: str
    rescored: list[LineOut]


class StaleOut(Schema):
    """A re-score to be confirmed, changed or dropped: the unit's own score of the line then (if known) and now."""

    code: str
    name: str
    then: str
    now: str


class ChangedOut(Schema):
    """One cell that the unit changed since the form last went back."""

    table: str
    key: str
    column: str
    old: str
    new: str


class ReviewOut(Schema):
    """All that helps to judge one form; ``basis`` is the state of the unit's data that it tells of.

    An opinion of an earlier round stands under ``earlier_opinion``: it is history, not the present one.
    """

    state: str
    basis: int
    stale: list[StaleOut]
    changed: list[ChangedOut]
    earlier_opinion: str
    doubt: int
    grounds: list[GroundOut]
    lines: list[LineOut]
    faults: list[str]
    result: ResultOut
    drafted: list[str]
    opinion: str
    opinion_version: str


VERSION = r"^([0-9]{1,18}-[0-9]{1,20})?$"
VersionText = Annotated[str, StringConstraints(pattern=VERSION)]


class RescoreIn(Schema):
    """What the reviewer gives a line; a score alone gives the share taken, a share (percent) alone gives the score.

    ``version`` is the line's as it was read; empty if nobody had re-scored it. ``basis`` is that of the form as it was
    read; where it is told, nothing is saved on data that the unit has changed since.
    """

    basis: Basis = None

    version: VersionText = ""
    actual: Words = ""
    score: Words = ""
    rule: Words = ""
    percent: Words = ""
    category: Words = ""
    reason: Words = ""


class ConfirmRescoreIn(Schema):
    """Which re-score is confirmed, and on which data."""

    version: VersionText
    basis: Basis = None


class OvertakenOut(Problem):
    """Refused; if somebody else wrote the same meanwhile, both values, and the version to save over."""

    mine: dict[str, str] | None = None
    theirs: dict[str, str] | None = None
    version: str | None = None


class OpinionIn(Schema):
    """The opinion while it is being written; ``version`` as it was read, empty if there was none."""

    text: Words
    version: VersionText = ""
    basis: Basis = None
