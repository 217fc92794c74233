"""The stages by token: each does what its page does, and says in a sentence what cannot be done."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiheng.core.calendar import Month
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import Stage, State, Step, Task
from jiheng.web.evaluation.built import folder_of
from jiheng.web.monitoring.evaluation import evaluate
from jiheng.web.monitoring.models import Case
from tests.web.api import DOSSIER, call, caller
from tests.web.conftest import County
from tests.web.test_files import word
from tests.web.test_monitoring import town  # noqa: F401 - a fixture
from tests.web.test_review import reviewed  # noqa: F401 - a fixture

# ruff: noqa: F811 - the fixtures above are asked for by their names
LINE = f"{DOSSIER}/review/lines/2.5.4"


def stand(county: County, state: State, step: Step = Step.FINANCE) -> None:
    task = task_of(county.dossier, Stage.EVALUATION)
    Task.objects.filter(pk=task.pk).update(state=state, step=step)


def test_the_queue_and_the_findings_are_those_of_the_pages(reviewed: County) -> None:
    client = caller(reviewed, "finance")
    found = client.get(f"{DOSSIER}/review").json()
    assert any("9 个工作日" in ground["text"] for ground in found["grounds"])
    assert found["result"]["own"] == "96.37"
    queue = client.get("/api/v1/years/2024/review").json()
    assert [(each["unit"], each["doubt"]) for each in queue] == [("900001", found["doubt"])]


def test_a_line_is_rescored_and_the_units_own_score_stands_again(reviewed: County) -> None:
    client = caller(reviewed, "finance")
    given = {"percent": "20", "rule": "复核口径第 7 条", "category": "部分逾期", "reason": "另有 1 份合同逾期签订"}
    after = call(client, "PUT", LINE, given).json()
    assert [(line["code"], line["percent"]) for line in after["rescored"]] == [("2.5.4", "20%")]
    assert after["reviewed"] < after["own"]
    version = after["rescored"][0]["version"]
    assert call(client, "DELETE", f"{LINE}?version={version}").json()["reviewed"] == "96.37"


def test_two_reviewers_who_save_at_once_are_told_both_values(reviewed: County) -> None:
    call(caller(reviewed, "expert"), "PUT", LINE, {"score": "2.7", "reason": "一份合同逾期"})
    client = caller(reviewed, "finance")
    answer = call(client, "PUT", LINE, {"score": "2.4", "reason": "两份合同逾期"})
    told = answer.json()
    assert answer.status_code == 409
    assert (told["theirs"]["score"], told["mine"]["score"]) == ("2.70", "2.40")
    again = {"score": "2.4", "reason": "两份合同逾期", "version": told["version"]}
    assert call(client, "PUT", LINE, again).json()["rescored"][0]["reason"] == "两份合同逾期"
    assert call(client, "DELETE", f"{LINE}?version={told['version']}").status_code == 409


def test_a_score_beyond_the_weight_is_refused_in_a_sentence(reviewed: County) -> None:
    answer = call(caller(reviewed, "finance"), "PUT", LINE, {"score": "99"})
    assert answer.status_code == 409
    assert "不能超过分值" in answer.json()["problem"]


def test_the_opinion_is_kept(reviewed: County) -> None:
    client = caller(reviewed, "finance")
    call(client, "PUT", f"{DOSSIER}/review/opinion", {"text": "同意自评结果"})
    found = client.get(f"{DOSSIER}/review").json()
    assert found["opinion"] == "同意自评结果"
    expert = call(caller(reviewed, "expert"), "PUT", f"{DOSSIER}/review/opinion", {"text": "建议补充佐证"})
    assert (expert.status_code, expert.json()["theirs"]["text"]) == (409, "同意自评结果")
    again = {"text": "建议补充佐证", "version": found["opinion_version"]}
    assert call(caller(reviewed, "expert"), "PUT", f"{DOSSIER}/review/opinion", again).status_code == 200


def test_the_unit_reads_the_result_only_once_it_is_decided(reviewed: County) -> None:
    client = caller(reviewed, "filler")
    assert client.get(f"{DOSSIER}/review/result").status_code == 409
    stand(reviewed, State.APPROVED)
    assert client.get(f"{DOSSIER}/review/result").json()["own"] == "96.37"


def test_a_form_that_was_not_handed_in_is_not_reviewed(town: County) -> None:
    assert "还没有送审" in caller(town, "finance").get(f"{DOSSIER}/review").json()["problem"]


def test_a_warning_goes_its_way(town: County) -> None:
    evaluate(town.dossier, Month(2024, 8), date(2024, 8, 31))
    case = Case.objects.get(project="P03", code="M101").pk
    answer = {"choice": "继续执行", "reason": "汛期停工", "measure": "十月起增加班组，李明负责，11月底前完成"}
    told = call(caller(town, "filler"), "POST", f"{DOSSIER}/monitoring/cases/{case}/answer", answer).json()
    assert told["events"][-1]["choice"] == "继续执行"
    end = {"outcome": "已化解", "because": "九月已支付"}
    closed = call(caller(town, "finance"), "POST", f"{DOSSIER}/monitoring/cases/{case}/close", end).json()
    assert closed["outcome"] == "已化解"


def test_a_reminder_is_sent_for_the_month_and_listed(town: County) -> None:
    sent = call(caller(town, "finance"), "POST", f"{DOSSIER}/monitoring/reminders", {"month": "2024-08"}).json()
    assert (sent["month"], sent["sender"]) == ("2024-08", "青禾县财政局")
    client = caller(town, "filler")
    assert client.get(f"{DOSSIER}/monitoring/reminders").json() == [sent]
    letter = client.get(f"{DOSSIER}/monitoring/reminders/{sent['note']}").content
    assert hashlib.sha256(letter).hexdigest() == sent["sha256"]


def test_the_report_is_the_one_that_the_command_prints(town: County) -> None:
    report = caller(town, "filler").get(f"{DOSSIER}/monitoring?month=2024-08").json()
    assert report["as_of"] == "2024-08"
    assert {each["code"] for each in report["projects"]} >= {"P02", "P03"}
    assert caller(town, "filler").get(f"{DOSSIER}/monitoring?month=2023-08").status_code == 404


def test_only_what_was_approved_becomes_public(town: County) -> None:
    client = caller(town, "head")
    assert call(client, "POST", f"{DOSSIER}/disclosure").status_code == 409
    stand(town, State.APPROVED)
    assert call(client, "POST", f"{DOSSIER}/disclosure").json()["version"] == 1
    found = client.get(f"{DOSSIER}/disclosure").json()
    assert [each["version"] for each in found["publications"]] == [1]
    assert found["publications"][0]["files"]
    assert found["duties"]


def test_a_problem_is_mended_and_confirmed(town: County) -> None:
    finance, filler = caller(town, "finance"), caller(town, "filler")
    given = {"problem": "合同备案逾期", "owner": "李明", "due": "2099-09-30"}
    item = call(finance, "POST", f"{DOSSIER}/rectification", given).json()["item"]
    done = call(filler, "POST", f"{DOSSIER}/rectification/{item}/feedback", {"feedback": "已补办备案"}).json()
    assert done["state"] == "answered"
    assert call(finance, "POST", f"{DOSSIER}/rectification/{item}/confirm", {"done": True}).json()["state"] == "done"
    assert [each["state"] for each in filler.get(f"{DOSSIER}/rectification").json()] == ["done"]


def test_the_use_of_the_result_is_proposed_and_decided(town: County) -> None:
    stand(town, State.APPROVED)
    client = caller(town, "finance")
    assert call(client, "POST", f"{DOSSIER}/proposal").json()["decision"] == "pending"
    decision = {"decision": "adopted", "reason": "结果可靠"}
    assert call(client, "POST", f"{DOSSIER}/proposal/decision", decision).json()["shown"] == "采纳"
    assert [each["unit"] for each in client.get("/api/v1/years/2024/proposals").json()] == ["900001"]


def test_evidence_is_handed_in_fetched_and_taken_back(town: County) -> None:
    client, content = caller(town, "filler"), word()
    files = [SimpleUploadedFile("验收报告.docx", content), SimpleUploadedFile("程序.exe", b"MZ")]
    kept = client.post(f"{DOSSIER}/evidence?indicator=1.1.3", {"file": files}).json()
    proof = next(each for each in kept["evidence"] if each["name"] == "验收报告.docx")
    assert proof["sha256"] == hashlib.sha256(content).hexdigest()
    assert len(kept["problems"]) == 1
    address = f"{DOSSIER}/evidence/files/{proof['file']}"
    assert b"".join(client.get(address)) == content
    assert proof not in call(client, "DELETE", address).json()
    assert client.get(address).status_code == 404


def test_a_file_that_is_refused_is_said_in_a_sentence(town: County) -> None:
    bad = SimpleUploadedFile("程序.exe", b"MZ")
    answer = caller(town, "filler").post(f"{DOSSIER}/evidence?indicator=1.1.3", {"file": [bad]})
    assert answer.status_code == 409
    assert "程序.exe" in answer.json()["problem"]


def test_forms_are_listed_and_fetched_while_the_data_stand(town: County) -> None:
    folder = folder_of(type(town.dossier).objects.get(pk=town.dossier.pk))
    folder.mkdir(parents=True)
    (folder / "form.xlsx").write_bytes(b"content")
    client = caller(town, "filler")
    assert client.get(f"{DOSSIER}/forms").json()["forms"] == [{"name": "form.xlsx", "size": 7}]
    assert b"".join(client.get(f"{DOSSIER}/forms/form.xlsx")) == b"content"
    folder.rename(folder.with_name("old"))
    assert client.get(f"{DOSSIER}/forms/form.xlsx").status_code == 404


def test_the_finance_office_reads_years_and_their_days(county: County) -> None:
    Task.objects.create(dossier=county.dossier, stage=Stage.EVALUATION, due=date(2025, 3, 31))
    found = caller(county, "finance").get("/api/v1/years").json()
    assert [(each["year"], each["units"]) for each in found] == [(2024, 2)]
    days = {each["stage"]: each["last"] for each in found[0]["deadlines"]}
    assert days["绩效自评"] == "2025-03-31"


@pytest.mark.parametrize("month", ["2024-13", "2023-08", "8"])
def test_what_is_no_month_of_the_year_is_refused(town: County, month: str) -> None:
    answer = caller(town, "filler").get(f"{DOSSIER}/monitoring?month={month}")
    assert answer.status_code in {404, 422}
    assert answer.headers["Content-Type"].startswith("application/json")


def test_what_does_not_fit_the_description_is_said_with_its_place(county: County) -> None:
    client = caller(county, "finance")
    answer = call(client, "POST", f"{DOSSIER}/rectification", {"problem": "x", "owner": "李明", "due": "soon"})
    assert answer.status_code == 422
    assert "due" in answer.json()["problem"]
    unread = client.post(f"{DOSSIER}/rectification", "{", content_type="application/json")
    assert (unread.status_code, "JSON" in unread.json()["problem"]) == (400, True)
    assert "令牌" in Client().get(f"{DOSSIER}/score").json()["problem"]


def test_what_no_database_keeps_is_turned_away_as_the_api_says_failures(county: County) -> None:
    answer = caller(county, "filler").get("/api/v1/dossiers?after=%00")
    assert answer.status_code == 400
    assert "无法保存" in answer.json()["problem"]
