"""``jiheng adopt``: a first data set out of last year's official forms and report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from jiheng import facts
from jiheng.core.i18n import _
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import TITLES
from jiheng.forms.first import Left, Taken, Understanding, understand
from jiheng.packs.load import load_pack, named
from jiheng.packs.model import Pack
from jiheng.reading import read

SHOWN = 40
"""Characters of a cell that are printed."""


@click.command(
    help=_("读取上年填好的官方表格（Word、Excel、PDF）和自评报告，先列出识别的和未识别的内容，再写成第一份数据集")
)
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help=_("要写的文件夹，或以 .xlsx 结尾的工作簿；不给则只列出，不写入"),
)
@click.option("--pack", "pack_id", metavar="ID", default="", help=_("规则包编号；报告的章节按它的报告对应"))
@click.option("--code", default="", help=_("单位编码；表格没有写明时必须给出"))
@click.option("--name", default="", help=_("单位名称；表格没有写明时必须给出"))
@click.option("--year", type=click.IntRange(2000, 2099), default=None, help=_("预算年度；表格没有写明时必须给出"))
@click.option("--money", type=click.Choice(["元", "万元"]), default=None, help=_("金额单位；表格没有写明时必须给出"))
def command(
    files: tuple[Path, ...],
    *,
    output: Path | None,
    pack_id: str,
    code: str,
    name: str,
    year: int | None,
    money: str | None,
) -> None:
    """Say what was understood and what was not; write only where a place to write is named."""
    if output is not None and output.exists():
        raise click.UsageError(_("已存在：{path}；请换一个名称，已填的内容不会被覆盖").format(path=output))
    pack = load_pack(named(pack_id)) if pack_id else None
    found = understand([read(path) for path in files], pack=pack, year=year or 0, money=money or "")
    _tell(found)
    if output is None:
        click.echo(_("未写入任何内容；核对后加 -o 写成数据集。"))
        return
    _write(_whose(found.dataset, pack, code, name), pack, output)


def _whose(dataset: DataSet, pack: Pack | None, code: str, name: str) -> DataSet:
    """The data set with all that a data set must say of its unit."""
    unit = replace(dataset.unit, code=code or dataset.unit.code, name=name or dataset.unit.name)
    lacking = {"--pack": pack is not None, "--code": unit.code, "--name": unit.name}
    if missing := [option for option, given in lacking.items() if not given]:
        raise click.UsageError(_("写成数据集还需要 {options}").format(options=" ".join(missing)))
    return replace(dataset, unit=unit)


def _write(dataset: DataSet, pack: Pack | None, output: Path) -> None:
    """Write it, and say what it still lacks."""
    if output.suffix.lower() == ".xlsx" and pack is not None:
        facts.save_workbook(dataset, output, pack)
    else:
        facts.save_folder(dataset, output)
    click.echo(_("已写入：{path}").format(path=output))
    for fault in facts.read(output).faults:
        click.echo(_("  待补：{what}").format(what=fault.text()))


def _tell(found: Understanding) -> None:
    click.echo(_("已识别 {count} 处：").format(count=len(found.taken)))
    for table, title in TITLES.items():
        rows = [each for each in found.taken if each.table == table]
        if rows:
            click.echo(f"  {title}（{len(rows)}）")
            _list_taken(rows)
    if found.doubted:
        click.echo(_("需要核对 {count} 处：").format(count=sum(map(len, found.doubted.values()))))
        for why, cells in found.doubted.items():
            click.echo(f"  {why}：")
            click.echo("".join(f"    {each.place.text()}：{_short(each.text)}\n" for each in cells), nl=False)
    click.echo(_("未识别 {count} 处：").format(count=len(found.left)))
    _list_left(found.left)


def _list_taken(rows: Sequence[Taken]) -> None:
    for each in rows:
        click.echo(f"    {each.place.text()}：{each.about} · {each.label} → {_short(each.value)}")


def _list_left(left: Sequence[Left]) -> None:
    for each in left:
        click.echo(f"  {each.place.text()}：{_short(each.text)}（{each.why}）")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SHOWN else f"{plain[:SHOWN]}…"
