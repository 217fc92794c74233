"""Scenario files: what a case says, and what is refused in one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from jiheng.core.fault import Faults, Refused
from jiheng.packs.load import load_pack
from jiheng.packs.scenario import Amount, Scenario, add_misfits, read_cases, read_scenarios
from tests.packs.conftest import Packs
from tests.work import calls

Read = Callable[[str], tuple[Scenario, ...]]


@pytest.fixture
def read(packs: Packs) -> Read:
    def cases(text: str) -> tuple[Scenario, ...]:
        return read_scenarios(packs.write("test/small", scenarios__cases=text))

    return cases


def refusals(read: Read, text: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        read(text)
    return [fault.text() for fault in refused.value.faults]


WHOLE = """
- name: 全部写法
  as_of: 2024-06-30
  pack: cn/project+cn/caps
  input:
    执行率: 35616.40 / 37497.28
    签订率: 95%
    支出数: 37,497.28
    调整后预算数:
    采购合同数: 3 ÷ 0
    "2.1": {absent: 没有采购}
    "2.2": {answers: {a: 是, b: 不适用}}
    P1: {level_1: 产出指标, level_2: 数量指标, weight: 10, operator: "≥", target: 6, actual: 7}
    P2: {level_1: 满意度指标, operator: 定性, level: 达成, coefficient: 95%, project: X, amount: 10000}
  expect: {score: {"1.1": 9.5}, lost: {"1.1": 0.5}, state: {"2.1": not_applicable}, total: 96.37, grade: 优}
  because: 各种写法都读得懂
