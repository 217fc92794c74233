"""An explanation names the rows that cost the points, and by how much they were late or apart."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from jiheng.core.exact import Money
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import (
    Adjustment,
    Asset,
    AssetIncome,
    BudgetLine,
    Disclosure,
    Filing,
    Inspection,
    Project,
    Purchase,
    Unit,
)
from jiheng.packs.method import Proportional, Step
from jiheng.packs.model import Dated, Measure, Value
from jiheng.scoring import score
from tests.scoring.small import node, pack

LIMITS = {
    "合同签订期限": 30,
    "合同备案期限": 7,
    "合同公告期限": 2,
    "采购意向公开提前天数": 30,
    "预决算公开期限": 20,
    "常数": 1,
}
VALUES = {
    name: Value(unit="", since={date(2003, 1, 1): Dated(value=Fraction(days), cite="")})
    for name, days in LIMITS.items()
}
RATES = {
    "签订率": "按期签订合同数 / 采购合同数",
    "备案率": "按期备案合同数 / 已签合同数",
    "公告率": "按期公告合同数 / 已签合同数",
    "意向率": "按期公开意向项目数 / 应公开意向项目数",
    "公开率": "按期公开事项数 / 应公开事项数",
    "绩效公开率": "绩效已公开事项数 / 绩效应公开事项数",
    "上缴率": "按期上缴收益笔数 / 资产收益笔数",
    "相符率": "(账账相符类别数 + 账实相符类别数) / (2 * 资产类别数)",
    "盘点率": "已盘点类别数 / 资产类别数",
    "利用率": "在用资产价值 / 资产台账数",
    "评估率": "已评估新增项目数 / 新增项目数",
    "报送率": "按期报送事项数 / 应报送事项数",
}
COUNTS = {
    "退回数": "退回次数",
    "投诉数": "成立投诉数",
    "问题数": "财务问题数 + 采购问题数 + 资产问题数 + 绩效问题数",
    "调整数": "预算调整数",
}


def regain(measure: str, **tables: Any) -> str:
    """The way to regain the points of a leaf that this measure scores."""
    if measure in RATES:
        method: Proportional | Step = Proportional(kind="proportional", measure=measure)
    else:
        method = Step(kind="step", measure=measure, operator="≤", target=Fraction(0), per=Fraction(1), lose=Fraction(1))
    measures = {name: Measure(unit="%", formula=formula) for name, formula in RATES.items()}
    measures |= {name: Measure(unit="个", formula=formula) for name, formula in COUNTS.items()}
    packed = pack(node("1", 10, method), measures=measures, values=VALUES)
    data = DataSet(unit=Unit(code="1", name="某镇", year=2024, pack="small"), **tables)
    return score(data, packed).line("1").regain


def purchases(**more: Any) -> dict[str, Any]:
    timely = Purchase(
        code="1",
        name="桌椅",
        intention=date(2024, 1, 2),
        start=date(2024, 3, 1),
        award=date(2024, 4, 1),
        signed=date(2024, 4, 10),
        announced=date(2024, 4, 11),
        filed=date(2024, 4, 12),
    )
    late = Purchase(code="2", name="电脑", **more)
    return {"purchases": (timely, late, Purchase(code="3", name="尚未开始"))}


AWARD, SIGNED = date(2024, 4, 1), date(2024, 4, 8)


@pytest.mark.parametrize(
    ("measure", "row", "told"),
    [
        ("签订率", {"award": AWARD, "signed": date(2024, 5, 7)}, "涉及：“电脑”合同签订晚 6 天"),
        ("签订率", {"award": AWARD}, "涉及：“电脑”合同未签订"),
        ("备案率", {"signed": SIGNED, "filed": date(2024, 4, 22)}, "涉及：“电脑”合同备案晚 3 个工作日"),
        ("备案率", {"signed": SIGNED}, "涉及：“电脑”合同未备案"),
        ("公告率", {"signed": SIGNED, "announced": date(2024, 4, 12)}, "涉及：“电脑”合同公告晚 2 个工作日"),
        (
            "意向率",
            {"intention": date(2024, 2, 1), "start": date(2024, 2, 23)},
            "涉及：“电脑”采购意向提前 22 天公开，少 8 天",
        ),
        ("意向率", {"start": date(2024, 2, 23)}, "涉及：“电脑”采购意向未公开"),
        ("投诉数", {"upheld_complaint": True}, "涉及：“电脑”有成立的投诉"),
    ],
)
def test_purchases_are_named_with_their_delay(measure: str, row: dict[str, Any], told: str) -> None:
    assert regain(measure, **purchases(**row)).endswith(told)


def test_disclosures_are_named() -> None:
    def matter(code: str, what: str, **more: Any) -> Disclosure:
        return Disclosure(code=code, matter=what, approved=date(2024, 2, 1), **more)

    rows = (
        matter("1", "部门预算", published=date(2024, 2, 21), complete=True),
        matter("2", "部门决算", published=date(2024, 2, 24), complete=True),
        matter("3", "三公经费"),
        matter("4", "绩效目标", published=date(2024, 2, 2), complete=False),
        matter("5", "绩效自评结果"),
    )
    assert regain("公开率", disclosures=rows).endswith("涉及：“部门决算”公开晚 3 天、“三公经费”未公开")
    assert regain("绩效公开率", disclosures=rows).endswith("涉及：“绩效目标”公开内容不完整、“绩效自评结果”未公开")


def test_assets_are_named_with_the_difference() -> None:
    money = Money.parse
    rows = (
        Asset(
            code="1",
            name="房屋",
            ledger=money("900000"),
            accounts=money("900000"),
            counted=money("900000"),
            counted_on=date(2024, 12, 1),
            in_use=money("900000"),
        ),
        Asset(
            code="2",
            name="车辆",
            ledger=money("300000"),
            accounts=money("280000"),
            counted=money("299000"),
            counted_on=date(2023, 12, 1),
            in_use=money("100000"),
        ),
        Asset(code="3", name="家具", ledger=money("5000"), accounts=money("5000"), in_use=money("5000")),
    )
    assert regain("相符率", assets=rows).endswith(
        "涉及：“车辆”台账与会计账相差 2.00 万元、“车辆”台账与盘点数相差 1,000.00 元、“家具”未盘点"
    )
    assert regain("盘点率", assets=rows).endswith("涉及：“车辆”本年度未盘点、“家具”本年度未盘点")
    assert regain("利用率", assets=rows).endswith("涉及：“车辆”闲置 20.00 万元")


def test_income_projects_filings_findings_and_adjustments_are_named() -> None:
    income = (
        AssetIncome(code="1", name="一季度租金", amount=Money(1), due=date(2024, 4, 1), paid=date(2024, 4, 1)),
        AssetIncome(code="2", name="二季度租金", amount=Money(1), due=date(2024, 7, 1), paid=date(2024, 7, 15)),
        AssetIncome(code="3", name="三季度租金", amount=Money(1), due=date(2024, 10, 1)),
    )
    assert regain("上缴率", asset_income=income).endswith("涉及：“二季度租金”上缴晚 14 天、“三季度租金”未上缴")
    projects = (
        Project(code="1", name="新项目", attribute="新增", assessed=False),
        Project(code="2", name="老项目"),
        Project(code="3", name="另一新项目", attribute="新增", assessed=True),
    )
    assert regain("评估率", projects=projects).endswith("涉及：新增项目“新项目”未做事前绩效评估")
    filings = (
        Filing(code="1", step="绩效目标", due=date(2024, 1, 10), filed=date(2024, 1, 12), returned=2),
        Filing(code="2", step="自评", due=date(2024, 3, 1)),
        Filing(code="3", step="监控", due=date(2024, 8, 1), filed=date(2024, 8, 1)),
    )
    assert regain("报送率", filings=filings).endswith("涉及：“绩效目标”晚报 2 天、“自评”未报送")
    assert regain("退回数", filings=filings).endswith("涉及：“绩效目标”被退回 2 次")
    inspections = tuple(
        Inspection(code=kind, kind=kind, matter=f"{kind}问题一件") for kind in ("财务", "采购", "资产", "绩效")
    )
    assert regain("问题数", inspections=inspections).endswith(
        "涉及：“财务问题一件”、“采购问题一件”、“资产问题一件”、“绩效问题一件”"
    )
    line = BudgetLine(
        code="L", category="项目支出", source="一般公共预算", original=Money.parse("5"), adjusted=Money.parse("9")
    )
    adjustments = (
        Adjustment(code="1", line="L", dated=date(2024, 6, 1), amount=Money.parse("1"), reason="小修"),
        Adjustment(code="2", line="L", dated=date(2024, 6, 1), amount=Money.parse("20000"), reason="新增桥梁"),
        Adjustment(code="3", line="L", dated=date(2024, 6, 1), amount=Money.parse("7"), excepted=True),
    )
    assert regain("调整数", adjustments=adjustments, budget=(line,)).endswith("涉及：新增桥梁 2.00 万元、小修 1.00 元")
