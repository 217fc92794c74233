"""Slow clients are bounded: so long for a head, so slow at least for a body, and who waits longest makes room for others.

waitress closes a connection only where nothing at all comes for a while; one byte every few seconds would keep it open,
and a few hundred of those would shut the site.
"""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from waitress.channel import HTTPChannel

HEAD_SECONDS = 15
"""Within which the head of a request must be there."""
BODY_SECONDS, BYTES_A_SECOND = 30, 4096
"""A body has so long, and a second more for so many bytes that have come."""
IDLE_SECONDS = 60
"""For which a connection may stay open between two requests."""
MOST = 1000
"""Connections of one process."""
CROWDED, MAKING_ROOM = 900, 50
"""From so many connections on, so many that have been waiting longest are closed for a new one."""


class Channel(HTTPChannel):  # type: ignore[misc] # waitress has no types
    """A connection that remembers since when it owes the rest of a request."""

    owing_since: float | None = None
    received_bytes = 0

    def __init__(self, server: Any, *given: Any, **more: Any) -> None:
        make_room(server)
        super().__init__(server, *given, **more)
        self.owing_since = self.creation_time

    def received(self, data: bytes) -> Any:
        """Take what has come; a request that is whole owes nothing."""
        self.received_bytes += len(data)
        taken = super().received(data)
        if self.request is None:
            self.owing_since, self.received_bytes = None, 0
        elif self.owing_since is None:
            self.owing_since = time.time()
        return taken

    def waits_since(self) -> float:
        """The moment from which it has been waiting for its client."""
        return self.owing_since or self.last_activity

    def is_late(self, now: float) -> bool:
        """Whether its client has had its time."""
        if self.requests or self.total_outbufs_len:
            return bool(now - self.last_activity > self.adj.channel_timeout)
        if self.owing_since is None:
            return bool(now - self.last_activity > IDLE_SECONDS)
        headed = self.request is not None and self.request.headers_finished
        allowed = BODY_SECONDS + self.received_bytes / BYTES_A_SECOND if headed else HEAD_SECONDS
        return now - self.owing_since > allowed


def bound(server: Any) -> None:
    """Let a waitress server keep these limits."""
    server.channel_class = Channel
    server.maintenance = partial(close_late, server)


def close_late(server: Any, now: float) -> None:
    """Close the connections whose clients have had their time."""
    for channel in tuple(server.active_channels.values()):
        if not channel.requests and channel.is_late(now):
            channel.will_close = True


def make_room(server: Any) -> None:
    """Where it gets crowded, close those that have waited longest; a request in hand is never cut."""
    if len(server.active_channels) < CROWDED:
        return
    waiting = [each for each in server.active_channels.values() if not each.requests and not each.total_outbufs_len]
    for channel in sorted(waiting, key=Channel.waits_since)[:MAKING_ROOM]:
        channel.will_close = True
