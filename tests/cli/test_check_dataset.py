"""``jiheng check --dataset``: the report of the example comes back sound, and wrong where the data changed."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from jiheng import facts
from jiheng.checks.against import known_facts
from jiheng.cli.check import command
from jiheng.cli.demo import example
from jiheng.cli.forms import score_all
from jiheng.forms import build
from jiheng.packs.load import load_pack

SEED = "2024年履职效能自评得分 49.43 分。但在履职效能方面仍需进一步提升，2024年管理效率自评得分 47 分。"


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every form and the report of the example town."""
    out = tmp_path_factory.mktemp("forms")
    data = facts.load(example())
    build(data, score_all(data, load_pack(data.unit.pack)), out)
    return out


def check(*args: str | Path) -> tuple[int, list[dict[str, Any]]]:
    result = CliRunner().invoke(command, ["--format", "json", *(str(arg) for arg in args)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, json.loads(result.stdout)["documents"]


def test_every_number_of_the_written_report_is_bound_and_sound_in_word_and_pdf(forms: Path) -> None:
    reports = [*forms.glob("*说明.docx"), *forms.glob("*说明.pdf")]
    assert len(reports) == 2
    code, documents = check("--dataset", example(), *reports)
    for document in documents:
        cover = document["coverage"]
        assert cover["numbers"] == cover["checked"] > 90
        assert {finding["severity"] for finding in document["findings"]} <= {"info"}
        assert {relation["verdict"] for relation in document["relations"]} <= {"ok", "unchecked"}
    assert code == 0


def test_one_changed_payment_makes_the_numbers_that_rest_on_it_wrong(forms: Path, tmp_path: Path) -> None:
    changed = tmp_path / "town"
    shutil.copytree(example(), changed)
    rows = list(csv.reader((changed / "payments.csv").read_text("utf-8").splitlines()))
    amount = rows[0].index("支付金额")
    rows[1][amount] = str(int(rows[1][amount]) - 3_000_000)
    with (changed / "payments.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    code, documents = check("--dataset", changed, *forms.glob("*说明.docx"))
    wrong = {(f["stated"], f["expected"]) for f in documents[0]["findings"] if f["code"] == "T311"}
    assert code == 1
    assert {
        ("35,616.40万元", "35,316.40万元"),
        ("94.98%", "94.18%"),
        ("4.75分", "4.71分"),
        ("96.37分", "96.33分"),
    } <= wrong
    spent = next(f for f in documents[0]["findings"] if f["stated"] == "35,616.40万元")
    assert "payments.csv 第 2 行" in spent["message"]


def test_the_published_text_is_wrong_against_the_data_in_one_number(tmp_path: Path) -> None:
    text = tmp_path / "说明.txt"
    text.write_text(SEED, "utf-8")
    _, documents = check("--dataset", example(), text)
    against = [f for f in documents[0]["findings"] if f["code"] == "T311"]
    assert [(f["stated"], f["expected"]) for f in against] == [("49.43分", "49.37分")]


def against(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [finding for finding in document["findings"] if finding["code"] == "T311"]


def test_every_number_of_every_form_is_bound_and_sound(forms: Path) -> None:
    code, documents = check("--dataset", example(), *forms.glob("*.xlsx"))
    assert code == 0
    assert len(documents) > 6
    for document in documents:
        cover = document["coverage"]
        bound = [each for each in document["relations"] if each["because"].startswith("与数据核对")]
        assert len(bound) >= cover["numbers"] == cover["checked"] > 40
        assert [f for f in document["findings"] if f["severity"] == "error"] == []


def test_every_number_that_is_changed_in_a_form_is_found_in_its_cell(forms: Path, tmp_path: Path) -> None:
    changed: dict[str, set[str]] = {}
    for path in forms.glob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        for sheet in book:
            for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)):
                cell.value = float(str(cell.value)) + 1
                place = f"工作表“{sheet.title}” 第 {cell.row} 行 {cell.column_letter} 列"
                changed.setdefault(path.name, set()).add(place)
        book.save(tmp_path / path.name)
    _, documents = check("--dataset", example(), *(tmp_path / name for name in changed))
    found = {Path(each["path"]).name: {finding["place"] for finding in against(each)} for each in documents}
    assert found == changed
    assert sum(map(len, changed.values())) > 250


def loosened(path: Path) -> openpyxl.Workbook:
    """The workbook with every merged cell taken apart, as a clerk leaves it who moves things."""
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
    return book


def swapped(sheet: Any, first: int, second: int) -> None:
    for row in range(1, sheet.max_row + 1):
        left, right = sheet.cell(row, first), sheet.cell(row, second)
        left.value, right.value = right.value, left.value
        left.number_format, right.number_format = right.number_format, left.number_format


def test_a_form_with_moved_columns_new_rows_and_another_title_is_bound_and_its_changed_number_found(
    forms: Path, tmp_path: Path
) -> None:
    book = loosened(forms / "项目支出绩效自评表.xlsx")
    for sheet in book:
        sheet["A1"] = "新造镇项目绩效自评情况表（上报稿）"
        swapped(sheet, 8, 9)  # score before weight
        sheet.insert_rows(12, 2)
        sheet.cell(12, 2).value = "（另附说明材料）"
    book.save(tmp_path / "上报.xlsx")
    code, (document,) = check("--dataset", example(), tmp_path / "上报.xlsx")
    assert (code, against(document)) == (0, [])
    assert document["coverage"]["not_checked"] == 0
    sheet = book.worksheets[1]
    row = next(cells for cells in sheet.iter_rows() if cells[3].value == "雨污分流管网改造长度")
    score = next(cell for cell in row if isinstance(cell.value, float | int))
    was = str(score.value)
    score.value = float(was) - 0.5
    book.save(tmp_path / "上报.xlsx")
    code, (document,) = check("--dataset", example(), tmp_path / "上报.xlsx")
    (finding,) = against(document)
    assert code == 1
    assert finding["place"] == f"工作表“{sheet.title}” 第 {score.row} 行 {score.column_letter} 列"
    assert Decimal(finding["expected"]) == Decimal(was)


@pytest.mark.parametrize(("typed", "expected"), [("≥5场", "6场"), ("≥6万元", "≥6场"), ("≤6场", "≥6场")])
def test_a_target_with_another_number_unit_or_operator_is_wrong(
    forms: Path, tmp_path: Path, typed: str, expected: str
) -> None:
    book = openpyxl.load_workbook(forms / "项目支出绩效自评表.xlsx")
    cell = next(cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "≥6场")
    cell.value = typed
    book.save(tmp_path / "改过.xlsx")
    _, (document,) = check("--dataset", example(), tmp_path / "改过.xlsx")
    assert [finding["expected"] for finding in against(document)] == [expected]


def test_a_rate_written_as_a_decimal_and_an_amount_without_its_unit_are_the_same_figures(
    forms: Path, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(forms / "部门整体支出绩效自评表.xlsx")
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == 0.9498:
                cell.number_format = "0.0000"
            if cell.value == "≥20公里":
                cell.value = "20"
    book.save(tmp_path / "改过.xlsx")
    _, (document,) = check("--dataset", example(), tmp_path / "改过.xlsx")
    assert against(document) == []
    assert document["coverage"]["not_checked"] == 0


def test_an_amount_that_the_data_lack_binds_nothing() -> None:
    town = facts.load(example())
    whole = {fact.what for fact in known_facts(town, [])}
    line = next(row for row in town.budget if row.project == "P02")
    lacking = tuple(replace(row, adjusted=None) if row.code == line.code else row for row in town.budget)
    gone = whole - {fact.what for fact in known_facts(replace(town, budget=lacking), [])}
    assert {what.rpartition("”")[2] for what in gone} == {"全年预算数", "执行率"}
