"""Password rules: profiles, guessable words, names in pinyin, history, age."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from jiheng.web import settings as product
from jiheng.web.accounts.actions import ChangePassword
from jiheng.web.accounts.common import bad_passwords, is_bad
from jiheng.web.accounts.models import User
from jiheng.web.actions import Actor, Refusal
from tests.web.conftest import County

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
GOOD = "Tiancai-Banyun-7431"


def test_s1_a_password_of_two_hundred_signs_counts_to_the_last_one(county: County) -> None:
    long = "Ab3-" * 50
    user = county.people["filler"]
    ChangePassword(Actor(user), user, password=long).run()
    user.refresh_from_db()
    assert user.check_password(long)
    assert not user.check_password(long[:-1])


def test_s1_argon2_is_the_only_hash_that_the_product_uses() -> None:
    assert product.PASSWORD_HASHERS == ["jiheng.web.hashing.BoundedArgon2"]


def test_s1_a_password_may_be_pasted_and_kept_by_the_browser(db: None) -> None:
    page = Client().get("/login/").content.decode()
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page


@pytest.mark.parametrize("password", ["Ab1-short", "alllowercaseletters", "alllowercase123456"])
def test_the_default_profile_wants_twelve_signs_of_three_kinds(password: str, db: None) -> None:
    with pytest.raises(ValidationError, match="至少 12 位"):
        validate_password(password)


def test_the_other_profile_wants_length_alone(settings: object) -> None:
    settings.PASSWORD_PROFILE = "asvs"  # type: ignore[attr-defined]
    validate_password("correct horse battery")
    with pytest.raises(ValidationError, match="至少 15 位"):
        validate_password("Ab1-Ab1-Ab1-")


def test_three_thousand_bad_passwords_that_would_pass_the_profile_are_known() -> None:
    assert sum(len(word) >= 12 for word in bad_passwords()) >= 3000


@pytest.mark.parametrize(
    "password",
    ["Password@2024", "Admin@123456", "Qwertyuiop123", "1qaz@WSX3edc!", "Zhangwei@1234", "Caizhengju@2025", "Woaini@5201314!"],
)  # fmt: skip
def test_what_everybody_guesses_is_refused(password: str) -> None:
    assert is_bad(password)
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password", ["Qinghezhen@123", "Qinghe-2024-Town", "Xx-qinghexian-77", "青禾镇-Abc-2024", "Tianbaorenjia-99"]
)
def test_names_of_the_unit_and_the_person_are_refused_in_pinyin_too(county: County, password: str) -> None:
    with pytest.raises(ValidationError, match="拼音"):
        validate_password(password, county.people["filler"])


def test_a_password_of_unrelated_words_is_taken(county: County) -> None:
    validate_password(GOOD, county.people["filler"])


def change(user: User, password: str) -> None:
    ChangePassword(Actor(user), user, password=password).run()


def test_the_last_five_passwords_cannot_be_used_again_but_an_older_one_can(county: County) -> None:
    user = county.people["filler"]
    used = [f"Banyun-{number}-Tiancai" for number in range(100, 107)]
    for password in used:
        change(user, password)
    with pytest.raises(Refusal, match="最近 5 次"):
        change(user, used[2])
    change(user, used[0])


def test_a_password_of_ninety_days_must_be_changed_first(county: County) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        change(county.people["filler"], GOOD)
        clock.shift(timedelta(days=91))
        client = Client()
        answer = client.post("/login/", {"username": "filler", "password": GOOD}, follow=True)
        assert "密码已到期" in answer.content.decode()
        assert client.get("/").status_code == 302
        client.post("/account/password/", {"old": GOOD, "password": GOOD + "x", "again": GOOD + "x"})
        assert client.get("/").status_code == 200


def test_fourteen_days_before_that_a_warning_is_given_and_not_a_day_earlier(county: County) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        change(county.people["filler"], GOOD)
        for days, warned in ((74, False), (2, True)):
            clock.shift(timedelta(days=days))
            answer = Client().post("/login/", {"username": "filler", "password": GOOD}, follow=True)
            assert ("天后到期" in answer.content.decode()) is warned


def test_the_other_profile_lets_passwords_grow_old(county: County, settings: object) -> None:
    settings.PASSWORD_PROFILE = "asvs"  # type: ignore[attr-defined]
    with time_machine.travel(NOON, tick=False) as clock:
        change(county.people["filler"], GOOD)
        clock.shift(timedelta(days=400))
        answer = Client().post("/login/", {"username": "filler", "password": GOOD})
        assert answer["Location"] == "/"


def test_the_present_password_is_asked_for_before_a_change(county: County) -> None:
    client = county.client("filler")
    answer = client.post("/account/password/", {"old": "wrong", "password": GOOD, "again": GOOD})
    assert "账号或密码不正确" in answer.content.decode()
    assert not User.objects.get(username="filler").check_password(GOOD)


def test_two_different_new_passwords_are_refused_beside_the_field(county: County) -> None:
    answer = county.client("filler").post("/account/password/", {"old": "x", "password": GOOD, "again": GOOD + "x"})
    assert "两次输入的密码不一致" in answer.content.decode()


def test_nobody_changes_anothers_password(county: County) -> None:
    with pytest.raises(Refusal, match="只能办理自己账户"):
        ChangePassword(county.actor("system_admin"), county.people["filler"], password=GOOD).run()
