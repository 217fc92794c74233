"""``jiheng adopt``: the account first, a data set only where a place to write is named."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from jiheng import facts
from jiheng.cli.main import cli

ROWS: list[list[str | float]] = [
    ["项目支出绩效自评表（2023年度，单位：万元）"],
    ["项目名称", "村道养护"],
    ["", "年初预算数", "全年预算数", "全年执行数"],
    ["资金总额", 86, 90.5, 88],
    ["一般公共预算", 86, 90.5, 88],
    ["立项依据", "会议纪要"],
    ["一级指标", "三级指标", "年度指标值", "实际完成值", "分值"],
    ["产出指标", "养护里程", "≥20公里", "21公里", 100],
]


@pytest.fixture
def form(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    book.save(tmp_path / "自评表.xlsx")
    return tmp_path / "自评表.xlsx"


def _adopt(*words: object) -> Result:
    return CliRunner().invoke(cli, ["adopt", *map(str, words)])


def test_without_a_place_to_write_it_only_tells(form: Path, tmp_path: Path) -> None:
    told = _adopt(form)
    assert told.exit_code == 0
    assert "养护里程 · 年度指标值 → ≥20公里" in told.output
    assert "第 6 行 A 列：立项依据 | 会议纪要（没有认出是哪一项）" in told.output
    assert "未写入任何内容" in told.output
    assert list(tmp_path.iterdir()) == [form]


@pytest.mark.parametrize("name", ["数据集", "数据集.xlsx"])
def test_what_is_written_can_be_loaded_and_carried(form: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    done = _adopt(form, "-o", out, "--pack", "cn/guangdong/department", "--code", "A001", "--name", "青禾乡人民政府")
    assert done.exit_code == 0, done.output
    dataset = facts.load(out)
    assert (dataset.unit.code, dataset.unit.year) == ("A001", 2023)
    assert [(each.name, each.target) for each in dataset.indicators] == [("养护里程", Fraction(20))]
    assert [each.actual for each in dataset.results] == [21]


def test_it_writes_nothing_without_code_or_pack_and_over_nothing(form: Path, tmp_path: Path) -> None:
    assert "--pack" in _adopt(form, "-o", tmp_path / "a").output
    assert "--code" in _adopt(form, "-o", tmp_path / "a", "--pack", "cn/guangdong/department").output
    assert not (tmp_path / "a").exists()
    assert _adopt(form, "-o", tmp_path, "--pack", "cn/guangdong/department", "--code", "A").exit_code != 0
