"""People at their browsers: requests at fixed moments, whether or not earlier ones were answered (an open loop).

Reads one JSON object from standard input: ``rate`` (requests a second), ``seconds``, ``people`` (name → cookie), and
``visits``: the pages in the order of asking, each ``{"page", "person", "address"}``. Prints one JSON object: for each
page the latencies in milliseconds, counted from the moment when the request was due, and what was not answered with 200.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit


async def ask(address: str, cookie: str) -> int:
    """One request over a connection of its own; the whole answer is read."""
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {parts.netloc}",
        f"Cookie: {cookie}",
        "Accept-Encoding: gzip",
        "Connection: close",
    ]
    writer.write("\r\n".join([*lines, "", ""]).encode())
    answer = await reader.read()
    writer.close()
    return int(answer.split(b" ", 2)[1]) if answer else 0


async def run(told: dict[str, Any]) -> dict[str, Any]:
    latencies: dict[str, list[float]] = defaultdict(list)
    failures: dict[str, list[int]] = defaultdict(list)
    begin = time.perf_counter() + 0.2

    async def visit(number: int, page: str, person: str, address: str) -> None:
        due = begin + number / told["rate"]
        await asyncio.sleep(max(due - time.perf_counter(), 0))
        status = await ask(address, told["people"].get(person, ""))
        latencies[page].append((time.perf_counter() - due) * 1000)
        if status != 200:
            failures[page].append(status)

    await asyncio.gather(*(visit(number, **each) for number, each in enumerate(told["visits"])))
    return {"latencies": latencies, "failures": failures, "seconds": time.perf_counter() - begin}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(json.load(sys.stdin)))))
