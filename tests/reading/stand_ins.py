"""Readers of a file that misbehave on command."""

from __future__ import annotations

from pathlib import Path

from tests.core import stand_ins


def abort(_path: Path) -> None:
    stand_ins.abort()


def eat_memory(_path: Path) -> None:
    stand_ins.eat_memory()


def hang(_path: Path) -> None:
    stand_ins.hang()
