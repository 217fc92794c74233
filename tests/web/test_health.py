"""The sign of life for supervisors, and trouble of the machine on a page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.db import DatabaseError, OperationalError
from django.test import Client, RequestFactory

from jiheng.cli.serve import command
from jiheng.web import database, health
from jiheng.web.errors import Unscored


@pytest.mark.django_db
def test_it_answers_without_log_in_whatever_the_host_is_called() -> None:
    answer = Client().get("/healthz", headers={"host": "10.0.0.7"})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_database_that_does_not_answer_is_told_and_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    class Away:
        def cursor(self) -> Any:
            raise DatabaseError("password of the database")

    monkeypatch.setattr(database, "connection", Away())
    answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert "password" not in answer.content.decode()


def test_a_full_disk_is_said_on_the_page() -> None:
    request = RequestFactory().post("/2024/900001/")
    answer = Unscored(lambda _request: None).process_exception(request, OperationalError("database or disk is full"))  # type: ignore[arg-type,return-value] # never called
    assert answer is not None
    assert answer.status_code == 503
    assert "磁盘已满" in answer.content.decode()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])
def test_beyond_this_machine_it_asks_for_names(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIHENG_HOSTS", raising=False)
    answer = CliRunner().invoke(command, ["--host", host])
    assert answer.exit_code == 2
    assert "JIHENG_HOSTS=" in answer.output


def test_who_finds_a_weakness_reads_whom_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(health.CONTACT, "mailto:safety@town.example")
    with time_machine.travel(datetime(2025, 3, 1, tzinfo=UTC), tick=False):
        answer = Client().get("/.well-known/security.txt")
    told = answer.content.decode().splitlines()
    assert told[:2] == ["Contact: mailto:safety@town.example", "Expires: 2025-08-28T00:00:00Z"]
    assert answer.headers["Content-Type"].startswith("text/plain")


@pytest.mark.django_db
def test_without_anybody_named_there_is_no_such_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(health.CONTACT, raising=False)
    assert Client().get("/.well-known/security.txt").status_code == 404
