"""What ``score`` and ``explain`` share: finding the pack, scoring, and saying what is wrong with a call."""

from __future__ import annotations

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
PROJECT = click.option("--project", metavar="CODE", help=_("只算一个项目：项目编码"))


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
