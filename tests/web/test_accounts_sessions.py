"""Sessions: keys, idle and absolute limits, how many at once, listing and ending; cookies and headers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from jiheng.web.accounts.models import Session
from tests.web.conftest import PASSWORD, County

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
COOKIE = "__Host-session"


def open_page(client: Client) -> int:
    return int(client.get("/account/").status_code)


def log_in(username: str = "filler") -> Client:
    client = Client()
    client.post("/login/", {"username": username, "password": PASSWORD})
    return client


def test_s5_a_log_in_gets_a_new_key_of_more_than_128_bits(county: County) -> None:
    client = Client()
    before = client.session.session_key
    client.post("/login/", {"username": "filler", "password": PASSWORD})
    after = client.cookies[COOKIE].value
    assert before != after
    assert len(after) >= 26  # 26 signs of an alphabet of 36 carry 134 bits


@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (16, 302)])
def test_s5_fifteen_idle_minutes_end_the_session(county: County, minutes: int, status: int) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = log_in()
        open_page(client)
        clock.shift(timedelta(minutes=minutes))
        assert open_page(client) == status


def test_s5_a_busy_session_ends_after_eight_hours_all_the_same(county: County) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = log_in()
        seen = []
        for _step in range(50):
            seen.append(open_page(client))
            clock.shift(timedelta(minutes=10))
    assert seen[:48] == [200] * 48
    assert seen[49] == 302


def test_s5_an_ended_session_is_explained_on_the_log_in_page(county: County) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = log_in()
        open_page(client)
        clock.shift(timedelta(minutes=16))
        assert "长时间没有操作" in client.get("/", follow=True).content.decode()


def test_s5_the_fourth_log_in_ends_the_first(county: County) -> None:
    clients = [log_in() for _time in range(4)]
    assert [open_page(client) for client in clients] == [302, 200, 200, 200]


def test_s5_an_administrator_is_logged_in_at_one_place(county: County) -> None:
    clients = [county.client("auditor") for _time in range(2)]
    assert [open_page(client) for client in clients] == [302, 200]


def test_s5_a_person_sees_and_ends_the_own_log_ins(county: County) -> None:
    here, there = log_in(), log_in()
    assert here.get("/account/").content.decode().count("/end/") == 1
    other = Session.objects.exclude(key=here.cookies[COOKIE].value).get()
    here.post(f"/account/sessions/{other.pk}/end/")
    assert (open_page(here), open_page(there)) == (200, 302)


def test_s5_anothers_log_in_cannot_be_ended_by_its_number(county: County) -> None:
    mine, theirs = log_in(), log_in("bob")
    session = Session.objects.get(user=county.people["neighbour"])
    answer = mine.post(f"/account/sessions/{session.pk}/end/", follow=True)
    assert "已经结束" in answer.content.decode()
    assert open_page(theirs) == 200


def test_s5_a_changed_password_ends_the_other_log_ins_and_keeps_this_one(county: County) -> None:
    here, there = log_in(), log_in()
    good = "Tiancai-Banyun-7431"
    here.post("/account/password/", {"old": PASSWORD, "password": good, "again": good})
    assert (open_page(here), open_page(there)) == (200, 302)
    assert Session.objects.get().key == here.cookies[COOKIE].value


def test_s5_logging_out_ends_the_session_and_clears_what_the_browser_kept(county: County) -> None:
    client = log_in()
    key = client.cookies[COOKIE].value
    answer = client.post("/logout/")
    assert answer["Clear-Site-Data"] == '"storage"'
    client.cookies[COOKIE] = key
    assert open_page(client) == 302
    assert not Session.objects.exists()


def test_s6_cookies_are_bound_to_host_and_https_and_hidden_from_scripts(county: County) -> None:
    client = log_in()
    client.get("/account/")
    for name in (COOKIE, "__Host-csrf"):
        cookie: Any = client.cookies[name]
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_s7_every_page_carries_the_security_headers(county: County) -> None:
    for client, path in ((Client(), "/login/"), (log_in(), "/account/"), (Client(), "/nothing-here/")):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "script-src 'self'"):
            assert part in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_s7_a_public_host_is_served_by_https_alone_for_a_year_or_more(county: County, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 63_072_000
    answer = Client().get("/login/")
    assert (answer.status_code, answer["Location"][:8]) == (301, "https://")
    hsts = Client().get("/login/", secure=True)["Strict-Transport-Security"]
    assert int(hsts.split("max-age=")[1].split(";")[0]) >= 31_536_000


def test_pages_behind_the_log_in_are_kept_by_no_cache(county: County) -> None:
    assert log_in().get("/account/")["Cache-Control"] == "no-store"
