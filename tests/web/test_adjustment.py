"""目标调整: approved targets opened with a reason, changed with the first value kept, reviewed by the same steps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import time_machine

from jiheng import facts
from jiheng.web.cycle.actions import obstacles_of, task_of
from jiheng.web.cycle.models import Dossier, Stage, State, Task
from jiheng.web.records.actions import Change, ReplaceTables, SaveCells
from jiheng.web.records.intake import written_rows
from jiheng.web.records.models import Record
from jiheng.web.targets.queries import effect_of
from tests.web.conftest import County

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
BASE = "/2024/900001/"
REASON = {"reason": "区财政局调减预算，管网改造里程相应调减"}


@pytest.fixture(autouse=True)
def day(request: pytest.FixtureRequest) -> Iterator[None]:
    """In August, if no other day is named, targets may still be lowered, where no result is stored."""
    with time_machine.travel(datetime.fromisoformat(f"{getattr(request, 'param', '2024-08-01')}T02:00:00+00:00")):
        yield


@pytest.fixture
def approved(county: County) -> County:
    rows = written_rows(facts.load(EXAMPLE))
    for row in rows["indicators"]:
        if row.get("text_target"):
            row["text_target"] = "6月底前完成并通过验收"
    rows["results"] = [row for row in rows["results"] if row["indicator"] != "Z01"]
    ReplaceTables(county.actor("filler"), county.dossier, rows).run()
    Task.objects.filter(pk=task_of(county.dossier, Stage.TARGETS).pk).update(state=State.APPROVED)
    return county


def change(county: County, key: str, name: str, now: str) -> int:
    record = Record.objects.get(dossier=county.dossier, table="indicators", key=key)
    body = {"changes": [{"pk": record.pk, "cells": {name: [record.cells.get(name, ""), now]}}]}
    client = county.client("filler")
    answer = client.post(f"{BASE}data/indicators/save/", json.dumps(body), content_type="application/json")
    return answer.status_code


def cells(county: County, key: str) -> dict[str, str]:
    return Record.objects.get(dossier=county.dossier, table="indicators", key=key).cells


def adjustment() -> Task:
    return Task.objects.get(stage=Stage.ADJUSTMENT)


def deed(county: County, role: str, name: str, **given: str) -> str:
    where = f"{BASE}adjustment/do/{name}/"
    return str(county.client(role).post(where, {"period": "1", **given}, follow=True).content.decode())


def test_approved_targets_are_closed_until_an_adjustment_is_asked_for(approved: County) -> None:
    assert change(approved, "Z01", "target", "18") == 409
    page = approved.client("filler").post(f"{BASE}targets/adjust/", REASON, follow=True).content.decode()
    assert REASON["reason"] in page
    assert change(approved, "Z01", "target", "18") == 200
    assert (cells(approved, "Z01")["target"], cells(approved, "Z01")["original_target"]) == ("18", "20")


def test_a_second_change_keeps_the_value_that_was_approved_first(approved: County) -> None:
    approved.client("filler").post(f"{BASE}targets/adjust/", REASON)
    change(approved, "Z01", "target", "18")
    change(approved, "Z01", "target", "17")
    assert cells(approved, "Z01")["original_target"] == "20"


def test_it_goes_through_review_and_closes_again(approved: County) -> None:
    approved.client("filler").post(f"{BASE}targets/adjust/", REASON)
    assert "还没有调整或增加任何指标" in deed(approved, "filler", "submit")
    change(approved, "Z01", "target", "18")
    assert obstacles_of(adjustment()) == []
    deed(approved, "filler", "submit")
    assert (adjustment().state, adjustment().step) == (State.SUBMITTED, "unit")
    assert change(approved, "Z01", "target", "16") == 409
    page = approved.client("head").get(f"{BASE}targets/").content.decode()
    assert "20" in page
    assert REASON["reason"] in page
    deed(approved, "head", "approve")
    deed(approved, "finance", "approve")
    assert adjustment().state == State.APPROVED
    assert change(approved, "Z01", "target", "16") == 409


def test_a_returned_adjustment_is_open_again_and_waits_on_the_desk(approved: County) -> None:
    approved.client("filler").post(f"{BASE}targets/adjust/", REASON)
    change(approved, "Z01", "target", "18")
    deed(approved, "filler", "submit")
    assert "目标调整" in approved.client("head").get("/").content.decode()
    deed(approved, "head", "return", reason="too_easy", text="调减依据不足")
    assert change(approved, "Z01", "target", "19") == 200


@pytest.mark.parametrize("reason", ["", "   ", "字" * 501])
def test_an_adjustment_needs_a_reason_of_some_length(approved: County, reason: str) -> None:
    page = approved.client("filler").post(f"{BASE}targets/adjust/", {"reason": reason}, follow=True).content.decode()
    assert "请写明调整的原因和依据" in page
    assert not Task.objects.filter(stage=Stage.ADJUSTMENT).exists()


def test_two_adjustments_at_a_time_or_one_after_the_self_evaluation_are_refused(approved: County) -> None:
    client = approved.client("filler")
    client.post(f"{BASE}targets/adjust/", REASON)
    assert "还没有办完" in client.post(f"{BASE}targets/adjust/", REASON, follow=True).content.decode()
    Task.objects.filter(stage=Stage.ADJUSTMENT).delete()
    Task.objects.filter(pk=task_of(approved.dossier, Stage.EVALUATION).pk).update(state=State.SUBMITTED, step="unit")
    assert "不能再调整目标" in client.post(f"{BASE}targets/adjust/", REASON, follow=True).content.decode()


def test_before_approval_there_is_nothing_to_adjust(county: County) -> None:
    page = county.client("filler").post(f"{BASE}targets/adjust/", REASON, follow=True).content.decode()
    assert "现在可以直接修改" in page


@pytest.mark.parametrize(("role", "status"), [("finance", 403), ("head", 403), ("neighbour", 404)])
def test_only_the_filler_of_the_unit_asks_for_it(approved: County, role: str, status: int) -> None:
    assert approved.client(role).post(f"{BASE}targets/adjust/", REASON).status_code == status


def lowered(county: County, value: str = "15", name: str = "target") -> int:
    county.client("filler").post(f"{BASE}targets/adjust/", REASON)
    return change(county, "Z01", name, value)


def store_result(county: County) -> None:
    given = Change(0, {"indicator": ("", "Z01"), "actual": ("", "17")})
    SaveCells(county.actor("filler"), county.dossier, "results", [given]).run()


def test_after_a_result_is_stored_a_target_is_not_lowered_but_may_be_raised(approved: County) -> None:
    store_result(approved)
    assert lowered(approved) == 409
    assert change(approved, "Z01", "target", "25") == 200
    assert change(approved, "Z01", "target", "20") == 200


@pytest.mark.parametrize(("day", "status"), [("2024-11-30", 200), ("2024-12-01", 409)], indirect=["day"])
def test_after_the_thirtieth_of_november_a_target_is_not_lowered(approved: County, status: int) -> None:
    assert lowered(approved) == status


@pytest.mark.parametrize(("name", "value"), [("operator", "≤"), ("unit", "米"), ("target", "")])
def test_what_cannot_be_compared_counts_as_lowered(approved: County, name: str, value: str) -> None:
    store_result(approved)
    assert lowered(approved, value, name) == 409


def test_an_original_target_cannot_be_typed_lower_first(approved: County) -> None:
    assert lowered(approved, "10", "original_target") == 409


def test_an_indicator_with_a_result_is_not_dropped_either(approved: County) -> None:
    store_result(approved)
    approved.client("filler").post(f"{BASE}targets/adjust/", REASON)
    row = Record.objects.get(dossier=approved.dossier, table="indicators", key="Z01")
    assert approved.client("filler").post(f"{BASE}data/indicators/delete/", {"row": [row.pk]}).status_code == 409


def test_with_a_reviewers_consent_it_is_lowered_and_the_consent_is_told(approved: County) -> None:
    store_result(approved)
    assert lowered(approved) == 409
    given = {"reason": "区政府批准压减建设任务"}
    approved.client("finance").post(f"{BASE}targets/consent/", given)
    assert change(approved, "Z01", "target", "15") == 200
    assert given["reason"] in approved.client("head").get(f"{BASE}targets/").content.decode()


def test_a_consent_without_a_reason_or_without_an_adjustment_is_refused(approved: County) -> None:
    client = approved.client("finance")
    none = client.post(f"{BASE}targets/consent/", {"reason": "同意"}, follow=True).content.decode()
    assert "没有正在办理的目标调整" in none
    approved.client("filler").post(f"{BASE}targets/adjust/", REASON)
    assert "请写明同意调低的理由" in client.post(f"{BASE}targets/consent/", {}, follow=True).content.decode()


@pytest.mark.parametrize(("role", "status"), [("filler", 403), ("head", 403), ("neighbour", 404)])
def test_only_who_reviews_consents(approved: County, role: str, status: int) -> None:
    approved.client("filler").post(f"{BASE}targets/adjust/", REASON)
    assert approved.client(role).post(f"{BASE}targets/consent/", {"reason": "同意"}).status_code == status


def test_the_effect_on_the_score_is_shown_before_the_adjustment_is_handed_in(approved: County) -> None:
    assert lowered(approved) == 200
    store_result(approved)
    effect = effect_of(Dossier.objects.get(pk=approved.dossier.pk))
    assert effect is not None
    assert effect.after > effect.before
    page = approved.client("filler").get(f"{BASE}targets/judgement/").content.decode()
    assert f"相差 {effect.difference} 分" in page
