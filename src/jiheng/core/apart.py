"""Work on bytes from outside, done in a child process with limits of memory, processor and time.

A native reader that crashes, eats memory or hangs ends its child only; the caller gets :class:`DiedError`. One nursery
(``jiheng.core.nursery``) is started by a process when it first needs it and forks a child for each call, so that a call
costs milliseconds; without fork (Windows) each call starts an interpreter.

Example: ``call("jiheng.reading.opening:read_here", Path("报告.docx"))``.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import io
import json
import os
import pickle
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import Any

_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from jiheng.core import nursery; nursery.main(int(sys.argv[2]))"
)
_GRACE = 10
"""Seconds beyond its own limit after which a child that says nothing is given up."""
_NEARLY = 0.95
_CHUNK = 2**20
MOST_ANSWERED = 2**29
"""Bytes of an answer; more is given up, the caller's memory is not the child's."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may use: bytes of memory, seconds of processor and of the clock."""

    memory: int = 3 * 2**29
    processor: int = 600
    clock: int = 900


class DiedError(Exception):
    """The child ended without an answer. ``why`` is ``memory``, ``time`` or ``crash``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(slots=True)
class _Nursery:
    process: subprocess.Popen[bytes]
    control: socket.socket


class _Kept:
    """What a process holds of its nursery; forked processes share it, see :func:`call`."""

    nursery: _Nursery | None = None
    inside = False
    lock = threading.Lock()
    room = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))


FORKS = hasattr(os, "fork") and hasattr(socket, "send_fds") and sys.platform != "darwin"


def inside() -> bool:
    """Whether this is such a child already: calls within are done on the spot."""
    return _Kept.inside


def call(work: str, *given: Any, limits: Limits | None = None, warm: tuple[str, ...] = ()) -> Any:
    """Do ``module:function`` in a child and return what it returns.

    Args:
        work: the function's module and name.
        given: its arguments; they and the answer are pickled, the answer may hold plain values and our own classes.
        limits: what it may use.
        warm: modules that the nursery should hold ready for this and later calls.

    Raises:
        DiedError: it crashed, or went beyond a limit.
        BaseException: whatever the function raised.
    """
    if _Kept.inside:
        return _function(work)(*given)
    allowed = limits or Limits()
    with _Kept.room:
        return _outcome(_ask(work, given, allowed, warm), allowed)


def _function(work: str) -> Any:
    module, _, name = work.partition(":")
    return getattr(importlib.import_module(module), name)


def _ask(work: str, given: tuple[Any, ...], limits: Limits, warm: tuple[str, ...]) -> tuple[bytes, float]:
    """The child's answer and the seconds it took."""
    order = pickle.dumps((work, given, limits.memory, limits.processor, limits.clock), protocol=5)
    began = time.monotonic()
    answer = _by_fork(order, limits, (work.partition(":")[0], *warm)) if FORKS else _by_start(order, limits)
    return answer, time.monotonic() - began


def _by_fork(order: bytes, limits: Limits, warm: tuple[str, ...]) -> bytes:
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            _hand_over(json.dumps(warm).encode(), theirs)
        ours.settimeout(limits.clock + _GRACE)
        try:
            ours.sendall(len(order).to_bytes(8, "big") + order)
            return _drain(ours)
        except OSError:
            return b""


def _hand_over(message: bytes, theirs: socket.socket) -> None:
    """Give the nursery one end; a nursery that has died is started again once."""
    for last in (False, True):
        try:
            socket.send_fds(_nursery().control, [message], [theirs.fileno()])
        except OSError:
            if last:
                raise
            stop()
        else:
            return


def _drain(end: socket.socket) -> bytes:
    parts, size = [], 0
    while chunk := end.recv(_CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if size > MOST_ANSWERED:
            return b""
    return b"".join(parts)


def _by_start(order: bytes, limits: Limits) -> bytes:
    """One interpreter for one call; its memory is not limited where the system has no such limits."""
    command = [sys.executable, "-c", _BOOT, json.dumps(sys.path), "-1"]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter
            command, input=order, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=limits.clock, check=False
        )
    except subprocess.TimeoutExpired:
        return b""
    return done.stdout


def _nursery() -> _Nursery:
    with _Kept.lock:
        if _Kept.nursery is None:
            _Kept.nursery = _start()
        return _Kept.nursery


def _start() -> _Nursery:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        command = [sys.executable, "-c", _BOOT, json.dumps(sys.path), str(theirs.fileno())]
        process = subprocess.Popen(  # noqa: S603 - our own interpreter
            command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    return _Nursery(process, ours)


@atexit.register
def stop() -> None:
    """End the nursery and what it started; the next call starts another."""
    with _Kept.lock:
        nursery, _Kept.nursery = _Kept.nursery, None
    if nursery is not None:
        nursery.control.close()
        with contextlib.suppress(subprocess.TimeoutExpired, ChildProcessError):
            nursery.process.wait(_GRACE)


def _forked() -> None:
    """A forked process goes on with its parent's nursery; locks that other threads held are made anew."""
    _Kept.lock = threading.Lock()
    _Kept.room = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))
    if _Kept.nursery is not None:
        _Kept.nursery.process.returncode = 0  # another's child: nothing to wait for


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)


def _outcome(told: tuple[bytes, float], limits: Limits) -> Any:
    answer, took = told
    if not answer:
        raise DiedError("time" if took >= _NEARLY * min(limits.clock, limits.processor) else "crash")
    try:
        worked, value = _Unpickler(io.BytesIO(answer)).load()
    except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, TypeError, ValueError) as cut:
        raise DiedError("crash") from cut
    if worked:
        return value
    if isinstance(value, MemoryError):
        raise DiedError("memory") from value
    raise value


_PLAIN = {
    "builtins": {"set", "frozenset", "bytearray", "complex", "range", "slice"},
    "datetime": {"date", "datetime", "time", "timedelta", "timezone"},
    "decimal": {"Decimal"},
    "fractions": {"Fraction"},
    "pathlib": {"PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath"},
    "collections": {"OrderedDict"},
}


class _Unpickler(pickle.Unpickler):
    """Takes plain values, exceptions and classes of our own: a child that was taken over must not command its parent."""

    def find_class(self, module: str, name: str) -> Any:
        """The class, if it is one of those."""
        if name in _PLAIN.get(module, ()):
            return super().find_class(module, name)
        if module == "builtins" or module.startswith("jiheng."):
            found = super().find_class(module, name)
            is_own = isinstance(found, type) and found.__module__ == module
            if is_own and (module != "builtins" or issubclass(found, Exception)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")
