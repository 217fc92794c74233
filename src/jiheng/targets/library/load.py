"""Read the library: one YAML file per function (职能), shipped with the product."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from jiheng.targets.library.entry import Entry

FOLDER = Path(__file__).parent / "data"
_READER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Every scalar stays text; the compiled reader, where there is one, takes a sixth of the time."""


@dataclass(frozen=True, slots=True)
class Function:
    """One function of a county or a town: the words by which its work is known, and its indicators."""

    name: str
    words: tuple[str, ...]
    entries: tuple[Entry, ...]


@cache
def functions(folder: Path = FOLDER) -> tuple[Function, ...]:
    """Every function, in the order of the files' names.

    Raises:
        TypeError: an entry lacks a field or has one too many; the shipped files are held to it by a test.
    """
    return tuple(_function(path) for path in sorted(folder.glob("*.yaml")))


@cache
def entries(folder: Path = FOLDER) -> tuple[Entry, ...]:
    """Every indicator of every function."""
    return tuple(entry for function in functions(folder) for entry in function.entries)


def _function(path: Path) -> Function:
    told = yaml.load(path.read_text(encoding="utf-8"), Loader=_READER)  # noqa: S506 - the base loader builds texts only
    return Function(told["function"], tuple(told["words"]), tuple(_entries(told)))


def _entries(told: dict[str, Any]) -> Iterator[Entry]:
    for written in told["indicators"]:
        fields = written | {"levels": tuple(written["levels"]), "function": told["function"], "origin": told["origin"]}
        yield Entry(**fields)
