"""Every fault of an input is told in one pass: place, value, what was expected, how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiheng import facts
from jiheng.core.fault import Fault, Faults, Place, Refused
from jiheng.facts.assemble import assemble
from jiheng.facts.grid import Grid
from tests.facts.sample import write_folder

BUDGET = "预算项编码,项目编码,支出类别,资金来源,年初预算数,调整后预算数,备注\n"
PAYMENTS = "预算项编码,月份,支付金额,备注\n"
INDICATORS = "指标编码,一级指标,三级指标,指标性质,年度指标值,度量单位,权重,备注\n"
RESULTS = "指标编码,全年完成值,备注\n"


def faults(tmp_path: Path, **files: str) -> tuple[Fault, ...]:
    with pytest.raises(Refused) as caught:
        facts.load(write_folder(tmp_path, **files))
    assert all(fault.fix and fault.problem for fault in caught.value.faults)
    return caught.value.faults


def only(tmp_path: Path, **files: str) -> Fault:
    (fault,) = faults(tmp_path, **files)
    return fault


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        projects="项目编码,项目名称\n001,甲\n001,乙\n,丙\n",
        budget=BUDGET + "01,009,项目支出,一般公共预算,壹万,-5,\n",
        payments=PAYMENTS + "99,2024-13,1,\n",
    )
    assert [(fault.place.file, fault.place.row, fault.place.column) for fault in found] == [
        ("budget.csv", 2, "E"),
        ("budget.csv", 2, "F"),
        ("payments.csv", 2, "B"),
        ("projects.csv", 3, "A"),
        ("projects.csv", 4, "A"),
    ]
    assert found[0].value == "壹万"
    assert "数字" in found[0].expected


def test_a_row_at_fault_raises_no_second_fault_where_it_is_referred_to(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        budget=BUDGET + "01,,人员经费,一般公共预算,x,1,\n",
        payments=PAYMENTS + "01,2024-01,1,\n",
    )
    assert [fault.place.file for fault in found] == ["budget.csv"]


def test_a_reference_that_leads_nowhere_is_told_with_its_cell(tmp_path: Path) -> None:
    fault = only(tmp_path, payments=PAYMENTS + "99,2024-01,1,\n")
    assert (fault.place.row, fault.place.column, fault.value) == (2, "A", "99")
    assert "预算" in fault.problem


def test_a_month_of_another_year_is_refused(tmp_path: Path) -> None:
    found = faults(tmp_path, budget=BUDGET + "01,,人员经费,一般公共预算,1,1,\n", payments=PAYMENTS + "01,2023-01,1,\n")
    assert [fault.problem for fault in found] == ["月份不在预算年度内"]


def test_an_unknown_choice_is_told_with_all_choices(tmp_path: Path) -> None:
    fault = only(tmp_path, budget=BUDGET + "01,,人员,一般公共预算,1,1,\n")
    assert fault.expected == "人员经费、公用经费、项目支出"


def test_missing_required_cells_and_columns_are_told(tmp_path: Path) -> None:
    assert "必填" in only(tmp_path / "a", projects="项目编码,项目名称\n001,\n").problem
    assert "缺少必填的列“项目名称”" in only(tmp_path / "b", projects="项目编码\n001\n").problem
    assert "必填" in only(tmp_path / "c", projects="项目编码,项目名称,备注\n001\n").problem


def test_unknown_and_doubled_columns_are_told(tmp_path: Path) -> None:
    unknown = only(tmp_path / "a", projects="项目编码,项目名称,项目负责\n001,甲,乙\n")
    assert (unknown.place.column, unknown.fix) == ("C", "是否应为“项目负责人”？")
    assert "※" in only(tmp_path / "b", projects="项目编码,项目名称,天气\n001,甲,晴\n").fix
    assert only(tmp_path / "c", projects="项目编码,项目名称,name\n001,甲,乙\n").problem == "列重复"


def test_a_thousands_comma_without_quotes_is_explained(tmp_path: Path) -> None:
    fault = only(
        tmp_path,
        payments="预算项编码,月份,支付金额\n,,\n",
        budget=BUDGET.strip() + "\n01,,人员经费,一般公共预算,1,1,注,234.00\n",
    )
    assert (fault.place.column, fault.value) == ("H", "234.00")
    assert "千位逗号" in fault.fix


def test_a_column_without_a_title_is_told_only_where_it_holds_something(tmp_path: Path) -> None:
    assert "没有列名" in only(tmp_path, projects="项目编码,,项目名称\n001,x,甲\n002,,乙\n").problem


def test_10_to_the_30_and_negative_budgets_are_refused(tmp_path: Path) -> None:
    found = faults(tmp_path, budget=BUDGET + f"01,,人员经费,一般公共预算,1{'0' * 30},-1,\n")
    assert ["30 位" in found[0].problem, "负数" in found[1].problem] == [True, True]


def test_empty_files_and_folders_without_a_unit_are_refused(tmp_path: Path) -> None:
    assert "空" in only(tmp_path / "a", projects="").problem
    assert "空" in only(tmp_path / "b", projects=" \n,,\n").problem
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "projects.csv").write_text("项目编码,项目名称\n001,甲\n", encoding="utf-8")
    with pytest.raises(Refused, match="没有“单位基本情况”"):
        facts.load(tmp_path / "c")


def test_two_units_in_one_data_set_are_refused(tmp_path: Path) -> None:
    text = "单位编码,单位名称,预算年度,适用规则包\n1,甲,2024,cn/project\n2,乙,2024,cn/project\n"
    (tmp_path / "unit.csv").write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match="只能有一行"):
        facts.load(tmp_path)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "编码无法识别"),
        ("项目编码,项目名称".encode("utf-16"), "UTF-16"),
        (b"\xff\xfe\xfd\x00\x81", "UTF-16"),
        (b"\x81\x20\xff", "编码无法识别"),
        ("项目\x00编码".encode(), "编码无法识别"),
    ],
)
def test_garbage_is_refused(tmp_path: Path, data: bytes, why: str) -> None:
    write_folder(tmp_path)
    (tmp_path / "projects.csv").write_bytes(data)
    with pytest.raises(Refused, match=why):
        facts.load(tmp_path)


def test_a_file_too_large_to_be_a_table_is_refused(tmp_path: Path) -> None:
    write_folder(tmp_path)
    with (tmp_path / "projects.csv").open("wb") as file:
        file.truncate(65 * 2**20)
    with pytest.raises(Refused, match="文件过大"):
        facts.load(tmp_path)


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path)

    def locked(self: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(Refused, match="打不开"):
        facts.load(tmp_path)


def test_quotes_that_do_not_match_are_told(tmp_path: Path) -> None:
    assert "引号" in only(tmp_path, projects='项目编码,项目名称\n001,"甲\n').problem


def test_strange_doubled_and_misplaced_files_are_told(tmp_path: Path) -> None:
    assert "不认识" in only(tmp_path / "a", weather="a\n").problem
    assert "同一张表" in only(tmp_path / "b", projects="项目编码,项目名称\n", 项目="项目编码,项目名称\n").problem
    write_folder(tmp_path / "c")
    (tmp_path / "c" / "projects.yaml").write_text("a: b\n", encoding="utf-8")
    with pytest.raises(Refused, match="应为 CSV"):
        facts.load(tmp_path / "c")


def test_a_yaml_bomb_is_refused_with_its_line(tmp_path: Path) -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    found = faults(tmp_path, unit="单位编码: '1'\n单位名称: 甲\n预算年度: 2024\n适用规则包: cn/project\n备注: *z\n")
    assert {fault.place.line for fault in found} == {5}
    (tmp_path / "narrative.yaml").write_text(bomb, encoding="utf-8")
    with pytest.raises(Refused, match="锚点") as caught:
        facts.load(tmp_path)
    assert {fault.place.file for fault in caught.value.faults} == {"unit.yaml", "narrative.yaml"}


def test_a_fault_in_the_unit_names_its_line(tmp_path: Path) -> None:
    fault = only(tmp_path, unit="单位编码: '1'\n单位名称: 甲\n预算年度: 今年\n适用规则包: cn/project\n")
    assert (fault.place.file, fault.place.row, fault.place.column) == ("unit.yaml", 3, "")


def test_wan_typed_as_yuan_is_told_with_both_readings(tmp_path: Path) -> None:
    fault = only(tmp_path, budget=BUDGET + "01,,人员经费,一般公共预算,374972800,37497.28,\n")
    assert (fault.problem, fault.place.column) == ("疑似元、万元混用", "F")
    assert "374,972,800.00元" in fault.fix
    assert "3.75元" in fault.fix


@pytest.mark.parametrize(
    ("amounts", "rows"),
    [
        (["500", "400"], [2, 3]),
        (["3000000", "25000000000"], [3]),
    ],
)
def test_payments_far_from_their_budget_are_told(tmp_path: Path, amounts: list[str], rows: list[int]) -> None:
    lines = "".join(f"01,2024-0{month},{amount},\n" for month, amount in enumerate(amounts, 1))
    found = faults(tmp_path, budget=BUDGET + "01,,人员经费,一般公共预算,9000000,9000000,\n", payments=PAYMENTS + lines)
    assert [fault.place.row for fault in found] == rows


def test_whoever_confirms_an_amount_is_believed(tmp_path: Path) -> None:
    write_folder(
        tmp_path,
        budget=BUDGET + "01,,人员经费,一般公共预算,374972800,37497.28,经核对数值无误\n",
        payments=PAYMENTS + "01,2024-01,3.70,数值无误\n",
    )
    assert len(facts.load(tmp_path).payments) == 1


def test_nothing_is_far_from_zero(tmp_path: Path) -> None:
    write_folder(
        tmp_path,
        budget=BUDGET + "01,,人员经费,一般公共预算,0,37497.28,\n02,,公用经费,一般公共预算,9000000,9000000,\n",
        payments=PAYMENTS + "02,2024-01,0,\n",
    )
    assert len(facts.load(tmp_path).budget) == 2


def test_a_rate_typed_as_a_share_is_told(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        indicators=INDICATORS + "Z1,产出指标,合格率,≥,95,%,10,\nZ2,产出指标,参与率,=,1,%,10,\n",
        results=RESULTS + "Z1,0.9498,\n",
    )
    assert [(fault.place.file, fault.place.row) for fault in found] == [("indicators.csv", 3), ("results.csv", 2)]
    assert "94.98" in found[1].fix


def test_a_small_rate_may_be_meant(tmp_path: Path) -> None:
    write_folder(
        tmp_path,
        indicators=INDICATORS
        + "Z1,产出指标,差错率,≤,1,%,10,\nZ2,产出指标,合格率,≥,95,%,10,\nZ3,产出指标,参与率,=,1,%,10,数值无误\n",
        results=RESULTS + "Z1,0.5,\nZ2,0.9,数值无误\n",
    )
    assert len(facts.load(tmp_path).results) == 2


def test_a_percent_sign_on_a_counted_thing_is_told(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        indicators=INDICATORS + "Z1,产出指标,场次,≥,6%,场,10,\nZ2,产出指标,合格率,≥,95%,%,10,\n",
        results=RESULTS + "Z1,6%,\nZ2,96%,\n1.1,5%,\n",
    )
    assert [(fault.place.file, fault.place.column) for fault in found] == [
        ("indicators.csv", "E"),
        ("results.csv", "B"),
    ]


def test_a_contradicted_nil_report_is_told(tmp_path: Path) -> None:
    grid = Grid(table="projects", place=Place(file="a"), head=("code", "name"), rows=((2, ["1", "甲"]),), nil=True)
    with pytest.raises(Refused, match="零填报"):
        assemble([grid], Faults(), Place(file="a"))


def test_a_draft_keeps_what_can_be_read_and_tells_the_rest() -> None:
    place = Place(file="填报")
    unit = Grid(
        table="unit", place=place, head=("code", "name", "year", "pack"), rows=((1, ["1", "甲", "2024", "cn/project"]),)
    )
    projects = Grid(table="projects", place=place, head=("code", "name"), rows=((1, ["1", "甲"]), (2, ["2", ""])))
    dataset, found = facts.draft([unit, projects], place)
    assert [project.code for project in dataset.projects] == ["1"]
    assert [fault.place.row for fault in found] == [2]
    with pytest.raises(Refused, match="单位基本情况"):
        facts.draft([projects], place)
