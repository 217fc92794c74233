"""The API: by token, with the same actions and rights as the pages, and an honest description of itself."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from jiheng import facts
from jiheng.web.actions import Refusal
from jiheng.web.api.actions import MakeToken, RevokeToken
from jiheng.web.api.models import Token
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import Stage, State, Task
from jiheng.web.organisation.models import Membership
from jiheng.web.records.actions import ReplaceTables
from jiheng.web.records.intake import written_rows
from tests.web.api import DOSSIER, call, caller, token
from tests.web.conftest import County

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"


@pytest.fixture
def filled(county: County) -> County:
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    return county


def test_without_a_token_nothing_is_told(county: County) -> None:
    assert Client().get(f"{DOSSIER}/score").status_code == 401
    assert county.client("filler").get(f"{DOSSIER}/score").status_code == 401


def test_the_score_is_the_one_that_the_command_prints(filled: County) -> None:
    sheet = caller(filled, "filler").get(f"{DOSSIER}/score").json()
    assert (sheet["total"], sheet["grade"]) == ("96.37", "优")


def test_rows_are_changed_and_conflicts_reported(filled: County) -> None:
    client = caller(filled, "filler")
    row = client.get(f"{DOSSIER}/tables/special_funds").json()[0]
    change = {"row": row["row"], "cells": {"paid": {"before": "别的", "now": "1"}}}
    saved = call(client, "PATCH", f"{DOSSIER}/tables/special_funds", {"changes": [change]}).json()
    assert saved["conflicts"][0]["theirs"] == row["cells"]["paid"]


def test_a_deed_goes_through_the_workflow(filled: County) -> None:
    task = task_of(filled.dossier, Stage.EVALUATION)
    Task.objects.filter(pk=task.pk).update(state=State.SUBMITTED, step="unit")
    answer = call(caller(filled, "head"), "POST", f"{DOSSIER}/tasks/evaluation", {"deed": "approve"})
    assert answer.json()["shown"] == "待财政审核"


def test_what_the_state_does_not_allow_is_said_in_a_sentence(filled: County) -> None:
    answer = call(caller(filled, "filler"), "POST", f"{DOSSIER}/tasks/evaluation", {"deed": "withdraw"})
    assert answer.status_code == 409
    assert "刷新页面" in answer.json()["problem"]
    assert "刷新页面" in answer.content.decode()  # a person reads it as it comes


@pytest.mark.parametrize(("role", "status"), [("neighbour", 404), ("finance", 403), ("expert", 403)])
def test_the_token_of_another_role_does_not_write(filled: County, role: str, status: int) -> None:
    answer = call(caller(filled, role), "PATCH", f"{DOSSIER}/tables/projects", {"changes": []})
    assert answer.status_code == status


def test_a_list_shows_only_what_the_role_may_see(county: County) -> None:
    assert [d["unit"] for d in caller(county, "neighbour").get("/api/v1/dossiers").json()] == ["900002"]
    assert len(caller(county, "finance").get("/api/v1/dossiers").json()) == 2


def test_a_revoked_or_expired_token_opens_nothing(county: County) -> None:
    text = token(county, "filler")
    client = Client(headers={"authorization": f"Bearer {text}"})
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get("/api/v1/dossiers").status_code == 401
    Token.objects.update(expires_at=timezone.now() + timedelta(days=1))
    RevokeToken(county.actor("filler"), Token.objects.get()).run()
    assert client.get("/api/v1/dossiers").status_code == 401


def test_the_text_of_a_token_is_kept_nowhere(county: County) -> None:
    text = token(county, "filler")
    assert text not in json.dumps(list(Token.objects.values()), default=str)


def test_nobody_makes_a_token_for_somebody_else(county: County) -> None:
    other = Membership.objects.get(user=county.people["head"])
    with pytest.raises(PermissionDenied):
        MakeToken(county.actor("filler"), other, name="x", days=1).run()


def test_a_token_without_a_purpose_or_an_end_is_refused(county: County) -> None:
    own = Membership.objects.get(user=county.people["filler"])
    for name, days in (("", 1), ("x", 0), ("x", 400)):
        with pytest.raises(Refusal):
            MakeToken(county.actor("filler"), own, name=name, days=days).run()


def test_an_address_that_is_none_is_said_as_all_failures_are(db: None) -> None:
    for path in ("/api/v1/nothing", "/api/v2/dossiers", "/api/v1/dossiers/x/y%0A/z"):
        answer = Client().get(path)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/json; charset=utf-8"), path
        assert answer.json()["problem"]


def test_more_than_can_be_taken_at_once_is_said_so(county: County) -> None:
    huge = {"changes": [{"row": 0, "cells": {"name": {"before": "", "now": "长" * 4000}}}] * 2000}
    answer = call(caller(county, "filler"), "PATCH", f"{DOSSIER}/tables/projects", huge)
    assert (answer.status_code, "分批" in answer.json()["problem"]) == (413, True)


def test_a_failure_of_ours_tells_a_number_and_nothing_of_the_inside(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise RuntimeError("secret place")

    monkeypatch.setattr("jiheng.web.api.dossiers.rights.visible_units", fail)
    client = caller(county, "filler")
    client.raise_request_exception = False
    answer = client.get("/api/v1/dossiers")
    assert answer.status_code == 500
    assert "编号" in answer.json()["problem"]
    assert "secret place" not in answer.content.decode()
