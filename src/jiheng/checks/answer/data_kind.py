"""What a given path is: a data set, the Parquet tables of many units, or a file to be read."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from jiheng.core.fault import Refused
from jiheng.reading.archive import open_archive

_UNIT_FILES = ("unit.yaml", "unit.yml", "unit.csv", "单位基本情况.csv")
_BOOK = "xl/workbook.xml"
MARK = b'name="_jiheng"'
"""The hidden sheet of our template, in the list of sheets; a test holds it equal to what facts writes."""


class DataKind(StrEnum):
    """How data are given."""

    FOLDER = "folder"
    WORKBOOK = "workbook"
    MANY = "parquet"


def kind_of(path: Path) -> DataKind | None:
    """Whether a path is a data set or a Parquet folder; None for any other file or folder."""
    if path.is_dir():
        if any((path / name).is_file() for name in _UNIT_FILES):
            return DataKind.FOLDER
        return DataKind.MANY if (path / "unit.parquet").is_file() else None
    return DataKind.WORKBOOK if path.suffix.lower() in {".xlsx", ".et"} and _is_ours(path) else None


def _is_ours(path: Path) -> bool:
    """Whether a workbook has the hidden sheet of our template; a file that cannot be opened is told by reading it."""
    try:
        with open_archive(path) as archive:
            return MARK in archive.read(_BOOK)
    except (Refused, KeyError, OSError):
        return False
