"""What ``score`` and ``explain`` share: finding the pack, scoring, and saying what is wrong with a call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from jiheng import facts
from jiheng.core.fault import Refused
from jiheng.core.i18n import _
from jiheng.facts.dataset import DataSet
from jiheng.packs.load import load_pack, named
from jiheng.packs.model import Pack
from jiheng.scoring import score, score_project
from jiheng.scoring.engines import ENGINES
from jiheng.scoring.sheet import ScoreSheet

PACK = click.option("--pack", "pack_id", metavar="ID", help=_("规则包编号或文件夹；不给则用数据中写明的规则包"))
ENGINE = click.option("--engine", type=click.Choice(list(ENGINES)), default="duckdb", help=_("计算引擎"))
MARKED = click.option(
    "--marked",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("工作簿有错时，另存一份标出全部错误的副本（.xlsx）"),
)
PROJECT = click.option("--project", metavar="CODE", help=_("只算一个项目：项目编码"))


@contextmanager
def marking(source: Path, marked: Path | None) -> Iterator[None]:
    """If a workbook is refused, write the copy that shows its faults, or say how to get one.

    Raises:
        Refused: what was raised inside, with a hint.
        click.UsageError: the copy would take the place of a file, or is no .xlsx.
    """
    if marked is not None and marked.suffix.lower() != ".xlsx":
        raise click.UsageError(_("文件名应以 .xlsx 结尾：{path}").format(path=marked))
    if marked is not None and marked.exists():
        raise click.UsageError(_("文件已存在：{path}，请换一个文件名").format(path=marked))
    try:
        yield
    except Refused as refused:
        if source.suffix.lower() != ".xlsx" or not any(fault.place.sheet for fault in refused.faults):
            raise
        hint = _("加 --marked 标注.xlsx 可另存一份标出全部错误的工作簿，在其中改正后直接使用。")
        if marked is not None:
            facts.mark_faults(source, refused.faults, marked)
            hint = _("全部错误已标在 {path} 中，在其中改正后直接使用；原文件未改动。").format(path=marked)
        raise Refused(refused.faults, hint) from refused


def score_dataset(path: Path, pack_id: str | None, engine: str, project: str | None) -> ScoreSheet:
    """Score the unit, or one of its projects, in the data set at ``path``.

    Raises:
        Refused: the data set or the pack has faults.
        click.UsageError: pack and subject do not go together.
    """
    dataset = facts.load(path)
    pack = load_pack(named(pack_id or dataset.unit.pack))
    codes = "、".join(row.code for row in dataset.projects)
    if project is None:
        if pack.object == "项目":
            told = _("规则包 {pack} 用于项目，请用 --project 指明项目：{codes}")
            raise click.UsageError(told.format(pack=pack.id, codes=codes))
        verify(dataset, pack)
        return score(dataset, pack, engine=engine)
    if project not in {row.code for row in dataset.projects}:
        told = _("没有项目 {project}，已登记的项目：{codes}")
        raise click.UsageError(told.format(project=project, codes=codes))
    of_project = pack if pack.object == "项目" else load_pack(pack.project_pack)
    verify(dataset, load_pack(dataset.unit.pack), of_project)
    return score_project(dataset, of_project, project, engine=engine)


def verify(dataset: DataSet, pack: Pack, project_pack: Pack | None = None) -> None:
    """Refuse data that its packs do not fit.

    Raises:
        Refused: own weights that do not add up, levels, codes and choices that the packs do not know.
    """
    if project_pack is None and pack.project_pack:
        project_pack = load_pack(pack.project_pack)
    faults = facts.verify(dataset, pack, project_pack)
    if faults:
        raise Refused(faults)
