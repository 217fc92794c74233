from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from jiheng import facts
from jiheng.cli.monitor import command
from jiheng.core.fault import Refused
from jiheng.facts.rows import Unit

TOWN = Path(__file__).resolve().parents[2] / "examples" / "xinzao-2024"
CAPPED = "cn/guangdong/department+cn/caps"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, [str(TOWN), *arguments], catch_exceptions=False)


def found(*arguments: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(run(*arguments, "--format", "json").output)
    return result


def test_the_json_is_the_contract() -> None:
    report = found("--as-of", "2024-08")
    assert list(report) == ["unit", "as_of", "pack", "total", "projects"]
    assert list(report["pack"]) == ["id", "version", "sha256", "status"]
    money = ["budget", "paid", "rate", "expected_rate", "forecast"]
    assert list(report["total"]) == [*money, "signals"]
    for project in report["projects"]:
        assert list(project) == ["code", "name", *money, "level", "at_risk", "signals", "dual"]
        assert list(project["forecast"]) == ["rate", "low", "high"]
        assert project["level"] in {"red", "yellow", "green", "none"}
        for signal in project["signals"]:
            assert list(signal) == ["code", "level", "message", "why", "until", "cite"]


def test_amounts_are_yuan_with_two_digits_and_rates_percent_with_two() -> None:
    total = found("--as-of", "2024-12")["total"]
    assert (total["budget"], total["paid"]) == ("374972800.00", "356164000.00")
    assert (total["rate"], total["expected_rate"]) == ("94.98", "100.00")
    assert set(total["forecast"].values()) == {"94.98"}


def test_the_projects_of_the_example_that_ended_late_turned_red_or_yellow_in_time() -> None:
    ended = {each["code"]: float(each["rate"]) for each in found("--as-of", "2024-12")["projects"]}
    slow = {code for code, rate in ended.items() if rate < 90}
    assert slow
    august = {each["code"]: each["level"] for each in found("--as-of", "2024-08")["projects"]}
    assert all(august[code] in {"red", "yellow"} for code in slow)


def test_what_execution_cost_the_example_is_explained() -> None:
    signals = {each["code"]: each for each in found("--as-of", "2024-12")["total"]["signals"]}
    assert signals["M109"]["message"] == "“部门预算资金支出率” 94.98%，得 4.75 分，失 0.25 分"


def test_with_the_overlay_of_caps_a_slow_project_hears_of_its_ceiling() -> None:
    projects = {each["code"]: each for each in found("--as-of", "2024-08", "--pack", CAPPED)["projects"]}
    messages = [each["message"] for each in projects["P03"]["signals"]]
    assert "按目前进度预计 74.15%，自评最高 89 分" in messages


def test_the_text_names_levels_by_shape_and_word() -> None:
    text = run("--as-of", "2024-08").output
    assert "● 红 严重" in text
    assert "▲ 黄 关注" in text
    assert "■ 绿 正常" in text
    assert "依据：" in text


def test_a_month_written_wrongly_is_explained() -> None:
    result = run("--as-of", "2024年8月")
    assert result.exit_code == 2
    assert "月份应写作 2024-08 的形式" in result.output


def test_a_thirteenth_month_is_refused() -> None:
    assert run("--as-of", "2024-13").exit_code == 2


def test_a_month_of_another_year_is_refused() -> None:
    with pytest.raises(Refused, match="不在数据集的预算年度内"):
        run("--as-of", "2023-08")


def test_other_data_sets_may_be_named_or_lie_in_a_folder(tmp_path: Path) -> None:
    town = facts.load(TOWN)
    for number in range(3):
        peer = replace(town, unit=Unit(code=f"X{number}", name=f"青溪{number}镇", year=2024, pack=town.unit.pack))
        facts.save_folder(peer, tmp_path / f"peer{number}")
    assert "同类 3 个的中位数 " in run("--as-of", "2024-08", "--with", str(tmp_path)).output
    named = [part for number in range(3) for part in ("--with", str(tmp_path / f"peer{number}"))]
    assert "同类 3 个的中位数 " in run("--as-of", "2024-08", *named).output


def test_the_pack_and_the_letter_are_written_where_asked(tmp_path: Path) -> None:
    assert run("--as-of", "2024-08", "-o", str(tmp_path), "--sender", "青云县财政局").exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "关于加快2024年预算执行和落实绩效目标的提醒函.docx",
        "青云县财政局2024年8月预算执行和绩效运行监控情况.docx",
        "青云县财政局2024年8月预算执行和绩效运行监控情况.xlsx",
    ]


def test_the_sentence_on_slow_execution_names_the_half_point_and_where_it_was_lost() -> None:
    last = run("--as-of", "2024-12").stdout.strip().splitlines()[-1]
    assert last.startswith("执行慢、资金到位晚共失 0.50 分：")
    assert "94.98%，失 0.25 分（1.1.3）" in last
    assert "“雨污分流管网改造长度”" in last
    assert "失 0.25 分（1.1.1）" in last


def test_before_the_year_has_ended_nothing_is_said_of_what_it_cost() -> None:
    assert "共失" not in run("--as-of", "2024-11").stdout


def test_earlier_years_that_lie_beside_are_learned_from() -> None:
    report = found("--as-of", "2024-08")
    low, high = (float(report["total"]["forecast"][end]) for end in ("low", "high"))
    assert high - low < 6
    assert low <= 94.98 <= high
    assert "参照本单位往年数据：2022、2023" in run("--as-of", "2024-08").stderr


@pytest.mark.parametrize("month", ["04", "06", "08", "10"])
def test_the_interval_of_the_examples_total_held_what_came(month: str) -> None:
    forecast = found("--as-of", f"2024-{month}")["total"]["forecast"]
    assert float(forecast["low"]) <= 94.98 <= float(forecast["high"])


def test_the_two_great_works_are_red_by_june() -> None:
    levels = {each["code"]: each["level"] for each in found("--as-of", "2024-06")["projects"]}
    assert (levels["P02"], levels["P03"]) == ("red", "red")


def test_a_data_set_without_a_year_in_its_name_looks_for_none(tmp_path: Path) -> None:
    facts.save_folder(facts.load(TOWN), tmp_path / "town")
    facts.save_folder(facts.load(TOWN.with_name("xinzao-2023")), tmp_path / "2023")
    result = CliRunner().invoke(command, [str(tmp_path / "town"), "--as-of", "2024-08"], catch_exceptions=False)
    assert "参照本单位往年数据" not in result.stderr


def test_another_units_earlier_year_is_not_taken_for_ones_own(tmp_path: Path) -> None:
    facts.save_folder(facts.load(TOWN), tmp_path / "town-2024")
    past = facts.load(TOWN.with_name("xinzao-2023"))
    facts.save_folder(replace(past, unit=replace(past.unit, code="900001")), tmp_path / "town-2023")
    result = CliRunner().invoke(command, [str(tmp_path / "town-2024"), "--as-of", "2024-08"], catch_exceptions=False)
    assert "参照本单位往年数据" not in result.stderr


def test_the_readme_of_the_example_quotes_what_comes_out() -> None:
    readme = (TOWN / "README.md").read_text(encoding="utf-8")
    forecast = found("--as-of", "2024-08")["total"]["forecast"]
    assert f"全年执行率 {forecast['rate']}%" in readme
    assert f"八成把握在 {forecast['low']}%—{forecast['high']}%" in readme
    assert run("--as-of", "2024-12").stdout.strip().splitlines()[-1] in readme
