"""Logging in: lockout, second factor, activation codes, what a person owes before going on."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from cryptography.exceptions import InvalidTag
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from jiheng.web.accounts import activation, factor, guard, sealed
from jiheng.web.accounts.actions import Activate, CreateAccount, Disable, Enable, ResetFactor, StartReset, Unlock
from jiheng.web.accounts.models import Session, User
from jiheng.web.actions import Actor, Refusal
from jiheng.web.audit.models import Entry
from jiheng.web.log_lines import OneLine
from jiheng.web.organisation.models import Membership, Role
from tests.web.conftest import PASSWORD, County

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
GOOD = "Tiancai-Banyun-7431"


def try_log_in(username: str, password: str, address: str = "10.0.0.1", client: Client | None = None) -> str:
    """The page that answers, with the browser's address."""
    answer = (client or Client()).post(
        "/login/", {"username": username, "password": password}, REMOTE_ADDR=address, follow=True
    )
    return str(answer.content.decode())


def fail(username: str, times: int, address: str = "10.0.0.1") -> None:
    for _time in range(times):
        try_log_in(username, "wrong", address)


def logged_in(page: str) -> bool:
    return "退出登录" in page


def enrolled(county: County, role: str) -> User:
    user = county.people[role]
    factor.set_up(user, SECRET, 0)
    return user


# S2


def test_s2_five_failures_lock_the_account_for_thirty_minutes(county: County) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        fail("filler", 5)
        assert "30 分钟后再试" in try_log_in("filler", PASSWORD)
        clock.shift(timedelta(minutes=31))
        assert logged_in(try_log_in("filler", PASSWORD))


def test_s2_four_failures_lock_nothing_and_a_success_forgets_them(county: County) -> None:
    for _round in range(2):
        fail("filler", 4)
        assert logged_in(try_log_in("filler", PASSWORD))


def test_s2_an_outsider_does_not_lock_out_the_owner_at_the_owners_own_address(county: County) -> None:
    assert logged_in(try_log_in("filler", PASSWORD, "10.0.0.9"))
    for number in range(10):
        fail("filler", 5, f"203.0.113.{number}")
    assert "分钟后再试" in try_log_in("filler", PASSWORD, "203.0.113.99")
    assert logged_in(try_log_in("filler", PASSWORD, "10.0.0.9"))


def test_s2_an_address_is_stopped_before_it_can_lock_further_accounts(county: County) -> None:
    with time_machine.travel(NOON, tick=False):
        for username in ("head", "department", "expert", "bob"):
            fail(username, 5)
        assert "分钟后再试" in try_log_in("filler", PASSWORD)
        fail("filler", 5)
    assert guard.locked_until("filler", "10.0.0.2") is None


def test_s2_neighbours_in_one_ipv6_network_count_as_one_address(county: County) -> None:
    fail("filler", 3, "2001:db8:1:1::1")
    fail("filler", 2, "2001:db8:1:1::2")
    assert guard.locked_until("filler", "2001:db8:1:1:ffff::3") is not None


def test_s2_the_security_administrator_unlocks_and_nobody_else(county: County) -> None:
    fail("filler", 5)
    with pytest.raises(PermissionDenied, match="没有办理此事项的权限"):
        Unlock(county.actor("system_admin"), county.people["filler"]).run()
    Unlock(county.actor("security_admin"), county.people["filler"]).run()
    assert logged_in(try_log_in("filler", PASSWORD))


def test_s2_an_unknown_account_is_answered_like_a_known_one(county: County) -> None:
    assert "账号或密码不正确" in try_log_in("nobody", "wrong")
    fail("nobody", 4)
    assert "分钟后再试" in try_log_in("nobody", "wrong")


