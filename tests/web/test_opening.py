"""An installation without accounts: a one-time address makes the first three; the second factor has a way back on paper."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from jiheng.cli.serve import tell_how_to_open
from jiheng.web.accounts import factor, opening, recovery
from jiheng.web.accounts.models import RecoveryCode, User
from jiheng.web.audit.models import Entry
from jiheng.web.organisation.models import Membership, Unit
from tests.web.conftest import PASSWORD, County

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
GIVEN = {
    "region": "广东", "code": "101001", "name": "青云县财政局", "level": "县级",
    "system_admin_name": "陈一", "system_admin_username": "chenyi",
    "security_admin_name": "李二", "security_admin_username": "lier",
    "auditor_name": "王三", "auditor_username": "wangsan",
}  # fmt: skip


@pytest.fixture(autouse=True)
def open_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the site is asked whether it is open."""
    monkeypatch.setattr(opening.Opened, "known", False)


@pytest.mark.parametrize("path", ["/", "/login/", "/activate/", "/public/", "/2024/900001/data/", "/nowhere/"])
def test_until_there_is_an_account_every_page_says_that_the_site_is_not_open_yet(db: None, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 503
    assert "尚未启用" in answer.content.decode()


def test_until_there_is_an_account_a_program_is_told_so_as_the_api_tells_things(db: None) -> None:
    answer = Client().get("/api/v1/units/")
    assert (answer.status_code, answer.json()) == (503, {"problem": "本站尚未启用，请联系系统管理员。"})


def test_serve_prints_the_one_time_address_on_an_empty_installation_and_never_after(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    tell_how_to_open("http://127.0.0.1:8000")
    printed = capsys.readouterr().out
    assert "30 分钟" in printed
    address = re.search(r"http://127\.0\.0\.1:8000(/start/[\w-]{32}/)", printed)
    assert address
    assert Client().post(address[1], GIVEN).status_code == 200
    tell_how_to_open("http://127.0.0.1:8000")
    assert capsys.readouterr().out == ""


def test_the_page_behind_the_address_makes_the_unit_its_region_and_three_administrators_whom_their_slips_let_in(
    db: None,
) -> None:
    page = Client().post(opening.offer(), GIVEN).content.decode()
    root = Unit.objects.get()
    assert (root.code, root.name, root.region) == ("101001", "青云县财政局", "广东")
    held = Membership.objects.order_by("pk").values_list("user__username", "role")
    assert list(held) == [("chenyi", "system_admin"), ("lier", "security_admin"), ("wangsan", "auditor")]
    codes = re.findall(r"<code class=\"secret\">((?:\w{4}-){4}\w{4})</code>", page)
    assert len(codes) == 3
    client, chosen = Client(), "Tiancai-Banyun-7431"
    first = {"username": "chenyi", "code": codes[0], "password": chosen, "again": chosen}
    assert client.post("/activate/", first).headers["Location"] == "/login/"
    entered = client.post("/login/", {"username": "chenyi", "password": chosen}, follow=True)
    assert entered.redirect_chain[-1] == ("/account/factor/", 302)
    assert Entry.objects.filter(action="新建账户").count() == 3


def test_the_address_is_good_once(db: None) -> None:
    path = opening.offer()
    assert Client().get(path).status_code == 200
    Client().post(path, GIVEN)
    again = Client().post(path, GIVEN | {"code": "2"})
    assert (again.status_code, User.objects.count()) == (410, 3)


def test_the_address_is_good_for_thirty_minutes_and_void_once_another_is_told(db: None) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        first, second = opening.offer(), opening.offer()
        assert Client().get(first).status_code == 410
        clock.shift(timedelta(minutes=31))
        assert Client().get(second).status_code == 410
        assert Client().post(second, GIVEN).status_code == 410
    assert not User.objects.exists()


def test_what_is_missing_is_asked_for_at_its_place_and_the_address_stays_good(db: None) -> None:
    path = opening.offer()
    page = Client().post(path, GIVEN | {"region": "", "auditor_username": "chenyi"}).content.decode()
    assert "三位管理员须使用不同的账号" in page
    assert page.count('class="error"') == 2
    assert not User.objects.exists()
    assert Client().post(path, GIVEN).status_code == 200


def test_the_console_can_open_the_site_too(db: None) -> None:
    call_command("first_accounts", "900", "青禾县财政局", region="湖南")
    assert Unit.objects.get().region == "湖南"
    assert opening.offer() == ""


# The way back after a lost telephone


def set_up(county: County, role: str) -> tuple[Client, list[str]]:
    User.objects.filter(username=role).update(totp_secret="")
    client = county.client(role)
    client.get("/account/factor/")
    secret = client.get("/account/factor/").context["secret"].replace(" ", "")
    page = client.post("/account/factor/", {"code": pyotp.TOTP(secret).now()}).content.decode()
    return client, re.findall(r"<code>((?:\w{4}-){2}\w{4})</code>", page)


def log_in_with(role: str, code: str) -> str:
    client = Client()
    client.post("/login/", {"username": role, "password": PASSWORD})
    return client.post("/login/code/", {"code": code}, follow=True).content.decode()


def test_setting_up_the_second_factor_hands_out_ten_codes_for_paper_each_good_once(county: County) -> None:
    _client, codes = set_up(county, "finance")
    assert len(set(codes)) == recovery.COUNT
    assert "还剩 9 个" in log_in_with("finance", codes[0])
    assert "恢复码不正确或已经用过" in log_in_with("finance", codes[0])
    assert "退出登录" in log_in_with("finance", codes[1].lower().replace("-", " "))
    assert Entry.objects.filter(action="使用恢复码").count() == 2


def test_new_codes_are_made_for_the_password_and_void_the_old_ones(county: County) -> None:
    client, codes = set_up(county, "finance")
    assert "密码不正确" in client.post("/account/recovery/", {"password": "wrong"}).content.decode()
    page = client.post("/account/recovery/", {"password": PASSWORD}).content.decode()
    fresh = re.findall(r"<code>((?:\w{4}-){2}\w{4})</code>", page)
    assert len(fresh) == recovery.COUNT
    assert "恢复码不正确" in log_in_with("finance", codes[0])
    assert "退出登录" in log_in_with("finance", fresh[0])


def test_whoever_has_no_second_factor_is_given_no_codes(county: County) -> None:
    answer = county.client("filler").post("/account/recovery/", {"password": PASSWORD}).content.decode()
    assert "还没有设置动态口令" in answer
    assert not RecoveryCode.objects.exists()


def test_guessing_recovery_codes_locks_like_guessing_any_code(county: County) -> None:
    set_up(county, "finance")
    for _time in range(5):
        log_in_with("finance", "AAAA-BBBB-CCCC")
    refused = Client().post("/login/", {"username": "finance", "password": PASSWORD}).content.decode()
    assert "分钟后再试" in refused


def test_a_reset_of_the_second_factor_voids_the_codes_on_paper(county: County) -> None:
    set_up(county, "finance")
    user = User.objects.get(username="finance")
    county.client("security_admin").post(f"/manage/users/{user.pk}/do/reset-factor/")
    assert not RecoveryCode.objects.filter(user=user).exists()
    factor.set_up(user, SECRET, 0)
    recovery.issue(user)
    call_command("new_code", "finance", "--factor")
    assert not RecoveryCode.objects.filter(user=user).exists()
