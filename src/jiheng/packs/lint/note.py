"""What a lint rule is, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from jiheng.core.fault import Fault, Place
from jiheng.packs.loaded import Loaded
from jiheng.packs.model import Node, Pack
from jiheng.packs.typed import KeyPath

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Note:
    """One remark on a pack."""

    code: str
    severity: Severity
    place: Place
    sentence: str
    fix: str

    def text(self) -> str:
        """Code, place, sentence and what to do, in one line."""
        return f"{self.code} {self.place.text()}：{self.sentence}。{self.fix}"

    def fault(self) -> Fault:
        """The remark as a reason to refuse the pack."""
        return Fault(self.place, "", f"{self.code} {self.sentence}", "", self.fix)


class Remark(NamedTuple):
    """What a rule found: where in the model, what, and what to do."""

    path: KeyPath
    sentence: str
    fix: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One lint rule."""

    code: str
    severity: Severity
    title: str
    check: Callable[[Loaded], Iterable[Remark]]
    fragment: bool = False
    """Whether it also speaks of packs that only others extend."""

    def note(self, place: Place, remark: Remark) -> Note:
        """The remark as a note."""
        return Note(self.code, self.severity, place, remark.sentence, remark.fix)


class Placed(NamedTuple):
    """An indicator and its path in the pack."""

    path: KeyPath
    node: Node


def nodes(pack: Pack) -> Iterator[Placed]:
    """Every indicator with its path, parents before children."""
    for place, node in enumerate(pack.indicators):
        yield from _walk(("indicators", place), node)


def _walk(path: KeyPath, node: Node) -> Iterator[Placed]:
    yield Placed(path, node)
    for place, child in enumerate(node.children):
        yield from _walk((*path, "children", place), child)


def named(node: Node) -> str:
    """How a note names an indicator."""
    return f"“{node.code} {node.name}”"