def test_a_proxy_tells_the_address_and_nobody_else_can(county: County, settings: object) -> None:
    settings.PROXIES = ["127.0.0.1"]  # type: ignore[attr-defined]
    forwarded = {"X-Forwarded-For": "6.6.6.6, 198.51.100.7"}
    for told, real in (("127.0.0.1", "198.51.100.7"), ("203.0.113.5", "203.0.113.5")):
        Client().post("/login/", {"username": "filler", "password": "x"}, REMOTE_ADDR=told, headers=forwarded)
        last = Entry.objects.last()
        assert last is not None
        assert last.address == real


# S3


def test_s3_an_administrator_is_held_to_set_up_a_second_factor_before_anything_else(county: County) -> None:
    User.objects.filter(username="finance").update(totp_secret="")
    client = Client()
    assert "设置动态口令" in try_log_in("finance", PASSWORD, client=client)
    for path in ("/", "/manage/years/", "/2024/900001/evaluation/"):
        assert client.get(path).url == "/account/factor/"  # type: ignore[attr-defined]


def test_s3_setting_up_the_second_factor_takes_a_code_that_the_telephone_shows(county: County) -> None:
    User.objects.filter(username="finance").update(totp_secret="")
    client = Client()
    try_log_in("finance", PASSWORD, client=client)
    page = client.get("/account/factor/")
    secret = page.context["secret"].replace(" ", "")
    assert "口令不正确" in client.post("/account/factor/", {"code": "000000"}).content.decode()
    client.post("/account/factor/", {"code": pyotp.TOTP(secret).now()})
    user = User.objects.get(username="finance")
    assert sealed.unseal(user.totp_secret, str(user.pk)) == secret
    assert client.get("/").status_code == 200


def test_s3_password_and_code_together_open_the_session(county: County) -> None:
    enrolled(county, "auditor")
    client = Client()
    assert "6 位数字" in try_log_in("auditor", PASSWORD, client=client)
    assert client.get("/audit/").status_code == 302
    answer = client.post("/login/code/", {"code": pyotp.TOTP(SECRET).now()}, follow=True)
    assert logged_in(answer.content.decode())


def test_s3_a_code_is_good_once(county: County) -> None:
    user = enrolled(county, "auditor")
    with time_machine.travel(NOON, tick=False) as clock:
        code = pyotp.TOTP(SECRET).now()
        assert factor.accept(user, code)
        stale = User.objects.get(pk=user.pk)
        assert not factor.accept(user, code)
        assert not factor.accept(stale, code)
        clock.shift(timedelta(seconds=30))
        assert factor.accept(stale, pyotp.TOTP(SECRET).now())


def test_s3_a_code_of_two_minutes_ago_is_refused(county: County) -> None:
    user = enrolled(county, "auditor")
    with time_machine.travel(NOON, tick=False) as clock:
        code = pyotp.TOTP(SECRET).now()
        clock.shift(timedelta(minutes=2))
        assert not factor.accept(user, code)


def test_s3_wrong_codes_lock_like_wrong_passwords(county: County) -> None:
    enrolled(county, "auditor")
    client = Client()
    try_log_in("auditor", PASSWORD, client=client)
    for _time in range(5):
        client.post("/login/code/", {"code": "000000"}, REMOTE_ADDR="10.0.0.1")
    assert "分钟后再试" in try_log_in("auditor", PASSWORD)


def test_s3_the_right_password_is_forgotten_after_five_minutes(county: County) -> None:
    enrolled(county, "auditor")
    client = Client()
    with time_machine.travel(NOON, tick=False) as clock:
        try_log_in("auditor", PASSWORD, client=client)
        clock.shift(timedelta(minutes=6))
        answer = client.post("/login/code/", {"code": pyotp.TOTP(SECRET).now()}, follow=True)
    assert "登录超时" in answer.content.decode()


def test_s3_the_secret_lies_sealed_and_opens_for_its_owner_only(county: County) -> None:
    user = enrolled(county, "auditor")
    assert SECRET not in user.totp_secret
    assert user.totp_secret.startswith("AES-256-GCM:")
    with pytest.raises(InvalidTag):
        sealed.unseal(user.totp_secret, "another")


