"""The difference list that a finance officer reads."""

from __future__ import annotations

from fractions import Fraction

import pytest

from jiheng.packs.describe import parts
from jiheng.packs.diff import diff
from jiheng.packs.load import load_pack, read_pack
from jiheng.packs.names import unit_of
from jiheng.packs.said import number
from tests.packs.conftest import SMALL, Packs


def differences(packs: Packs, *changes: tuple[str, str], old: str = SMALL) -> list[str]:
    new = old
    for before, after in changes:
        assert before in new, before
        new = new.replace(before, after, 1)
    one = read_pack(packs.write("test/small", old)).pack
    other = read_pack(packs.write("test/small", new)).pack
    return [change.text() for change in diff(one, other)]


def test_a_pack_does_not_differ_from_itself(packs: Packs) -> None:
    assert differences(packs) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("weight: 10\n", "weight: 15.5\n", "指标“1.1 执行率”：权重 10 分 → 15.5 分"),
        ("at_least: 95%", "at_least: 98%", "指标“2.1 合同签订”：第 1 档 达到 95%，得 100% → 达到 98%，得 100%"),
        ("            - {share: 0}\n", "", "指标“2.1 合同签订”：第 3 档 其余，得 0% → （无）"),
        ("value: 30", "value: 15", "数值“合同签订期限”：2003-01-01 起 30 天 → 15 天"),
        ("      2003-01-01", "      2025-07-01: {value: 15, cite: 新法}\n      2003-01-01", "数值“合同签订期限”：2025-07-01 起 （无） → 15 天"),
        ("      2003-01-01", "      2027-01-01: {value: null, cite: 废止}\n      2003-01-01", "数值“合同签订期限”：2027-01-01 起 （无） → 不再适用"),
        ("days: 30", "days: 15, working: true", "期限“T1 合同签订”：期限 中标通知书发出之后 30 天内 → 中标通知书发出之后 15 个工作日内"),
        ("days: 30", "days: -30", "期限“T1 合同签订”：期限 中标通知书发出之后 30 天内 → 中标通知书发出 30 天之前"),
        ("良, at_least: 80", "良, at_least: 75", "总分：等级“良” 80 分起 → 75 分起"),
        ("  - {name: 良, at_least: 80}\n", "", "总分：等级“良” 80 分起 → （无）"),
        ("支出数 ÷ 调整后预算数", "支出数 ÷ 年初预算数", "计算指标“执行率”：公式 支出数 ÷ 调整后预算数 → 支出数 ÷ 年初预算数"),
        ("points: 12", "points: 11.5", "指标“2.2 制度”：事项 a 有制度，12 分 → 有制度，11.5 分"),
        ("target: 100%}", "target: 100%, pass_at: 60%}", "指标“1.1 执行率”：及格门槛 （无） → 60%"),
        ("guide: {meaning: 支出占预算的比例}", "guide: {meaning: 另一种说法}", "指标“1.1 执行率”：含义有修改"),
        ("object: 部门整体", "object: 部门整体\nrounding: {row: null}", "总分：取整 指标 2 位小数，各级 2 位小数，总分 2 位小数 → 指标不取整，各级 2 位小数，总分 2 位小数"),
        ("{first: 2020}", "{first: 2020, last: 2024}", "规则包：适用年度 2020 年起 → 2020—2024 年"),
        ("status: verified", "status: unverified", "规则包：核实状态 已核实 → 未核实"),
        ("mark: V}", "mark: U}", "来源“通知”：核实 已核对原文 → 未核实"),
        ("  定性:\n    kind: qualitative\n", "  定性:\n    kind: qualitative\n", ""),
        ("{name: 部分达成, high: 80%, low: 60%}", "{name: 部分达成, high: 80%, low: 50%}", "单位自设指标：指标性质 定性 计分方法 定性分级，等级“达成” 100% 至 80%，等级“部分达成” 80% 至 60%，等级“未达成” 60% 至 0% → 计分方法 定性分级，等级“达成” 100% 至 80%，等级“部分达成” 80% 至 50%，等级“未达成” 60% 至 0%"),
    ],
)  # fmt: skip
def test_a_change_is_told_in_an_officer_s_words(packs: Packs, before: str, after: str, said: str) -> None:
    assert differences(packs, (before, after)) == [said][: bool(said)]


