"""Behind a reverse proxy: its word about address and scheme counts, that of nobody else."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any

import pytest
from django.test import Client
from waitress.server import create_server

from jiheng.cli.processes import SERVER
from jiheng.web.audit.models import Entry
from tests.web.conftest import County

PROXY, STRANGER = "127.0.0.1", "198.51.100.7"


@pytest.fixture
def behind(settings: Any) -> Client:
    settings.PROXIES = [PROXY]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    return Client(headers={"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9, 192.0.2.4"})


def test_the_server_passes_on_what_the_proxy_says() -> None:
    def told(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", [])
        return [f"{environ['HTTP_X_FORWARDED_PROTO']} {environ['HTTP_X_FORWARDED_FOR']}".encode()]

    server = create_server(told, host="127.0.0.1", port=0, **SERVER)
    threading.Thread(target=server.run, daemon=True).start()
    given = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    with closing(http.client.HTTPConnection("127.0.0.1", server.effective_port, timeout=10)) as asked:
        asked.request("GET", "/", headers=given)
        with closing(asked.getresponse()) as answer:
            assert answer.read() == b"https 203.0.113.9"
    server.close()


def test_what_came_to_the_proxy_over_https_is_not_sent_there_again(db: None, behind: Client) -> None:
    assert behind.get("/login/", REMOTE_ADDR=PROXY).status_code == 200
    stranger = behind.get("/login/", REMOTE_ADDR=STRANGER)
    assert (stranger.status_code, stranger["Location"]) == (301, "https://testserver/login/")


def test_the_log_holds_the_address_that_the_proxy_saw(county: County, behind: Client) -> None:
    behind.post("/login/", {"username": "filler", "password": "wrong"}, REMOTE_ADDR=PROXY)
    assert Entry.objects.get(action="登录").address == "192.0.2.4"
