"""``jiheng check`` on a data set, a clerk's workbook, official forms and the tables of many units."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner

from jiheng import facts
from jiheng.checks.answer.data_kind import MARK, kind_of
from jiheng.checks.form import catalogue
from jiheng.cli.check import command
from jiheng.cli.demo import example
from jiheng.cli.forms import score_all
from jiheng.facts.parquet import save_many
from jiheng.facts.workbook.layout import META_SHEET
from jiheng.forms import build
from jiheng.packs.load import load_pack
from tests.forms.test_returned_columns import TIANCHANG, ZHONGJIANG
from tests.forms.test_returned_columns import form as county_form

CODES = {rule.code for rule in catalogue()}


def check(*args: str | Path) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(command, ["--format", "json", *(str(arg) for arg in args)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, json.loads(result.stdout)


def codes(document: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in document["findings"] if finding["kind"] == "form"}


@pytest.fixture(scope="module")
def self_evaluation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's official self-evaluation form of projects."""
    out = tmp_path_factory.mktemp("forms")
    data = facts.load(example())
    build(data, score_all(data, load_pack(data.unit.pack))[1:], out)
    return out / "项目支出绩效自评表.xlsx"


def test_a_folder_that_is_a_data_set_is_checked_as_one_with_its_rows_named() -> None:
    code, answer = check(example())
    (document,) = answer["documents"]
    assert code == 1
    assert codes(document) == {"R25"}
    assert document["findings"][0]["place"] == "purchases.csv 第 9 行"
    rules = document["rules"]
    assert set(rules["checked"]) | {each["code"] for each in rules["not_checked"]} == CODES
    assert {"code": "R28", "why": "缺少数据：复核"} in rules["not_checked"]
    assert "R05" in rules["checked"]


def test_the_terminal_tells_which_rules_were_not_checked_and_why() -> None:
    result = CliRunner().invoke(command, [str(example())])
    assert "表格核查规则已核 29 条，未核 2 条：R27、R28（缺少数据：复核）" in result.stdout


def test_a_clerks_workbook_comes_back_marked_and_with_a_page(tmp_path: Path) -> None:
    town = facts.load(example())
    late = tuple(replace(row, actual=None, level="") if row.indicator == "P03-06" else row for row in town.results)
    book = tmp_path / "填报.xlsx"
    facts.save_workbook(replace(town, results=late), book)
    code, answer = check("-o", tmp_path / "out", book)
    assert code == 1
    assert "R25" in codes(answer["documents"][0])
    marked = openpyxl.load_workbook(tmp_path / "out" / "填报.核查.xlsx")
    assert marked.sheetnames[-1] == "错误清单"
    place = next(f["place"] for f in answer["documents"][0]["findings"] if f["code"] == "R25")
    assert place.startswith("工作表“政府采购” 第 ")
    assert (tmp_path / "out" / "填报.核查.html").read_text("utf-8").count("R25") >= 1


def test_a_data_set_that_cannot_be_scored_is_checked_all_the_same(tmp_path: Path) -> None:
    town = facts.load(example())
    broken = tuple(replace(row, level_1="没有的指标") if row.code == "P01-01" else row for row in town.indicators)
    facts.save_folder(replace(town, indicators=broken), tmp_path / "town")
    code, answer = check(tmp_path / "town")
    assert code == 1
    assert "R01" in codes(answer["documents"][0])


def test_a_damaged_data_set_is_told_fault_by_fault_and_exits_2(tmp_path: Path) -> None:
    shutil.copytree(example(), tmp_path / "town")
    (tmp_path / "town" / "payments.csv").write_text("预算项编码,月份,支付金额\nP99,2024-13,很多\n", "utf-8")
    code, answer = check(tmp_path / "town")
    assert code == 2
    assert all("payments.csv 第 2 行" in reason for reason in answer["unreadable"][0]["reasons"])


def test_an_official_form_as_we_wrote_it_breaks_no_rule(self_evaluation: Path) -> None:
    code, answer = check(self_evaluation)
    (document,) = answer["documents"]
    assert (code, codes(document)) == (0, set())
    assert {"R01", "R02", "R03", "R04", "R05", "R10"} <= set(document["rules"]["checked"])
    assert {"code": "R12", "why": "表中没有这条规则所需的数据"} in document["rules"]["not_checked"]