def test_s3_the_security_administrator_resets_a_lost_telephone_but_not_the_own(county: County) -> None:
    enrolled(county, "auditor")
    ResetFactor(county.actor("security_admin"), county.people["auditor"]).run()
    assert User.objects.get(username="auditor").totp_secret == ""
    with pytest.raises(Refusal, match="自己的账户"):
        ResetFactor(county.actor("security_admin"), county.people["security_admin"]).run()


def test_s3_a_demonstration_asks_for_no_second_factor_and_says_so_on_every_page(
    county: County, settings: object
) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    User.objects.filter(username="finance").update(totp_secret="")
    page = try_log_in("finance", PASSWORD)
    assert "演示环境" in page
    assert logged_in(page)


# S4


def new_account(county: County) -> tuple[User, str]:
    user = User(username="chenmo", name="陈默")
    code: str = CreateAccount(county.actor("system_admin"), user).run()
    return user, code


def activate(username: str, code: str, password: str = GOOD) -> str:
    typed = {"username": username, "code": code, "password": password, "again": password}
    return str(Client().post("/activate/", typed, follow=True).content.decode())


def test_s4_the_owner_chooses_the_password_with_a_code_that_is_good_once(county: County) -> None:
    _user, code = new_account(county)
    assert "密码已设置" in activate("chenmo", code.lower().replace("-", " "))
    assert logged_in(try_log_in("chenmo", GOOD))
    assert "激活码不正确" in activate("chenmo", code, GOOD + "x")


def test_s4_a_code_dies_after_seventy_two_hours(county: County) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        _user, code = new_account(county)
        clock.shift(timedelta(hours=72, seconds=1))
        assert activation.holder_of("chenmo", code) is None
        assert "已过期" in activate("chenmo", code)


def test_s4_the_code_is_random_and_kept_only_as_a_hash(county: County) -> None:
    user, code = new_account(county)
    assert len({activation.new_code() for _time in range(200)}) == 200
    assert len(code.replace("-", "")) * 5 >= 100
    assert code not in str(User.objects.filter(pk=user.pk).values())
    assert not any(code in entry.detail for entry in Entry.objects.all())


def test_s4_the_code_alone_opens_nothing(county: County) -> None:
    _user, code = new_account(county)
    assert not logged_in(try_log_in("chenmo", code))


def test_s4_a_refused_password_does_not_use_the_code_up(county: County) -> None:
    _user, code = new_account(county)
    assert "密码至少" in activate("chenmo", code, "short")
    assert "密码已设置" in activate("chenmo", code)


def test_s4_a_code_cannot_be_used_twice_even_by_two_at_once(county: County) -> None:
    user, code = new_account(county)
    first, second = User.objects.get(pk=user.pk), User.objects.get(pk=user.pk)
    Activate(Actor(first), first, password=GOOD, code=code).run()
    with pytest.raises(Refusal, match="已使用"):
        Activate(Actor(second), second, password=GOOD + "x", code=code).run()


def test_s4_codes_cannot_be_guessed_at_leisure(county: County) -> None:
    _user, code = new_account(county)
    for _time in range(5):
        activate("chenmo", "AAAA-AAAA-AAAA-AAAA-AAAA")
    assert "分钟后再试" in activate("chenmo", code)


def test_s4_a_reset_voids_the_password_and_ends_every_log_in(county: County) -> None:
    client = Client()
    try_log_in("filler", PASSWORD, client=client)
    code: str = StartReset(county.actor("system_admin"), county.people["filler"]).run()
    assert client.get("/").status_code == 302
    assert not logged_in(try_log_in("filler", PASSWORD))
    assert "密码已设置" in activate("filler", code)


def test_s4_a_fresh_installation_has_no_account(db: None) -> None:
    assert not User.objects.exists()


def test_s4_an_administrator_resets_others_but_not_the_own(county: County) -> None:
    with pytest.raises(Refusal, match="自己的账户"):
        StartReset(county.actor("system_admin"), county.people["system_admin"]).run()


