"""``jiheng packs`` as a finance officer calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jiheng.cli.packs import command
from jiheng.core.fault import Refused
from tests.packs.conftest import SMALL, Packs

CASES = """
- name: 执行率95%得9.5分
  year: 2024
  input: {执行率: 95%}
  expect: {score: {"1.1": 9.5}}
  because: 执行率 × 分值
- name: 签订率85%得一半
  year: 2024
  input: {签订率: 85%}
  expect: {score: {"2.1": 10}}
  because: 第二档得 50%
"""


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Packs:
    monkeypatch.setenv("JIHENG_PACKS", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    return Packs(tmp_path)


def jiheng_packs(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_list_shows_every_pack_and_on_demand_the_fragments(packs: Packs) -> None:
    packs.write("test/small")
    shown = jiheng_packs("list").output
    assert "test/small" in shown
    assert "广东省部门整体支出绩效自评（履职效能＋管理效率）（示例口径，未核实）" in shown
    assert "cn/base" not in shown
    assert "cn/base" in jiheng_packs("list", "--all").output


def test_list_as_json_is_for_programs(packs: Packs) -> None:
    packs.write("test/small")
    found = {pack["id"]: pack for pack in json.loads(jiheng_packs("list", "--format", "json").output)}
    assert found["test/small"]["version"] == "2024.1"
    assert found["cn/project"]["status"] == "unverified"


def test_show_tells_every_rule_with_its_ground(packs: Packs) -> None:
    shown = jiheng_packs("show", packs.write("test/small")).output
    assert "1.1 执行率  10 分" in shown
    assert "2003-01-01 起：30 天 〔《政府采购法》第四十六条〕" in shown
    assert "第 2 档：达到 80%，得 50%" in shown


def test_show_as_json_is_the_whole_pack(packs: Packs) -> None:
    shown = json.loads(jiheng_packs("show", packs.write("test/small"), "--format", "json").output)
    assert shown["indicators"][0]["children"][0]["weight"] == "10"


def test_show_refuses_a_pack_that_would_score_wrongly(packs: Packs) -> None:
    result = jiheng_packs("show", packs.changed("weight: 60", "weight: 70"))
    assert isinstance(result.exception, Refused)


def test_names_lists_what_formulas_may_use() -> None:
    shown = jiheng_packs("names").output
    assert "按期签订合同数" in shown
    assert "合同签订期限" in shown


def test_lint_is_silent_on_a_sound_pack(packs: Packs) -> None:
    result = jiheng_packs("lint", packs.write("test/small"))
    assert (result.exit_code, result.output) == (0, "错误 0 处，提醒 0 处，提示 0 处。\n")


def test_lint_says_what_is_wrong_where_and_exits_with_1(packs: Packs) -> None:
    result = jiheng_packs("lint", packs.changed("weight: 60", "weight: 70"))
    assert result.exit_code == 1
    assert "错误 PK101 " in result.output
    assert "pack.yaml 第 18 行 indicators：一级指标权重合计 110 分，应为 100 分（差 +10 分）" in result.output
    assert "错误 2 处" in result.output


def test_a_doubt_is_told_but_is_no_error(packs: Packs) -> None:
    result = jiheng_packs("lint", packs.changed("mark: V}", "mark: U}"))
    assert result.exit_code == 0
    assert "提醒 PK405 " in result.output


def test_lint_as_json_gives_code_place_and_fix(packs: Packs) -> None:
    result = jiheng_packs("lint", packs.changed("weight: 60", "weight: 70"), "--format", "json")
    note = json.loads(result.output)[0]
    assert (note["pack"], note["code"], note["place"]["line"]) == ("test/small", "PK101", 18)


def test_the_scenarios_of_a_pack_run_and_are_counted(packs: Packs) -> None:
    result = jiheng_packs("test", packs.write("test/small", scenarios__cases=CASES))
    assert result.exit_code == 0
    assert "test/small  2  全部符合" in result.output
    assert "共 2 个情形，0 个不符" in result.output


def test_a_pack_without_scenarios_has_not_passed(packs: Packs) -> None:
    result = jiheng_packs("test", packs.write("test/small"))
    assert result.exit_code == 1
    assert "test/small  没有情形" in result.output
    assert "没有情形就没有验证过计分：请在规则包文件夹下的 scenarios/ 里写情形" in result.output
    assert "共 0 个情形" not in result.output


def test_of_all_packs_only_parts_that_cannot_be_scored_may_be_without_scenarios(packs: Packs) -> None:
    assert jiheng_packs("test").exit_code == 0
    packs.write("test/small")
    result = jiheng_packs("test")
    assert result.exit_code == 1
    assert "test/small  没有情形" in result.output
    assert "cn/base" not in result.output


def test_a_scenario_that_does_not_come_out_says_what_was_expected_and_what_came(packs: Packs) -> None:
    folder = packs.write(
        "test/small", SMALL.replace("at_least: 80%, share: 50%", "at_least: 80%, share: 40%"), scenarios__cases=CASES
    )
    result = jiheng_packs("test", folder)
    assert result.exit_code == 1
    assert "cases.yaml 第 7 行 签订率85%得一半" in result.output
    assert "应为 10.00 分，实为 8.00 分" in result.output


def test_a_scenario_may_name_the_pack_that_it_is_for(packs: Packs) -> None:
    packs.write("test/small")
    caps = "caps: [{code: C, name: 封顶, measure: 执行率, bands: [{below: 80%, at_most: 1}], cite: 手册}]\n"
    head = "id: test/caps\nversion: '1'\ntitle: 封顶\nyears: {first: 2020}\nstatus: verified\nfragment: true\n"
    case = (
        "- {name: 封顶, year: 2024, pack: test/small+test/caps, input: {执行率: 50%}, expect: {total: 1}, because: x}\n"
    )
    packs.write("test/caps", head + caps, scenarios__cases=case)
    assert "test/caps  1  全部符合" in jiheng_packs("test", "test/caps").output


def test_a_scenario_about_what_the_pack_does_not_have_is_refused(packs: Packs) -> None:
    case = '- {name: 甲, year: 2024, input: {没有: 1}, expect: {score: {"9": 1}}, because: x}\n'
    result = jiheng_packs("test", packs.write("test/small", scenarios__cases=case))
    assert isinstance(result.exception, Refused)
    assert len(result.exception.faults) == 2


def test_diff_lists_what_changed_and_how_the_scenarios_move(packs: Packs) -> None:
    old = packs.write("test/small", scenarios__cases=CASES)
    new = packs.root / "new"
    new.mkdir()
    changed = SMALL.replace("at_least: 80%, share: 50%", "at_least: 80%, share: 40%").replace("value: 30", "value: 15")
    (new / "pack.yaml").write_text(changed.replace("id: test/small", "id: new"), encoding="utf-8")
    shown = jiheng_packs("diff", old, new).output
    assert "指标“2.1 合同签订”：第 2 档 达到 80%，得 50% → 达到 80%，得 40% 〔通知附件〕" in shown
    assert "数值“合同签订期限”：2003-01-01 起 30 天 → 15 天 〔《政府采购法》第四十六条〕" in shown
    assert "共 2 处不同" in shown
    assert "情形“签订率85%得一半”：" in shown
    assert "指标 2.1 10.00 → 8.00" in shown
    assert "执行率95%" not in shown
    assert "1 个情形的得分有变动" in shown


def test_diff_leaves_out_scenarios_that_the_new_pack_does_not_know(packs: Packs) -> None:
    old = packs.write("test/small", scenarios__cases=CASES)
    new = packs.root / "new"
    new.mkdir()
    (new / "pack.yaml").write_text(
        SMALL.replace("id: test/small", "id: new").replace("签订率", "签约率"), encoding="utf-8"
    )
    found = json.loads(jiheng_packs("diff", old, new, "--format", "json").output)
    assert {change["part"] for change in found["changes"]} >= {"计算指标“签约率”", "计算指标“签订率”"}
    assert found["scenarios"] == []


def test_diff_of_fragments_has_no_scenarios_to_move(packs: Packs) -> None:
    assert "共 0 处不同" in jiheng_packs("diff", "cn/base", "cn/base").output
