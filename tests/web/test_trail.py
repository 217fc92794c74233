"""Who tried what he may not, and which files and scores left the house, stands in the log; its head stands elsewhere."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from jiheng import facts
from jiheng.web.api import auth
from jiheng.web.api.pace import Pace
from jiheng.web.audit import chain, heads, trail
from jiheng.web.audit.models import Entry
from jiheng.web.records.actions import ReplaceTables
from jiheng.web.records.intake import written_rows
from tests.web.api import DOSSIER, call, caller
from tests.web.conftest import County

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"


def last(action: str) -> Entry:
    found = Entry.objects.filter(action=action).last()
    assert found is not None
    return found


def test_a_look_at_a_foreign_unit_is_on_record_though_nothing_is_told(county: County) -> None:
    assert county.client("neighbour").get("/2024/900001/evaluation/").status_code == 404
    entry = last(trail.INTRUDED)
    assert (entry.username, entry.unit_code, entry.result) == ("bob", "900001", "无权限")
    assert entry.roles == "填报人"


def test_what_is_not_there_for_anybody_is_no_intrusion(county: County) -> None:
    assert county.client("neighbour").get("/2024/999999/evaluation/").status_code == 404
    assert not Entry.objects.filter(action=trail.INTRUDED).exists()


@pytest.mark.parametrize(("unit", "status"), [("900002", 404), ("900001", 403)])
def test_refused_calls_of_the_api_are_on_record(county: County, unit: str, status: int) -> None:
    path = f"/api/v1/dossiers/2024/{unit}/disclosure"
    assert call(caller(county, "filler"), "POST", path).status_code == status
    entry = last(trail.INTRUDED)
    assert (entry.username, entry.unit_code, entry.object_label) == ("filler", unit, path)


def test_a_token_that_opens_nothing_is_on_record_without_its_text(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "refusals", Pace(20))
    bad = Client(headers={"authorization": "Bearer geheim-4711"})
    assert bad.get(f"{DOSSIER}/score").status_code == 401
    entry = last(trail.TOKEN_REFUSED)
    assert "4711" not in f"{entry.detail}{entry.object_label}{entry.username}"


def test_an_address_that_guesses_tokens_is_slowed_and_a_good_token_beside_it_is_not(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "refusals", Pace(2))
    bad, good = Client(headers={"authorization": "Bearer x"}), caller(county, "filler")
    assert [bad.get(f"{DOSSIER}/tasks").status_code for _ in range(4)] == [401, 401, 429, 429]
    assert Entry.objects.filter(action=trail.TOKEN_REFUSED).count() == 2
    assert good.get(f"{DOSSIER}/tasks").status_code == 200


def test_a_token_that_calls_too_often_is_told_when_to_come_again(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "calls", Pace(2))
    client = caller(county, "filler")
    answers = [client.get(f"{DOSSIER}/tasks") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "秒后再试" in answers[-1].json()["problem"]


def test_scores_that_a_program_reads_and_files_that_are_fetched_are_on_record(county: County) -> None:
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    assert caller(county, "filler").get(f"{DOSSIER}/score").status_code == 200
    assert last(trail.READ_SCORE).unit_code == "900001"
    assert county.client("filler").get("/2024/900001/import/template/").status_code == 200
    entry = last(trail.FETCHED)
    assert (entry.username, entry.unit_code) == ("filler", "900001")


def test_the_head_of_every_day_is_signed_and_lies_in_the_second_place(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(heads.VARIABLE, str(tmp_path))
    chain.write(username="alice", action="操作")
    told = heads.keep_head.func("2025-03-01")
    assert "已写出第" in told["told"]
    file = tmp_path / "audit-2025-03-01.txt"
    assert heads.read(file.read_text(), file.name) == chain.head()
    out = StringIO()
    call_command("verify_audit", anchor=str(file), stdout=out)
    assert "全部相符" in out.getvalue()


def test_a_head_that_was_changed_or_signed_by_another_proves_nothing(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(heads.VARIABLE, str(tmp_path))
    chain.write(username="alice", action="操作")
    heads.keep_head.func("2025-03-01")
    file = tmp_path / "audit-2025-03-01.txt"
    with pytest.raises(CommandError, match="不是本系统的密钥"):
        call_command("verify_audit", anchor=str(file), key="0" * 64)
    file.write_text("9" + file.read_text())
    with pytest.raises(CommandError, match="签名不符"):
        call_command("verify_audit", anchor=str(file))


def test_a_second_place_that_is_gone_is_said(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(heads.VARIABLE, "/proc/nowhere/at/all")
    assert "没有写出" in heads.keep_head.func("2025-03-01")["told"]
