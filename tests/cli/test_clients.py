"""Slow clients are bounded, whoever is being answered is not cut."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from waitress.adjustments import Adjustments

from jiheng.cli import clients
from jiheng.cli.clients import Channel

HEAD = b"POST /login/ HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"


@pytest.fixture
def server() -> Iterator[Any]:
    made = SimpleNamespace(active_channels={}, adj=Adjustments(), tasks=[])
    made.add_task = made.tasks.append
    clients.bound(made)
    yield made
    for channel in made.active_channels.values():
        channel.socket.close()


def connected(server: Any) -> Channel:
    ours, theirs = socket.socketpair()
    theirs.close()
    channel = Channel(server, ours, ("192.0.2.1", 1), server.adj, map={})
    channel.creation_time = channel.last_activity = channel.owing_since = 1000.0
    return channel


def closed(server: Any, now: float) -> list[bool]:
    server.maintenance(now)
    return [channel.will_close for channel in server.active_channels.values()]


def test_a_head_that_comes_byte_by_byte_has_fifteen_seconds(server: Any) -> None:
    channel = connected(server)
    channel.received(b"G")
    channel.last_activity = 1014.0
    assert closed(server, 1014) == [False]
    assert closed(server, 1016) == [True]


def test_a_connection_that_asks_nothing_is_closed_as_soon(server: Any) -> None:
    connected(server)
    assert closed(server, 1016) == [True]


def test_a_body_may_take_as_long_as_its_bytes_are_worth(server: Any) -> None:
    channel = connected(server)
    channel.received(HEAD)
    assert closed(server, 1029) == [False]
    channel.received_bytes = 100 * clients.BYTES_A_SECOND
    assert closed(server, 1129) == [False]
    assert closed(server, 1131) == [True]


def test_a_request_in_hand_is_never_cut(server: Any) -> None:
    channel = connected(server)
    channel.received(HEAD + b"123456789")
    assert channel.requests
    assert closed(server, 5000) == [False]


def test_a_connection_may_wait_between_two_requests(server: Any) -> None:
    channel = connected(server)
    channel.received(HEAD + b"123456789")
    channel.requests.clear()
    channel.last_activity = 1000.0
    assert closed(server, 1000 + clients.IDLE_SECONDS - 1) == [False]
    assert closed(server, 1000 + clients.IDLE_SECONDS + 1) == [True]


def test_in_a_crowd_those_who_have_waited_longest_make_room(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "CROWDED", 3)
    monkeypatch.setattr(clients, "MAKING_ROOM", 1)
    old, busy, young = (connected(server) for _ in range(3))
    old.owing_since, young.owing_since = 900.0, 990.0
    busy.requests = [object()]
    connected(server)
    assert (old.will_close, busy.will_close, young.will_close) == (True, False, False)
