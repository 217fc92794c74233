"""``jiheng demo``: the example town, its score explained, and all its forms."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from jiheng import facts
from jiheng.cli.forms import score_all, write_forms
from jiheng.cli.sheet_view import show
from jiheng.core.home import home
from jiheng.core.i18n import _
from jiheng.packs.load import load_pack

TOWN = "xinzao-2024"


@click.command("demo", help=_("载入示例镇，打印带解释的评分表并生成全部表格"))
@click.option(
    "-o", "--out", default="out", show_default=True, type=click.Path(file_okay=False, path_type=Path),
    help=_("写入的文件夹"),
)  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), help=_("同时启动网页应用，在这个端口演示"))
def command(out: Path, port: int | None) -> None:
    """Score the example town, print why, write its forms, and say what is where; with a port, show it in the browser."""
    _write_out(out)
    if port is not None:
        _serve_demo(port)


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


def _serve_demo(port: int) -> None:
    """Fill a state folder of its own with the example town and an invented county, and serve it."""
    if "JIHENG_HOME" not in os.environ:
        demos = home() / "demo"
        demos.mkdir(parents=True, exist_ok=True)
        os.environ["JIHENG_HOME"] = tempfile.mkdtemp(dir=demos)
    from jiheng.cli.serve import run_server, start_django  # noqa: PLC0415 - after the state folder is chosen

    start_django()
    from jiheng.web import demo  # noqa: PLC0415 - needs Django up

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(_("正在建立演示数据"), total=demo.STEPS)
        accounts = demo.make(example(), lambda _said: progress.advance(task))

    def ready() -> None:
        table = Table(_("角色"), _("账号"), _("密码"), _("单位"))
        for account in accounts:
            table.add_row(account.role, account.username, account.password, account.unit)
        Console().print(table)
        address = f"http://127.0.0.1:{port}/"
        click.echo(
            _("请在浏览器中打开 {address}（账号刚刚生成，只显示这一次；按 Ctrl+C 停止）").format(address=address)
        )
        sys.stdout.flush()

    run_server("127.0.0.1", port, ready)


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
