"""A real ``jiheng serve`` of several processes: all answer, one that dies is replaced, and none outlives the first."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

PATIENCE_SECONDS = 120
COMMAND = "import sys; from jiheng.cli.main import main; main()"


def serving(home: Path, *words: str) -> subprocess.Popen[str]:
    environment = os.environ | {
        "JIHENG_HOME": str(home),
        "JIHENG_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "jiheng.web.settings",
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, "-c", COMMAND, "serve", *words]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def three(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server of three processes, and its address."""
    server = serving(tmp_path, "--port", "0", "--processes", "3")
    assert server.stdout is not None
    said = server.stdout.readline()
    address = re.search(r"http://127\.0\.0\.1:\d+/", said)
    assert address, said
    yield server, address[0]
    server.kill()
    server.communicate()


def beside(server: subprocess.Popen[str]) -> set[int]:
    """The processes that it started: three for pages, one for background work, one that tidies up after them."""
    told = "".join(path.read_text() for path in Path(f"/proc/{server.pid}/task").glob("*/children"))
    return {int(each) for each in told.split()}


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def answers(address: str) -> bool:
    """An installation without accounts says on every page that it is not open yet."""
    try:
        with urlopen(f"{address}login/", timeout=30) as answer:
            return "绩衡" in answer.read().decode()
    except HTTPError as told:
        return told.code == 503 and "尚未启用" in told.read().decode()


def listens(pid: int) -> bool:
    """Whether a process has come so far as to answer: it has pages in memory."""
    try:
        return "waitress" in Path(f"/proc/{pid}/maps").read_text() or threads(pid) > 8
    except OSError:
        return False


def threads(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


def test_several_processes_answer_and_one_that_dies_is_replaced(three: tuple[subprocess.Popen[str], str]) -> None:
    server, address = three
    until(lambda: sum(map(listens, beside(server))) == 3)
    assert all(answers(address) for _time in range(12))
    first = next(pid for pid in beside(server) if listens(pid))
    os.kill(first, signal.SIGKILL)
    until(lambda: first not in beside(server) and sum(map(listens, beside(server))) == 3)
    assert all(answers(address) for _time in range(12))


def test_none_outlives_the_first_however_it_ends(three: tuple[subprocess.Popen[str], str]) -> None:
    server, address = three
    until(lambda: len(beside(server)) >= 4)
    children = beside(server)
    server.kill()
    server.wait(PATIENCE_SECONDS)
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children))
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(address.rpartition(":")[2].strip("/")))) != 0


def test_an_interrupt_ends_all_of_them_quietly(three: tuple[subprocess.Popen[str], str]) -> None:
    server, address = three
    assert answers(address)
    children = beside(server)
    server.send_signal(signal.SIGINT)
    _said, complaint = server.communicate(timeout=PATIENCE_SECONDS)
    assert complaint == ""
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children))


def test_the_first_process_answers_nothing_itself(three: tuple[subprocess.Popen[str], str]) -> None:
    server, address = three
    until(lambda: sum(map(listens, beside(server))) == 3)
    assert answers(address)
    assert not listens(server.pid)


def test_being_told_to_end_is_like_an_interrupt(three: tuple[subprocess.Popen[str], str]) -> None:
    server, address = three
    assert answers(address)
    server.terminate()
    _said, complaint = server.communicate(timeout=PATIENCE_SECONDS)
    assert (server.returncode, complaint) == (0, "")


def test_an_interrupt_before_the_first_page_is_not_lost(three: tuple[subprocess.Popen[str], str]) -> None:
    server, _address = three
    server.send_signal(signal.SIGINT)
    _said, complaint = server.communicate(timeout=PATIENCE_SECONDS)
    assert (server.returncode, complaint) == (0, "")


def test_a_port_that_is_taken_is_told_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        server = serving(tmp_path, "--port", port)
        _said, complaint = server.communicate(timeout=PATIENCE_SECONDS)
    assert server.returncode == 1
    assert f"127.0.0.1:{port}" in complaint
    assert "请换一个端口" in complaint
    assert "Traceback" not in complaint