"""


def test_a_case_gives_measures_and_indicators_and_says_what_must_come_out(read: Read) -> None:
    (scenario,) = read(WHOLE)
    case = scenario.case
    assert case.measures["执行率"] == Amount(Fraction(3561640, 3749728), Fraction("35616.40"), Fraction("37497.28"))
    assert case.measures["签订率"] == Amount(Fraction(19, 20))
    assert case.measures["支出数"] == Amount(Fraction("37497.28"))
    assert case.measures["调整后预算数"] == Amount(None)
    assert case.measures["采购合同数"] == Amount(None, Fraction(3), Fraction(0))
    assert case.indicators["2.1"].absent == "没有采购"
    assert case.indicators["2.2"].answers == {"a": "是", "b": "不适用"}
    assert [code for code, given in case.indicators.items() if given.own] == ["P1", "P2"]
    assert case.indicators["P2"].coefficient == Fraction(19, 20)
    assert (case.expect.total, case.expect.grade) == (Fraction("96.37"), "优")
    assert case.expect.state == {"2.1": "not_applicable"}


def test_the_day_is_the_one_that_is_written_or_the_last_of_the_year(read: Read) -> None:
    (written,) = read(WHOLE)
    assert (written.case.day, written.case.budget_year) == (date(2024, 6, 30), 2024)
    (year,) = read("- {name: 甲, year: 2023, input: {}, expect: {total: 0}, because: x}")
    assert (year.case.day, year.case.budget_year) == (date(2023, 12, 31), 2023)


def test_a_case_knows_where_it_stands(read: Read) -> None:
    (scenario,) = read(WHOLE)
    assert scenario.place.file.endswith("scenarios/cases.yaml")
    assert scenario.place.line == 2


def test_a_pack_without_scenarios_has_none(packs: Packs) -> None:
    assert read_scenarios(packs.write("test/small")) == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  as_of: 2024-06-30\n", "", "缺少年度。请写明预算年度 year: 2024"),
        ("as_of: 2024-06-30", "as_of: 6月30日", "写法不对，现为“6月30日”，应为日期"),
        ("level_1: 产出指标", "level1: 产出指标", "没有“level1”这个键"),
        ('operator: "≥"', "operator: 大于", "不是可选的值，现为“大于”，应为以下之一：≥、≤"),
        ("a: 是", "a: 有", "不是可选的值，现为“有”，应为以下之一：是、否、不适用"),
        ("total: 96.37", "totl: 96.37", "没有“totl”这个键"),
        ("not_applicable", "无", "应为以下之一：scored、missing、not_applicable"),
        ("  because: 各种写法都读得懂\n", "", "缺少“because”"),
        ("  because: 各种写法都读得懂\n", '  because: ""\n', "写法不对"),
    ],
)
def test_a_fault_in_a_case_is_told_with_its_line(read: Read, old: str, new: str, said: str) -> None:
    faults = refusals(read, WHOLE.replace(old, new, 1))
    assert any(said in fault and "cases.yaml 第 " in fault for fault in faults), faults


def test_two_cases_of_one_name_are_refused(read: Read) -> None:
    case = "- {name: 甲, year: 2024, input: {}, expect: {total: 0}, because: x}\n"
    assert ["情形名称重复" in fault for fault in refusals(read, case + case)] == [True]


def test_a_file_that_is_no_list_is_refused(read: Read) -> None:
    assert "应为列表" in refusals(read, "name: 甲")[0]


@pytest.mark.parametrize(
    ("inputs", "expect", "said"),
    [
        ("{没有的数: 1}", "{}", "没有这个数据或指标名称，现为“没有的数”"),
        ('{"9.9": {actual: 1}}', "{}", "指标编码不在指标体系里（自设指标请写明 level_1），现为“9.9”"),
        ('{"2.2": {answers: {z: 是}}}', "{}", "没有这个核对事项，现为“z”"),
        ("{}", '{score: {"9.9": 1}}', "预期中的编码不在指标体系里，现为“9.9”"),
        ("{}", '{lost: {"9.8": 1}}', "预期中的编码不在指标体系里，现为“9.8”"),
        ("{}", "{grade: 特优}", "规则包没有这个等级，现为“特优”"),
    ],
)
def test_what_the_pack_does_not_know_is_told(read: Read, inputs: str, expect: str, said: str) -> None:
    (scenario,) = read(f"- {{name: 甲, year: 2024, input: {inputs}, expect: {expect}, because: x}}")
    faults = Faults()
    add_misfits([scenario], load_pack("test/small"), faults)
    assert [said in fault.text() for fault in faults.found] == [True]


METHODS = [
    ("{kind: one_of, choices: [{code: a, name: 甲, share: 100%}, {code: b, name: 乙, share: 0}]}", "{choice: c}", "没有这种情形"),
    ("{kind: qualitative, levels: [{name: 甲, high: 100%, low: 50%}, {name: 乙, high: 50%, low: 0}]}", "{level: 丙}", "没有这个完成等级"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "given", "said"), METHODS)
def test_a_choice_or_a_level_that_the_indicator_does_not_have_is_told(
    packs: Packs, method: str, given: str, said: str
) -> None:
    packs.changed("{kind: proportional, measure: 执行率, target: 100%}", method)
    case = f'- {{name: 甲, year: 2024, input: {{"1.1": {given}}}, expect: {{score: {{"1.1": 1}}}}, because: x}}'
    (scenario,) = read_scenarios(_with_cases(packs, case))
    faults = Faults()
    add_misfits([scenario], load_pack("test/small"), faults)
    assert [fault.problem for fault in faults.found] == [said]


def _with_cases(packs: Packs, case: str) -> Path:
    path = packs.root / "test/small/scenarios/cases.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(case, encoding="utf-8")
    return packs.root / "test/small"


def test_what_fits_the_pack_is_not_told(read: Read) -> None:
    text = '- {name: 甲, year: 2024, input: {执行率: 100%, P1: {level_1: 产出指标}, "2.2": {answers: {a: 是}}}, expect: {score: {P1: 1, "1": 2}, grade: 优}, because: x}'
    (scenario,) = read(text)
    faults = Faults()
    add_misfits([scenario], load_pack("test/small"), faults)
    assert not faults


def many_cases(path: Path, count: int) -> Path:
    cases = (
        f"- name: 情形 {n}\n  year: 2024\n  input: {{支出率: {n % 100}.5%}}\n"
        f'  expect: {{score: {{"A": 9.5}}}}\n  because: x\n'
        for n in range(count)
    )
    path.write_text("".join(cases), encoding="utf-8")
    return path


def test_twice_as_many_cases_take_twice_the_work(tmp_path: Path) -> None:
    some, more = (many_cases(tmp_path / f"{count}.yaml", count) for count in (200, 400))
    assert len(read_cases(more, Faults())) == 400
    assert calls(lambda: read_cases(more, Faults())) < 2.1 * calls(lambda: read_cases(some, Faults()))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("执行率: 很高", "“执行率”的值不是数字，现为“很高”"),
        ("执行率: 3 / 分母", "“执行率”的值不是数字"),
        ("执行率: 95", "按数值读是 9500%，也可能是指 95%"),
        ("支出数: 95", "可能是 95 元，也可能是 95 万元"),
        ("支出数: 95%", "而数据是金额"),
        ("执行: 95%", "是否想写“执行率”？"),
        ('"1.1": {actual: 95%}', "手填的完成值不起作用"),
    ],
)
def test_a_value_that_no_unit_could_hand_in_is_told(read: Read, given: str, said: str) -> None:
    (scenario,) = read(f"- {{name: 甲, year: 2024, input: {{{given}}}, expect: {{}}, because: x}}")
    faults = Faults()
    add_misfits([scenario], load_pack("test/small"), faults)
    assert any(said in fault.text() for fault in faults.found), faults