@pytest.mark.parametrize(
    ("label", "old", "new", "rule"),
    [
        ("年度资金总额", 1, 0.9, "R02"),
        ("召开镇人民代表大会会议场次", 15, 16, "R05"),
        ("召开镇人民代表大会会议场次", "≥6场", "≥6万元", "R13"),
    ],
)
def test_a_form_that_a_clerk_changed_is_wrong_at_that_row(
    self_evaluation: Path, tmp_path: Path, *, label: str, old: object, new: float | str, rule: str
) -> None:
    book = openpyxl.load_workbook(self_evaluation)
    sheet = book.worksheets[0]
    row = next(cells for cells in sheet.iter_rows() for cell in cells if cell.value == label)
    changed = [cell for cell in row if cell.value == old][-1]
    changed.value = new
    book.save(tmp_path / "改过.xlsx")
    code, answer = check(tmp_path / "改过.xlsx")
    places = {finding["place"] for finding in answer["documents"][0]["findings"] if finding["code"] == rule}
    assert code == 1
    assert any(f"工作表“{sheet.title}” 第 {changed.row} 行" in place for place in places)


@pytest.mark.parametrize(
    ("heads", "title"), [(TIANCHANG, "项目支出绩效自评表"), (ZHONGJIANG, "青禾县项目支出绩效自评表")]
)
@pytest.mark.parametrize(
    ("cell", "typed", "rule"),
    [
        ("108.6", 118.6, "R02"),  # paid, but the rate stays
        ("88.6", 80, "R03"),  # a part of the funds
        ("27", 31, "R05"),  # more than the weight
        ("30", 50, "R01"),  # the weights no longer make 90
        ("96.05", 98.05, "R05"),  # the total
        ("9.05", 10, "R04"),  # full marks for an execution of 90.5 %
        ("汛期停工，已顺延并于次年一月补完", None, "R10"),
    ],
)
def test_the_forms_of_two_counties_are_checked_in_their_own_order_of_columns(
    tmp_path: Path, *, heads: list[str], title: str, cell: str, typed: float | None, rule: str
) -> None:
    path = county_form(tmp_path / "自评.xlsx", heads, title)
    code, answer = check(path)
    assert (code, codes(answer["documents"][0])) == (0, set())
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    changed = next(each for row in sheet.iter_rows() for each in row if str(each.value) == cell)
    changed.value = typed
    book.save(path)
    code, answer = check(path)
    assert code == 1
    assert rule in codes(answer["documents"][0])


def test_rows_that_a_clerk_inserts_and_a_changed_title_hide_no_fault(tmp_path: Path) -> None:
    path = county_form(tmp_path / "自评.xlsx", ZHONGJIANG, "项目支出绩效自评表")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet["A1"] = "附件2：青禾县水利系统项目支出绩效自评表（汇总上报）"
    sheet.insert_rows(12)
    sheet.insert_rows(5)
    sheet["A5"] = "项目编号"
    sheet["B5"] = "水-07"
    score = next(each for row in sheet.iter_rows() for each in row if each.value == 27)
    score.value = 31
    book.save(path)
    code, answer = check(path)
    assert code == 1
    found = next(
        f for f in answer["documents"][0]["findings"] if f["code"] == "R05" and f" 第 {score.row} 行" in f["place"]
    )
    assert [span["text"] for span in found["spans"]] == ["工程按期完工率"]


def test_the_tables_of_many_units_are_one_document(tmp_path: Path) -> None:
    town = facts.load(example())
    twin = replace(town, unit=replace(town.unit, code="XZ0002"))
    save_many([town, twin], tmp_path)
    code, answer = check(tmp_path)
    (document,) = answer["documents"]
    assert code == 1
    assert [finding["code"] for finding in document["findings"] if finding["code"] == "R25"] == ["R25"] * 4
    assert {each["code"] for each in document["rules"]["not_checked"]} == {"R05", "R27", "R28"}


def test_units_of_different_packs_are_refused(tmp_path: Path) -> None:
    town = facts.load(example())
    other = replace(town, unit=replace(town.unit, code="XZ0002", pack="cn/project"))
    save_many([town, other], tmp_path)
    code, answer = check(tmp_path)
    assert code == 2
    assert "规则包不同" in answer["unreadable"][0]["reasons"][0]


def test_tables_of_somebody_else_are_refused_with_what_to_do(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT 1 AS number) TO '{tmp_path / 'unit.parquet'}' (FORMAT parquet)")
    code, answer = check(tmp_path)
    assert code == 2
    assert "不是本系统的 Parquet 表，或缺少列" in answer["unreadable"][0]["reasons"][0]


def test_only_our_workbooks_and_folders_are_data(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "别的.xlsx")
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    assert [kind_of(tmp_path / name) for name in ("别的.xlsx", "坏.xlsx", "无.xlsx")] == [None] * 3
    assert kind_of(tmp_path) is None
    assert META_SHEET.encode() in MARK
