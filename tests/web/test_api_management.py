"""Units, accounts, roles, years, the log and the token itself, by token; no secret ever goes out."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiheng.web.accounts.actions import StartReset
from jiheng.web.accounts.models import User
from jiheng.web.actions import Refusal
from jiheng.web.api.actions import SHORT_DAYS, MakeToken
from jiheng.web.api.models import Token
from jiheng.web.audit import chain
from jiheng.web.audit.models import Entry
from jiheng.web.cycle.models import Dossier, Stage, State, Step, Task, Year
from jiheng.web.organisation.models import Membership, Role, Unit
from tests.web.api import call, caller, token
from tests.web.conftest import PASSWORD, County

API = "/api/v1"
TOKENS = "/account/tokens/"
TOWN = {"code": "900003", "name": "新丰镇人民政府", "level": "乡镇", "parent": "900"}


def make(county: County, **given: object) -> str:
    """The page that answers when the person asks for a token."""
    held = Membership.objects.get(user=county.people["filler"])
    typed = {"role": held.pk, "name": "报表程序", "days": 30, "password": PASSWORD} | given
    return county.client("filler").post(TOKENS, typed).content.decode()


def complaint(page: str) -> str:
    """What the page says is wrong, each sentence of it."""
    return "".join(each.partition(">")[2].partition("</p>")[0] for each in page.split('class="error"')[1:])


def done(action: str) -> bool:
    return Entry.objects.filter(action=action, result="成功").exists()


def test_a_token_is_made_on_its_page_shown_once_and_ended_there(county: County) -> None:
    page = make(county)
    text = page.partition('<code class="secret">')[2].partition("</code>")[0]
    assert caller_of(text).get(f"{API}/token").json()["unit"] == "900001"
    again = county.client("filler").get(TOKENS).content.decode()
    assert text not in again
    assert "报表程序" in again
    assert text not in json.dumps(list(Entry.objects.values()), default=str, ensure_ascii=False)
    county.client("filler").post(f"{TOKENS}{Token.objects.get().pk}/end/")
    assert caller_of(text).get(f"{API}/token").status_code == 401


def caller_of(text: str) -> Client:
    return Client(headers={"authorization": f"Bearer {text}"})


@pytest.mark.parametrize(
    ("given", "said"), [({"password": "x"}, "密码不正确"), ({"days": 400}, "365"), ({"name": ""}, "必填")]
)
def test_a_token_needs_the_password_a_purpose_and_an_end(county: County, given: dict[str, object], said: str) -> None:
    assert said in complaint(make(county, **given))
    assert not Token.objects.exists()


def test_a_token_for_the_role_of_somebody_else_is_not_offered(county: County) -> None:
    other = Membership.objects.get(user=county.people["finance"])
    given: dict[str, object] = {"role": other.pk}
    assert "不在可用的选项中" in complaint(make(county, **given))
    assert not Token.objects.exists()


def test_nobody_ends_the_token_of_another(county: County) -> None:
    token(county, "filler")
    answer = county.client("head").post(f"{TOKENS}{Token.objects.get().pk}/end/")
    assert answer.status_code == 404
    assert Token.objects.get().valid


def test_roles_with_a_second_factor_get_short_tokens_only(county: County) -> None:
    held = Membership.objects.get(user=county.people["auditor"])
    with pytest.raises(Refusal, match=f"1 至 {SHORT_DAYS} 天"):
        MakeToken(county.actor("auditor"), held, name="x", days=SHORT_DAYS + 1).run()


def test_resetting_an_account_ends_its_tokens(county: County) -> None:
    client = caller(county, "filler")
    StartReset(county.actor("system_admin"), county.people["filler"]).run()
    assert client.get(f"{API}/token").status_code == 401


def test_a_token_tells_what_it_opens_and_ends_itself(county: County) -> None:
    client = caller(county, "filler")
    told = client.get(f"{API}/token").json()
    assert (told["role"], told["unit"], told["revoked"]) == ("filler", "900001", False)
    assert "records.write" in told["rights"]
    assert "review.write" not in told["rights"]
    assert client.delete(f"{API}/token").json()["revoked"]
    assert client.get(f"{API}/token").status_code == 401


def test_the_tree_grows_and_changes(county: County) -> None:
    client = caller(county, "system_admin")
    assert call(client, "POST", f"{API}/units", TOWN).json()["parent"] == "900"
    assert "已由" in call(client, "POST", f"{API}/units", TOWN).json()["problem"]
    changed = {"name": "新丰街道办事处", "level": "乡镇", "parent": "900001"}
    assert call(client, "PUT", f"{API}/units/900003", changed).json()["parent"] == "900001"
    assert call(client, "PUT", f"{API}/units/900001/active", {"active": False}).status_code == 409
    assert not call(client, "PUT", f"{API}/units/900003/active", {"active": False}).json()["active"]
    assert [each["code"] for each in client.get(f"{API}/units?after=900001").json()] == ["900002", "900003"]
    assert Unit.objects.get(code="900003").is_within(county.town)
    assert all(map(done, ("新增单位", "修改单位", "停用或启用单位")))


@pytest.mark.parametrize("wrong", [{"code": "镇"}, {"level": "村"}, {"parent": "999"}, {"name": " "}])
def test_a_unit_that_the_page_would_refuse_is_refused(county: County, wrong: dict[str, str]) -> None:
    answer = call(caller(county, "system_admin"), "POST", f"{API}/units", TOWN | wrong)
    assert answer.status_code == 409
    assert not Unit.objects.filter(name=TOWN["name"]).exists()


def test_an_account_is_made_without_any_secret_and_given_a_role_by_another(county: County) -> None:
    system, security = caller(county, "system_admin"), caller(county, "security_admin")
    made = call(system, "POST", f"{API}/accounts", {"account": "zhang.san", "name": "张三", "phone": "020-12345678"})
    assert made.json() == {
        "account": "zhang.san", "name": "张三", "active": True, "state": "待激活", "second_factor": False, "roles": [],
    }  # fmt: skip
    role = {"role": "filler", "unit": "900001"}
    assert call(system, "POST", f"{API}/accounts/zhang.san/roles", role).status_code == 403
    given = call(security, "POST", f"{API}/accounts/zhang.san/roles", role).json()
    assert [(each["role"], each["unit"]) for each in given["roles"]] == [("filler", "900001")]
    assert call(security, "DELETE", f"{API}/accounts/zhang.san/roles/filler/900001").json()["roles"] == []
    assert all(map(done, ("新建账户", "授予角色", "收回角色")))


def test_blanks_typed_around_a_name_are_no_part_of_it(county: County) -> None:
    given = {"account": "zhang.san ", "name": " 张三"}
    made = call(caller(county, "system_admin"), "POST", f"{API}/accounts", given)
    assert (made.status_code, made.json()["account"], made.json()["name"]) == (200, "zhang.san", "张三")


def test_an_account_is_mended_closed_and_opened(county: County) -> None:
    system = caller(county, "system_admin")
    assert call(system, "PATCH", f"{API}/accounts/filler", {"name": "李四"}).json()["name"] == "李四"
    assert not call(system, "POST", f"{API}/accounts/filler/deeds", {"deed": "disable"}).json()["active"]
    assert call(system, "POST", f"{API}/accounts/filler/deeds", {"deed": "enable"}).json()["active"]
    security = caller(county, "security_admin")
    assert call(security, "POST", f"{API}/accounts/filler/deeds", {"deed": "unlock"}).status_code == 409
    factor = call(security, "POST", f"{API}/accounts/finance/deeds", {"deed": "reset-factor"}).json()
    assert not factor["second_factor"]
    assert all(map(done, ("修改账户信息", "停用账户", "启用账户", "重置动态口令")))


def test_no_answer_about_accounts_holds_a_secret(county: County) -> None:
    answer = caller(county, "system_admin").get(f"{API}/accounts").content.decode()
    for user in User.objects.all():
        for secret in (user.password, user.totp_secret, user.activation_hash):
            assert not secret or secret not in answer
    assert "phone" not in answer


def test_an_administrator_gives_himself_no_role(county: County) -> None:
    client = caller(county, "security_admin")
    answer = call(client, "POST", f"{API}/accounts/security_admin/roles", {"role": "finance", "unit": "900"})
    assert answer.status_code == 409
    assert not Membership.objects.filter(user=county.people["security_admin"], role=Role.FINANCE).exists()


def test_a_year_is_opened_for_units_with_pack_and_days(county: County) -> None:
    client = caller(county, "finance")
    assert call(client, "POST", f"{API}/years", {"year": 2025}).json()["units"] == 0
    given = {"units": ["900001", "900002"], "pack": "cn/guangdong/department", "due": {"evaluation": "2026-03-31"}}
    assert call(client, "POST", f"{API}/years/2025/units", given).json()["units"] == 2
    later = {"due": {"evaluation": "2026-04-10"}, "units": ["900002"]}
    stages = call(client, "PUT", f"{API}/years/2025/deadlines", later).json()["deadlines"]
    assert ("2026-03-31", "2026-04-10") in [(each["first"], each["last"]) for each in stages]
    pack = client.get(f"{API}/packs").json()[0]["pack"]
    assert call(client, "PUT", f"{API}/years/2025/units/900001/pack", {"pack": pack}).json()["pack"] == pack
    listed = client.get(f"{API}/years/2025/units?after=900001").json()
    assert [(each["unit"], each["due"]["evaluation"]) for each in listed] == [("900002", "2026-04-10")]
    assert not call(client, "PUT", f"{API}/years/2025/open", {"open": False}).json()["open"]
    assert all(map(done, ("新增年度", "开放年度填报", "设定报送期限", "更换规则包", "开放或关闭年度")))
    assert not Year.objects.get(year=2025).open


def test_units_beyond_the_reach_and_unknown_packs_are_refused(county: County) -> None:
    Unit.objects.create(code="800", name="外县财政局", level="县级")
    client = caller(county, "finance")
    given = {"units": ["800"], "pack": "cn/guangdong/department"}
    assert "800" in call(client, "POST", f"{API}/years/2024/units", given).json()["problem"]
    unknown = given | {"units": ["900001"], "pack": "cn/nowhere"}
    assert call(client, "POST", f"{API}/years/2024/units", unknown).status_code == 409
    assert not Dossier.objects.filter(unit__code="800").exists()


def test_days_are_set_for_all_units_of_the_year_if_none_is_named(county: County) -> None:
    call(caller(county, "finance"), "PUT", f"{API}/years/2024/deadlines", {"due": {"targets": "2024-02-01"}})
    assert Task.objects.filter(stage=Stage.TARGETS).count() == 2


def test_deadlines_without_a_day_and_a_year_for_no_unit_are_refused(county: County) -> None:
    client = caller(county, "finance")
    answer = call(client, "PUT", f"{API}/years/2024/deadlines", {"due": {}})
    assert (answer.status_code, answer.json()["problem"]) == (409, "请至少填写一个环节的期限。")
    none = {"units": [], "pack": "cn/guangdong/department"}
    assert call(client, "POST", f"{API}/years/2024/units", none).status_code == 422
    assert not done("设定报送期限")
    assert not done("开放年度填报")


def test_the_auditor_reads_and_verifies_the_log(county: County) -> None:
    token(county, "filler")
    client = caller(county, "auditor")
    found = client.get(f"{API}/audit?who=filler&since=2000-01-01&until=9999-12-31").json()
    assert [each["action"] for each in found] == ["新建接口令牌"]
    assert client.get(f"{API}/audit?before=1").json() == []
    head = "{}:{}".format(*chain.head())
    verdict = call(client, "POST", f"{API}/audit/verification", {"anchor": head}).json()
    assert verdict["sound"]
    assert verdict["head"] != head  # the verification itself is on record
    assert not call(client, "POST", f"{API}/audit/verification", {"anchor": f"1:{'0' * 64}"}).json()["sound"]


@pytest.fixture
def large(county: County) -> County:
    """Forty units more, each with an account, a dossier and a task that is late."""
    units = [
        Unit.objects.create(code=f"91{n:04d}", name=f"第 {n} 镇", level="乡镇", parent=county.county) for n in range(40)
    ]
    year, pack = county.dossier.year, county.dossier.pack
    dossiers = Dossier.objects.bulk_create(Dossier(year=year, unit=unit, pack=pack) for unit in units)
    Task.objects.bulk_create(Task(dossier=each, stage=Stage.EVALUATION, due=date(2025, 3, 1)) for each in dossiers)
    Task.objects.bulk_create(
        Task(dossier=each, stage=Stage.TARGETS, state=State.SUBMITTED, step=Step.FINANCE) for each in dossiers
    )
    people = User.objects.bulk_create(User(username=f"user{n}", name="某人") for n in range(40))
    for person, unit in zip(people, units, strict=True):
        Membership.objects.create(user=person, unit=unit, role=Role.FILLER)
    return county


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("finance", "/dossiers"),
        ("finance", "/years"),
        ("finance", "/years/2024/units"),
        ("finance", "/years/2024/review"),
        ("finance", "/years/2024/monitoring"),
        ("finance", "/years/2024/reminders"),
        ("finance", "/years/2024/proposals"),
        ("system_admin", "/units"),
        ("system_admin", "/accounts"),
        ("auditor", "/audit"),
    ],
)
def test_a_list_asks_few_questions_however_long_it_is(large: County, role: str, path: str) -> None:
    client = caller(large, role)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"{API}{path}").status_code == 200
    assert len(queries) <= 12, [each["sql"][:80] for each in queries]
