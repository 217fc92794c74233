"""The demo county in the browser: made anew each time, in a state folder of its own, gone when it stops.

On a terminal it serves until Ctrl+C. Where nobody could press Ctrl+C (output into a pipe or a file) it goes on in the
background until ``jiheng demo --stop``, so that a script that starts it comes to an end.
"""

from __future__ import annotations

import _thread
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from jiheng.cli.demo_life import HOST, RUNNING, at_work, port_of, stop_all, wait
from jiheng.core.home import home
from jiheng.core.i18n import _

if TYPE_CHECKING:
    from jiheng.web.demo import Account

MERCY_SECONDS = 20
"""So long a server that was told to stop may take to end in good order."""


def open_site(example: Path, port: int) -> None:
    """Make the county and serve it; an earlier demo ends first.

    Raises:
        click.ClickException: an earlier demo does not end, this one was stopped meanwhile, or its server did not come
            up; its log is named.
    """
    stop_all()
    demos = home() / "demo"
    demos.mkdir(parents=True, exist_ok=True)
    state = Path(tempfile.mkdtemp(dir=demos))
    with at_work(state):
        port = _free(port)
        (state / RUNNING).write_text(str(port), encoding="ascii")
        accounts = _make(example, state)
        if sys.stdout.isatty():
            serve(state, lambda _port: _say(port, accounts, _("按 Ctrl+C 停止")))
        else:
            _serve_behind(state, port)
            _say(port, accounts, _("网站在后台运行，停止请用 jiheng demo --stop"))


def serve(state: Path, ready: Callable[[int], None] = lambda _port: None) -> None:
    """Serve a made demo until its mark is gone; then remove its data."""
    # a script starts what it puts behind with Ctrl+C ignored, and then nothing would interrupt the server
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _choose(state)
    from jiheng.cli.serve import run_server, start_django  # noqa: PLC0415 - after the state folder is chosen

    start_django()
    threading.Thread(target=_watch, args=(state / RUNNING,), name="stop", daemon=True).start()
    try:
        run_server(HOST, port_of(state), ready)
    finally:
        shutil.rmtree(state, ignore_errors=True)


def serve_behind(state: Path) -> None:
    """Serve in a process of its own, which is seen to be at work until it has ended."""
    with at_work(state), suppress(KeyboardInterrupt):
        serve(state)


def _watch(mark: Path) -> None:
    while mark.exists():
        time.sleep(0.5)
    _thread.interrupt_main()
    time.sleep(MERCY_SECONDS)
    os._exit(1)


def _choose(state: Path) -> None:
    os.environ |= {"JIHENG_HOME": str(state), "JIHENG_DEMO": "1"}
    os.environ.pop("JIHENG_HOSTS", None)
    os.environ.pop("JIHENG_DATABASE", None)


def _make(example: Path, state: Path) -> list[Account]:
    held = os.environ.copy()
    _choose(state)
    from jiheng.cli.serve import start_django  # noqa: PLC0415 - after the state folder is chosen

    start_django()
    from jiheng.web import demo  # noqa: PLC0415 - needs Django up

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(_("正在建立演示数据"), total=demo.STEPS)

        def advance(_said: str) -> None:
            if not (state / RUNNING).exists():
                raise click.ClickException(_("演示网站还没有建好，就被停止了"))
            progress.advance(task)

        accounts = demo.make(example, advance)
    os.environ.clear()
    os.environ |= held
    return accounts


def _serve_behind(state: Path, port: int) -> None:
    """Start the same in a process of its own and wait until it answers."""
    call = "import sys, pathlib; from jiheng.cli.demo_site import serve_behind; serve_behind(pathlib.Path(sys.argv[1]))"
    log = state / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and words
            [sys.executable, "-c", call, str(state)],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    if not wait(lambda: _answers(port) or process.poll() is not None) or process.poll() is not None:
        process.kill()
        (state / RUNNING).unlink(missing_ok=True)
        raise click.ClickException(_("演示网站没有启动，请查看 {log}").format(log=log))


def _say(port: int, accounts: list[Account], how_to_stop: str) -> None:
    table = Table(_("角色"), _("账号"), _("密码"), _("单位"))
    for account in accounts:
        table.add_row(account.role, account.username, account.password, account.unit)
    Console().print(table)
    address = f"http://{HOST}:{port}/"
    click.echo(
        _("请在浏览器中打开 {address}（账号刚刚生成，只显示这一次；{stop}）").format(address=address, stop=how_to_stop)
    )
    sys.stdout.flush()


def _free(port: int) -> int:
    """The wanted port, or any other if somebody has it."""
    with socket.socket() as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0
