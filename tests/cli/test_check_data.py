"""``jiheng check`` on a data set, a clerk's workbook, official forms and the tables of many units."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

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


def test_only_our_workbooks_and_folders_are_data(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "别的.xlsx")
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    assert [kind_of(tmp_path / name) for name in ("别的.xlsx", "坏.xlsx", "无.xlsx")] == [None] * 3
    assert kind_of(tmp_path) is None
    assert META_SHEET.encode() in MARK
