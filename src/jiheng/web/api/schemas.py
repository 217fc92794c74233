"""The shapes that the API takes and gives."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import StringConstraints
from pydantic.config import JsonDict

MAX_ROWS = 2000
KEEPABLE = r"^[^\x00]*$"
"""No database keeps a NUL."""
PLACEABLE = r"^[^\x00-\x1f\x7f]*$"
"""No place in an address has control characters."""
Words = Annotated[str, StringConstraints(max_length=4000, pattern=KEEPABLE)]
"""Free text."""


ONLY: JsonDict = {"additionalProperties": False}
"""For an object whose keys follow a pattern: the description must say that there are no others."""


class Problem(Schema):
    """Why something was not done, in a sentence that says what to do."""

    problem: str


class DossierOut(Schema):
    """One unit's year."""

    year: int
    unit: str
    name: str
    pack: str
    revision: int


class TaskOut(Schema):
    """One stage of a dossier."""

    stage: str
    period: str
    state: str
    shown: str
    due: str | None


class CellChange(Schema):
    """One cell: the text when the change began, and the text now."""

    before: str = Field(max_length=4000)
    now: str = Field(max_length=4000)


class RowChange(Schema):
    """Changes of one row; ``row`` 0 makes a new one."""

    row: int = Field(ge=0, le=2**53)
    cells: dict[str, CellChange]


class RowsIn(Schema):
    """Changes of one table."""

    changes: list[RowChange] = Field(max_length=MAX_ROWS)


class ConflictOut(Schema):
    """A cell that somebody else changed meanwhile; nothing was overwritten."""

    row: int
    column: str
    mine: str
    theirs: str
    by: str


class SavedOut(Schema):
    """What became of a saving: row numbers in the order of the changes, and conflicts."""

    rows: list[int]
    conflicts: list[ConflictOut]
    revision: int


class RowOut(Schema):
    """One row as written."""

    row: int
    version: int
    cells: dict[str, str]


class NilIn(Schema):
    """Whether the unit has none of it."""

    nil: bool


class DeedIn(Schema):
    """A deed of the workflow."""

    deed: Literal["submit", "withdraw", "take-up", "take-from", "approve", "return"]
    period: str = Field("", pattern=r"^(\d{4}-\d{2}|\d{1,3})?$")
    reason: str = Field("", max_length=16, pattern=KEEPABLE)
    text: Words = ""
    basis: int | None = Field(None, ge=0, le=2**53)
    """Of a decision on a self-evaluation: the unit's revision as it was read; refused if the unit has changed it since."""
