"""``jiheng explain``: why this score, for every lost point or for one indicator."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from jiheng.cli.scored import ENGINE, PACK, PROJECT, score_dataset
from jiheng.cli.sheet_view import detail, heading, lost, notices
from jiheng.core.i18n import _
from jiheng.scoring.sheet import Line, ScoreSheet


@click.command(name="explain", help=_("说明为什么得这些分；给出指标编码则详细说明这一项"))
@click.argument("dataset", type=click.Path(exists=True, path_type=Path))
@click.argument("indicator", required=False)
@PACK
@ENGINE
@PROJECT
def command(dataset: Path, indicator: str | None, pack_id: str | None, engine: str, project: str | None) -> None:
    """Explain a score."""
    sheet = score_dataset(dataset, pack_id, engine, project)
    console = Console()
    if indicator is not None:
        for line in _under(sheet, indicator):
            console.print(detail(line))
            console.print()
        return
    for row in heading(sheet):
        console.print(row)
    for line in sheet.lines:
        if line.lost and not any(sheet.children(line.code)):
            console.print()
            console.print(detail(line))
    for part in (*lost(sheet), *notices(sheet)):
        console.print(part)


def _under(sheet: ScoreSheet, code: str) -> list[Line]:
    """The line and all below it.

    Raises:
        click.UsageError: no such indicator.
    """
    try:
        found = [sheet.line(code)]
    except KeyError:
        known = "、".join(line.code for line in sheet.lines)
        raise click.UsageError(_("没有指标 {code}，可用的编码：{known}").format(code=code, known=known)) from None
    for line in found:
        found.extend(sheet.children(line.code))
    return found
