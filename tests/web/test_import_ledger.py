"""A treasury ledger in the wizard: matched once, reconciled and shown before anything is accepted, never half."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiheng.web.audit.models import Entry
from jiheng.web.imports.models import ColumnMatch, Import, ImportState
from jiheng.web.records.actions import Change, ReplaceTables, SaveCells
from jiheng.web.records.models import Record
from tests.web.conftest import County
from tests.web.test_imports import book

BASE = "/2024/900001/import/"
HEAD: list[object] = ["凭证号", "支付日期", "项目名称", "资金来源", "摘要", "支付金额（元）"]
ROWS: list[list[object]] = [
    ["0101", date(2024, 1, 15), "路灯", "一般公共预算", "工程款", 300],
    ["0102", date(2024, 1, 20), "路灯", "一般公共预算", "监理费", 50.5],
    ["0201", "2024-02-03", "道路", "", "工程款", 800],
    ["0201", "2024-02-03", "道路", "", "工程款", 800],
    ["0202", "2024/3/1", "道路", "", "退回", -800],
]
COLUMNS = ("voucher", "dated", "project", "source", "", "amount")


@pytest.fixture
def town(county: County) -> County:
    """Two projects, one of them paid from two sources."""
    line = {"category": "项目支出", "source": "一般公共预算", "original": "1000", "adjusted": "1000"}
    rows = {
        "projects": [{"code": "P1", "name": "路灯"}, {"code": "P2", "name": "道路"}],
        "budget": [
            line | {"code": "B1", "project": "P1"},
            line | {"code": "B2", "project": "P1", "source": "上年结转"},
            line | {"code": "B3", "project": "P2"},
        ],
    }
    ReplaceTables(county.actor("filler"), county.dossier, rows).run()
    return county


def send(county: County, rows: Sequence[Sequence[object]], name: str = "明细.xlsx") -> str:
    return send_file(county, book(rows, "支付明细"), name)


def send_file(county: County, content: bytes, name: str = "明细.xlsx") -> str:
    upload = SimpleUploadedFile(name, content)
    page: str = county.client("filler").post(BASE, {"file": upload}, follow=True).content.decode()
    return page


def match(county: County, *names: str, sheet: str = "支付明细") -> str:
    given = {f"column-{index}": name for index, name in enumerate(names)}
    where = f"{BASE}{Import.objects.latest('pk').pk}/columns/"
    asked = {"sheet": sheet, "table": "treasury", **given}
    page: str = county.client("filler").post(where, asked, follow=True).content.decode()
    return page


def take(county: County, **more: str) -> str:
    where = f"{BASE}{Import.objects.latest('pk').pk}/take/"
    page: str = county.client("filler").post(where, more, follow=True).content.decode()
    return page


def payments() -> dict[str, str]:
    return {row.key: row.cells["amount"] for row in Record.objects.filter(table="payments")}


def test_a_ledger_is_known_by_its_head_and_its_columns_are_proposed(town: County) -> None:
    page = send(town, [HEAD, *ROWS])
    assert '<option value="treasury" selected>' in page
    for name in ("voucher", "dated", "project", "source", "amount"):
        assert f'<option value="{name}" selected>' in page


def test_duplicates_reversals_and_totals_are_shown_before_anything_is_accepted(town: County) -> None:
    send(town, [HEAD, *ROWS])
    page = match(town, *COLUMNS)
    assert "1 笔，每张只计一次" in page
    assert "1 对，两笔都计入" in page
    assert "1,150.50" in page
    assert "350.50" in page
    assert "接受并写入 3 行" in page
    assert payments() == {}


def test_accepting_writes_the_sums_by_line_and_month(town: County) -> None:
    send(town, [HEAD, *ROWS])
    match(town, *COLUMNS)
    assert "请先勾选" in take(town), "a row that would be set aside waits for the clerk"
    assert payments() == {}
    assert "已写入 3 个" in take(town, assent="1")
    assert payments() == {"B1/2024-01": "350.5", "B3/2024-02": "800", "B3/2024-03": "-800"}
    assert {row.cells["origin"] for row in Record.objects.filter(table="payments")} == {"系统"}
    assert Entry.objects.filter(action="导入数据", detail="明细.xlsx：支付 3 行").exists()


def test_a_gbk_file_in_wan_with_its_unit_above_the_head_is_read_exactly(town: County) -> None:
    text = "2024年国库集中支付明细\n单位：万元\n凭证号,支付日期,预算项编码,金额\n1,2024-01-05,B1,0.0125\n2,2024-01-06,B3,0.05\n合计,,,0.0625\n"
    upload = SimpleUploadedFile("明细.csv", text.encode("gb18030"))
    page = town.client("filler").post(BASE, {"file": upload}, follow=True).content.decode()
    assert '<option value="amount_wan" selected>' in page
    match(town, "voucher", "dated", "line", "amount_wan", sheet="数据")
    take(town)
    assert payments() == {"B1/2024-01": "125", "B3/2024-01": "500"}


def test_an_amount_without_a_unit_is_asked_for_not_guessed(town: County) -> None:
    head = [*HEAD[:-1], "支付金额"]
    assert "系统不猜" in send(town, [head, *ROWS])
    assert "还需要匹配：支付金额" in match(town, *COLUMNS[:-1])


def test_the_matching_is_remembered_with_its_unit(town: County) -> None:
    head = [*HEAD[:-1], "支付金额"]
    send(town, [head, *ROWS])
    match(town, *COLUMNS[:-1], "amount_wan")
    assert ColumnMatch.objects.get().table == "treasury"
    page = send(town, [head, *ROWS[:2]], "下月.xlsx")
    assert "已按上次" in page
    assert '<option value="amount_wan" selected>' in page


def test_all_faults_are_told_at_once_with_their_cells_and_nothing_can_be_accepted(town: County) -> None:
    bad: list[list[object]] = [
        ["1", "2024-02-30", "路灯", "一般公共预算", "", 1],
        ["2", "2023-12-31", "路灯", "一般公共预算", "", 1],
        ["3", "2024-01-01", "桥梁", "", "", 1],
        ["4", "2024-01-01", "路灯", "", "", 1],
        ["5", "2024-01-01", "道路", "", "", "约三万"],
        ["6", None, "道路", "", "", 1],
        ["7", "2024-01-01", "", "", "", None],
        ["合计", None, None, None, None, 99],
    ]
    send(town, [HEAD, *bad])
    page = match(town, *COLUMNS)
    for said in (
        "第 2 行 B 列</th><td>没有这一天",
        "第 3 行 B 列</th><td>支付日期不在预算年度内",
        "第 4 行 C 列</th><td>找不到这个预算项",
        "第 5 行 C 列</th><td>对应不止一个预算项",
        "第 6 行 F 列</th><td>不是数字",
        "第 7 行 B 列</th><td>没有支付日期",
        "第 8 行 F 列</th><td>没有支付金额",
        "第 8 行 C 列</th><td>没有写明预算项",
    ):
        assert said in page
    assert "B1、B2" in page
    assert "接受并写入" not in page
    assert "只保留正确的行" not in page
    assert "没有导入任何数据" in take(town, sound_only="1")
    assert payments() == {}


def test_a_total_that_is_not_the_sum_of_the_rows_is_a_fault(town: County) -> None:
    send(town, [HEAD, *ROWS[:2], ["合计", None, None, None, None, 400]])
    page = match(town, *COLUMNS)
    assert "第 4 行 F 列</th><td>合计数与各行之和不符" in page
    assert "350.50" in page


def test_more_than_the_budget_must_be_assented_to(town: County) -> None:
    send(town, [HEAD, ["1", "2024-01-01", "道路", "", "", 1000.01]])
    assert "超预算" in match(town, *COLUMNS)
    assert "请先勾选" in take(town)
    assert payments() == {}
    take(town, assent="1")
    assert payments() == {"B3/2024-01": "1000.01"}


def test_typed_months_are_replaced_only_as_shown_and_others_are_kept(town: County) -> None:
    typed = [("2024/1", "10"), ("2024年5月", "20")]
    changes = [Change(0, {"line": ("", "B3"), "month": ("", month), "amount": ("", paid)}) for month, paid in typed]
    SaveCells(town.actor("filler"), town.dossier, "payments", changes).run()
    send(town, [HEAD, ["1", "2024-01-31", "道路", "", "", 30]])
    page = match(town, *COLUMNS)
    assert "有 1 个手工填报的月份将改为台账的数" in page
    assert "<td>改为</td>" in page
    assert "<td>保留</td>" in page
    take(town, assent="1")
    assert payments() == {"B3/2024-01": "30", "B3/2024-05": "20"}


def test_a_month_typed_after_the_import_cannot_double_it(town: County) -> None:
    send(town, [HEAD, ["1", "2024-01-31", "道路", "", "", 30]])
    match(town, *COLUMNS)
    take(town)
    row = {"line": "B3", "month": "2024/1", "amount": "40"}
    ReplaceTables(town.actor("filler"), town.dossier, {"payments": [row]}).run()
    assert payments() == {"B3/2024-01": "40"}


def test_the_same_file_twice_is_recognised_and_not_offered_again(town: County) -> None:
    content = book([HEAD, *ROWS], "支付明细")
    for _time in range(2):
        send_file(town, content)
        page = match(town, *COLUMNS)
        if _time == 0:
            take(town, assent="1")
    assert "导入过（明细.xlsx）" in page
    assert "接受并写入" not in page


def test_a_ledger_whose_budget_changed_since_it_was_checked_is_not_written(town: County) -> None:
    send(town, [HEAD, *ROWS[:1]])
    match(town, *COLUMNS)
    line = {"code": "B1", "project": "P1", "category": "项目支出", "source": "一般公共预算"}
    cut = {"budget": [line | {"original": "1000", "adjusted": "100"}]}
    ReplaceTables(town.actor("filler"), town.dossier, cut).run()
    assert "请重新检查" in take(town)
    assert payments() == {}
    assert Import.objects.get().state == ImportState.CHECKED


def test_yuan_taken_for_wan_is_told(town: County) -> None:
    send(town, [HEAD, ["1", "2024-01-31", "道路", "", "", 700]])
    assert "金额单位可能选错了" in match(town, *COLUMNS[:-1], "amount_wan")


def test_the_marked_copy_shows_the_faults_of_a_ledger(town: County) -> None:
    send(town, [HEAD, ["1", "2024-01-31", "桥梁", "", "", 700]])
    match(town, *COLUMNS)
    where = f"{BASE}{Import.objects.get().pk}/"
    town.client("filler").post(f"{where}mark/")
    answer: Any = town.client("filler").get(f"{where}marked/")
    copy = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert copy["支付明细"]["C2"].comment is not None


def test_the_clerk_decides_what_is_a_duplicate_and_sees_the_new_sums_before_accepting(town: County) -> None:
    rows = [["V1", date(2024, 2, 3), "道路", "", "工程款", 100], ["V1", date(2024, 2, 3), "道路", "", "工程款", 100]]
    send(town, [HEAD, *rows])
    page = match(town, *COLUMNS)
    assert "是不是重复由您决定" in page
    assert "请先勾选" in take(town)
    assert payments() == {}
    where = f"{BASE}{Import.objects.latest('pk').pk}/decide/"
    page = town.client("filler").post(where, {"counted": ["3"]}, follow=True).content.decode()
    assert "作为各自的支付计入" in page
    assert "200.00" in page
    take(town)
    assert payments() == {"B3/2024-02": "200"}


def test_two_head_rows_are_read_as_one(town: County) -> None:
    upper: list[object] = ["凭证号", "支付信息", "", "收款方", "", "项目名称"]
    lower: list[object] = ["", "支付日期", "支付金额（元）", "账户名称", "账号", ""]
    row: list[object] = ["V1", "2024-02-03", 100, "甲店", "6222", "道路"]
    page = send(town, [["国库集中支付明细表"], upper, lower, row, ["V1", "2024-02-03", 100, "乙店", "6223", "道路"]])
    assert "收款方账户名称" in page
    match(town, "voucher", "dated", "amount", "payee", "", "project")
    take(town)
    assert payments() == {"B3/2024-02": "200"}


def test_what_is_void_is_left_out_only_with_assent(town: County) -> None:
    head = [*HEAD, "支付状态"]
    rows = [
        ["V1", "2024-02-03", "道路", "", "工程款", 100, "已清算"],
        ["V2", "2024-02-03", "道路", "", "工程款", 70, "已作废"],
    ]
    send(town, [head, *rows])
    page = match(town, *COLUMNS, "state")
    assert "有 1 行已作废或未支付，不计入" in page
    take(town)
    assert payments() == {}
    take(town, assent="1")
    assert payments() == {"B3/2024-02": "100"}
