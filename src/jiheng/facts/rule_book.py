"""A rule pack's workbook as the files of its folder."""

from __future__ import annotations

from pathlib import Path

from jiheng.core.fault import Faults
from jiheng.facts.cell import as_text
from jiheng.facts.workbook.opening import open_book
from jiheng.packs.book import Pages, to_files, tree_of
from jiheng.packs.source import plain

SHEETS = frozenset({"基本情况", "指标"})
"""What tells the workbook of a pack from an annex."""


def is_rule_book(path: Path) -> bool:
    """Whether a workbook has the sheets of a pack.

    Raises:
        Refused: it cannot be opened.
    """
    return set(open_book(path).names) >= SHEETS


def pages_of(path: Path, faults: Faults) -> Pages:
    """Read a workbook; what is wrong with its rows is added to the faults.

    Raises:
        Refused: it cannot be opened.
    """
    opened = open_book(path)
    sheets = {
        name: [(number, [as_text(cell) for cell in cells]) for number, cells in opened.rows(name)]
        for name in opened.names
    }
    return tree_of(sheets, path.name, faults)


def files_of_book(path: Path) -> dict[str, str]:
    """The files of the pack that a workbook holds, whatever lint would say of it.

    Raises:
        Refused: it cannot be opened, or rows cannot be read; with every fault.
    """
    faults = Faults()
    pages = pages_of(path, faults)
    faults.raise_if_any()
    tree = plain(pages.tree)
    assert isinstance(tree, dict)
    return to_files(tree, pages.cases, pages.layouts)
