from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jiheng import facts
from jiheng.cli.explain import command as explain
from jiheng.cli.score import command as score
from jiheng.core.exact import Points
from jiheng.core.fault import Refused
from jiheng.facts import rows as facts_rows
from jiheng.facts.parquet import save_many

TOWN = str(Path(__file__).resolve().parent.parent.parent / "examples" / "xinzao-2024")


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(score, arguments)


@pytest.mark.parametrize("engine", ["duckdb", "reference"])
def test_the_town_scores_what_it_published(engine: str) -> None:
    told = json.loads(call(TOWN, "--format", "json", "--engine", engine).stdout)
    by_name = {line["name"]: line for line in told["indicators"]}
    assert (told["total"], told["grade"], told["year"]) == ("96.37", "优", 2024)
    assert (by_name["履职效能"]["score"], by_name["管理效率"]["score"]) == ("49.37", "47.00")
    assert (by_name["履职效能"]["lost"], by_name["管理效率"]["lost"]) == ("0.63", "3.00")
    assert told["pack"]["id"] == "cn/guangdong/department"
    assert len(told["pack"]["sha256"]) == len(told["dataset_sha256"]) == 64
    rate = by_name["部门预算资金支出率"]
    assert rate["because"] == "支出数 35,616.40 万元 ÷ 调整后预算数 37,497.28 万元 = 94.98%；5.00 分 × 94.98% = 4.75 分"
    assert rate["inputs"][0]["places"]


def test_the_sheet_shows_marks_with_words_and_what_would_have_kept_the_points() -> None:
    told = call(TOWN).stdout
    assert "总得分 96.37 分，等级“优”，失分 3.63 分" in told
    assert "● 满分" in told
    assert "▲ 失分" in told
    assert "还需支出 1,880.88 万元可达 100%，多得 0.25 分" in told
    assert "以上失分合计 3.63 分，即满分 100.00 分减总得分 96.37 分。" in told
    assert "尚未与财政部门的文件核对" in told


def test_a_project_is_scored_by_the_pack_for_projects() -> None:
    told = json.loads(call(TOWN, "--project", "P02", "--format", "json").stdout)
    assert (told["project"], told["pack"]["id"], told["total"]) == ("P02", "cn/project", "92.99")
    by_name = json.loads(call(TOWN, "--project", "P02", "--pack", "cn/project+cn/caps", "--format", "json").stdout)
    assert by_name["pack"]["id"] == "cn/project+cn/caps"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--project", "P99"), "没有项目 P99，已登记的项目：P01、P02、P03"),
        (("--pack", "cn/project"), "请用 --project 指明项目"),
        (("-o", "out"), "-o 只用于许多单位"),
    ],
)
def test_a_wrong_call_is_answered_with_one_sentence_and_exit_code_2(arguments: tuple[str, ...], told: str) -> None:
    result = call(TOWN, *arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_data_that_its_pack_does_not_fit_is_refused_with_every_fault(tmp_path: Path) -> None:
    town = facts.load(Path(TOWN))
    heavy = tuple(
        replace(row, weight=Points.parse("70")) if row.code in {"P01-01", "P02-01"} else row for row in town.indicators
    )
    unknown = (*town.results, facts_rows.Result(indicator="没有的编码"))
    facts.save_folder(replace(town, indicators=heavy, results=unknown), tmp_path / "town")
    result = call(str(tmp_path / "town"))
    assert isinstance(result.exception, Refused)
    told = [fault.text() for fault in result.exception.faults]
    assert len(told) == 3
    assert result.stdout == ""


@pytest.fixture
def county(tmp_path: Path) -> Path:
    town = facts.load(Path(TOWN))
    towns = (replace(town, unit=replace(town.unit, code=f"{at}", name=f"镇{at}")) for at in range(3))
    save_many(towns, tmp_path / "county")
    return tmp_path / "county"


def test_many_units_are_scored_from_their_registers(county: Path, tmp_path: Path) -> None:
    asked = (str(county), "--pack", "cn/guangdong/department", "-o", str(tmp_path / "out"))
    result = call(*asked)
    assert "3 个单位" in result.stdout
    assert "优  3" in result.stdout
    told = json.loads(call(*asked, "--format", "json").stdout)
    assert (told["subjects"], told["resumed"], told["grades"]["优"]) == (3, 1, 3)


@pytest.mark.parametrize("missing", ["--pack", "-o", "engine"])
def test_many_units_need_a_pack_an_output_and_the_default_engine(county: Path, tmp_path: Path, missing: str) -> None:
    asked = {"--pack": "cn/guangdong/department", "-o": str(tmp_path / "out")}
    asked.pop(missing, None)
    extra = ["--engine", "reference"] if missing == "engine" else []
    result = call(str(county), *(part for pair in asked.items() for part in pair), *extra)
    assert result.exit_code == 2


def test_explain_tells_every_lost_point_and_one_indicator_in_full() -> None:
    every = CliRunner().invoke(explain, [TOWN]).stdout
    assert "失分 0.63" not in every
    assert "1.1.3 部门预算资金支出率" in every
    assert "以上失分合计 3.63 分" in every
    one = CliRunner().invoke(explain, [TOWN, "1.1.3"]).stdout
    assert "支出数 35,616.40 万元" in one
    assert "budget.csv" in one or "payments.csv" in one
    assert "依据" in one
    level = CliRunner().invoke(explain, [TOWN, "1.2"]).stdout
    assert "1.2.1" in level
    assert "1.2.2" in level


def test_explain_refuses_an_indicator_that_is_not_there() -> None:
    result = CliRunner().invoke(explain, [TOWN, "9.9"])
    assert result.exit_code == 2
    assert "没有指标 9.9，可用的编码：1、1.1" in result.stderr


def test_changed_registers_of_many_units_are_scored_anew(tmp_path: Path) -> None:
    town = facts.load(Path(TOWN))
    for units in (1, 2):
        save_many((replace(town, unit=replace(town.unit, code=f"U{at}")) for at in range(units)), tmp_path / "many")
        told = call(str(tmp_path / "many"), "-o", str(tmp_path / "out"), "--pack", town.unit.pack, "--format", "json")
        assert json.loads(told.stdout)["subjects"] == units


def test_percentages_of_own_indicators_are_shown_as_they_were_filled_in() -> None:
    told = CliRunner().invoke(explain, [TOWN, "1.1.1"]).stdout
    assert "新造医院旧院区改造形象进度 目标值 100% " in told
    assert "新造医院旧院区改造形象进度 完成值 90% " in told


def test_a_workbook_with_faults_says_how_to_get_the_marked_copy_and_writes_it_on_request(tmp_path: Path) -> None:
    town = facts.load(Path(TOWN))
    facts.save_workbook(replace(town, unit=replace(town.unit, pack="")), tmp_path / "填报.xlsx")
    offered = call(str(tmp_path / "填报.xlsx")).exception
    assert isinstance(offered, Refused)
    assert "--marked" in offered.hint
    assert [path.name for path in tmp_path.iterdir()] == ["填报.xlsx"]

    given = call(str(tmp_path / "填报.xlsx"), "--marked", str(tmp_path / "标注.xlsx")).exception
    assert isinstance(given, Refused)
    assert given.faults == offered.faults
    assert "标注.xlsx" in given.hint
    with pytest.raises(Refused):
        facts.load(tmp_path / "标注.xlsx")

    assert call(str(tmp_path / "填报.xlsx"), "--marked", str(tmp_path / "标注.xlsx")).exit_code == 2
    assert call(str(tmp_path / "填报.xlsx"), "--marked", str(tmp_path / "标注.doc")).exit_code == 2
