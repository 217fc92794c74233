"""Every figure of the example town that stands in two places is the same there, to the digit shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import html

from jiheng import facts
from jiheng.core.calendar import Month
from jiheng.core.exact import Money, Points
from jiheng.forms import build
from jiheng.monitoring.note import draft_note
from jiheng.reading import read
from jiheng.web.cycle.actions import Approve, task_of
from jiheng.web.cycle.models import Dossier, Stage, State, Step, Task
from jiheng.web.disclosure.actions import Publish
from jiheng.web.evaluation.built import scored
from jiheng.web.monitoring.evaluation import evaluate
from jiheng.web.monitoring.reports import report_of
from jiheng.web.records.actions import ReplaceTables
from jiheng.web.records.dataset import draft_of, sheet_of
from jiheng.web.records.intake import written_rows
from tests.web.api import caller
from tests.web.conftest import County

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
PLACE = "/2024/900001"
MONTHS = ("2024-10", "2024-12")
FIGURE = re.compile(r"-?[\d,]+(?:\.\d+)?%?")


@pytest.fixture
def town(county: County) -> County:
    """The example town, its self-evaluation approved and published."""
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    task = task_of(county.dossier, Stage.EVALUATION)
    Task.objects.filter(pk=task.pk).update(state=State.SUBMITTED, step=Step.FINANCE)
    Approve(county.actor("finance"), task_of(dossier(county), Stage.EVALUATION)).run()
    Publish(county.actor("finance"), dossier(county)).run()
    return county


def dossier(county: County) -> Dossier:
    return Dossier.objects.select_related("unit", "year").get(pk=county.dossier.pk)


def tree(client: Client, address: str) -> Any:
    return html.fromstring(client.get(address).content.decode())


def cells(row: Any) -> list[str]:
    return [" ".join(" ".join(cell.itertext()).split()) for cell in row.xpath("./th|./td")]


def figures(text: str) -> list[str]:
    """Every figure of a sentence, in order."""
    return FIGURE.findall(text)


def api_score(county: County) -> dict[str, Any]:
    answer: dict[str, Any] = caller(county, "finance").get(f"/api/v1/dossiers{PLACE}/score").json()
    return answer


def test_table_drawer_review_and_api_show_one_score_and_one_result(town: County) -> None:
    given = {line["code"]: line for line in api_score(town)["indicators"]}
    client, reviewer = town.client("filler"), town.client("finance")
    table = {row.get("data-code"): cells(row) for row in tree(client, f"{PLACE}/evaluation/").xpath("//tr[@data-code]")}
    under_review = [cells(row) for row in tree(reviewer, f"{PLACE}/review/").xpath("//div[@id='rows']//tbody/tr")]
    assert table.keys() == given.keys()
    for code, line in given.items():
        _name, weight, _target, actual, score, lost, *_rest = table[code]
        assert (weight, actual, score, lost or "0.00") == (line["weight"], line["actual"], line["score"], line["lost"])
    for row in under_review:
        line = given[row[0].split()[0]]
        assert row[1:4] == [line["weight"], line["actual"], line["score"]]


def test_a_drawer_says_what_the_table_and_the_api_say(town: County) -> None:
    lines = api_score(town)["indicators"]
    parents = {line["parent"] for line in lines}
    for line in (each for each in lines if each["code"] not in parents):
        for who, page in (("filler", "evaluation"), ("finance", "review")):
            drawer = tree(town.client(who), f"{PLACE}/{page}/line/{line['code']}/").text_content()
            told = " ".join(drawer.split())
            assert line["because"] in told
            assert f"{line['score']} / {line['weight']}" in told
            if line["actual"].endswith("%") and line["actual"] != "100%":
                assert line["actual"] in line["because"], line["code"]


def test_forms_and_report_show_the_scores_and_results_of_the_page(town: County, tmp_path: Path) -> None:
    files = build(draft_of(dossier(town)).dataset, list(scored(dossier(town))), tmp_path / "forms")
    texts = {path.name: read(path).text for path in files if path.suffix in {".xlsx", ".docx"}}
    sheet = sheet_of(dossier(town))
    table = next(text for name, text in texts.items() if "评分表" in name)
    parents = {line.parent for line in sheet.lines}
    for line in (each for each in sheet.lines if each.code not in parents):
        row = next(row for row in table.splitlines() if line.because in row)
        assert {line.score.shown(), line.lost.shown()} <= set(row.split("\t"))
    report = next(text for name, text in texts.items() if name.endswith(".docx"))
    own = next(text for name, text in texts.items() if name.startswith("部门整体支出绩效自评表."))
    for text in (report, own):
        assert sheet.total.shown() in text
        assert {"37,497.28", "35,616.40", "94.98%"} <= set(figures(text))


def test_the_public_page_and_its_files_show_what_was_approved(town: County) -> None:
    sheet = sheet_of(dossier(town))
    told = " ".join(tree(Client(), f"/public{PLACE}/").text_content().split())
    rows = {
        cells(row)[0].split()[0]: cells(row)
        for row in tree(Client(), f"/public{PLACE}/").xpath("//tr")
        if row.xpath("./td")
    }
    assert f"自评得分 {sheet.total.shown()} 分" in told
    assert "占 94.98%" in told
    for line in sheet.lines:
        shown = rows[line.code]
        assert shown[1:4] == [line.weight.shown(), line.score.shown(), line.lost.shown() if line.lost else ""]
        if line.lost and line.because in told:
            assert f"“{line.name}”失 {line.lost.shown()} 分：{line.because}" in told or not line.parent


def test_results_of_own_indicators_read_alike_in_form_page_and_public_table(town: County, tmp_path: Path) -> None:
    files = build(draft_of(dossier(town)).dataset, list(scored(dossier(town))), tmp_path / "forms")
    form = next(read(path).text for path in files if path.name.startswith("部门整体支出绩效自评表."))
    public = tree(Client(), f"/public{PLACE}/")
    rows = {cells(row)[0]: cells(row) for row in public.xpath("//tr") if len(row.xpath("./td")) == 5}
    results = {row.indicator: row for row in draft_of(dossier(town)).dataset.results}
    own = [each for each in draft_of(dossier(town)).dataset.indicators if not each.project]
    assert len(own) > 10
    for each in own:
        done = results[each.code].actual
        shown = rows[each.name][3]
        row = next(line for line in form.splitlines() if each.name in line.split("\t"))
        assert shown in row.split("\t"), (each.name, shown, row)
        assert done is None or figures(shown)[0].rstrip("%") != ""


def watched_by_api(county: County, month: str) -> dict[str, Any]:
    answer = caller(county, "finance").get(f"/api/v1/dossiers{PLACE}/monitoring?month={month}").json()
    return {each["code"]: each for each in answer["projects"]} | {"": answer["total"]}


def wan(yuan: str) -> str:
    return Money.parse(yuan).wan()


@pytest.mark.parametrize("month", MONTHS)
def test_portfolio_project_page_api_and_letter_show_one_set_of_amounts(town: County, month: str) -> None:
    given, client = watched_by_api(town, month), town.client("finance")
    portfolio = tree(client, f"{PLACE}/monitoring/?month={month}")
    rows = {
        cells(row)[0].split()[0]: cells(row)
        for row in portfolio.xpath("//table[contains(@class,'portfolio')]/tbody/tr")
    }
    letter = draft_note(report_of(dossier(town), Month.parse(month)), "青禾县财政局", date(2025, 1, 10))
    in_letter = {row[0]: row for row in letter.rows} if letter else {}
    for code, each in given.items():
        if not code:
            continue
        paid, budget = rows[code][2].split()
        rate = rows[code][3].split()[0]
        ahead = rows[code][4].split()[0] if rows[code][4] else "—"
        assert [paid, budget] == [wan(each["paid"]), wan(each["budget"])]
        assert (rate, rows[code][5]) == (f"{each['rate']}%", wan(each["at_risk"]) if each["at_risk"] else "—")
        assert ahead == (f"{each['forecast']['rate']}%" if each["forecast"]["rate"] else "—")
        page = " ".join(tree(client, f"{PLACE}/monitoring/projects/{code}/?month={month}").text_content().split())
        assert f"{rate}（{paid} ÷ {budget} 万元）" in page
        assert f"预计不能支出 {rows[code][5]} 万元" in page
        if each["name"] in in_letter:
            assert in_letter[each["name"]][1:5] == (budget, paid, rate, ahead)


@pytest.mark.parametrize("month", MONTHS)
def test_what_cannot_be_spent_is_one_subtraction_of_what_is_shown(town: County, month: str) -> None:
    for watched in report_of(dossier(town), Month.parse(month)).projects:
        budget, expected = watched.execution.budget, watched.expected_paid
        if budget is None or expected is None:
            continue
        assert watched.at_risk == Money(max(budget.units - expected.units, 0))
        if month.endswith("-12"):
            assert expected == watched.execution.paid


def test_the_board_shows_what_the_portfolio_shows(town: County) -> None:
    month = Month.parse("2024-12")
    evaluate(dossier(town), month, date(2025, 1, 10))
    report = report_of(dossier(town), month)
    client = town.client("finance")
    row = next(
        each
        for each in tree(client, "/2024/monitoring/?month=2024-12").xpath("//tbody/tr")
        if "900001" in cells(each)[0]
    )
    execution = report.total.execution
    assert execution.budget is not None
    assert execution.rate is not None
    assert cells(row)[3:6] == [execution.budget.wan(), execution.paid.wan(), "94.98%"]
    wall = " ".join(tree(client, "/2024/monitoring/wall/?month=2024-12").text_content().split())
    risky = [each for each in report.projects if each.level in {"red", "yellow"} and each.at_risk]
    assert all(each.at_risk and each.at_risk.wan() in wall for each in risky[:5])


def numbers(value: Any) -> Iterator[str]:
    """Every string of an answer, at any depth."""
    if isinstance(value, dict):
        for each in value.values():
            yield from numbers(each)
    elif isinstance(value, list):
        for each in value:
            yield from numbers(each)
    elif isinstance(value, str):
        yield value


def test_totals_agree_wherever_they_stand(town: County) -> None:
    sheet, client = sheet_of(dossier(town)), town.client("finance")
    total = sheet.total.shown()
    assert api_score(town)["total"] == total
    pages = [
        f"{PLACE}/evaluation/",
        f"{PLACE}/review/",
        f"/public{PLACE}/",
        "/2024/review/summary/",
    ]
    for page in pages:
        assert total in client.get(page).content.decode(), page
    review = caller(town, "finance").get(f"/api/v1/dossiers{PLACE}/review").json()
    assert (review["result"]["own"], review["result"]["reviewed"]) == (total, total)
    by_code = {line["code"]: line["score"] for line in review["lines"]}
    assert by_code == {line.code: line.score.shown() for line in sheet.lines}
    assert Points.parse(total) == sum((line.score for line in sheet.children("")), Points(0))
    assert Fraction(total) == sheet.total.exact
    assert total in json.dumps(list(numbers(review)), ensure_ascii=False)
