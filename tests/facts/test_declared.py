"""补充数据 and 沿革: keys with parts that may stay empty, and rows that are only laid out."""

from __future__ import annotations

from pathlib import Path

from jiheng.facts import read
from jiheng.facts.gaps import Draft

UNIT = "单位编码: U1\n单位名称: 青禾镇人民政府\n预算年度: 2024\n适用规则包: cn/guangdong/department\n"
HEAD = "数据名称,项目编码,指标编码,月份,值,分子,分母,依据\n"


def folder(tmp_path: Path, name: str, text: str) -> Draft:
    (tmp_path / "unit.yaml").write_text(UNIT, encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read(tmp_path)


def test_a_value_is_told_by_name_project_indicator_and_month_of_which_only_the_name_must_be_given(
    tmp_path: Path,
) -> None:
    body = "签约户数,,,,12,,,\n签约户数,,,2024-01,1,,,\n签约户数,,Z01,,3,,,\n签约率,,,,,3,4,台账\n"
    found = folder(tmp_path, "inputs.csv", HEAD + body)
    assert not found.faults
    assert [(row.indicator, str(row.month or ""), row.value) for row in found.dataset.inputs] == [
        ("", "", "12"),
        ("", "2024-01", "1"),
        ("Z01", "", "3"),
        ("", "", ""),
    ]


def test_the_same_value_twice_is_told_though_parts_of_its_key_are_empty(tmp_path: Path) -> None:
    found = folder(tmp_path, "inputs.csv", HEAD + "签约户数,,,,12,,,\n签约户数,,,,13,,,\n")
    assert ["重复" in fault.problem for fault in found.faults] == [True]


def test_a_row_that_was_only_laid_out_says_nothing(tmp_path: Path) -> None:
    found = folder(tmp_path, "inputs.csv", HEAD + "签约户数,,,,,,,\n签约率,,,,95%,,,\n")
    assert [(row.name, row.value) for row in found.dataset.inputs] == [("签约率", "95%")]


def test_a_month_of_another_year_and_an_unknown_project_are_told(tmp_path: Path) -> None:
    found = folder(tmp_path, "inputs.csv", HEAD + "签约户数,P9,,2023-01,12,,,\n")
    assert sorted(fault.problem for fault in found.faults) == ["“项目编码”在“项目”中没有", "月份不在预算年度内"]


def test_a_split_has_a_row_for_each_new_code(tmp_path: Path) -> None:
    head = "年度,对象,旧编码,新编码,关系,依据\n"
    found = folder(tmp_path, "lineage.csv", head + "2024,项目,P01,P01A,拆分,批复\n2024,项目,P01,P01B,拆分,批复\n")
    assert not found.faults
    assert [(row.old, row.new, row.relation) for row in found.dataset.lineage] == [
        ("P01", "P01A", "拆分"),
        ("P01", "P01B", "拆分"),
    ]
