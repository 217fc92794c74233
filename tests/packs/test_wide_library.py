"""The packs beside self-evaluation: evaluation, transfers, bonds, ex-ante assessment, appraisal, zero base, unit costs."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from jiheng.cli.main import cli
from jiheng.core.fault import Faults
from jiheng.packs.lint import lint
from jiheng.packs.load import library, load_pack, read_pack
from jiheng.packs.scenario import add_misfits, read_scenarios
from jiheng.scoring import scenario as running
from tests.packs.test_library import LIBRARY

EVALUATED = ("cn/evaluation", "cn/transfer", "cn/special-bond", "cn/ex-ante", "cn/points-table", "cn/unit-cost")
LAID_OVER = ("cn/zero-based", "cn/project+cn/zero-based")


@pytest.mark.parametrize("pack_id", [*EVALUATED, LAID_OVER[1]])
def test_a_pack_has_nothing_to_lint(pack_id: str) -> None:
    assert [note.sentence for note in lint(read_pack(pack_id))] == []


@pytest.mark.parametrize("pack_id", EVALUATED)
def test_it_is_listed_and_says_that_it_is_an_example(pack_id: str) -> None:
    assert pack_id in {info.id for info in library()}
    pack = load_pack(pack_id)
    assert {source.mark for source in pack.sources} & {"U", "I"}
    assert pack.label.endswith("（示例口径，未核实）")


@pytest.mark.parametrize("pack_id", EVALUATED)
def test_every_leaf_has_a_clause_evidence_and_a_complete_guide(pack_id: str) -> None:
    for leaf in (node for node in load_pack(pack_id).nodes() if not node.children):
        guide = leaf.guide
        told = (leaf.cite, leaf.evidence, guide.meaning, guide.formula, guide.good, guide.bad, guide.returns)
        assert all(told), f"{leaf.code} {leaf.name}"


@pytest.mark.parametrize("engine", ["duckdb", "reference"])
@pytest.mark.parametrize("folder", [*EVALUATED, LAID_OVER[0]])
def test_every_scenario_comes_out_as_written(folder: str, engine: str) -> None:
    written = read_scenarios(LIBRARY / folder)
    pack = load_pack(LAID_OVER[1] if folder == LAID_OVER[0] else folder)
    faults = Faults()
    add_misfits(list(written), pack, faults)
    assert not faults
    assert len(written) >= 4
    found = running.run(pack, [each.case for each in written], engine=engine)
    assert [f"{each.case.name}: {each.failures}" for each in found if not each.passed] == []


def test_the_framework_of_evaluation_has_four_parts_and_the_bond_table_its_four() -> None:
    tops = {pack_id: [top.name for top in load_pack(pack_id).indicators] for pack_id in EVALUATED}
    assert tops["cn/evaluation"] == ["决策", "过程", "产出", "效益"]
    assert tops["cn/special-bond"] == ["决策", "管理", "产出", "效益"]
    assert tops["cn/ex-ante"] == ["立项必要性", "投入经济性", "绩效目标合理性", "实施方案可行性", "筹资合规性"]
    assert [top.weight for top in load_pack("cn/ex-ante").indicators] == [20] * 5


def test_the_appraisal_is_a_hundred_and_three_less_at_most_thirty() -> None:
    pack = load_pack("cn/points-table")
    assert pack.full_marks == 100
    assert pack.total_at_most == 103
    assert sum(each.at_most for each in pack.bonuses) == 3
    assert sum(each.at_most for each in pack.deductions) == 30


def test_zero_base_advises_by_the_two_borders_of_eighty_and_sixty() -> None:
    pack = load_pack(LAID_OVER[1])
    advice = {use.name: use.advice for use in pack.uses}
    assert {grade.name: grade.at_least for grade in pack.grades if grade.name in ("良", "中")} == {"良": 80, "中": 60}
    assert "压减" in advice["中"]
    assert "不予安排" in advice["差"]


REGION = {
    "unit.yaml": 'code: "001"\nname: 示例区域\nyear: 2024\npack: cn/transfer\n',
    "inputs.csv": "数据名称,值,分子,分母\n中央补助预算数,1000,,\n中央补助执行数,940,,\n资金下达天数,12,,\n",
    "indicators.csv": (
        "指标编码,一级指标,二级指标,三级指标,指标性质,年度指标值,度量单位,权重\n"
        "P1,产出指标,数量指标,改造户数,≥,1200,户,50\n"
        "P2,效益指标,社会效益指标,自来水普及率,≥,90,%,30\n"
        "P3,满意度指标,服务对象满意度指标,群众满意度,≥,90,%,10\n"
    ),
    "narrative.yaml": "goal: 改造危房，普及自来水。\nachieved: 全部完成。\n",
    "results.csv": "指标编码,全年完成值\nP1,1230\nP2,92\nP3,81\n",
}
BOND = {
    "unit.yaml": 'code: "001"\nname: 示例项目\nyear: 2024\npack: cn/special-bond\n',
    "inputs.csv": (
        "数据名称,值,分子,分母\n债券性质,新增专项债券,,\n债券规模,8000,,\n债券资金使用率,,7440,8000\n"
        "专项收入实现率,,540,600\n还本付息率,,260,260\n形成资产登记率,,3,3\n支出用途违规数,1,,\n"
    ),
    "indicators.csv": (
        "指标编码,一级指标,二级指标,三级指标,指标性质,年度指标值,度量单位,权重\n"
        "P1,产出指标,数量指标,建成厂房,≥,3,万平方米,30\nP2,效益指标,社会效益指标,新增就业,≥,200,人,10\n"
    ),
    "results.csv": "指标编码,全年完成值\nP1,3\nP2,180\n",
    "answers.csv": "指标编码,核对事项编码,是否符合\nA1,A,是\nA1,B,是\nA1,C,是\nA2,A,是\nA2,B,是\n",
}


def cells(files: dict[str, str], title: str, folder: Path) -> tuple[list[str], str]:
    """What stands in one form of a data set, and what the command said of its scores."""
    (folder / "data").mkdir()
    for name, content in files.items():
        (folder / "data" / name).write_text(content, encoding="utf-8")
    scored = CliRunner().invoke(cli, ["score", str(folder / "data")])
    written = CliRunner().invoke(cli, ["forms", str(folder / "data"), "-o", str(folder / "forms")])
    assert written.exit_code == 0, (written.output, getattr(written.exception, "faults", ""))
    sheet = openpyxl.load_workbook(folder / "forms" / f"{title}.xlsx").active
    assert sheet is not None
    found = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return found, scored.output


def test_a_region_gets_its_form_with_the_seven_matters_of_its_funds(tmp_path: Path) -> None:
    found, said = cells(REGION, "转移支付区域绩效目标自评表", tmp_path)
    assert {"分配科学性", "下达及时性", "拨付合规性", "使用规范性", "执行准确性"} <= set(found)
    assert {"改造户数", "群众满意度", "示例区域", "优"} <= set(found)
    assert "总得分 98.40 分" in said


def test_a_bond_is_published_with_its_kind_and_size_and_barred_by_a_breach(tmp_path: Path) -> None:
    found, said = cells(BOND, "专项债券项目绩效自评情况表", tmp_path)
    assert {"新增专项债券", "示例项目", "中"} <= set(found)
    assert "总得分 98.00 分" in said
    assert "等级最高为“中”" in said


def test_a_text_that_no_report_of_the_pack_has_is_told_by_lint(tmp_path: Path) -> None:
    copied = tmp_path / "pack"
    shutil.copytree(LIBRARY / "cn/transfer", copied)
    form = copied / "forms" / "self-evaluation.yaml"
    form.write_text(form.read_text("utf-8").replace("文字:2.7", "文字:2.8"), encoding="utf-8")
    (told,) = [note for note in lint(read_pack(copied)) if note.severity == "error"]
    assert (told.code, "文字:2.8" in told.sentence) == ("PK601", True)
