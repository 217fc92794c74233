"""The data set of one unit and year: rows, reading and writing, computed measures, content hash."""

from __future__ import annotations

from pathlib import Path

from jiheng.core.fault import Place, Refused, refuse
from jiheng.facts.assemble import draft
from jiheng.facts.content import content_hash, sealed
from jiheng.facts.dataset import DataSet
from jiheng.facts.folder import read_folder
from jiheng.facts.folder_writing import save_folder
from jiheng.facts.gaps import Draft
from jiheng.facts.projection import for_project
from jiheng.facts.verification import verify
from jiheng.facts.workbook import mark_faults, save_workbook, write_template
from jiheng.facts.workbook.reading import is_workbook, read_workbook

__all__ = [
    "DataSet",
    "Draft",
    "content_hash",
    "draft",
    "for_project",
    "load",
    "mark_faults",
    "read",
    "save_folder",
    "save_workbook",
    "sealed",
    "verify",
    "write_template",
]


def load(path: Path) -> DataSet:
    """Read a data set, whatever form it has.

    Args:
        path: a folder of CSV and YAML files, or a workbook (.xlsx, also .xls and .et).

    Raises:
        Refused: with every fault, each with its place and its mend.
    """
    found = read(path)
    if found.faults:
        raise Refused(found.faults)
    return found.dataset


def read(path: Path) -> Draft:
    """Read what can be read of a data set, so that its packs can look at it too before it is refused.

    Raises:
        Refused: it is none, or says nothing of the unit.
    """
    if path.is_dir():
        return read_folder(path)
    if path.is_file() and is_workbook(path):
        return read_workbook(path)
    raise refuse(Place(file=path.name), "找不到数据集", expected="文件夹或 .xlsx 工作簿", fix="请检查路径是否正确")
