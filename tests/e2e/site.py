"""A real ``jiheng serve`` in a process and a state folder of its own, and what it takes to look at it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Account:
    """One person who can log in; ``secret`` is that of the second factor, if he must use one."""

    username: str
    password: str
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A running site: its address, who can log in, and its state folder."""

    address: str
    people: Mapping[str, Account]
    home: Path


def _run(arguments: list[str], environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(home: Path, database: str) -> dict[str, str]:
    home.mkdir(parents=True, exist_ok=True)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("JIHENG_", "DJANGO_"))}
    return environment | {"JIHENG_HOME": str(home)} | ({"JIHENG_DATABASE": database} if database else {})


@contextmanager
def serving(home: Path, stage: str, database: str = "") -> Iterator[Site]:
    """Set the stage, serve it, and stop."""
    environment = _environment(home, database)
    environment |= {"JIHENG_DEMO": "1"} if stage == "county" else {}
    said = _run(["-m", "tests.e2e.stage", stage], environment)
    people = {role: Account(**each) for role, each in json.loads(said.splitlines()[-1]).items()}
    with _served(home, environment) as (address, process):
        _wait_for(f"{address}/login/", process, home / "serve.log")
        yield Site(address, people, home)


@contextmanager
def serving_nothing(home: Path, database: str = "") -> Iterator[tuple[Site, str]]:
    """Serve an empty folder as its owner would; the site, and the one-time address that the server prints."""
    with _served(home, _environment(home, database)) as (address, process):
        yield Site(address, {}, home), _printed(home / "serve.log", f"{address}/start/", process)


@contextmanager
def _served(home: Path, environment: Mapping[str, str]) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    with (home / "serve.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", "from jiheng.cli.main import main; main()", "serve", "--port", str(port)],
            cwd=ROOT, env=environment, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.terminate()
            process.wait(20)


def _printed(log: Path, beginning: str, process: subprocess.Popen[bytes]) -> str:
    """The line of the server's words that begins so."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        found = next((line for line in log.read_text().splitlines() if line.startswith(beginning)), "")
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(log.read_text())


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(log.read_text())
