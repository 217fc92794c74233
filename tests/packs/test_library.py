"""The shipped rule packs: complete, cited, guided, honest about what is unverified, and tested by scenarios."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from jiheng.core.fault import Faults
from jiheng.packs.lint import lint
from jiheng.packs.load import library, load_pack, read_pack
from jiheng.packs.model import Node, Pack
from jiheng.packs.scenario import Scenario, add_misfits, read_scenarios
from jiheng.scoring import scenario as running

LIBRARY = Path(__file__).resolve().parents[2] / "src" / "jiheng" / "packs" / "library"
PACKS = (
    "cn/project",
    "cn/project-cost",
    "cn/guangdong/department",
    "cn/sichuan/project",
    "cn/chongqing/department",
    "cn/hunan/department",
)
FOLDERS = (*PACKS, "cn/caps")

GUANGDONG = """
1 履职效能 50
1.1 整体效能 25
1.1.1 部门整体绩效目标产出指标完成情况 10
1.1.2 部门整体绩效目标效益指标完成情况 10
1.1.3 部门预算资金支出率 5
1.2 专项效能 25
1.2.1 专项资金绩效目标完成情况 20
1.2.2 专项资金支出率 5
2 管理效率 50
2.1 预算编制 2
2.1.1 新增预算（入库）项目事前绩效评估 2
2.2 预算执行 7
2.2.1 预算编制约束性 4
2.2.2 财务管理合规性 3
2.3 信息公开 3
2.3.1 预决算公开合规性 2
2.3.2 绩效信息公开情况 1
2.4 绩效管理 15
2.4.1 绩效管理制度建设 5
2.4.2 绩效管理制度执行 10
2.5 采购管理 10
2.5.1 采购意向公开合规性 2
2.5.2 采购内控制度建设 1
2.5.3 采购活动合规性 2
2.5.4 采购合同签订时效性 3
2.5.5 合同备案时效性 1
2.5.6 采购政策效能 1
2.6 资产管理 10
2.6.1 资产配置合规性 2
2.6.2 资产收益上缴的及时性 1
2.6.3 资产盘点情况 1
2.6.4 数据质量 2
2.6.5 资产管理合规性 2
2.6.6 固定资产利用率 2
2.7 运行成本 3
2.7.1 经济成本控制情况 2
2.7.2 “三公”经费控制情况 1
"""


def leaves(pack: Pack) -> list[Node]:
    return [node for node in pack.nodes() if not node.children]


def scenarios(folder: str) -> tuple[Scenario, ...]:
    return read_scenarios(LIBRARY / folder)


def test_the_library_lists_every_shipped_pack() -> None:
    assert set(PACKS) <= {info.id for info in library()}


@pytest.mark.parametrize("pack_id", [*PACKS, "cn/project+cn/caps", "cn/guangdong/department+cn/caps"])
def test_a_shipped_pack_has_nothing_to_lint(pack_id: str) -> None:
    assert [note.sentence for note in lint(read_pack(pack_id)) if note.severity != "info"] == []


@pytest.mark.parametrize("pack_id", PACKS)
def test_weights_add_up_at_every_level(pack_id: str) -> None:
    pack = load_pack(pack_id)
    assert sum(top.weight for top in pack.indicators) == pack.full_marks
    for node in pack.nodes():
        assert not node.children or sum(child.weight for child in node.children) == node.weight, node.code


@pytest.mark.parametrize("pack_id", PACKS)
def test_every_indicator_carries_a_clause_evidence_and_a_complete_guide(pack_id: str) -> None:
    for leaf in leaves(load_pack(pack_id)):
        guide = leaf.guide
        told = (leaf.cite, leaf.evidence, guide.meaning, guide.formula, guide.good, guide.bad, guide.returns)
        assert all(told), f"{leaf.code} {leaf.name}"


@pytest.mark.parametrize("pack_id", PACKS)
def test_a_pack_with_an_unverified_source_says_so_in_its_label(pack_id: str) -> None:
    pack = load_pack(pack_id)
    assert {source.mark for source in pack.sources} & {"U", "I"}
    assert pack.label.endswith("（示例口径，未核实）")


def test_the_guangdong_pack_has_the_names_codes_and_points_of_the_working_table() -> None:
    wanted = [tuple(line.split(" ")) for line in GUANGDONG.strip().splitlines()]
    assert [(node.code, node.name, str(node.weight)) for node in load_pack("cn/guangdong/department").nodes()] == wanted


@pytest.mark.parametrize(
    ("pack_id", "weights"),
    [
        ("cn/project", [10, 50, 30, 10]),
        ("cn/project-cost", [10, 20, 40, 20, 10]),
        ("cn/sichuan/project", [10, 90]),
        ("cn/chongqing/department", [10, 30, 60]),
        ("cn/hunan/department", [10, 50, 30, 10]),
    ],
)
def test_the_top_level_weights_are_those_of_the_official_tables(pack_id: str, weights: list[int]) -> None:
    assert [top.weight for top in load_pack(pack_id).indicators] == weights


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("采购意向公开提前天数", 30),
        ("合同签订期限", 30),
        ("合同备案期限", 7),
        ("合同公告期限", 2),
        ("预决算公开期限", 20),
    ],
)
@pytest.mark.parametrize("pack_id", PACKS)
def test_every_pack_knows_the_legal_time_limits_and_their_clauses(pack_id: str, name: str, value: int) -> None:
    pack = load_pack(pack_id)
    assert pack.value(name, date(2024, 12, 31)) == value
    assert all(dated.cite for dated in pack.values[name].since.values())


def test_a_time_limit_does_not_hold_before_its_law() -> None:
    assert load_pack("cn/project").value("预决算公开期限", date(2014, 12, 31)) is None


@pytest.mark.parametrize(
    ("pack_id", "definition"),
    [
        ("cn/guangdong/department", "公用经费预算偏离率"),
        ("cn/chongqing/department", "公用经费预算占比"),
        ("cn/hunan/department", "公用经费预算占比"),
    ],
)
def test_a_department_pack_names_one_of_three_definitions_of_the_operating_cost_ratio(
    pack_id: str, definition: str
) -> None:
    measures = load_pack(pack_id).measures
    assert {"公用经费预算占比", "公用经费预算偏离率", "公用经费同比变动率"} <= measures.keys()
    assert measures["公用经费控制率"].formula == definition


@pytest.mark.parametrize("pack_id", PACKS)
def test_caps_and_deductions_can_be_laid_over_any_pack_and_are_off_without_it(pack_id: str) -> None:
    plain, capped = load_pack(pack_id), load_pack(f"{pack_id}+cn/caps")
    assert not plain.caps
    assert not plain.deductions
    (cap,) = capped.caps
    assert {str(band.below): str(band.at_most) for band in cap.bands} == {
        "4/5": "89",
        "7/10": "79",
        "3/5": "69",
        "1/2": "59",
    }
    assert capped.own_over is not None
    assert (capped.own_over.above, capped.own_over.lose) == (Fraction(13, 10), Fraction(2))
    assert (capped.own_over.effect, capped.own_over.including) == ("deduct", True)
    assert capped.indicators == plain.indicators


def test_sichuan_sets_floors_by_month_and_ten_working_days_to_answer() -> None:
    monitoring = load_pack("cn/sichuan/project").monitoring
    assert {floor.month: str(floor.rate * 100) for floor in monitoring.floors} == {4: "25", 6: "40", 8: "60", 10: "80"}
    assert (monitoring.divergence, monitoring.answer_workdays) == (Fraction(1, 10), 10)
    assert monitoring.red_below is None


def test_other_packs_compare_spending_with_the_share_of_the_year() -> None:
    monitoring = load_pack("cn/guangdong/department").monitoring
    assert (monitoring.red_below, monitoring.yellow_below) == (Fraction(6, 10), Fraction(8, 10))


def test_sichuan_asks_for_a_reason_below_ninety_percent() -> None:
    (execution,) = (top for top in load_pack("cn/sichuan/project").indicators if top.code == "A")
    assert execution.reason_below == Fraction(9, 10)


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_scenarios_of_a_pack_name_only_what_it_knows(folder: str) -> None:
    faults = Faults()
    for scenario in scenarios(folder):
        add_misfits([scenario], load_pack(scenario.case.pack or folder), faults)
    assert [fault.text() for fault in faults.found] == []


def test_the_library_ships_at_least_three_hundred_scenarios_and_some_for_every_pack() -> None:
    counts = [len(scenarios(folder)) for folder in FOLDERS]
    assert min(counts) >= 30
    assert sum(counts) >= 300


@pytest.mark.parametrize("engine", ["duckdb", "reference"])
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_scenario_comes_out_as_written(folder: str, engine: str) -> None:
    by_pack: dict[str, list[Scenario]] = {}
    for each in scenarios(folder):
        by_pack.setdefault(each.case.pack or folder, []).append(each)
    failed = [
        f"{outcome.case.name}: {outcome.failures}"
        for pack_id, mine in by_pack.items()
        for outcome in running.run(load_pack(pack_id), [each.case for each in mine], engine=engine)
        if not outcome.passed
    ]
    assert failed == []
