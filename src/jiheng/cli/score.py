"""``jiheng score``: the score of a unit or project, or of very many units."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from jiheng.cli.scored import ENGINE, MARKED, PACK, PROJECT, marking, score_dataset
from jiheng.cli.sheet_view import show
from jiheng.core.i18n import _
from jiheng.packs.load import load_pack, named
from jiheng.packs.model import Pack
from jiheng.scoring import many
from jiheng.scoring.prepare import prepare
from jiheng.scoring.record import record


@click.command(name="score", help=_("按规则包计算得分，并说明每一分的来由；给 Parquet 文件夹和 -o 则计算许多单位"))
@click.argument("dataset", type=click.Path(exists=True, path_type=Path))
@PACK
@ENGINE
@PROJECT
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("输出格式"))
@click.option(
    "-o", "--output", "out", type=click.Path(path_type=Path), help=_("许多单位：结果写到这个文件夹，中断后可接着算")
)
@MARKED
def command(
    *,
    dataset: Path,
    pack_id: str | None,
    engine: str,
    project: str | None,
    form: str,
    out: Path | None,
    marked: Path | None,
) -> None:
    """Score a data set, or a folder of very many."""
    prepared, units = (dataset / "rows").is_dir(), (dataset / "unit.parquet").is_file()
    if prepared or units:
        _score_many(dataset, pack_id, engine, out, form, prepared=prepared)
        return
    if out is not None:
        raise click.UsageError(_("-o 只用于许多单位的 Parquet 文件夹；单个单位的表格请用 jiheng forms"))
    with marking(dataset, marked):
        sheet = score_dataset(dataset, pack_id, engine, project)
    if form == "json":
        click.echo(json.dumps(record(sheet), ensure_ascii=False, indent=2))
    else:
        show(sheet, Console())


def _score_many(folder: Path, pack_id: str | None, engine: str, out: Path | None, form: str, *, prepared: bool) -> None:
    if out is None or pack_id is None:
        raise click.UsageError(_("计算许多单位需要 --pack 规则包 和 -o 输出文件夹"))
    if engine != "duckdb":
        raise click.UsageError(_("计算许多单位只用 duckdb 引擎"))
    pack = load_pack(named(pack_id))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        rows = folder if prepared else _prepare(folder, pack, out / "prepared", progress)
        task = progress.add_task(_("计分（分片）"), total=None)
        summary = many.score_folder(
            rows, out, pack, progress=lambda at: progress.update(task, total=at.shards, completed=at.done)
        )
    if form == "json":
        click.echo(json.dumps(asdict(summary), ensure_ascii=False, indent=2))
        return
    told = _("{subjects} 个单位、{rows} 行已计分（{resumed}/{shards} 片沿用上次结果），写入 {out}")
    click.echo(told.format(**asdict(summary)))
    for name, count in summary.grades.items():
        click.echo(f"  {name}  {count}")


def _prepare(folder: Path, pack: Pack, target: Path, progress: Progress) -> Path:
    """Turn the registers of many units into the row table."""
    task = progress.add_task(_("整理数据（单位）"), total=None)
    projects = load_pack(pack.project_pack) if pack.project_pack else None
    prepare(
        folder,
        pack,
        target,
        project_pack=projects,
        progress=lambda done, total: progress.update(task, completed=done, total=total),
    )
    return target
