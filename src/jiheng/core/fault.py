"""Faults in what people hand in: found all in one pass, each with its place and its mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file and, as far as known, sheet, row, column, line or page."""

    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""
    line: int = 0
    page: int = 0
    path: str = ""

    def text(self) -> str:
        """Write for a reader, e.g. ``付款.xlsx 工作表“预算” 第 7 行 C 列``."""
        parts = [
            self.file,
            f"工作表“{self.sheet}”" if self.sheet else "",
            f"第 {self.page} 页" if self.page else "",
            f"第 {self.row or self.line} 行" if self.row or self.line else "",
            f"{self.column} 列" if self.column else "",
            self.path,
        ]
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with an input, said so that its author can mend it."""

    place: Place
    value: str
    problem: str
    expected: str
    fix: str

    def text(self) -> str:
        """One sentence: where, what, the value met, what was expected, what to do."""
        met = f"，现为“{self.value[:60]}”" if self.value else ""
        expected = f"，应为{self.expected}" if self.expected else ""
        return f"{self.place.text()}：{self.problem}{met}{expected}。{self.fix}"


class Refused(Exception):  # noqa: N818 - reads as a sentence where it is raised: the input is refused
    """An input was refused whole; nothing was written. Carries every fault found, and a word on what helps."""

    def __init__(self, faults: Iterable[Fault], hint: str = "") -> None:
        self.faults = tuple(faults)
        self.hint = hint
        super().__init__("\n".join(fault.text() for fault in self.faults))

    def __reduce__(self) -> tuple[type[Refused], tuple[tuple[Fault, ...], str]]:
        return Refused, (self.faults, self.hint)


@dataclass(slots=True)
class Faults:
    """Collects faults while reading goes on, so that one pass reports them all."""

    found: list[Fault] = field(default_factory=list)

    def add(self, place: Place, problem: str, *, value: str = "", expected: str = "", fix: str = "") -> None:
        """Note one fault and go on."""
        self.found.append(Fault(place, value, problem, expected, fix))

    def __bool__(self) -> bool:
        return bool(self.found)

    def raise_if_any(self) -> None:
        """Refuse the input if anything was found.

        Raises:
            Refused: with all faults.
        """
        if self.found:
            raise Refused(self.found)


def refuse(place: Place, problem: str, *, value: str = "", expected: str = "", fix: str = "") -> Refused:
    """Make the refusal for a single fault; the caller raises it."""
    return Refused([Fault(place, value, problem, expected, fix)])
