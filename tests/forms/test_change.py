"""Change one number in the data, and every form and the report that show it change with it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiheng.core.exact import Money
from jiheng.facts.dataset import DataSet
from jiheng.forms.case import Case
from jiheng.forms.value import money, written

from .conftest import case_of, page_of, report_of

FORMS = ("self-evaluation", "score-sheet")
few = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def spend_more(town: DataSet, fen: int) -> DataSet:
    first, *others = town.payments
    assert first.amount is not None
    return replace(town, payments=(replace(first, amount=first.amount + Money(fen)), *others))


def said(case: Case) -> str:
    return "\n".join(each.text for each in report_of(case).paragraphs)


def shown(case: Case, code: str) -> list[str]:
    return [cell.text for cell in page_of(case, code).cells]


@few
@given(st.integers(1_000_000, 10**11))
def test_one_payment_more_changes_every_form_that_shows_spending_and_the_report(town: DataSet, fen: int) -> None:
    before, after = (case_of(data, "cn/guangdong/department") for data in (town, spend_more(town, fen)))
    spent = after.measures["支出数"].value
    assert spent is not None
    assert written(money(Money.of(spent))) in said(after)
    assert said(before) != said(after)
    for code in FORMS:
        assert shown(before, code) != shown(after, code)
    assert written(money(Money.of(spent)), "数") in shown(after, "self-evaluation")


@few
@given(st.integers(0, 200))
def test_one_result_changed_changes_the_indicator_everywhere(town: DataSet, meetings: int) -> None:
    changed = replace(
        town,
        results=tuple(
            replace(each, actual=Fraction(meetings)) if each.indicator == "P01-01" else each for each in town.results
        ),
    )
    unit, project = case_of(changed, "cn/guangdong/department"), case_of(changed, "cn/project", "P01")
    assert f"召开{meetings}场" in said(unit)
    assert f"{meetings}场" in shown(project, "self-evaluation")
    score = project.line("P01-01")
    assert score is not None
    assert score.score.shown() in shown(project, "self-evaluation")


def test_a_changed_total_changes_the_conclusion(town: DataSet) -> None:
    poor = replace(town, payments=town.payments[: len(town.payments) // 2])
    case = case_of(poor, "cn/guangdong/department")
    assert case.sheet is not None
    assert f"合计得分{case.sheet.total.shown()}分，评价等级为“{case.sheet.grade}”" in said(case)
    assert case.sheet.total.shown() != "96.37"
