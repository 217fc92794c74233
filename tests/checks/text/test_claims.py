"""What is called sound is called wrong once its figure is altered, whatever the kind of claim and the order of its words."""

from __future__ import annotations

import pytest

from jiheng.checks.finding import Relation, Severity, Verdict
from jiheng.checks.text import check_plain
from tests.checks.text.said import NUMERIC, alarms

SOUND = (
    ("项目预算1,826.40万元，实际支出1,716.82万元，预算执行率94.00%。", "94.00%", "97.00%"),
    ("培训班收到报名4,218人，实际参训3,796人，参训率90.00%。", "90.00%", "93.00%"),
    (
        "收入合计9,318.62万元，其中：财政拨款7,214.30万元、事业收入1,862.17万元、其他收入242.15万元。",
        "1,862.17",
        "1,462.17",
    ),
    ("修渠花费182.40万元，换闸花费76.35万元，清淤花费143.80万元，三项合计402.55万元。", "402.55", "452.55"),
    ("全年用水2,418.50万吨，比上年的2,239.30万吨增加179.20万吨，增长8.00%。", "179.20", "149.20"),
    ("全年用水2,418.50万吨，比上年的2,239.30万吨增加179.20万吨，增长8.00%。", "8.00%", "5.00%"),
    ("核定岗位158个，已聘147个，空缺11个岗位。", "11个", "41个"),
    ("为260名护林员每人发放补贴500元，共计发放13.00万元。", "13.00万", "16.00万"),
    ("产出指标满分50分，扣1.5分，得48.5分。", "48.5分", "46.5分"),
    ("完好率＝1,204.80÷1,391.20×100%＝86.60%。", "86.60%", "83.60%"),
    ("补助共41.50万元，惠及渔民250人，人均1,660元。", "1,660元", "1,960元"),
    ("男队员65名，女队员20名，男女比例3.25∶1。", "3.25", "3.55"),
    ("下达资金3,720万元（折合0.37亿元）。", "0.37", "0.57"),
    ("货运收入8,642.50万元，其中水运2,117.40万元，占24.50%；陆运6,525.10万元，占75.50%。", "24.50%", "27.50%"),
    (
        "| 科目 | 预算 | 决算 |\n| 设备 | 41.20 | 38.60 |\n| 劳务 | 35.10 | 32.40 |\n| 合计 | 76.30 | 71.00 |\n以上为全部。",
        "71.00",
        "74.00",
    ),
)


def sound_relations(text: str) -> list[Relation]:
    return [r for r in check_plain(text).relations if r.verdict is Verdict.OK and r.kind in NUMERIC]


@pytest.mark.parametrize(("text", "right", "wrong"), SOUND)
def test_what_is_sound_is_told_wrong_once_altered(text: str, right: str, wrong: str) -> None:
    assert sound_relations(text)
    assert not alarms(check_plain(text))
    altered = check_plain(text.replace(right, wrong))
    assert any(wrong.rstrip("%元分个万") in span.text for finding in alarms(altered) for span in finding.spans)


@pytest.mark.parametrize(
    "text",
    [
        "预算1,826.40万元，支出1,716.82万元，执行率97.00%。",
        "支出1,716.82万元，预算1,826.40万元，执行率97.00%。",
        "执行率97.00%（支出1,716.82万元，预算1,826.40万元）。",
        "支出1,716.82万元，完成预算1,826.40万元的97.00%。",
        "预算18,264,000元，支出17,168,200元，执行率97.00%。",
    ],
)
def test_the_order_of_the_words_and_the_unit_do_not_change_the_verdict(text: str) -> None:
    assert [finding.expected for finding in alarms(check_plain(text))] == ["94.00%"] or "94" in alarms(
        check_plain(text)
    )[0].message


def test_one_fault_is_one_finding_with_its_consequences() -> None:
    text = "项目支出620.40万元，其中道路240.20万元、供水210.10万元、绿化170.10万元；项目预算680.00万元，执行率88.24%。"
    wrong = check_plain(text.replace("620.40", "600.00"))
    assert len({finding.stated for finding in alarms(check_plain(text))}) <= 1
    assert all(finding.severity in (Severity.ERROR, Severity.WARNING) for finding in alarms(wrong))


@pytest.mark.parametrize(
    "text",
    [
        "救灾资金640.00万元，其中购置帐篷210.00万元、棉被260.00万元，已全部下拨。",
        "购书182.40万元、修缮76.35万元等，全部投入402.25万元。",
        "所里编制58名，在岗51名，另有工勤人员9名。",
        "指标1,681.30万元，支付1,473.92万元，上年同期支付率为91.08%。",
        "三年共投入1,287.60万元，其中本年投入439.20万元。",
    ],
)
def test_what_language_leaves_open_is_no_fault(text: str) -> None:
    assert not alarms(check_plain(text))
