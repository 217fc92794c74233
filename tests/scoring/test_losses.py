"""Deductions and caps: taken in order, told with the amount that avoids them, before anything is submitted."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from jiheng.core.exact import Money
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import BudgetLine, Payment, Unit
from jiheng.packs.model import Cap, CapBand, Deduction, Measure, Pack
from jiheng.scoring import score
from tests.scoring.small import adds_up, node, pack, proportional, unit

CAP = Cap(
    code="CAP1",
    name="执行率偏低封顶",
    measure="支出率",
    bands=(CapBand(below=Fraction(4, 5), at_most=Fraction(89)), CapBand(below=Fraction(1, 2), at_most=Fraction(59))),
    cite="地方口径",
)
LATE = Deduction(
    code="DED1",
    name="自评迟报",
    measure="自评迟报工作日数",
    lose=Fraction(1, 2),
    at_most=Fraction(5),
    cite="地方口径",
)
MEASURES = {
    "支出率": Measure(unit="%", formula="支出数 / 调整后预算数"),
    "比率": Measure(unit="%", formula="在职人数 / 编制数"),
}


def spending(
    paid: str, budget: str = "10000000", filed: date | None = None, *, staff: int = 1, posts: int = 1
) -> DataSet:
    who = Unit(
        code="1", name="某镇", year=2024, pack="small", due=date(2025, 3, 3), filed=filed, staff=staff, posts=posts
    )
    line = BudgetLine(
        code="1", category="项目支出", source="一般公共预算", original=Money.parse(budget), adjusted=Money.parse(budget)
    )
    return DataSet(unit=who, budget=(line,), payments=(Payment(line="1", amount=Money.parse(paid)),))


def capped(*, weight: float = 0) -> Pack:
    nodes = (node("1", weight, proportional()),) if weight else ()
    return pack(*nodes, caps=(CAP,), deductions=(LATE,), measures=MEASURES)


def test_a_low_execution_rate_caps_the_total_and_says_what_lifts_it() -> None:
    sheet = score(spending("7866000"), capped())
    assert (str(sheet.before_losses), str(sheet.total)) == ("100.0000", "89.0000")
    (loss,) = sheet.losses
    assert loss.because == "支出率 78.66%，低于 80%，总分最高 89.00 分；100.00 分按 89.00 分计"
    assert loss.regain == "还需支出 13.40 万元可达 80%，多得 11.00 分"
    assert sheet.notices[0].code == "N101"
    assert sheet.notices[0].text.endswith("总分最高 89.00 分（已压低总分）")
    assert sheet.notices[0].fix == "还需支出 13.40 万元可达 80%"
    adds_up(sheet)


def test_the_next_band_is_the_cheapest_way_up() -> None:
    sheet = score(spending("4000000"), capped())
    assert str(sheet.total) == "59.0000"
    assert sheet.losses[0].regain == "还需支出 100.00 万元可达 50%，多得 30.00 分"


def test_at_the_border_nothing_is_capped() -> None:
    sheet = score(spending("8000000", filed=date(2025, 3, 3)), capped())
    assert str(sheet.total) == "100.0000"
    assert sheet.losses == ()
    assert sheet.notices == ()


def test_a_cap_above_the_total_is_told_but_takes_nothing() -> None:
    sheet = score(spending("7000000", filed=date(2025, 3, 3), staff=0, posts=10), capped(weight=40))
    assert str(sheet.total) == "60.0000"
    assert sheet.losses == ()
    assert "目前总分在此以下" in sheet.notices[0].text


def test_late_filing_takes_points_for_each_working_day_up_to_a_limit() -> None:
    late = score(spending("10000000", filed=date(2025, 3, 6)), capped())
    assert str(late.total) == "98.5000"
    (loss,) = late.losses
    assert loss.because == "自评迟报工作日数 3 个工作日，每 1 个工作日扣 0.50 分，最多扣 5.00 分；扣 1.50 分"
    assert loss.regain == "自评迟报工作日数降到 0 个工作日即不扣分"
    assert [notice.code for notice in late.notices] == ["N102"]
    very_late = score(spending("10000000", filed=date(2025, 6, 30)), capped())
    assert str(very_late.total) == "95.0000"
    adds_up(very_late)


def test_deductions_come_before_caps() -> None:
    sheet = score(spending("7000000", filed=date(2025, 3, 6)), capped())
    assert str(sheet.total) == "89.0000"
    assert [str(loss.lost) for loss in sheet.losses] == ["1.5000", "9.5000"]
    adds_up(sheet)


def test_the_total_is_never_below_zero() -> None:
    hard = LATE.model_copy(update={"lose": Fraction(60), "at_most": Fraction(100)})
    sheet = score(
        spending("10000000", filed=date(2025, 3, 6), staff=0, posts=10),
        pack(node("1", 90, proportional()), deductions=(hard,), measures=MEASURES),
    )
    assert sheet.total.units == 0
    assert str(sheet.losses[0].lost) == "10.0000"
    adds_up(sheet)


def test_free_steps_are_told() -> None:
    some = LATE.model_copy(update={"free": Fraction(2)})
    sheet = score(spending("10000000", filed=date(2025, 3, 6)), pack(deductions=(some,), measures=MEASURES))
    assert str(sheet.total) == "99.5000"
    assert "超过 2 个工作日的部分，每 1 个工作日扣 0.50 分" in sheet.losses[0].because


def test_what_cannot_be_judged_is_neither_taken_nor_hidden() -> None:
    sheet = score(unit(), capped())
    assert str(sheet.total) == "100.0000"
    assert [notice.code for notice in sheet.notices] == ["N103", "N103"]
    assert "“执行率偏低封顶”无法判断" in sheet.notices[0].text


def test_a_cap_on_a_measure_that_is_no_quotient_is_lifted_by_points_of_it() -> None:
    plain = CAP.model_copy(update={"measure": "在职人数", "bands": (CapBand(below=Fraction(5), at_most=Fraction(60)),)})
    sheet = score(unit(3, 4), pack(caps=(plain,)))
    assert sheet.losses[0].regain == "在职人数再提高 2 人可达 5 人，多得 40.00 分"


def test_a_cap_on_a_quotient_of_counts_is_lifted_by_whole_things() -> None:
    counts = CAP.model_copy(update={"measure": "比率"})
    sheet = score(unit(7, 11), pack(caps=(counts,)))
    assert sheet.losses[0].regain == "在职人数再增加 2 人可达 80%，多得 11.00 分"
