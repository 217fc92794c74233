"""``jiheng demo --stop`` says that a demo has stopped only once its processes have ended."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jiheng.cli import demo_life
from jiheng.cli.demo import command

AT_WORK = "import pathlib, shutil, time; from jiheng.cli.demo_life import at_work\nwith at_work(pathlib.Path(sys.argv[1])):\n "
STUBBORN = AT_WORK + "print('up', flush=True); sys.stdin.read()"
"""Takes no notice of the mark; ends when its input does."""
OBEDIENT = AT_WORK + (
    "print('up', flush=True)\n"
    " while (pathlib.Path(sys.argv[1]) / 'running').exists(): time.sleep(0.05)\n"
    " shutil.rmtree(sys.argv[1]); sys.stdin.read()"
)
"""Removes its data when the mark is gone, but goes on until its input ends."""
DEAF = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); "
SERVER = DEAF + (
    "import pathlib; from jiheng.cli import serve, demo_site; "
    "serve.start_django = lambda: print('up', flush=True); "
    "from waitress.server import create_server; "
    "serve.run_server = lambda host, port, ready: create_server(lambda *_: [], host=host, port=port).run(); "
    "demo_site.serve_behind(pathlib.Path(sys.argv[1]))"
)
Start = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a demo that has a mark but no process."""
    monkeypatch.setenv("JIHENG_HOME", str(tmp_path))
    folder = tmp_path / "demo" / "one"
    folder.mkdir(parents=True)
    with socket.socket() as probe:
        probe.bind((demo_life.HOST, 0))
        (folder / demo_life.RUNNING).write_text(str(probe.getsockname()[1]))
    return folder


@pytest.fixture
def start(state: Path) -> Iterator[Start]:
    """Start a process that is at work for the demo, and end it after the test."""
    started: list[subprocess.Popen[str]] = []

    def begin(code: str) -> subprocess.Popen[str]:
        words = [sys.executable, "-c", f"import sys; {code}", str(state)]
        process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout
        assert process.stdout.readline() == "up\n"
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def stop() -> Result:
    return CliRunner().invoke(command, ["--stop"])


def test_a_server_that_was_started_with_interrupts_ignored_ends_and_then_is_said_to_have(
    start: Start, state: Path
) -> None:
    server = start(SERVER)
    said = stop()
    assert said.output == "已停止 1 个演示网站。\n"
    assert not state.exists()
    assert server.wait() == 0


def test_a_process_that_does_not_end_is_named_and_nothing_is_claimed(
    start: Start, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_life, "PATIENCE_SECONDS", 0)
    port = demo_life.port_of(state)
    stubborn = start(STUBBORN)
    said = stop()
    assert said.exit_code == 1
    assert f"http://127.0.0.1:{port}/ 没有停下来：进程 {stubborn.pid} 没有结束" in said.output
    assert "已停止" not in said.output
    assert state.exists()
    stubborn.communicate()
    assert stop().output == "已停止 0 个演示网站。\n"
    assert not state.exists()


def test_a_process_that_removed_its_data_but_lives_on_has_not_stopped(
    start: Start, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(holds: Callable[[], bool]) -> bool:
        while state.exists():
            time.sleep(0.01)
        return holds()

    monkeypatch.setattr(demo_life, "wait", wait)
    living = start(OBEDIENT)
    said = stop()
    assert said.exit_code == 1
    assert f"进程 {living.pid} 没有结束" in said.output


def test_what_a_dead_demo_left_is_removed_and_not_counted(state: Path) -> None:
    assert stop().output == "已停止 0 个演示网站。\n"
    assert not state.exists()


def test_without_a_demo_there_is_nothing_to_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHENG_HOME", str(tmp_path / "new"))
    assert stop().output == "已停止 0 个演示网站。\n"