EXTRAS = [
    ("caps: [{code: C, name: 执行率封顶, measure: 执行率, bands: [{below: 80%, at_most: 89}], cite: 手册}]", "新增封顶“C 执行率封顶”（数据 执行率，第 1 档 低于 80%，最高 89 分）"),
    ("deductions: [{code: D, name: 迟报, measure: 自评迟报工作日数, lose: 0.5, at_most: 5, cite: 通知}]", "新增扣分“D 迟报”（扣分标准 超过 0 个工作日后，每 1 个工作日扣 0.5 分）"),
    ("monitoring: {red_below: 60%, floors: [{month: 8, rate: 60%}], divergence: 10%, idle_months: 3, rush: 30%, answer_workdays: 10, cite: 通知}", "新增运行监控（红灯 支出进度低于时间进度的 60%，目标与支出进度相差 超过 10%，无支付 满 3 个月）"),
    ("own_over: {above: 130%, including: true, effect: deduct, lose: 2, cite: 手册}", "单位自设指标：超额完成 （无） → 完成率达到 130% 时扣 2 分"),
]  # fmt: skip


@pytest.mark.parametrize(("extra", "said"), EXTRAS)
def test_what_is_new_is_told_with_its_gist(packs: Packs, extra: str, said: str) -> None:
    assert differences(packs, ("object: 部门整体\n", f"object: 部门整体\n{extra}\n")) == [said]


METHOD = "{kind: proportional, measure: 执行率, target: 100%}"
METHODS = [
    ("{kind: all_or_nothing, measure: 执行率, operator: ≥, target: 90%}", "满分条件 （无） → ≥ 90%"),
    ("{kind: step, measure: 执行率, target: 95%, per: 1%, lose: 0.2, part: begun, at_most: 3}", "扣分标准 （无） → 每 1% 扣 0.2 分"),
    ("{kind: linear, measure: 执行率, zero_at: 60%, full_at: 95%}", "得满分的值 （无） → 95%"),
    ("{kind: completion, owner: special_funds, level_1: [产出指标], weighting: amount}", "所看指标 （无） → 专项资金的指标（产出指标）"),
    ("{kind: one_of, choices: [{code: a, name: 甲, share: 100%}, {code: b, name: 乙, share: 0}]}", "情形 b （无） → 乙，得 0%"),
    ("{kind: proportional, measure: 执行率, over: {above: 130%, effect: excess}}", "超额完成 （无） → 完成率超过 130% 时超出部分扣减"),
    ("{kind: proportional, measure: 支出数, target: 1000}", "目标值 100% → 1000 元"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "said"), METHODS)
def test_every_method_is_told_with_its_parameters(packs: Packs, method: str, said: str) -> None:
    assert f"指标“1.1 执行率”：{said}" in differences(packs, (METHOD, method))


def test_new_and_removed_indicators_are_told_with_their_points(packs: Packs) -> None:
    start = SMALL.index('      - code: "2.2"')
    old = SMALL[start : SMALL.index("own_methods")]
    gone = differences(packs, (old, ""))
    assert gone == ["删除指标“2.2 制度”（原权重 20 分，计分方法 逐项核对）"]
    assert differences(packs, (SMALL[: start + 1], SMALL[: start + 1]), (old, old.replace('"2.2"', '"2.3"'))) == [
        "新增指标“2.3 制度”（权重 20 分，计分方法 逐项核对）",
        "删除指标“2.2 制度”（原权重 20 分，计分方法 逐项核对）",
    ]


