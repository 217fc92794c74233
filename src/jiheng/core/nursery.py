"""The process that forks a child for each piece of work on bytes from outside; it never reads such bytes itself.

See :mod:`jiheng.core.apart`, its only caller.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import pickle
import signal
import socket
import sys
from typing import Any

MOST_WRITTEN = 2**30
"""Bytes of any one file that a child writes."""


def main(control: int) -> None:
    """Serve until nobody is left who could ask; with -1 do one piece of work, from standard input to standard output."""
    if control < 0:
        order, answer = sys.stdin.buffer, sys.stdout.buffer
        sys.stdout = sys.stderr
        answer.write(_answered(order.read()))
        answer.flush()
        return
    with socket.socket(fileno=control) as asked:
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries them
        while _serve(asked):
            pass
    os.killpg(0, signal.SIGKILL)


def _serve(asked: socket.socket) -> bool:
    message, ends, _flags, _address = socket.recv_fds(asked, 2**16, 1)
    if not message:
        return False
    for name in json.loads(message):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    with socket.socket(fileno=ends[0]) as end:
        if os.fork() == 0:
            asked.close()
            _be_child(end)
    return True


def _be_child(end: socket.socket) -> None:
    """Do the work and end, whatever happens; nothing of it returns to the nursery."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with end.makefile("rb") as file:
            order = file.read(int.from_bytes(file.read(8), "big"))
        end.sendall(_answered(order))
    finally:
        os._exit(0)


def _answered(order: bytes) -> bytes:
    """Whether it worked, and what it returned or raised, pickled."""
    from jiheng.core import apart  # noqa: PLC0415 - named here, so that -c need not import it first

    work, given, memory, processor, clock = pickle.loads(order)  # noqa: S301 - from our own parent
    apart._Kept.inside = True  # noqa: SLF001 - the two modules are one
    _limit(memory, processor, clock)
    try:
        return pickle.dumps((True, apart._function(work)(*given)), protocol=5)  # noqa: SLF001
    except MemoryError:
        return pickle.dumps((False, MemoryError()))
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent is told
        return _told(error)


def _told(error: BaseException) -> bytes:
    """The error itself if it is ours or Python's own; any other by its name, in a plain one."""
    module = type(error).__module__
    if module.startswith("jiheng.") or (module == "builtins" and isinstance(error, Exception)):
        with contextlib.suppress(Exception):
            return pickle.dumps((False, error.with_traceback(None)), protocol=5)
    return pickle.dumps((False, RuntimeError(type(error).__name__)))


def _limit(memory: int, processor: int, clock: int) -> None:
    """Let the system end this process where it goes beyond: it does so inside of native code too."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    wanted: dict[Any, int] = {
        resource.RLIMIT_DATA: memory,
        resource.RLIMIT_CPU: processor,
        resource.RLIMIT_FSIZE: MOST_WRITTEN,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in wanted.items():
        _soft, hard = resource.getrlimit(kind)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (least, least))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, clock)
