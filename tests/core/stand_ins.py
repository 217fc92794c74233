"""Readers that misbehave on command, harmless outside of their child."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any


def echo(*given: Any) -> Any:
    return given


def process_id() -> int:
    return os.getpid()


def abort() -> None:
    os.abort()


def leave_silently() -> None:
    os._exit(0)


def eat_memory() -> int:
    held = []
    while True:
        held.append(bytearray(2**24))


def hang() -> None:
    time.sleep(3600)


def spin() -> None:
    while True:
        pass


def fail() -> None:
    raise KeyError("表")


class Foreign(Exception):  # noqa: N818 - a library's own error
    pass


def fail_strangely() -> None:
    raise Foreign


def answer_with_a_path() -> Any:
    return Path("a/b")


class Command:
    """What a child that was taken over would answer: an order to its parent."""

    def __reduce__(self) -> Any:
        return os.system, ("exit 0",)


def take_over() -> Any:
    return Command()


def inner_process_ids() -> tuple[int, int]:
    from jiheng.core import apart  # noqa: PLC0415 - as a reader would

    return os.getpid(), apart.call("tests.core.stand_ins:process_id")
