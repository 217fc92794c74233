"""``jiheng serve``: the web application in one process, with its background worker."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, Any

import click

from jiheng.core.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

SERVER: dict[str, Any] = {
    "threads": 8,
    "ident": None,
    "asyncore_loop_timeout": 1,
    "clear_untrusted_proxy_headers": False,
}
"""How waitress runs. The application itself knows which proxies to believe; waitress would take their headers away."""


def start_django() -> None:
    """Bring Django up and the database to its newest form; lay out the static files, compressed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiheng.web.settings")
    import django  # noqa: PLC0415 - the other verbs must not pay for Django
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


def run_server(host: str, port: int, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until interrupted; the worker of background jobs lives in a thread beside."""
    from waitress.server import create_server  # noqa: PLC0415 - as above

    from jiheng.web.wsgi import application  # noqa: PLC0415

    threading.Thread(target=_work, name="jobs", daemon=True).start()
    server = create_server(application, host=host, port=port, **SERVER)
    ready()
    try:
        server.run()
    finally:
        server.close()


def _work() -> None:
    """Run background jobs and, once a day, the evaluation of all units."""
    from jiheng.web.jobs.worker import run  # noqa: PLC0415 - as above

    run()


@click.command("serve", help=_("启动网页应用"))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("监听地址"))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help=_("监听端口"))
def command(host: str, port: int) -> None:
    """Serve the installation's own data."""
    start_django()
    address = f"http://{host}:{port}/"

    def ready() -> None:
        click.echo(_("网页应用已启动：{address}（按 Ctrl+C 停止）").format(address=address))
        sys.stdout.flush()

    run_server(host, port, ready)