# S5, S9: accounts that are closed, roles that change


def test_s9_a_disabled_account_is_out_at_once_and_in_again_when_enabled(county: County) -> None:
    client = county.client("filler")
    assert client.get("/").status_code == 200
    Disable(county.actor("system_admin"), county.people["filler"]).run()
    assert client.get("/").status_code == 302
    assert not Session.objects.filter(user=county.people["filler"]).exists()
    assert not logged_in(try_log_in("filler", PASSWORD))
    Enable(county.actor("system_admin"), User.objects.get(username="filler")).run()
    assert logged_in(try_log_in("filler", PASSWORD))


def test_s9_a_role_that_is_taken_back_opens_nothing_from_the_next_page_on(county: County) -> None:
    client = county.client("filler")
    address = "/2024/900001/evaluation/"
    assert client.get(address).status_code == 200
    Membership.objects.filter(user=county.people["filler"], role=Role.FILLER).delete()
    assert client.get(address).status_code == 404


# S11, S15


def test_s11_log_ins_are_on_record_when_they_succeed_fail_and_lock(county: County) -> None:
    fail("filler", 5)
    Unlock(county.actor("security_admin"), county.people["filler"]).run()
    try_log_in("filler", PASSWORD)
    told = [(entry.action, entry.result) for entry in Entry.objects.filter(username="filler")]
    assert told == [("登录", "失败")] * 5 + [("登录锁定", "成功"), ("登录", "成功")]
    entry = Entry.objects.filter(username="filler").last()
    assert entry is not None
    assert (entry.address, entry.roles, entry.person) == ("10.0.0.1", "填报人", "填报人甲")
    assert timezone.is_aware(entry.at)


def test_s15_neither_passwords_nor_names_of_no_account_get_into_the_log(county: County) -> None:
    try_log_in("My-Secret-Passw0rd", "other-Secret-1")
    try_log_in("filler", "wrong-Secret-2")
    client = county.client("filler")
    typed = {"old": PASSWORD, "password": GOOD, "again": GOOD}
    client.post("/account/password/", typed)
    written = "".join(str(entry.content()) for entry in Entry.objects.all())
    for secret in ("My-Secret", "other-Secret", "wrong-Secret", PASSWORD, GOOD):
        assert secret not in written


def test_s15_a_line_break_in_what_was_typed_forges_no_second_log_line() -> None:
    record = logging.LogRecord("jiheng", logging.WARNING, "", 0, "at %s", ("/x\nERROR forged",), None)
    assert "\n" not in OneLine("%(message)s").format(record)


# S8, and addresses that lead elsewhere


@pytest.mark.parametrize("path", ["/logout/", "/account/sessions/1/end/", "/manage/users/1/do/disable/"])
def test_s8_nothing_changes_by_opening_an_address(county: County, path: str) -> None:
    assert county.client("system_admin").get(path).status_code == 405


def test_s8_a_form_without_the_token_of_its_page_is_refused(county: County) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/login/", {"username": "filler", "password": PASSWORD})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


def test_after_the_log_in_nobody_is_sent_to_another_site(county: County) -> None:
    answer = Client().post("/login/?next=https://evil.example/", {"username": "filler", "password": PASSWORD})
    assert answer["Location"] == "/"
    answer = Client().post("/login/?next=/2024/900001/evaluation/", {"username": "filler", "password": PASSWORD})
    assert answer["Location"] == "/2024/900001/evaluation/"


@pytest.mark.parametrize(
    "typed", [{"username": "a\x00b", "password": "x"}, {"username": "x" * 500, "password": "x"}, {}]
)
def test_odd_input_at_the_log_in_is_answered_with_a_page(county: County, typed: dict[str, str]) -> None:
    answer = Client().post("/login/", typed)
    assert answer.status_code == (400 if "\x00" in typed.get("username", "") else 200)
    assert "<html" in answer.content.decode()