def test_each_change_gives_the_old_and_the_new_ground(packs: Packs) -> None:
    old = read_pack(packs.write("test/small")).pack
    changed = SMALL.replace("{value: 30, cite: 《政府采购法》第四十六条}", "{value: 15, cite: 新法第五十条}", 1)
    new = read_pack(packs.write("test/small", changed)).pack
    assert [change.ground() for change in diff(old, new)] == ["《政府采购法》第四十六条 → 新法第五十条"]


def test_the_ground_is_told_once_where_it_stayed(packs: Packs) -> None:
    old = read_pack(packs.write("test/small")).pack
    new = read_pack(packs.write("test/small", SMALL.replace("weight: 10\n", "weight: 15\n"))).pack
    assert [change.ground() for change in diff(old, new)] == ["通知附件"]


def test_a_new_clause_is_told_with_what_it_changes_and_alone_only_when_nothing_else_did(packs: Packs) -> None:
    cite = ("weight: 10\n        cite: 通知附件", "weight: 10\n        cite: 新通知")
    assert differences(packs, cite) == ["指标“1.1 执行率”：依据 通知附件 → 新通知"]
    both = (cite[0], cite[1].replace("weight: 10", "weight: 12"))
    assert differences(packs, both) == ["指标“1.1 执行率”：权重 10 分 → 12 分"]


def test_what_is_new_or_gone_has_one_ground(packs: Packs) -> None:
    old = read_pack(packs.write("test/small")).pack
    new = read_pack(
        packs.write("test/small", SMALL + "caps: [{code: C, name: 封顶, measure: 执行率, bands: [], cite: 手册}]\n")
    ).pack
    assert [change.ground() for change in diff(old, new)] == ["手册"]
    assert [change.ground() for change in diff(new, old)] == ["手册"]


def test_a_changed_form_is_told_without_its_layout(packs: Packs) -> None:
    form = "kind: table\ncode: a\ntitle: 自评表\ncolumns: [{width}]\nblocks: [{{kind: grid, rows: [[名称]]}}]\n"
    old = read_pack(packs.write("test/small", forms__a=form.format(width=10))).pack
    new = read_pack(packs.write("test/small", forms__a=form.format(width=12))).pack
    assert [change.text() for change in diff(old, new)] == ["表格“自评表”：版式有修改"]


def test_a_moved_indicator_is_told_with_its_old_and_new_level(packs: Packs) -> None:
    start, end = SMALL.index('      - code: "2.1"'), SMALL.index('      - code: "2.2"')
    block = SMALL[start:end]
    moved = SMALL.replace(block, "").replace('  - code: "2"\n', f'{block}  - code: "2"\n')
    old, new = read_pack(packs.write("test/small")).pack, read_pack(packs.write("test/small", moved)).pack
    assert [change.text() for change in diff(old, new)] == ["指标“2.1 合同签订”：上级 2 → 1"]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [("0.9498", "%", "94.98%"), ("30", "天", "30 天"), ("0.5", "", "0.5"), ("1/3", "", "0.333333")],
)
def test_numbers_are_written_with_their_unit(value: str, unit: str, text: str) -> None:
    assert number(Fraction(value), unit) == text
    assert number(None, unit) == ""


def test_the_unit_of_a_name_is_that_of_its_declaration(packs: Packs) -> None:
    packs.write("test/small")
    pack = load_pack("test/small")
    assert [unit_of(pack, name) for name in ("执行率", "合同签订期限", "支出数", "没有")] == ["%", "天", "元", "%"]


def test_every_pack_of_the_library_can_be_described() -> None:
    told = parts(load_pack("cn/guangdong/department"))
    assert told[("indicator", "1.1.3")].says["权重"].text == "5 分"
    assert told[("value", "合同签订期限")].says["2003-01-01 起"].cite == "《政府采购法》第四十六条"
