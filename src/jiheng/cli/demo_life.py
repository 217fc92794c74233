"""The life of a demo: one folder of state, a mark that stands as long as it shall run, and a lock of each process at work."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import click

from jiheng.core.alive import hold, take
from jiheng.core.home import home
from jiheng.core.i18n import _

HOST = "127.0.0.1"
RUNNING = "running"
"""This file holds the port of a demo and stands as long as it shall run; who removes it stops the demo."""
PATIENCE_SECONDS = 60
_LOCK = "{process}.lock"
"""Locked by a process that makes or serves the demo until it has ended; nothing else proves that it has."""


@dataclass(slots=True)
class Demo:
    """A demo as who stops it sees it."""

    state: Path
    port: int
    locks: dict[Path, IO[bytes]]
    """Of the processes that have not ended; open, so that one that removes the folder first is still seen to end."""

    @classmethod
    def at(cls, state: Path) -> Demo:
        """The demo in a folder, with the processes that are at work for it now."""
        demo = cls(state, port_of(state), {})
        demo.locks.update((path, path.open("ab")) for path in state.glob(_LOCK.format(process="*")))
        demo.forget_ended()
        return demo

    def forget_ended(self) -> None:
        """Let go of the processes that have ended."""
        for path in [path for path, lock in self.locks.items() if take(lock)]:
            self.locks.pop(path).close()

    def leave(self) -> None:
        """Remove its data, unless somebody is at work for it."""
        if not self.locks:
            shutil.rmtree(self.state, ignore_errors=True)
        for lock in self.locks.values():
            lock.close()


def stop_all() -> int:
    """Stop the demos of this state folder, wait until their processes have ended, and remove their data.

    Returns:
        How many were running.

    Raises:
        click.ClickException: a process does not end; it is named, and its data is left to it.
    """
    demos = [Demo.at(state) for state in (home() / "demo").glob("*/")]
    running = [demo for demo in demos if demo.locks]
    for demo in demos:
        (demo.state / RUNNING).unlink(missing_ok=True)
    wait(lambda: not _left(running))
    left = _left(running)
    for demo in demos:
        demo.leave()
    if left:
        raise _not_ended(left)
    return len(running)


def _not_ended(left: list[Demo]) -> click.ClickException:
    said = _("演示网站 {address} 没有停下来：进程 {number} 没有结束。请结束该进程，再运行 jiheng demo --stop")
    return click.ClickException(
        said.format(
            address="、".join(f"http://{HOST}:{demo.port}/" for demo in left),
            number="、".join(path.stem for demo in left for path in demo.locks),
        )
    )


def _left(demos: list[Demo]) -> list[Demo]:
    for demo in demos:
        demo.forget_ended()
    return [demo for demo in demos if demo.locks]


@contextmanager
def at_work(state: Path) -> Iterator[None]:
    """Show to who stops the demo that this process has not ended yet."""
    lock = hold(state / _LOCK.format(process=os.getpid()))
    try:
        yield
    finally:
        if lock:
            lock.close()


def port_of(state: Path) -> int:
    """The port on which it is served; 0 if it shall not run any more."""
    mark = state / RUNNING
    said = mark.read_text(encoding="ascii") if mark.exists() else ""
    return int(said) if said.isdecimal() else 0


def wait(holds: Callable[[], bool]) -> bool:
    """Wait as long as a person would; say whether it came to hold."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not (held := holds()) and time.monotonic() < until:
        time.sleep(0.2)
    return held
