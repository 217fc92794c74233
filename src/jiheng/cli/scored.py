"""What ``score`` and ``explain`` share: finding the pack, scoring, and saying what is wrong with a call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import click

from jiheng import facts
from jiheng.core.fault import Fault, Refused
from jiheng.core.i18n import _
from jiheng.facts.carrying import settled, waiting
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import TITLES
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
    dataset, pack = read(path, pack_id, project)
    if project is None:
        return score(dataset, pack, engine=engine)
    if pack.object != "项目" and not pack.project_pack:
        told = _(
            "规则包 {pack} 没有写 project_pack，不知道项目按哪个规则包计分；请在 pack.yaml 里写明，或用 --pack 指定项目的规则包"
        )
        raise click.UsageError(told.format(pack=pack.id))
    of_project = pack if pack.object == "项目" else load_pack(pack.project_pack)
    return score_project(dataset, of_project, project, engine=engine)


def read(path: Path, pack_id: str | None, project: str | None = None, *, all_projects: bool = False) -> Filled:
    """Read a data set and the pack that scores it; what is wrong by itself and what by the pack is told together.

    Args:
        path: the data set.
        pack_id: the pack; the one that the data names if not given.
        project: the project that will be scored, None for the unit.
        all_projects: whether a pack for projects may go without naming one.

    Raises:
        Refused: every fault of the data set, of its own and by its packs.
        click.UsageError: pack and subject do not go together.
    """
    draft = facts.read(path)
    try:
        pack = load_pack(named(pack_id or draft.dataset.unit.pack or ""))
        if not all_projects and not draft.faults:  # rows with faults may have no code to be named by
            _check_subject(draft.dataset, pack, project)
        of_unit = pack if project is None and pack.object != "项目" else load_pack(draft.dataset.unit.pack or pack.id)
        faults = misfits(draft, of_unit, pack if pack.object == "项目" else None)
    except Refused as refused:
        faults = refused.faults
    if draft.faults or faults:
        raise Refused((*draft.faults, *faults))
    _tell_waiting(draft.dataset)
    return Filled(settled(draft.dataset), pack)


def _tell_waiting(dataset: DataSet) -> None:
    """Say on standard error what went on from last year and nobody has confirmed: it does not count."""
    if tables := waiting(dataset):
        listed = "、".join(f"{TITLES[table]} {count} 行" for table, count in tables.items())
        click.echo(_("上年结转、尚未确认，计分时按未填处理：{tables}").format(tables=listed), err=True)


class Filled(NamedTuple):
    """A sound data set, and the pack that scores it."""

    dataset: DataSet
    pack: Pack


def _check_subject(dataset: DataSet, pack: Pack, project: str | None) -> None:
    codes = "、".join(row.code for row in dataset.projects)
    if project is None and pack.object == "项目":
        told = _("规则包 {pack} 用于项目，请用 --project 指明项目：{codes}")
        raise click.UsageError(told.format(pack=pack.id, codes=codes))
    if project is not None and project not in {row.code for row in dataset.projects}:
        told = _("没有项目 {project}，已登记的项目：{codes}")
        raise click.UsageError(told.format(project=project, codes=codes))


def misfits(draft: facts.Draft, pack: Pack, project_pack: Pack | None = None) -> tuple[Fault, ...]:
    """What the packs do not know or allow; one fault if the data was filled in for another one.

    Args:
        draft: the data set as far as it could be read.
        pack: the pack that scores the unit.
        project_pack: the pack that scores the projects; the unit's own one if not given.
    """
    of_projects = project_pack or (load_pack(pack.project_pack) if pack.project_pack else None)
    faults = facts.verify(draft.dataset, pack, of_projects, gaps=draft.gaps)
    meant = draft.dataset.unit.pack
    if not faults or meant is None or meant == (project_pack or pack).id:
        return faults
    filled_for = load_pack(meant)
    if project_pack is not None:
        filled_for = load_pack(filled_for.project_pack or meant)
    used = project_pack or pack
    if _is_kin(filled_for, used):
        return faults
    return (
        Fault(
            draft.dataset.unit.place,
            "",
            f"数据是按规则包 {filled_for.id} 填报的，与 {used.id} 有 {len(faults)} 处对不上",
            "",
            f"请按 {filled_for.id} 计分（不加 --pack），或用 jiheng template {used.id} 生成模板重新填报",
        ),
    )


def _is_kin(one: Pack, other: Pack) -> bool:
    """Whether two packs have most of their indicators in common, as a pack and its changed copy do."""
    left, right = ({(node.code, node.name) for node in pack.nodes()} for pack in (one, other))
    return 2 * len(left & right) >= len(left)


def verify(dataset: DataSet, pack: Pack, project_pack: Pack | None = None) -> None:
    """Refuse data that its packs do not fit.

    Raises:
        Refused: own weights that do not add up, levels, codes and choices that the packs do not know.
    """
    faults = misfits(facts.Draft(dataset), pack, project_pack)
    if faults:
        raise Refused(faults)
