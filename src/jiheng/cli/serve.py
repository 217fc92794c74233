"""``jiheng serve``: the web application, with its background work."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from jiheng.cli.processes import default_count, end_on_interrupt, listen, supervise, wait_for_the_end
from jiheng.core.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable


def start_django() -> None:
    """Bring Django up and the database to its newest form; lay out the static files, compressed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiheng.web.settings")
    import django  # noqa: PLC0415 - the other verbs must not pay for Django
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    from django.conf import settings  # noqa: PLC0415

    from jiheng.web.accounts.sealed import demand_key  # noqa: PLC0415

    demand_key(settings.STATE)


def run_server(host: str, port: int, ready: Callable[[int], None], *, processes: int = 1) -> None:
    """Serve until interrupted; background jobs run beside.

    Args:
        host: the name or number of this machine to listen on.
        port: 0 takes any that is free.
        ready: called with the port once it listens.
        processes: how many answer pages.

    Raises:
        OSError: the port is taken, or the address is none of this machine's.
    """
    listening = listen(host, port)
    end_on_interrupt()
    enough = supervise(listening, processes)
    ready(listening.getsockname()[1])
    wait_for_the_end(enough)


def tell_how_to_open(site: str) -> None:
    """On an installation without accounts, print the one-time address that makes the first ones."""
    from django.conf import settings  # noqa: PLC0415 - Django is up by now

    from jiheng.web.accounts import opening  # noqa: PLC0415

    path = opening.offer()
    if path:
        public = f"https://{settings.HOSTS[0]}" if settings.HOSTS else site
        sentence = _("本站尚未启用。请在 {minutes} 分钟内用浏览器打开下面的地址（只能用一次），建立三位管理员账户：")
        click.echo(sentence.format(minutes=opening.MINUTES))
        click.echo(public + path)


def _demand_hosts(host: str) -> None:
    """Beyond this machine only under names that were given: else every page would be refused, or any name believed.

    Raises:
        click.UsageError: no names were given; the mend is told.
    """
    if host in {"localhost", "::1"} or host.startswith("127.") or os.environ.get("JIHENG_HOSTS"):
        return
    told = _(
        "监听 {host} 会让别的机器访问本站，须先写明访问所用的域名或地址，例如：JIHENG_HOSTS=jixiao.example jiheng serve --host {host}"
    )
    raise click.UsageError(told.format(host=host))


@click.command("serve", help=_("启动网页应用"))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("监听地址"))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help=_("监听端口"))
@click.option(
    "--processes", default=default_count(), show_default=True, type=click.IntRange(1, 64), help=_("处理网页的进程数")
)
def command(host: str, port: int, processes: int) -> None:
    """Serve the installation's own data."""
    _demand_hosts(host)
    start_django()

    def ready(at: int) -> None:
        click.echo(_("网页应用已启动：{address}（按 Ctrl+C 停止）").format(address=f"http://{host}:{at}/"))
        tell_how_to_open(f"http://{host}:{at}")
        sys.stdout.flush()

    try:
        run_server(host, port, ready, processes=processes)
    except OSError as error:
        raise click.ClickException(
            _("不能监听 {address}：{reason}。请换一个端口，或停止占用它的程序。").format(
                address=f"{host}:{port}", reason=error.strerror
            )
        ) from None
