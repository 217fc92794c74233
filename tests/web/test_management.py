"""管理: units, accounts and roles, years, packs: who may do what, the three administrators apart, the stock admin."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from jiheng.packs.load import library
from jiheng.web.accounts.actions import Disable
from jiheng.web.accounts.models import Guard, User
from jiheng.web.actions import Refusal
from jiheng.web.audit.models import Entry
from jiheng.web.cycle.actions import OpenYear, task_of
from jiheng.web.cycle.models import Dossier, Stage, State, Task, Year
from jiheng.web.cycle.planning import SetDeadlines, SetPack
from jiheng.web.organisation.actions import AddUnit, ChangeUnit, GrantRole, RevokeRole, SetUnitActive
from jiheng.web.organisation.models import Membership, Role, Unit
from tests.web.conftest import County

PACK = "cn/guangdong/department"
OPENS = {
    "/manage/units/": {"system_admin"},
    "/manage/units/new/": {"system_admin"},
    "/manage/units/900001/": {"system_admin"},
    "/manage/units/import/": {"system_admin"},
    "/manage/units/import/template/": {"system_admin"},
    "/manage/users/": {"system_admin", "security_admin"},
    "/manage/users/asked/": {"security_admin"},
    "/manage/users/new/": {"system_admin"},
    "/manage/years/": {"finance"},
    "/manage/years/2024/": {"finance"},
    "/manage/years/2024/units/900001/": {"finance"},
    "/manage/packs/": {"system_admin", "finance"},
    f"/manage/packs/{PACK}/": {"system_admin", "finance"},
    "/audit/": {"auditor"},
}


@pytest.mark.parametrize("path", OPENS)
def test_s9_each_page_opens_for_its_roles_alone(county: County, path: str) -> None:
    opened = {role for role in county.people if county.client(role).get(path).status_code == 200}
    assert opened == OPENS[path]
    assert Client().get(path).status_code == 302


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/manage/units/900001/active/", {"active": "0"}),
        ("/manage/users/{filler}/do/disable/", {}),
        ("/manage/users/{filler}/do/reset/", {}),
        ("/manage/users/{filler}/do/unlock/", {}),
        ("/manage/users/{filler}/roles/grant/", {"role": "finance", "unit": "1"}),
        ("/manage/years/2024/active/", {"open": "0"}),
        ("/manage/years/2024/deadlines/", {"due-targets": "2025-01-31"}),
        ("/audit/verify/", {}),
        ("/audit/export/", {"password": "x"}),
    ],
)
def test_s9_a_filler_can_post_to_none_of_them_and_each_try_is_on_record(
    county: County, path: str, typed: dict[str, str]
) -> None:
    answer = county.client("filler").post(path.format(filler=county.people["filler"].pk), typed)
    assert answer.status_code == 403
    last = Entry.objects.last()
    assert last is not None
    assert (last.username, last.result) == ("filler", "无权限")


# S10


def grant(county: County, by: str, to: str, role: Role) -> None:
    GrantRole(county.actor(by), county.people[to], role=role, where=county.county).run()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SECURITY_ADMIN, Role.FILLER])
def test_s10_an_administrator_gets_no_second_role(county: County, role: Role) -> None:
    with pytest.raises(Refusal, match="不同账号"):
        grant(county, "security_admin", "system_admin", role)


def test_s10_no_import_puts_two_of_the_three_into_one_account(county: County) -> None:
    person = User.objects.create_user(username="one", name="一人")
    both = [Membership(user=person, unit=county.county, role=role) for role in (Role.AUDITOR, Role.SYSTEM_ADMIN)]
    with pytest.raises(ValidationError, match="不同账号"):
        Membership.objects.bulk_create(both)
    both[0].save()
    with pytest.raises(ValidationError, match="不同账号"):
        both[1].save()


def test_s10_nobody_grants_to_himself(county: County) -> None:
    with pytest.raises(Refusal, match="自己的账户"):
        grant(county, "security_admin", "security_admin", Role.FINANCE)


@pytest.mark.parametrize("by", ["system_admin", "auditor", "finance", "head"])
def test_s10_only_the_security_administrator_grants(county: County, by: str) -> None:
    with pytest.raises(PermissionDenied):
        grant(county, by, "neighbour", Role.FINANCE)


def test_s10_one_person_with_several_administrators_log_ins_is_on_record(county: County) -> None:
    User.objects.filter(username="auditor").update(name="唯一")
    person = User.objects.create_user(username="second", name="唯一")
    GrantRole(county.actor("security_admin"), person, role=Role.SYSTEM_ADMIN, where=county.county).run()
    last = Entry.objects.last()
    assert last is not None
    assert "一人多岗：与账号 auditor 同名" in last.detail


def test_s10_the_last_administrator_of_a_kind_can_be_neither_disabled_nor_stripped(county: County) -> None:
    with pytest.raises(Refusal, match="唯一的安全管理员"):
        Disable(county.actor("system_admin"), county.people["security_admin"]).run()
    with pytest.raises(Refusal, match="唯一的审计管理员"):
        RevokeRole(
            county.actor("security_admin"), county.people["auditor"], role=Role.AUDITOR, where=county.county
        ).run()


def test_only_an_account_that_is_locked_is_offered_to_be_unlocked(county: County) -> None:
    person, client = county.people["filler"], county.client("security_admin")
    page = f"/manage/users/{person.pk}/"
    User.objects.filter(pk=person.pk).update(activation_hash="x", initial_expires_at=None)
    expired = client.get(page).content.decode()
    assert "激活码已过期" in expired
    assert "解除锁定" not in expired
    Guard.objects.create(name=person.username, address="x", locked_until=timezone.now() + timedelta(minutes=5))
    assert "解除锁定" in client.get(page).content.decode()


def test_s10_the_administrators_see_no_business_page(county: County) -> None:
    for role in ("system_admin", "security_admin", "auditor"):
        assert county.client(role).get("/2024/900001/evaluation/").status_code == 404


def test_s11_a_change_of_role_is_on_record_with_hashes_before_and_after(county: County) -> None:
    grant(county, "security_admin", "neighbour", Role.EXPERT)
    last = Entry.objects.last()
    assert last is not None
    assert (last.action, last.username) == ("授予角色", "security_admin")
    assert "bob：青禾县财政局 · 第三方专家" in last.detail
    assert last.before_hash != last.after_hash


# units


def test_a_new_unit_stands_below_its_parent(county: County) -> None:
    client = county.client("system_admin")
    typed = {"code": "900003", "name": "云岭镇人民政府", "level": "乡镇", "parent": str(county.county.pk)}
    assert client.post("/manage/units/new/", typed).status_code == 302
    assert Unit.objects.get(code="900003").is_within(county.county)
    assert "已由“云岭镇人民政府”使用" in client.post("/manage/units/new/", typed).content.decode()


def test_a_unit_cannot_hang_below_its_own_subtree(county: County) -> None:
    change = ChangeUnit(
        county.actor("system_admin"), county.county, name=county.county.name, level="县级", parent=county.town
    )
    with pytest.raises(Refusal, match="下级单位"):
        change.run()


def test_a_unit_with_open_units_below_it_stays_open(county: County) -> None:
    page = county.client("system_admin").post("/manage/units/900/active/", {"active": "0"}, follow=True)
    assert "请先停用或调整下级单位" in page.content.decode()
    county.county.refresh_from_db()
    assert county.county.active


def test_the_unit_of_the_administrators_cannot_be_closed_under_them(county: County) -> None:
    Unit.objects.exclude(pk=county.county.pk).update(active=False)
    with pytest.raises(Refusal, match="无人管理"):
        SetUnitActive(county.actor("system_admin"), county.county, active=False).run()


def test_the_tree_is_searched_by_code_and_name(county: County) -> None:
    page = county.client("system_admin").get("/manage/units/?q=白石").content.decode()
    assert "白石镇人民政府" in page
    assert "青禾镇人民政府" not in page


def test_a_code_with_strange_signs_is_refused_beside_the_field(county: County) -> None:
    typed = {"code": "../x", "name": "某单位", "level": "乡镇"}
    assert "单位编码由" in county.client("system_admin").post("/manage/units/new/", typed).content.decode()
    with pytest.raises(Refusal, match="已由"):
        AddUnit(county.actor("system_admin"), Unit(code="900", name="另一个")).run()


# accounts


def test_a_new_account_shows_its_code_once_and_has_no_role(county: County) -> None:
    client = county.client("system_admin")
    slip = client.post("/manage/users/new/", {"username": "chenmo", "name": "陈默", "phone": "13800138000"})
    assert slip.context["code"] in slip.content.decode()
    made = User.objects.get(username="chenmo")
    assert not made.has_usable_password()
    assert slip.context["code"] not in client.get(f"/manage/users/{made.pk}/").content.decode()
    assert not Membership.objects.filter(user=made).exists()


def test_s18_lists_mask_the_telephone_number(county: County) -> None:
    User.objects.filter(username="filler").update(phone="13800138000")
    for role in ("system_admin", "security_admin"):
        page = county.client(role).get("/manage/users/").content.decode()
        assert "138****8000" in page
        assert "13800138000" not in page


def test_s18_an_account_keeps_name_telephone_and_unit_and_nothing_more_about_a_person() -> None:
    personal = {"id_number", "email", "first_name", "last_name", "birthday", "address", "gender"}
    assert personal.isdisjoint(field.name for field in User._meta.get_fields())


def test_accounts_are_found_by_name_role_and_state(county: County) -> None:
    client = county.client("system_admin")
    User.objects.filter(username="bob").update(is_active=False)
    found = {
        query: [each.row.user.username for each in client.get(f"/manage/users/?{query}").context["view"].rows]
        for query in ("q=邻镇", "role=auditor", "state=disabled", "q=白石镇", "state=locked")
    }
    assert found == {
        "q=邻镇": ["bob"],
        "role=auditor": ["auditor"],
        "state=disabled": ["bob"],
        "q=白石镇": ["bob"],
        "state=locked": [],
    }


def test_the_list_of_accounts_needs_few_queries_however_long_it_is(
    county: County, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        user = User.objects.create_user(username=f"user{number}", name="某人")
        Membership.objects.create(user=user, unit=county.town, role=Role.FILLER)
    client = county.client("system_admin")
    for path in ("/manage/users/?size=100", "/manage/units/"):
        with django_assert_max_num_queries(12):
            client.get(path)
    finance = county.client("finance")
    with django_assert_max_num_queries(12):
        finance.get("/manage/years/2024/")


def test_a_role_is_granted_and_taken_back_on_the_page(county: County) -> None:
    client, bob = county.client("security_admin"), county.people["neighbour"]
    client.post(f"/manage/users/{bob.pk}/roles/grant/", {"role": "head", "unit": county.neighbour.pk})
    held = Membership.objects.get(user=bob, role=Role.HEAD)
    client.post(f"/manage/users/{bob.pk}/roles/{held.pk}/revoke/")
    assert not Membership.objects.filter(pk=held.pk).exists()


@pytest.mark.parametrize(
    "path", ["/manage/users/999999/", "/manage/units/none/", "/manage/years/1999/", "/manage/packs/no/such/"]
)
def test_what_is_not_there_is_not_found(county: County, path: str) -> None:
    statuses = {county.client(role).get(path).status_code for role in ("system_admin", "finance")}
    assert 404 in statuses
    assert 500 not in statuses


# years


def test_a_year_is_opened_for_units_with_pack_and_days(county: County) -> None:
    client = county.client("finance")
    client.post("/manage/years/", {"year": "2025"})
    typed = {"open-units": [county.town.pk], "open-pack": PACK, "open-targets": "2025-02-28"}
    asked = client.post("/manage/years/2025/units/", typed).content.decode()
    assert "广东省" in asked
    assert PACK in asked
    assert not Dossier.objects.filter(year__year=2025).exists()
    page = client.post("/manage/years/2025/units/", typed | {"confirmed": "1"}, follow=True).content.decode()
    assert "已向 1 个单位开放填报" in page
    dossier = Dossier.objects.get(year__year=2025)
    assert (dossier.unit, dossier.pack) == (county.town, PACK)
    assert [(task.stage, task.due) for task in dossier.tasks.all()] == [("targets", date(2025, 2, 28))]


def chosen_pack(page: str) -> str:
    """The pack that the form has chosen already; empty: the person must choose."""
    options = page[page.index('name="open-pack"') :]
    found = re.search(r'<option value="([^"]*)" selected', options[: options.index("</select>")])
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("region", "offered"),
    [("", ""), ("湖南", "cn/hunan/department"), ("重庆", "cn/chongqing/department"), ("西藏", "")],
)
def test_no_pack_is_chosen_but_the_one_of_the_sites_region(county: County, region: str, offered: str) -> None:
    Dossier.objects.all().delete()
    Unit.objects.filter(pk=county.county.pk).update(region=region)
    assert chosen_pack(county.client("finance").get("/manage/years/2024/").content.decode()) == offered


def test_last_years_pack_is_offered_before_the_regions(county: County) -> None:
    Unit.objects.filter(pk=county.county.pk).update(region="湖南")
    Year.objects.create(year=2025)
    page = county.client("finance").get("/manage/years/2025/").content.decode()
    assert chosen_pack(page) == PACK
    assert "上次（2024 年度）多数单位使用" in page


def test_a_pack_of_another_region_is_told_before_the_year_opens(county: County) -> None:
    Unit.objects.filter(pk=county.county.pk).update(region="湖南")
    Year.objects.create(year=2025)
    typed = {"open-units": [county.town.pk], "open-pack": PACK}
    page = county.client("finance").post("/manage/years/2025/units/", typed).content.decode()
    assert "本站在湖南，所选的是广东的规则包" in page


def test_no_year_opens_without_a_pack(county: County) -> None:
    Year.objects.create(year=2025)
    typed = {"open-units": [county.town.pk], "open-pack": "", "confirmed": "1"}
    page = county.client("finance").post("/manage/years/2025/units/", typed).content.decode()
    assert "请选择规则包：它决定指标、分值和扣分口径" in page
    assert not Dossier.objects.filter(year__year=2025).exists()


def test_a_year_is_there_once(county: County) -> None:
    assert "2024 年度已经存在" in county.client("finance").post("/manage/years/", {"year": "2024"}).content.decode()


def test_no_year_is_opened_for_a_unit_beyond_ones_reach(county: County) -> None:
    elsewhere = Unit.objects.create(code="800", name="邻县财政局", level="县级")
    year = Year.objects.create(year=2025)
    with pytest.raises(PermissionDenied):
        OpenYear(county.actor("finance"), year, [elsewhere], PACK, {}).run()
    with pytest.raises(PermissionDenied):
        SetDeadlines(county.actor("finance"), year, [elsewhere], {}).run()
    assert not Dossier.objects.filter(year=year).exists()


def test_deadlines_are_set_for_all_units_and_mended_for_one(county: County) -> None:
    client = county.client("finance")
    client.post("/manage/years/2024/deadlines/", {"due-evaluation": "2025-03-31"})
    client.post("/manage/years/2024/units/900001/", {"due": "1", "evaluation": "2025-04-15"})
    days = {task.dossier.unit.code: task.due for task in Task.objects.filter(stage=Stage.EVALUATION)}
    assert days == {"900001": date(2025, 4, 15), "900002": date(2025, 3, 31)}
    assert "2025-03-31 至 2025-04-15" in client.get("/manage/years/2024/").content.decode()


def test_the_pack_changes_until_something_was_handed_in(county: County) -> None:
    other = "cn/hunan/department"
    before = county.dossier.stamp
    SetPack(county.actor("finance"), county.dossier, pack=other).run()
    county.dossier.refresh_from_db()
    assert county.dossier.pack == other
    assert county.dossier.stamp != before
    Task.objects.filter(pk=task_of(county.dossier, Stage.EVALUATION).pk).update(state=State.SUBMITTED)
    with pytest.raises(Refusal, match="请先退回"):
        SetPack(county.actor("finance"), county.dossier, pack=PACK).run()


def test_a_pack_that_does_not_exist_is_refused_in_a_sentence(county: County) -> None:
    with pytest.raises(Refusal, match="不能使用"):
        SetPack(county.actor("finance"), county.dossier, pack="cn/nowhere").run()


def test_a_closed_year_is_opened_again(county: County) -> None:
    client = county.client("finance")
    for value, is_open in (("0", False), ("1", True)):
        client.post("/manage/years/2024/active/", {"open": value})
        assert Year.objects.get(year=2024).open is is_open


# packs


def test_every_pack_of_the_library_is_listed_and_shows_its_sources(county: County) -> None:
    client = county.client("finance")
    page = client.get("/manage/packs/").content.decode()
    for info in library():
        assert info.title in page
        assert "核对程度" in client.get(f"/manage/packs/{info.id}/").content.decode()


def test_an_unverified_pack_says_so(county: County) -> None:
    assert "示例口径，未核实" in county.client("finance").get(f"/manage/packs/{PACK}/").content.decode()


# the stock admin and the installation


def test_every_model_of_the_product_can_be_looked_at_by_a_maintainer(db: None) -> None:
    ours = {model for model in apps.get_models() if model.__module__.startswith("jiheng.")}
    assert ours <= set(admin.site._registry)


@pytest.fixture
def maintainer(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("keeper", "x", name="维护", totp_secret="enrolled"))
    return client


def test_the_stock_admin_shows_the_log_but_changes_nothing_of_it(maintainer: Client, county: County) -> None:
    county.client("filler").get("/manage/units/")
    entry = Entry.objects.last()
    assert entry is not None
    assert maintainer.get(f"/maintenance/audit/entry/{entry.pk}/change/").status_code == 200
    for path in (f"{entry.pk}/change/", f"{entry.pk}/delete/", "add/"):
        assert maintainer.post(f"/maintenance/audit/entry/{path}", {"action": "x"}).status_code == 403


def test_a_maintainers_change_is_on_record(maintainer: Client, county: County) -> None:
    town = county.town
    typed = {"code": "1", "name": "青禾镇", "level": town.level}
    assert maintainer.post(f"/maintenance/organisation/unit/{town.pk}/change/", typed).status_code == 302
    last = Entry.objects.last()
    assert last is not None
    assert (last.action, last.username, last.object_label) == ("维护修改", "keeper", "900001 青禾镇")


def test_the_stock_admin_shows_no_secret_and_has_no_log_in_of_its_own(maintainer: Client, county: County) -> None:
    page = maintainer.get(f"/maintenance/accounts/user/{county.people['finance'].pk}/change/").content.decode()
    assert "enrolled" not in page
    assert "argon2" not in page
    assert User.objects.get(username="finance").password not in page
    assert Client().get("/maintenance/", follow=True).redirect_chain[-1][0].startswith("/login/")
    assert county.client("filler").get("/maintenance/login/").headers["Location"] == "/"


def test_a_maintainer_needs_the_second_factor_too(db: None) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("keeper", "x", name="维护"))
    assert client.get("/maintenance/").headers["Location"] == "/account/factor/"


def test_the_first_accounts_are_made_in_an_empty_installation_only(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("first_accounts", "900", "青禾县财政局")
    printed = capsys.readouterr().out
    assert printed.count("激活码 ") == 3
    assert not any(user.has_usable_password() for user in User.objects.all())
    with pytest.raises(CommandError, match="已经启用"):
        call_command("first_accounts", "901", "白石县财政局")


def test_the_console_helps_an_administrator_whom_nobody_else_can_help(
    county: County, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("new_code", "security_admin", "--factor")
    assert "激活码" in capsys.readouterr().out
    user = User.objects.get(username="security_admin")
    assert not user.totp_secret
    assert not user.has_usable_password()
    with pytest.raises(CommandError, match="没有启用的账户"):
        call_command("new_code", "nobody")


@pytest.mark.parametrize("hosts", ["jixiao.example.gov.cn"])
def test_a_public_installation_passes_the_deployment_check(tmp_path: Path, hosts: str) -> None:
    environment = os.environ | {"JIHENG_HOSTS": hosts, "JIHENG_HOME": str(tmp_path), "JIHENG_DEMO": "1"}
    environment["DJANGO_SETTINGS_MODULE"] = "jiheng.web.settings"
    command = [sys.executable, "-m", "jiheng.web.manage", "check", "--deploy", "--fail-level", "INFO"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


# S14


def test_s14_an_unforeseen_failure_tells_a_number_and_nothing_about_the_inside(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr("jiheng.web.management.queries.packs", fails)
    client = county.client("finance")
    client.raise_request_exception = False
    answer = client.get("/manage/packs/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "错误编号" in page
    assert "secret inside" not in page
    assert "Traceback" not in page
