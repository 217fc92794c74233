"""``jiheng forms``: every official form of a data set, and the report."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from jiheng.cli.scored import MARKED, marking, read, verify
from jiheng.core.fault import Faults
from jiheng.core.i18n import _
from jiheng.facts import DataSet
from jiheng.forms import Scored, build
from jiheng.packs.load import load_pack
from jiheng.packs.model import Pack
from jiheng.scoring import score, score_project
from jiheng.scoring.sheet import ScoreSheet


@click.command("forms", help=_("生成全部官方表格和自评报告"))
@click.argument("dataset", type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help=_("写入的文件夹"))
@click.option("--pack", "pack_id", default="", help=_("规则包编号或文件夹；不写则用数据集指定的规则包"))
@MARKED
def command(dataset: Path, out: Path, pack_id: str, marked: Path | None) -> None:
    """Score the unit and its projects, and write all their forms."""
    with marking(dataset, marked):
        data, pack = read(dataset, pack_id, all_projects=True)
        scored = _score_all(data, pack)
    waiting = Faults()
    for path in write_forms(data, scored, out, waiting):
        click.echo(path)
    waiting.raise_if_any()


def score_all(data: DataSet, pack: Pack) -> list[Scored]:
    """Score what the pack is about; with a department pack also the projects, by its project pack.

    Raises:
        Refused: the data does not fit the packs, or cannot be scored.
    """
    if pack.object == "项目":
        verify(data, load_pack(data.unit.pack), pack)
    else:
        verify(data, pack)
    return _score_all(data, pack)


def _score_all(data: DataSet, pack: Pack) -> list[Scored]:
    if pack.object == "项目":
        return [Scored(pack, _projects(data, pack))]
    unit = Scored(pack, [score(data, pack)])
    if not pack.project_pack:
        return [unit]
    projects = load_pack(pack.project_pack)
    sheets = _projects(data, projects)
    return [unit, Scored(projects, sheets)] if sheets else [unit]


def _projects(data: DataSet, pack: Pack) -> list[ScoreSheet]:
    """Projects with indicators of their own; the others have nothing to evaluate."""
    with_indicators = {indicator.project for indicator in data.indicators}
    return [score_project(data, pack, each.code) for each in data.projects if each.code in with_indicators]


def write_forms(data: DataSet, scored: Sequence[Scored], out: Path, waiting: Faults | None = None) -> list[Path]:
    """Write the forms and show which one is being written; ``waiting`` takes what a report still waits for."""
    if not sys.stderr.isatty():
        return build(data, scored, out, waiting=waiting)
    console = Console(stderr=True)
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=console, transient=True) as bar:
        task = bar.add_task(_("生成表格"), total=None)
        return build(data, scored, out, lambda name: bar.update(task, description=name), waiting)
