"""``jiheng template``: the blank workbook of a rule pack."""

from __future__ import annotations

from pathlib import Path

import click

from jiheng.core.i18n import _
from jiheng.facts import write_template
from jiheng.packs.load import load_pack, named


@click.command(help=_("生成规则包 PACK 的空白填报工作簿"))
@click.argument("pack")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("要写的 .xlsx 文件"),
)
@click.option("--force", is_flag=True, help=_("覆盖已有的文件"))
def command(pack: str, output: Path, *, force: bool) -> None:
    """Write the workbook, whole or not at all."""
    if output.suffix.lower() != ".xlsx":
        raise click.UsageError(_("文件名应以 .xlsx 结尾：{path}").format(path=output))
    if output.exists() and not force:
        raise click.UsageError(_("文件已存在：{path}；要覆盖请加 --force").format(path=output))
    if not output.parent.is_dir():
        raise click.UsageError(_("文件夹不存在：{path}").format(path=output.parent))
    write_template(load_pack(named(pack)), output)
    click.echo(_("已生成 {path}").format(path=output))
