"""``jiheng score``: the score of a unit or project, or of very many units."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console

from jiheng.cli.scored import ENGINE, PACK, PROJECT, score_dataset
from jiheng.cli.sheet_view import show
from jiheng.core.i18n import _
from jiheng.scoring.record import record


@click.command(name="score", help=_("按规则包计算得分，并说明每一分的来由"))
@click.argument("dataset", type=click.Path(exists=True, path_type=Path))
@PACK
@ENGINE
@PROJECT
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("输出格式"))
def command(dataset: Path, pack_id: str | None, engine: str, project: str | None, form: str) -> None:
    """Score a data set."""
    sheet = score_dataset(dataset, pack_id, engine, project)
    if form == "json":
        click.echo(json.dumps(record(sheet), ensure_ascii=False, indent=2))
    else:
        show(sheet, Console())
