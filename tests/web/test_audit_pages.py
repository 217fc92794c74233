"""The auditor's pages and command: filter, export, verify; read-only for everybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from jiheng.web.audit import chain
from jiheng.web.audit.models import Entry
from tests.web.conftest import PASSWORD, County
from tests.web.test_audit import entries, tamper

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def rows(county: County, query: str) -> list[str]:
    page = county.client("auditor").get(f"/audit/?{query}").context["page"]
    return [entry.action for entry in page]


def test_entries_are_found_by_day_person_deed_unit_and_result(county: County) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        chain.write(username="alice", person="爱丽丝", action="提交审核", unit_code="900001")
        clock.shift(timedelta(days=1))
        chain.write(username="bob", person="鲍勃", action="退回修改", unit_code="900002", result="无权限")
        found = {
            query: rows(county, query)
            for query in ("until=2026-03-02", "since=2026-03-03", "who=爱丽", "who=bob", "action=退回", "unit=900001", "result=无权限")
        }  # fmt: skip
    assert found == {
        "until=2026-03-02": ["提交审核"],
        "since=2026-03-03": ["退回修改"],
        "who=爱丽": ["提交审核"],
        "who=bob": ["退回修改"],
        "action=退回": ["退回修改"],
        "unit=900001": ["提交审核"],
        "result=无权限": ["退回修改"],
    }


def test_a_day_that_is_none_is_said_beside_the_field_and_nothing_breaks(county: County) -> None:
    answer = county.client("auditor").get("/audit/?since=昨天&page=abc&size=7")
    assert answer.status_code == 200
    assert answer.context["form"].errors["since"]


def test_a_long_log_is_cut_into_pages_with_few_queries(county: County, django_assert_max_num_queries: object) -> None:
    entries(45)
    client = county.client("auditor")
    with django_assert_max_num_queries(12):  # type: ignore[operator] # a fixture without a type
        page = client.get("/audit/?page=3").context["page"]
    assert [entry.number for entry in page] == [5, 4, 3, 2, 1]


def test_what_was_typed_is_shown_as_text(county: County) -> None:
    chain.write(username="alice", action="保存", detail="<script>alert(1)</script>")
    page = county.client("auditor").get("/audit/").content.decode()
    assert "<script>alert" not in page


def test_s18_an_export_asks_for_the_password_again_and_is_on_record(county: County) -> None:
    entries(2)
    client = county.client("auditor")
    refused = client.post("/audit/export/", {"password": "wrong"}, follow=True)
    assert "请重新输入登录密码" in refused.content.decode()
    answer = client.post("/audit/export/?who=alice", {"password": PASSWORD})
    assert answer["Content-Disposition"].startswith("attachment")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
    assert [row[6].value for row in sheet.iter_rows(min_row=3)] == ["操作1", "操作0"]
    last = Entry.objects.last()
    assert last is not None
    assert (last.action, last.detail) == ("导出审计日志", "账号或姓名：alice")


def test_an_exported_cell_never_becomes_a_formula(county: County) -> None:
    chain.write(username="alice", action="保存", detail='=HYPERLINK("http://x")')
    answer = county.client("auditor").post("/audit/export/", {"password": PASSWORD})
    cells = [cell for row in openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows() for cell in row]
    (told,) = [cell for cell in cells if str(cell.value).startswith("=HYPERLINK")]
    assert told.data_type == "s"


def test_the_auditor_verifies_on_the_page_with_and_without_an_anchor(county: County) -> None:
    entries(3)
    number, hashed = chain.head()
    client = county.client("auditor")
    for anchor, told in (
        ("", "全部相符"),
        (f"{number}:{hashed}", "全部相符"),
        (f"{number}:{'0' * 64}", "被重写"),
        (f"9999:{hashed}", "被截断"),
        ("nonsense", "锚点应为"),
    ):
        assert told in client.post("/audit/verify/", {"anchor": anchor}, follow=True).content.decode()


def test_a_changed_entry_is_told_on_the_page(county: County) -> None:
    entries(3)
    tamper("UPDATE audit_entry SET action = '别的' WHERE number = 2")
    page = county.client("auditor").post("/audit/verify/", {"anchor": ""}, follow=True).content.decode()
    assert "第 2 条与哈希不符" in page


def leave(*arguments: str) -> int:
    """The command's exit code."""
    try:
        call_command("verify_audit", *arguments)
    except SystemExit as end:
        return int(str(end.code))
    return 0


def test_the_command_leaves_with_a_code_for_each_verdict(db: None, tmp_path: Path) -> None:
    assert leave() == 1
    entries(3)
    kept = tmp_path / "anchor"
    assert leave("--write-anchor", str(kept)) == 0
    assert leave("--anchor", str(kept)) == 0
    assert leave("--anchor", f"3:{'0' * 64}") == 6
    assert leave("--anchor", f"4:{'0' * 64}") == 5
    tamper("DELETE FROM audit_entry WHERE number = 2")
    assert leave() == 4


def test_the_command_names_a_changed_entry(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    entries(2)
    tamper("UPDATE audit_entry SET action = '别的' WHERE number = 1")
    assert leave() == 3
    assert "第 1 条与哈希不符" in capsys.readouterr().out


def test_an_anchor_that_cannot_be_read_is_not_taken_for_a_pass(db: None) -> None:
    entries(1)
    with pytest.raises(CommandError, match="不是锚点"):
        call_command("verify_audit", "--anchor", "nonsense")


def test_s12_no_setting_shortens_the_log_and_old_entries_cannot_be_deleted(db: None) -> None:
    with time_machine.travel(NOON - timedelta(days=4000), tick=False):
        entries(1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE number = 1")
    assert Entry.objects.count() == 1


def test_s11_an_entry_tells_time_with_zone_who_role_address_deed_object_and_result(county: County) -> None:
    county.client("security_admin").post(
        f"/manage/users/{county.people['neighbour'].pk}/roles/grant/", {"role": "expert", "unit": county.county.pk}
    )
    entry = Entry.objects.get(action="授予角色")
    assert entry.content()["at"].endswith("+00:00")
    assert (entry.username, entry.person, entry.roles) == ("security_admin", "安全管理员甲", "安全管理员")
    assert (entry.address, entry.object_type, entry.object_label) == ("127.0.0.1", "User", "邻镇填报人")
    assert entry.result == "成功"


def test_s11_opening_a_page_without_the_right_is_on_record(county: County) -> None:
    county.client("head").get("/audit/")
    last = Entry.objects.last()
    assert last is not None
    assert (last.action, last.username, last.object_label) == ("越权访问", "head", "/audit/")
