"""``jiheng demo``: the example town, its score explained, and all its forms."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from jiheng import facts
from jiheng.cli.demo_life import stop_all
from jiheng.cli.forms import score_all, write_forms
from jiheng.cli.sheet_view import show
from jiheng.core.i18n import _
from jiheng.packs.load import load_pack

TOWN = "xinzao-2024"


@click.command("demo", help=_("载入示例镇，打印带解释的评分表并生成全部表格"))
@click.option(
    "-o", "--out", default="out", show_default=True, type=click.Path(file_okay=False, path_type=Path),
    help=_("写入的文件夹"),
)  # fmt: skip
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help=_("演示网站的端口，被占用时另选")
)
@click.option("--no-site", is_flag=True, help=_("只打分、写表格，不打开演示网站"))
@click.option("--stop", is_flag=True, help=_("停止在后台运行的演示网站"))
def command(out: Path, port: int, *, no_site: bool, stop: bool) -> None:
    """Score the example town, print why, write its forms, say what is where, and open the demo county in the browser."""
    if stop:
        click.echo(_("已停止 {count} 个演示网站。").format(count=stop_all()))
        return
    _write_out(out)
    if not no_site:
        from jiheng.cli import demo_site  # noqa: PLC0415 - who only wants the forms must not pay for Django

        demo_site.open_site(example(), port)


def _write_out(out: Path) -> None:
    data = facts.load(example())
    scored = score_all(data, load_pack(data.unit.pack))
    console = Console()
    show(scored[0].sheets[0], console)
    written = write_forms(data, scored, out)
    console.print(f"\n[bold]{_('已写入 {folder}').format(folder=out)}[/]")
    for path in written:
        console.print(f"  {path.name}  [dim]{_what(path)}[/]")
    console.print(
        _("数据在 {folder}，改动后运行 jiheng forms {folder} -o {out} 重新生成。").format(
            folder=_short(example()), out=out
        )
    )


def example() -> Path:
    """The folder of the example town: beside the package once installed, in the checkout before that."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "examples" / TOWN
    return installed if installed.is_dir() else package.parents[1] / "examples" / TOWN


def _short(path: Path) -> Path:
    """Relative to where the user stands, if it is below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _what(path: Path) -> str:
    kinds = {
        ".docx": _("自评报告，可编辑，公文格式"),
        ".pdf": _("自评报告，供打印和公开"),
        ".xlsx": _("官方表格，可直接打印"),
        ".json": _("每个数字引用的数据和出处"),
    }
    return kinds.get(path.suffix, "")
