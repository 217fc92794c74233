"""Who owes the account something first: pages send him there, parts of pages answer with a status and never with a page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jiheng.web.accounts.models import User
from tests.web.conftest import County

PARTS = [
    "/notices/count/",
    "/switch/units/?at=/",
    "/2024/900001/evaluation/rows/",
    "/2024/900001/data/unit/",
]
SIGNS = [{"HX-Request": "true"}, {"Sec-Fetch-Dest": "empty"}]


def without_factor(county: County) -> Client:
    User.objects.filter(username="finance").update(totp_secret="")
    return county.client("finance")


def with_an_old_password(county: County) -> Client:
    User.objects.filter(username="filler").update(password_changed_at=timezone.now() - timedelta(days=91))
    return county.client("filler")


def with_an_activation_pending(county: County) -> Client:
    User.objects.filter(username="filler").update(must_change=True)
    return county.client("filler")


FORCED = [
    (without_factor, "/account/factor/"),
    (with_an_old_password, "/account/password/"),
    (with_an_activation_pending, "/account/password/"),
]


@pytest.mark.parametrize("signs", SIGNS)
@pytest.mark.parametrize(("of", "owed"), FORCED)
def test_a_part_asked_for_by_somebody_who_owes_something_is_a_status_and_never_a_page(
    county: County, of: object, owed: str, signs: dict[str, str]
) -> None:
    client = of(county)  # type: ignore[operator]
    for part in PARTS:
        answer = client.get(part, headers=signs)
        assert (answer.status_code, answer.headers["X-Owed"], answer.content) == (428, owed, b""), part


@pytest.mark.parametrize(("of", "owed"), FORCED)
def test_the_forced_page_asks_for_no_part_of_the_frame_and_shows_its_own_form(
    county: County, of: object, owed: str
) -> None:
    client = of(county)  # type: ignore[operator]
    answer = client.get("/2024/review/", follow=True)
    assert answer.redirect_chain == [(owed, 302)]
    page = answer.content.decode()
    assert "hx-get" not in page
    assert "/notices/" not in page
    assert page.count("<form") == 3  # its own, the language, the way out


@pytest.mark.parametrize("signs", SIGNS)
def test_a_part_asked_for_after_the_log_in_has_ended_is_a_status_and_never_the_log_in_page(
    county: County, signs: dict[str, str]
) -> None:
    for part in PARTS:
        answer = Client().get(part, headers=signs)
        assert (answer.status_code, answer.content) == (401, b""), part
    assert Client().get(PARTS[0]).headers["Location"].startswith("/login/?next=")


def test_a_form_sent_by_a_script_for_somebody_who_owes_something_saves_nothing(county: County) -> None:
    client = with_an_old_password(county)
    answer = client.post("/2024/900001/evaluation/narrative/", {"text": "x"}, headers=SIGNS[0])
    assert answer.status_code == 428


def test_whoever_owes_nothing_gets_the_parts(county: County) -> None:
    assert county.client("finance").get("/notices/count/", headers=SIGNS[0]).status_code == 200
