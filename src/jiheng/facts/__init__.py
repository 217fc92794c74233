"""The data set of one unit and year: rows, reading and writing, computed measures, content hash."""

from __future__ import annotations

from pathlib import Path

from jiheng.core.fault import Place, refuse
from jiheng.facts.assemble import draft
from jiheng.facts.content import content_hash, sealed
from jiheng.facts.dataset import DataSet
from jiheng.facts.folder import load_folder
from jiheng.facts.folder_writing import save_folder
from jiheng.facts.projection import for_project
from jiheng.facts.verification import verify
from jiheng.facts.workbook import load_workbook, mark_faults, save_workbook, write_template
from jiheng.facts.workbook.reading import is_workbook

__all__ = [
    "DataSet",
    "content_hash",
    "draft",
    "for_project",
    "load",
    "mark_faults",
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
    if path.is_dir():
        return load_folder(path)
    if path.is_file() and is_workbook(path):
        return load_workbook(path)
    raise refuse(Place(file=path.name), "找不到数据集", expected="文件夹或 .xlsx 工作簿", fix="请检查路径是否正确")
