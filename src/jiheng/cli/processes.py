"""Several processes behind one port: a Python process computes on one core only, and background work must not slow pages.

The first process listens, lends its socket to the others and only looks after them: it answers no page and does no
work, so nothing that a page or a job meets can end it. One that dies is started again, and all end with the first.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import multiprocessing
import os
import signal
import socket
import sys
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
    "asyncore_use_poll": True,
    "connection_limit": 1000,
    "cleanup_interval": 5,
    "max_request_header_size": 64 * 2**10,
    "max_request_body_size": 210 * 2**20,
    "outbuf_high_watermark": 64 * 2**20,
}
"""How waitress runs. The application itself knows which proxies to believe; waitress would take their headers away.

Answers wait on the disk for slow readers, not in a thread: the largest one fits below the watermark.
"""
PAUSE = 1
"""Seconds before a process that died is started again."""
YOUNG, MIDDLE, OLD = 20_000, 5, 1_000
"""When the collector of reference cycles looks: data sets are many objects without cycles, and looking stops all threads."""
log = logging.getLogger("jiheng")
PATIENCE = 15
"""Seconds that an interrupted process may take to end, then it ends at once; open pages have had five of them."""
_ending = threading.Event()
"""Set once the first process ends: the others end with it and are not started again."""
_SPAWN = multiprocessing.get_context("spawn")
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


def answer(listening: socket.socket, ready: Callable[[], None]) -> None:
    """Answer pages until interrupted; ``ready`` is called when the first one may come."""
    from waitress.server import create_server  # noqa: PLC0415 - the other verbs must not pay for Django

    from jiheng.cli import clients  # noqa: PLC0415
    from jiheng.web.time_limit import Timed  # noqa: PLC0415
    from jiheng.web.warm import warm_up  # noqa: PLC0415
    from jiheng.web.wsgi import application  # noqa: PLC0415

    warm_up()
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    timed = Timed(application)
    _in_thread(timed.watch, "time-limit")
    server = create_server(timed, sockets=[listening], **SERVER)
    clients.bound(server)
    _serving.set()
    try:
        ready()
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


def supervise(listening: socket.socket, count: int) -> connection.Connection:
    """Start the processes that answer pages and the one for background work; returns when the first page may come.

    Returns:
        What those that answer pages are held by: closed, it lets them end.
    """
    _allow_many_files()
    _in_thread(lambda: _keep_alive(_work_beside, ()), "keep-jobs")
    told, ready = _SPAWN.Pipe(duplex=False)
    ended, enough = _SPAWN.Pipe(duplex=False)
    for number in range(count):
        _in_thread(lambda: _keep_alive(_answer_beside, (listening, ready, ended)), f"keep-{number}")
    while not (told.poll(PAUSE) or _ending.is_set()):
        pass
    return enough


def wait_for_the_end(enough: connection.Connection) -> None:
    """Until interrupted or told to end; then let the others finish the pages they have in hand."""
    signal.signal(signal.SIGTERM, _interrupted)
    while not _ending.wait(PAUSE):
        pass
    enough.close()
    for process in multiprocessing.active_children():
        if process.name == _answer_beside.__name__:
            process.join(PATIENCE - 1)


def _allow_many_files() -> None:
    """As many open connections as the system lets us have."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = 4096 if hard == resource.RLIM_INFINITY else min(4096, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def _in_thread(what: Callable[[], None], name: str) -> None:
    threading.Thread(target=what, name=name, daemon=True).start()


def _keep_alive(target: Callable[..., None], given: tuple[object, ...]) -> None:
    """Start a process, and another whenever it has died."""
    while not _ending.is_set():
        process = _SPAWN.Process(target=target, args=given, name=target.__name__, daemon=True)
        process.start()
        process.join()
        if not _ending.wait(PAUSE):
            log.error("a process of the server ended with %s and is started again", process.exitcode)


def _answer_beside(listening: socket.socket, ready: connection.Connection, ended: connection.Connection) -> None:
    _begin()
    _in_thread(lambda: _end_when(ended), "enough")
    answer(listening, lambda: _say(ready))


def _say(ready: connection.Connection) -> None:
    """Only until the first of them is ready does anybody listen."""
    with contextlib.suppress(OSError):
        ready.send_bytes(b"1")


def _end_when(ended: connection.Connection) -> None:
    """End once the first process says so: at once, or after the pages in hand."""
    connection.wait([ended])
    if _serving.is_set():
        os.kill(os.getpid(), signal.SIGINT)
    else:
        os._exit(0)


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
