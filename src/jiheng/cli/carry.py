"""``jiheng carry``: the next year, opened from the one that is over."""

from __future__ import annotations

from pathlib import Path

import click

from jiheng import facts
from jiheng.core.i18n import _
from jiheng.facts.carrying import carry, waiting
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures import measure
from jiheng.facts.rows import TITLES
from jiheng.facts.since import since
from jiheng.packs.load import load_pack, named
from jiheng.packs.model import Pack


@click.command(help=_("由上年数据集 OLD 开启新年度，写成数据集文件夹，或 .xlsx 工作簿"))
@click.argument("old", type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help=_("要写的文件夹，或以 .xlsx 结尾的工作簿")
)
@click.option("--pack", "pack_id", metavar="ID", help=_("新年度的规则包编号；不给则沿用上年的"))
def command(old: Path, output: Path, pack_id: str | None) -> None:
    """Write the next year's data set, whole or not at all, and say what waits to be confirmed."""
    if output.exists():
        raise click.UsageError(_("已存在：{path}；请换一个名称，已填的内容不会被覆盖").format(path=output))
    dataset = facts.load(old)
    pack = load_pack(named(pack_id or dataset.unit.pack))
    opened = carry(dataset, pack.id, measure(dataset, load_pack(dataset.unit.pack)))
    _write(opened, pack, output)
    _tell(dataset, opened, output)


def _write(opened: DataSet, pack: Pack, output: Path) -> None:
    if output.suffix.lower() == ".xlsx":
        facts.save_workbook(opened, output, pack)
    else:
        facts.save_folder(opened, output)


def _tell(old: DataSet, opened: DataSet, output: Path) -> None:
    said = _("已由 {old} 年度开启 {new} 年度：{path}").format(old=old.unit.year, new=opened.unit.year, path=output)
    click.echo(said)
    for table, count in waiting(opened).items():
        click.echo(_("  {table}：{count} 行待确认").format(table=TITLES[table], count=count))
    for sentence in since(old, opened).gone:
        click.echo(_("  未结转：{what}").format(what=sentence))
    click.echo(_("核对后把“数据来源”改为“填报”即为确认；未确认的行计分时按未填处理。"))
