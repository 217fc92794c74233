"""An invented town, small and complete, and ways to write it down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from jiheng.core.calendar import Month
from jiheng.core.exact import Money, Points
from jiheng.facts import DataSet, sealed
from jiheng.facts.rows import (
    Adjustment,
    Answer,
    Asset,
    AssetIncome,
    BudgetLine,
    Claim,
    Disclosure,
    Evidence,
    Filing,
    History,
    Indicator,
    Inspection,
    Narrative,
    Observation,
    Payment,
    Project,
    Purchase,
    Result,
    Review,
    RuleDocument,
    RunningCost,
    SpecialFund,
    Unit,
)
from jiheng.packs.model import Grade, Measure, Pack, Value, Years

UNIT = Unit(code="0017", name="青石镇人民政府", year=2024, pack="cn/guangdong/department", posts=46, staff=44)


def yuan(text: str) -> Money:
    return Money.parse(text)


def town(**tables: Any) -> DataSet:
    """A town with nothing but the tables given."""
    return sealed(replace(DataSet(unit=UNIT), **tables))


def pack(**fields: Any) -> Pack:
    """A pack with nothing in it but what a test is about."""
    given: dict[str, Any] = {
        "id": "test/pack",
        "version": "1",
        "title": "试用规则包",
        "region": "青石镇",
        "object": "部门整体",
        "years": Years(first=2020),
        "status": "unverified",
        "sources": (),
        "indicators": (),
        "grades": (Grade(name="优", at_least=Fraction(90)),),
    }
    return Pack(**(given | fields))


def dated(unit: str, **since: str) -> Value:
    """A value that is in force from a day on, e.g. ``d20200101="30"``; an empty text ends it."""
    return Value.model_validate(
        {
            "unit": unit,
            "since": {
                date.fromisoformat(day[1:]): {"value": value or None, "cite": "某法第一条"}
                for day, value in since.items()
            },
        }
    )


LIMITS = {
    "采购意向公开提前天数": dated("天", d20200101="30"),
    "合同签订期限": dated("天", d20200101="30"),
    "合同备案期限": dated("个工作日", d20200101="7"),
    "合同公告期限": dated("个工作日", d20200101="2"),
    "预决算公开期限": dated("天", d20200101="20"),
}


def formula(text: str, unit: str = "%") -> Measure:
    return Measure(unit=unit, formula=text)


def full_town() -> DataSet:
    """A town with a row in every table."""
    return town(**_head_and_money(), **_performance(), **_registers(), **_statements(), nil=("inspections",))


def _head_and_money() -> dict[str, Any]:
    """The unit, its projects, budget and payments."""
    return dict(
        unit=replace(
            UNIT, region="某省某市", level="乡镇", due=date(2025, 3, 31), filed=date(2025, 3, 28), phone="0208"
        ),
        projects=(
            Project(code="001", name="村道养护", special_fund=True, start=date(2024, 1, 5), goal="养护村道\n保持畅通"),
            Project(code="002", name="=图书室", attribute="新增", assessed=True),
        ),
        budget=(
            BudgetLine(
                code="01",
                category="人员经费",
                source="一般公共预算",
                function="2010301",
                original=yuan("37497.28"),
                adjusted=yuan("40000"),
            ),
            BudgetLine(
                code="02",
                project="001",
                category="项目支出",
                source="上年结转",
                original=yuan("0"),
                adjusted=yuan("90000000000000.01"),
                note="数值无误",
            ),
        ),
        payments=(
            Payment(line="01", month=Month(2024, 8), amount=yuan("35616.40")),
            Payment(line="01", month=Month(2024, 9), amount=yuan("-16.40")),
        ),
        adjustments=(Adjustment(code="J1", line="01", dated=date(2024, 7, 1), amount=yuan("-3")),),
        special_funds=(SpecialFund(code="T1", name="养护资金", project="001", issued=yuan("9"), paid=yuan("9")),),
        running_costs=(
            RunningCost(code="F1", name="接待", three_public="公务接待费", budget=yuan("9"), actual=yuan("8")),
        ),
    )


def _performance() -> dict[str, Any]:
    """What was promised and what was reached."""
    return dict(
        indicators=(
            Indicator(
                code="Z01",
                project="001",
                level_1="产出指标",
                level_2="数量指标",
                name="养护里程",
                operator="≥",
                target=Fraction("12.5"),
                unit="公里",
                weight=Points.parse("22.5"),
                core=True,
            ),
            Indicator(code="Z02", level_1="满意度指标", name="满意度", operator="≥", target=Fraction(95), unit="%"),
        ),
        results=(
            Result(indicator="Z01", actual=Fraction("12.345678"), reason="雨季施工", measure="改在旱季"),
            Result(indicator="1.1.1", level="部分达成预期指标并具有一定效果", coefficient=Fraction("0.7")),
        ),
        answers=(Answer(indicator="2.4.1", item="A", answer="不适用"),),
        evidence=(Evidence(code="E1", indicator="Z01", title="验收单", page="003", sample=120),),
        observations=(Observation(indicator="Z01", month=Month(2024, 7), value=Fraction(6), likelihood="有可能"),),
        reviews=(Review(indicator="Z01", score=Points.parse("20"), percent=Fraction("0.1")),),
    )


def _registers() -> dict[str, Any]:
    """Purchases, assets, what was published and filed."""
    return dict(
        purchases=(
            Purchase(
                code="C1",
                name="养护服务",
                budget=yuan("500000"),
                intention=date(2024, 2, 1),
                start=date(2024, 3, 5),
                award=date(2024, 4, 1),
                signed=date(2024, 4, 30),
                amount=yuan("498000"),
                announced=date(2024, 5, 6),
                filed=date(2024, 5, 9),
                small_business=True,
            ),
        ),
        assets=(Asset(code="A1", name="车辆", ledger=yuan("100"), accounts=yuan("100"), counted=yuan("90")),),
        asset_income=(AssetIncome(code="S1", name="房屋出租", amount=yuan("5000"), due=date(2024, 6, 30)),),
        disclosures=(Disclosure(code="G1", matter="部门预算", approved=date(2024, 2, 1), complete=True),),
        rule_documents=(RuleDocument(code="R1", area="绩效目标管理", title="绩效目标办法", number="青府〔2023〕5号"),),
        filings=(Filing(code="B1", step="绩效监控", due=date(2024, 8, 31), filed=date(2024, 8, 30), returned=1),),
    )


def _statements() -> dict[str, Any]:
    """What was said of the year."""
    return dict(
        claims=(Claim(item="执行率", stated=Fraction("0.9498")), Claim(item="评价等级", text="优")),
        history=(History(measure="养护里程", year=2023, value=Fraction("-3.67"), unit="公里"),),
        narrative=(
            Narrative(chapter="1.1", text="第一段\n第二段：目标"),
            Narrative(chapter="2", text="@问题", origin="原文"),
        ),
    )


def inspection(**fields: Any) -> Inspection:
    return Inspection(**({"code": "W1", "kind": "财务", "matter": "报销单据不全"} | fields))


def write_folder(folder: Path, **files: str) -> Path:
    """Write the unit and the CSV files given by table name."""
    folder.mkdir(parents=True, exist_ok=True)
    unit = files.pop("unit", "单位编码: '0017'\n单位名称: 青石镇人民政府\n预算年度: 2024\n适用规则包: cn/project\n")
    (folder / "unit.yaml").write_text(unit, encoding="utf-8")
    for table, text in files.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    return folder
