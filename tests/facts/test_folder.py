from __future__ import annotations

from pathlib import Path

import pytest

from jiheng import facts
from jiheng.core.exact import Money
from jiheng.core.fault import Refused
from tests.facts.sample import full_town, town, write_folder


def test_a_data_set_written_to_a_folder_reads_back_equal(tmp_path: Path) -> None:
    facts.save_folder(full_town(), tmp_path / "a")
    assert facts.load(tmp_path / "a") == full_town()


def test_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        facts.save_folder(full_town(), tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files == sorted(path.name for path in (tmp_path / "b").iterdir())
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in files)


def test_saving_again_takes_out_tables_that_are_gone_and_keeps_other_files(tmp_path: Path) -> None:
    facts.save_folder(full_town(), tmp_path)
    (tmp_path / "README.md").write_text("说明", encoding="utf-8")
    facts.save_folder(town(), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["README.md", "unit.yaml"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_chinese_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    write_folder(tmp_path)
    (tmp_path / "projects.csv").write_text("项目编码,项目名称\n001,村道养护\n", encoding=encoding)
    assert facts.load(tmp_path).projects[0].name == "村道养护"


def test_files_and_heads_may_be_named_in_chinese_or_by_attribute(tmp_path: Path) -> None:
    write_folder(tmp_path, projects="code,name\n001,村道养护\n", 历史数据="指标或数据名称,年度,数值\n里程,2023,12\n")
    dataset = facts.load(tmp_path)
    assert dataset.projects[0].code == "001"
    assert dataset.history[0].year == 2023


def test_the_unit_may_be_a_csv_file(tmp_path: Path) -> None:
    text = "单位编码,单位名称,预算年度,适用规则包\n0017,青石镇人民政府,2024,cn/project\n"
    (tmp_path / "unit.csv").write_text(text, encoding="utf-8")
    assert facts.load(tmp_path).unit.code == "0017"


def test_tabs_may_part_the_cells(tmp_path: Path) -> None:
    write_folder(tmp_path, projects="项目编码\t项目名称\n001\t村道养护\n")
    assert facts.load(tmp_path).projects[0].name == "村道养护"


def test_a_title_may_name_the_unit_of_its_amounts(tmp_path: Path) -> None:
    budget = (
        "预算项编码,支出类别,资金来源,年初预算数（万元）,调整后预算数(单位：元)\n"
        '01,人员经费,一般公共预算,"37,497.28",374972800\n'
    )
    line = facts.load(write_folder(tmp_path, budget=budget)).budget[0]
    assert line.original == line.adjusted == Money.parse("374972800")


def test_a_head_without_rows_says_that_there_is_none(tmp_path: Path) -> None:
    dataset = facts.load(write_folder(tmp_path, inspections="问题编号,检查类型,问题内容\n"))
    assert dataset.nil == ("inspections",)


def test_columns_for_reference_are_not_read(tmp_path: Path) -> None:
    dataset = facts.load(write_folder(tmp_path, projects="项目编码,※说明,项目名称\n001,随便写写,村道养护\n"))
    assert dataset.projects[0].name == "村道养护"


def test_every_row_knows_its_file_and_row(tmp_path: Path) -> None:
    write_folder(tmp_path, projects="项目编码,项目名称\n001,甲\n\n002,乙\n")
    place = facts.load(tmp_path).projects[1].place
    assert (place.file, place.row) == ("projects.csv", 4)


def test_chapters_are_text_or_a_mapping(tmp_path: Path) -> None:
    write_folder(tmp_path)
    text = '"1.1": 目标\n"2":\n  正文: |\n    问题一\n    问题二\n  数据来源: 原文\n'
    (tmp_path / "narrative.yaml").write_text(text, encoding="utf-8")
    first, second = facts.load(tmp_path).narrative
    assert (first.text, first.origin) == ("目标", "填报")
    assert (second.text, second.origin) == ("问题一\n问题二", "原文")


def test_text_that_a_spreadsheet_would_run_is_marked_and_read_back(tmp_path: Path) -> None:
    facts.save_folder(full_town(), tmp_path)
    assert "'=图书室" in (tmp_path / "projects.csv").read_text(encoding="utf-8")
    assert facts.load(tmp_path).projects[1].name == "=图书室"


def test_nothing_but_a_folder_or_workbook_is_a_data_set(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="找不到数据集"):
        facts.load(tmp_path / "nowhere")
    (tmp_path / "a").mkdir()
    with pytest.raises(Refused, match="没有数据文件"):
        facts.load(tmp_path / "a")
