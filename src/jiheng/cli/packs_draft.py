"""``jiheng packs draft`` and ``jiheng packs new``: a rule pack from a notice's annex, and one from nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import click
from rich.console import Console
from rich.markup import escape

from jiheng.cli.packs_book import read_back
from jiheng.core.i18n import _
from jiheng.facts.annex import Annex, read_annex
from jiheng.packs.annex import Found, Header, files_of, skeleton
from jiheng.packs.book import book_of, write_book
from jiheng.packs.load import read_pack
from jiheng.packs.loaded import Loaded
from jiheng.packs.model import Object


def _about(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what a table does not."""
    for option in (
        click.option(
            "-o", "--output", required=True, type=click.Path(path_type=Path), help=_("要写的文件夹，或工作簿（.xlsx）")
        ),
        click.option("--id", "code", default="", help=_("规则包编号，如 local/shili/department")),
        click.option("--title", default="", help=_("规则包名称")),
        click.option("--region", default="", help=_("地区")),
        click.option("--object", "subject", type=click.Choice(get_args(Object)), help=_("评价对象")),
        click.option("--year", type=int, default=0, help=_("开始适用的年度")),
    ):
        command = option(command)
    return command


@click.command(help=_("把通知附件 ANNEX（.docx、.xlsx、.pdf 等）里的指标表起草成规则包；读不懂的评分标准标为待定"))
@click.argument("annex", type=click.Path(exists=True, path_type=Path, dir_okay=False))
@click.option("--table", "number", type=int, default=0, help=_("附件里有几张指标表时，用第几张"))
@_about
def draft(annex: Path, number: int, output: Path, **about: Any) -> None:
    """Find the table, read what the grammar knows, leave the rest for a person."""
    _demand_free(output)
    found = read_annex(annex)
    table = _chosen(found, number)
    header = _header(**about)
    loaded = _written(files_of(table, found.text, found.name, header, _this_year()), output)
    _tell(found, table, loaded, output)


@click.command(help=_("新建一个空的规则包，待定的内容由检查逐条提示"))
@_about
def new(output: Path, **about: Any) -> None:
    """Write a skeleton that lint reads and refuses, point by point."""
    _demand_free(output)
    _written(skeleton(_header(**about), _this_year()), output)
    click.echo(_("已生成 {path}").format(path=output))


def _header(*, code: str, title: str, region: str, subject: str | None, year: int) -> Header:
    return Header(code, title, region, subject or "", year)


def _this_year() -> int:
    return datetime.now(tz=UTC).year


def _demand_free(output: Path) -> None:
    if output.exists():
        raise click.UsageError(_("已存在：{path}；请换一个名称，已填的内容不会被覆盖").format(path=output))


def _chosen(annex: Annex, number: int) -> Found:
    if number and not 1 <= number <= len(annex.tables):
        told = _("附件里有 {count} 张指标表，没有第 {number} 张")
        raise click.UsageError(told.format(count=len(annex.tables), number=number))
    return annex.tables[number - 1 if number else 0]


def _written(files: Mapping[str, str], output: Path) -> Loaded:
    """Write a folder, or a workbook, whole or not at all; and read it back."""
    with tempfile.TemporaryDirectory(dir=output.absolute().parent, prefix=".jiheng-") as room:
        folder = Path(room) / "pack"
        for path, text in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        loaded = read_pack(folder, fragment=True)
        if output.suffix.lower() == ".xlsx":
            write_book(book_of(folder), output, read_back(loaded))
        else:
            folder.rename(output)
    return loaded


def _tell(annex: Annex, table: Found, loaded: Loaded, output: Path) -> None:
    console = Console(soft_wrap=True, highlight=False)
    leaves = [node for node in loaded.pack.nodes() if not node.children]
    open_ones = [node for node in leaves if node.pending]
    told = _("已从 {name} 起草 {path}：指标 {count} 个，评分标准读出 {read} 个，待定 {pending} 个。")
    console.print(
        escape(
            told.format(
                name=annex.name,
                path=output,
                count=len(leaves),
                read=len(leaves) - len(open_ones),
                pending=len(open_ones),
            )
        )
    )
    for node in open_ones:
        console.print(escape(f"  {node.code} {node.name}：{node.pending}"))
    for what in loaded.pack.pending:
        console.print(escape(f"  {what}"))
    if len(annex.tables) > 1:
        where = annex.tables.index(table) + 1
        more = _("附件里有 {count} 张指标表，用了第 {number} 张；要用别的，请加 --table。")
        console.print(escape(more.format(count=len(annex.tables), number=where)))
    console.print(_("请对照原文逐条核对读法，定下待定的内容，再用 jiheng packs lint 检查。"))
