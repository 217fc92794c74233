"""Several processes behind one port: a Python process computes on one core only, and background work must not slow pages.

The first process listens and lends its socket to the others; one that dies is started again, and all end with the first.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from multiprocessing import connection
from typing import Any

MOST = 4
"""Processes that answer pages, unless more are asked for; each takes 150 to 500 MiB."""
SERVER: dict[str, Any] = {
    "threads": 8,
    "ident": None,
    "asyncore_loop_timeout": 1,
    "clear_untrusted_proxy_headers": False,
}
"""How waitress runs. The application itself knows which proxies to believe; waitress would take their headers away."""
PAUSE = 1
"""Seconds before a process that died is started again."""
YOUNG, MIDDLE, OLD = 20_000, 5, 1_000
"""When the collector of reference cycles looks: data sets are many objects without cycles, and looking stops all threads."""
log = logging.getLogger("jiheng")
PATIENCE = 15
"""Seconds that an interrupted process may take to end, then it ends at once; open pages have had five of them."""
_ending = threading.Event()
"""Set once the first process ends: the others end with it and are not started again."""
_serving = threading.Event()
"""Set while pages are answered: an interrupt before only has to be remembered."""


def default_count() -> int:
    """As many processes as cores, within reason."""
    return min(os.cpu_count() or 1, MOST)


def listen(host: str, port: int) -> socket.socket:
    """A socket that others can serve too.

    Raises:
        OSError: the port is taken, or the address is none of this machine's.
    """
    family, *_rest, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    return socket.create_server(address[:2], family=family, backlog=1024)


def answer(listening: socket.socket) -> None:
    """Answer pages until interrupted."""
    from waitress.server import create_server  # noqa: PLC0415 - the other verbs must not pay for Django

    from jiheng.web.warm import warm_up  # noqa: PLC0415
    from jiheng.web.wsgi import application  # noqa: PLC0415

    warm_up()
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    server = create_server(application, sockets=[listening], **SERVER)
    _serving.set()
    try:
        if not _ending.is_set():
            server.run()
    except KeyboardInterrupt:
        pass  # it fell between the two
    finally:
        _serving.clear()
        _ending.set()
        server.close()
        gc.unfreeze()


def end_on_interrupt() -> None:
    """Let an interrupt end the process wherever it falls; Python drops one that falls into a finalizer or an import."""
    signal.signal(signal.SIGINT, _interrupted)
    _in_thread(_end_in_the_end, "end")


def _interrupted(_number: int, _frame: object) -> None:
    _ending.set()
    if _serving.is_set():
        raise KeyboardInterrupt


def _end_in_the_end() -> None:
    _ending.wait()
    time.sleep(PATIENCE)
    os._exit(0)


def work() -> None:
    """Run background jobs and, once a day, the evaluation of all units."""
    from jiheng.web.jobs.worker import run  # noqa: PLC0415 - as above

    run()


def start_beside(listening: socket.socket, count: int) -> None:
    """Start what the first process does not do itself: further processes for pages, and one for background work.

    With a single process the work is done in a thread of it.
    """
    if count == 1:
        _in_thread(work, "jobs")
        return
    _in_thread(lambda: _keep_alive(_work_beside, ()), "keep-jobs")
    for number in range(1, count):
        _in_thread(lambda: _keep_alive(_answer_beside, (listening,)), f"keep-{number}")


def _in_thread(what: Callable[[], None], name: str) -> None:
    threading.Thread(target=what, name=name, daemon=True).start()


def _keep_alive(target: Callable[..., None], given: tuple[object, ...]) -> None:
    """Start a process, and another whenever it has died."""
    context = multiprocessing.get_context("spawn")
    while not _ending.is_set():
        process = context.Process(target=target, args=given, daemon=True)
        process.start()
        process.join()
        if not _ending.wait(PAUSE):
            log.error("a process of the server ended with %s and is started again", process.exitcode)


def _answer_beside(listening: socket.socket) -> None:
    _begin()
    answer(listening)


def _work_beside() -> None:
    _begin()
    work()


def _begin() -> None:
    """Bring Django up, and end when the first process has ended, however it did."""
    _in_thread(_end_with_parent, "parent")
    end_on_interrupt()
    import django  # noqa: PLC0415 - as above

    django.setup()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(0)
