"""目标审核: a queue by doubt and money, all that is known beside each target, and what is sound approved together."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from jiheng import facts
from jiheng.web.cycle.actions import Approve, Submit, TakeUp, task_of
from jiheng.web.cycle.models import Dossier, Passage, Stage, State, Task, Year
from jiheng.web.records.actions import Change, ReplaceTables, SaveCells
from jiheng.web.records.intake import written_rows
from jiheng.web.targets.known import known_of
from jiheng.web.targets.weighing import doubt_of_targets, target_queue
from tests.web.conftest import County

TOWN = Path(__file__).parents[2] / "examples" / "xinzao-2024"
QUEUE = "/2024/review/targets/queue/"
FORM = "/2024/900001/targets/review/targets/"
SOUND = {
    "code": "Z01", "level_1": "效益指标", "level_2": "社会效益指标", "name": "群众用水投诉办结率", "operator": "≥",
    "target": "96", "unit": "%", "meaning": "办结件数÷受理件数", "weight": "50",
}  # fmt: skip


def hand_in(county: County, dossier: Dossier, role: str, rows: list[dict[str, str]]) -> Task:
    ReplaceTables(county.actor(role), dossier, {"indicators": rows}).run()
    task = task_of(dossier, Stage.TARGETS)
    Task.objects.filter(pk=task.pk).update(state=State.SUBMITTED, step="finance", submitted_at="2024-03-01T08:00:00Z")
    Passage.objects.create(task=task, actor=county.people[role], deed=Submit.title)
    return Task.objects.get(pk=task.pk)


@pytest.fixture
def two(county: County) -> County:
    """The town's targets are those of the example, the neighbour's one is sound."""
    rows = written_rows(facts.load(TOWN))
    kept = {name: rows[name] for name in ("projects", "budget")}
    ReplaceTables(county.actor("filler"), county.dossier, kept).run()
    hand_in(county, county.dossier, "filler", list(map(dict, rows["indicators"])))
    hand_in(county, county.neighbour_dossier, "neighbour", [SOUND])
    return county


def weights(county: County) -> list[int]:
    return [doubt_of_targets(task).score for task in Task.objects.filter(stage=Stage.TARGETS).order_by("pk")]


def test_the_queue_puts_doubtful_money_first_and_says_why(two: County) -> None:
    weights(two)
    found = list(target_queue(two.people["finance"], two.dossier.year))
    assert [task.dossier.unit.code for task in found] == ["900001", "900002"]
    page = two.client("finance").get(QUEUE).content.decode()
    assert "资金无指标" in page
    assert "未发现疑点，可批量通过。" in page


def test_the_form_has_every_sentence_with_clause_and_figure_and_at_most_five_questions(two: County) -> None:
    page = two.client("finance").get(FORM)
    assert page.status_code == 200
    sentences, questions = page.context["sentences"], page.context["questions"]
    assert all(each.clause and each.figure for each in sentences)
    assert 0 < len(questions) <= 5
    assert len(set(questions)) == len(questions)


def test_what_is_sound_is_approved_together_and_what_is_not_is_left_and_named(two: County) -> None:
    weights(two)
    every = [str(task.pk) for task in Task.objects.filter(stage=Stage.TARGETS)]
    answer = two.client("finance").post("/2024/review/targets/approve/", {"task": every}, follow=True).content.decode()
    assert "已审核通过 1 份" in answer
    assert "青禾镇人民政府：单位修改后出现了疑点" in answer
    states = Task.objects.filter(stage=Stage.TARGETS).order_by("dossier__unit__code").values_list("state", flat=True)
    assert list(states) == [State.SUBMITTED, State.APPROVED]


def test_what_another_reviewer_holds_is_not_approved_with_the_rest(two: County) -> None:
    weights(two)
    task = task_of(two.neighbour_dossier, Stage.TARGETS)
    TakeUp(two.actor("finance"), task).run()
    answer = two.client("finance_desk").post("/2024/review/targets/approve/", {"task": [str(task.pk)]}, follow=True)
    assert "正在审核这份表" in answer.content.decode()
    assert Task.objects.get(pk=task.pk).state == State.SUBMITTED


def test_a_decision_leads_to_the_next_of_the_queue(two: County) -> None:
    weights(two)
    answer = two.client("finance").post(f"{FORM}return/", {"reason": "not_measurable", "text": "请改为可衡量的指标"})
    assert answer["Location"] == "/2024/900002/targets/review/targets/"
    assert Task.objects.get(dossier=two.dossier, stage=Stage.TARGETS).state == State.RETURNED


def test_a_form_that_was_changed_since_it_was_opened_is_not_decided(two: County) -> None:
    Dossier.objects.filter(pk=two.dossier.pk).update(own_revision=7)
    given = {"basis": "6", "text": "同意"}
    assert "看过改动再办理" in two.client("finance").post(f"{FORM}approve/", given, follow=True).content.decode()


@pytest.mark.parametrize("role", ["filler", "head", "neighbour", "auditor", "system_admin"])
def test_only_who_reviews_sees_queue_and_form(two: County, role: str) -> None:
    client = two.client(role)
    assert client.get(QUEUE).status_code in {403, 404}
    assert client.get(FORM).status_code in {403, 404}
    assert client.post("/2024/review/targets/approve/", {"task": []}).status_code in {403, 404}
    assert client.post(f"{FORM}approve/", {"text": ""}).status_code in {403, 404}


def test_targets_are_held_against_the_units_own_earlier_years_on_the_site(county: County) -> None:
    earlier = Dossier.objects.create(year=Year.objects.create(year=2023), unit=county.town, pack=county.dossier.pack)
    actor = county.actor("filler")
    cells = {**SOUND, "name": "改造管网", "unit": "公里", "target": "20"}
    for dossier, target in ((earlier, "20"), (county.dossier, "5")):
        change = Change(0, {name: ("", text) for name, text in {**cells, "target": target}.items()})
        SaveCells(actor, dossier, "indicators", [change]).run()
    SaveCells(actor, earlier, "results", [Change(0, {"indicator": ("", "Z01"), "actual": ("", "17")})]).run()
    assert known_of(county.dossier).earlier["Z01"] == (Fraction(17),)
    page = county.client("filler").get("/2024/900001/targets/").content.decode()
    assert "宽松度 100" in page


def test_targets_looked_through_do_not_stand_among_the_scores_of_similar_units(two: County) -> None:
    weights(two)
    task_of(two.dossier, Stage.EVALUATION)
    from jiheng.web.review.queries import beside  # noqa: PLC0415 - the other review

    assert beside(two.people["finance"], two.dossier).count == 0


def test_an_approval_by_who_handed_in_is_refused(two: County) -> None:
    task = task_of(two.dossier, Stage.TARGETS)
    Passage.objects.create(task=task, actor=two.people["finance"], deed=Submit.title)
    answer = two.client("finance").post(f"{FORM}approve/", {"text": "同意"}, follow=True).content.decode()
    assert "提交人不能审核自己提交的材料" in answer
    assert Approve.title not in set(task.passages.values_list("deed", flat=True))
