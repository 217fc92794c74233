"""A request that never ends is told in the log and ends its process only."""

from __future__ import annotations

import logging
import threading
from typing import Any

import pytest

from jiheng.web import time_limit
from jiheng.web.time_limit import EXIT_CODE, Timed


def answer(_environ: dict[str, Any], _start: Any) -> list[bytes]:
    return [b"ok"]


def test_a_request_is_in_hand_until_it_is_answered() -> None:
    held, free = threading.Event(), threading.Event()

    def slow(_environ: dict[str, Any], _start: Any) -> list[bytes]:
        held.set()
        free.wait(30)
        return []

    timed = Timed(slow)
    thread = threading.Thread(target=timed, args=({"PATH_INFO": "/desk/"}, answer))
    thread.start()
    held.wait(30)
    began = next(iter(timed.in_hand.values()))[0]
    assert timed.overdue(began + 59, 60) == []
    assert timed.overdue(began + 61, 60) == ["/desk/"]
    free.set()
    thread.join()
    assert timed.overdue(began + 61, 60) == []


def test_one_that_fails_is_not_in_hand_any_more() -> None:
    def fail(_environ: dict[str, Any], _start: Any) -> list[bytes]:
        raise KeyError

    timed = Timed(fail)
    with pytest.raises(KeyError):
        timed({}, answer)
    assert timed.in_hand == {}


def test_an_overdue_request_is_named_and_its_process_given_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(time_limit.VARIABLE, "0.001")
    timed = Timed(answer)
    codes: list[int] = []
    timed.in_hand[1] = (-1e9, "/2024/900001/")
    with caplog.at_level(logging.ERROR):
        timed.watch(codes.append)
    assert codes == [EXIT_CODE]
    assert "/2024/900001/" in caplog.text


def test_the_answer_is_the_application_s_own() -> None:
    assert list(Timed(answer)({}, answer)) == [b"ok"]
