"""What was decided stays: the score is kept, its pack too; holds hold; a review is bound to what the reviewer saw."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from jiheng import facts
from jiheng.forms import build
from jiheng.reading import read
from jiheng.web.accounts.models import User
from jiheng.web.actions import Actor, Refusal
from jiheng.web.audit import chain
from jiheng.web.audit.models import Change as Changed
from jiheng.web.audit.models import Entry
from jiheng.web.cycle.actions import Approve, Return, Submit, TakeFrom, TakeUp, task_of
from jiheng.web.cycle.models import Dossier, Passage, Stage, State, Step, Task
from jiheng.web.disclosure.actions import Publish
from jiheng.web.disclosure.models import Publication
from jiheng.web.evaluation.built import scored
from jiheng.web.organisation.models import Membership, Role
from jiheng.web.records.actions import Change, DeleteRows, ReplaceTables, SaveCells
from jiheng.web.records.dataset import draft_of, keep_pack, pack_of, sheet_of
from jiheng.web.records.intake import written_rows
from jiheng.web.records.models import KeptPack, Record
from jiheng.web.review.actions import ConfirmRescore, Overtaken, Rescore, SaveOpinion
from jiheng.web.review.deciding import compared
from jiheng.web.review.models import Decision, Opinion
from jiheng.web.review.rounds import changed_since_return, stale_rescores
from jiheng.web.review.versions import versions
from tests.web.api import DOSSIER, call, caller
from tests.web.conftest import PASSWORD, County

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
FORM = "/2024/900001/review/"
LINE = "2.5.4"
CUT = {"percent": "20", "rule": "自评复核口径第七条", "category": "逾期", "reason": "一份合同逾期签订"}


@pytest.fixture
def reviewed(county: County) -> County:
    """The town's self-evaluation lies with the finance office."""
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    lie_with_finance(county)
    return county


def lie_with_finance(county: County) -> None:
    Task.objects.filter(pk=task(county).pk).update(state=State.SUBMITTED, step=Step.FINANCE, holder=None)


def dossier(county: County) -> Dossier:
    return Dossier.objects.select_related("unit", "year").get(pk=county.dossier.pk)


def task(county: County) -> Task:
    return task_of(dossier(county), Stage.EVALUATION)


def approve(county: County) -> None:
    Approve(county.actor("finance"), task(county), text="同意").run()


def rescore(county: County) -> None:
    seen = versions(county.dossier).get(LINE, "")
    Rescore(county.actor("finance"), dossier(county), indicator=LINE, seen=seen, cells=CUT).run()


def change_a_row(county: County, text: str) -> None:
    """The unit changes a remark in its register of purchases, as the reviewer asked."""
    row = Record.objects.filter(dossier=county.dossier, table="purchases").first()
    assert row is not None
    change = Change(row.pk, {"note": (row.cells.get("note", ""), text)})
    SaveCells(county.actor("filler"), dossier(county), table="purchases", changes=[change]).run()


def second_round(county: County) -> None:
    """The form goes back, the unit changes a row, hands it in again, and the form lies with finance again."""
    Return(county.actor("finance"), task(county), reason="arithmetic", text="请核对合同日期").run()
    change_a_row(county, "已核对")
    county.dossier.refresh_from_db()
    Passage.objects.create(task=task(county), actor=county.people["filler"], deed=Submit.title)
    lie_with_finance(county)


def test_an_approval_keeps_score_and_pack_and_its_hash_stands_in_the_log(reviewed: County) -> None:
    rescore(reviewed)
    approve(reviewed)
    decision, sheet = Decision.objects.get(), sheet_of(dossier(reviewed))
    assert (decision.own, decision.pack_sha256) == (sheet.total.units, sheet.pack_sha256)
    assert decision.reviewed < decision.own
    assert KeptPack.objects.filter(pk=decision.pack_sha256).exists()
    entry = Entry.objects.filter(action=Approve.title).last()
    assert entry is not None
    assert decision.hash in Changed.objects.get(entry=entry).new
    assert chain.verify().sound


def test_pages_of_a_decided_form_tell_other_digits_with_both(reviewed: County) -> None:
    approve(reviewed)
    assert compared(dossier(reviewed)) is None
    tamper(reviewed)
    kept = compared(dossier(reviewed))
    assert kept is not None
    assert kept.grave
    assert "与审核通过时不符" in kept.sentence
    assert kept.sentence in reviewed.client("finance").get(FORM).content.decode()


def test_table_result_api_and_publishing_tell_it_too(reviewed: County) -> None:
    approve(reviewed)
    own = caller(reviewed, "filler").get(f"{DOSSIER}/score").json()
    assert (own["decided"]["own"], own["decided"]["differs"]) == (own["total"], False)
    tamper(reviewed)
    kept = compared(dossier(reviewed))
    assert kept is not None
    filler, head = reviewed.client("filler"), reviewed.client("head")
    assert kept.sentence in filler.get("/2024/900001/evaluation/").content.decode()
    assert kept.sentence in filler.get(FORM).content.decode()
    told = caller(reviewed, "filler").get(f"{DOSSIER}/score").json()
    assert (told["decided"]["differs"], told["decided"]["own"]) == (True, own["total"])
    assert told["decided"]["note"] == kept.sentence
    assert told["total"] != own["total"]
    assert "不能公开" in head.post("/2024/900001/disclosure/publish/", follow=True).content.decode()
    assert not Publication.objects.exists()


def test_a_public_page_with_other_digits_than_were_approved_says_so(reviewed: County) -> None:
    approve(reviewed)
    reviewed.client("head").post("/2024/900001/disclosure/publish/")
    public = "/public/2024/900001/"
    assert "与审核通过时不符" not in Client().get(public).content.decode()
    published = Publication.objects.get()
    published.frozen = json.dumps(published.content | {"total": "99.21"}, ensure_ascii=False)
    published.save()
    page = Client().get(public).content.decode()
    assert "与审核通过时不符" in page
    assert "99.21" in page


def tamper(county: County) -> None:
    row = Record.objects.get(dossier=county.dossier, table="results", key="Z01")
    row.cells = row.cells | {"actual": "2"}
    row.save()
    Dossier.objects.filter(pk=county.dossier.pk).update(stamp="tampered")


def test_equal_digits_under_another_hash_are_a_note(reviewed: County) -> None:
    approve(reviewed)
    row = Record.objects.get(dossier=reviewed.dossier, table="results", key="Z01")
    row.cells = row.cells | {"note": "改了备注"}
    row.save()
    Dossier.objects.filter(pk=reviewed.dossier.pk).update(stamp="noted")
    kept = compared(dossier(reviewed))
    assert kept is not None
    assert not kept.grave


def test_a_decision_older_than_kept_scores_says_so(reviewed: County) -> None:
    Task.objects.filter(pk=task(reviewed).pk).update(state=State.APPROVED)
    kept = compared(dossier(reviewed))
    assert kept is not None
    assert "未留存得分" in kept.sentence


def test_a_pack_that_was_edited_afterwards_moves_nothing_that_was_decided(reviewed: County) -> None:
    now = pack_of(dossier(reviewed))
    earlier = now.model_copy(update={"title": "去年的口径", "sha256": "0" * 64})
    keep_pack(earlier)
    Dossier.objects.filter(pk=reviewed.dossier.pk).update(pack_sha256="0" * 64)
    assert pack_of(dossier(reviewed)).title == "去年的口径"
    assert sheet_of(dossier(reviewed)).pack_sha256 == "0" * 64


def test_a_rescore_on_data_that_changed_must_be_confirmed_before_the_approval(reviewed: County) -> None:
    rescore(reviewed)
    second_round(reviewed)
    assert [each.code for each in stale_rescores(dossier(reviewed))] == [LINE]
    with pytest.raises(Refusal, match="改分之后，单位修改了数据"):
        approve(reviewed)
    rescore(reviewed)
    assert not list(stale_rescores(dossier(reviewed)))
    approve(reviewed)


def test_a_rescore_is_confirmed_by_one_click_on_the_data_as_they_are_now(reviewed: County) -> None:
    rescore(reviewed)
    second_round(reviewed)
    client, version = reviewed.client("finance"), versions(reviewed.dossier)[LINE]
    drawer = client.get(f"{FORM}line/{LINE}/").content.decode()
    assert "改分之后单位修改了数据" in drawer
    seen = {"version": version, "basis": str(dossier(reviewed).own_revision)}
    after = client.post(f"{FORM}line/{LINE}/confirm/", seen).content.decode()
    assert "确认改分仍然成立" not in after
    assert not list(stale_rescores(dossier(reviewed)))
    assert Entry.objects.filter(action=ConfirmRescore.title, result="成功").count() == 1
    approve(reviewed)


@pytest.mark.parametrize("deed", ["confirm", "save", "drop"])
def test_a_page_of_the_round_before_saves_nothing_on_data_that_nobody_saw(reviewed: County, deed: str) -> None:
    rescore(reviewed)
    old = {"version": versions(reviewed.dossier)[LINE], "basis": str(dossier(reviewed).own_revision)}
    second_round(reviewed)
    after = reviewed.client("finance").post(f"{FORM}line/{LINE}/{deed}/", CUT | old).content.decode()
    assert "单位修改了数据并重新送审" in after
    assert [each.code for each in stale_rescores(dossier(reviewed))] == [LINE]


@pytest.mark.parametrize("deed", ["approve", "return"])
def test_nothing_is_decided_from_a_page_of_the_round_before(reviewed: County, deed: str) -> None:
    old = {"basis": str(dossier(reviewed).own_revision), "reason": "other", "text": "同意"}
    second_round(reviewed)
    count = Passage.objects.count()
    page = reviewed.client("finance").post(f"{FORM}decide/{deed}/", old, follow=True).content.decode()
    assert "单位修改了数据并重新送审" in page
    assert (Passage.objects.count(), task(reviewed).state) == (count, State.SUBMITTED)
    reviewed.client("finance").post(f"{FORM}decide/{deed}/", old | {"basis": str(dossier(reviewed).own_revision)})
    assert task(reviewed).state == {"approve": State.APPROVED, "return": State.RETURNED}[deed]


def test_an_opinion_of_a_page_of_the_round_before_is_not_kept(reviewed: County) -> None:
    old = {"basis": str(dossier(reviewed).own_revision), "text": "第一轮写的。", "seen": ""}
    second_round(reviewed)
    answer = reviewed.client("finance").post(f"{FORM}opinion/", old).content.decode()
    assert "单位修改了数据并重新送审" in answer
    assert not Opinion.objects.exists()


def test_two_reviewers_who_confirm_and_change_at_once_are_told(reviewed: County, colleague: Actor) -> None:
    rescore(reviewed)
    second_round(reviewed)
    seen = versions(reviewed.dossier)[LINE]
    now = dossier(reviewed).own_revision
    again = CUT | {"reason": "改后只剩一份逾期", "percent": "10"}
    Rescore(colleague, dossier(reviewed), indicator=LINE, seen=seen, cells=again, basis=now).run()
    with pytest.raises(Overtaken, match="请核对后再办理"):
        ConfirmRescore(reviewed.actor("finance"), dossier(reviewed), indicator=LINE, seen=seen, basis=now).run()


def test_there_is_nothing_to_confirm_where_nothing_was_rescored(reviewed: County) -> None:
    with pytest.raises(Refusal, match="没有改分，不必确认"):
        ConfirmRescore(reviewed.actor("finance"), dossier(reviewed), indicator=LINE, seen="").run()


@pytest.mark.parametrize("role", ["filler", "head", "department", "auditor"])
def test_only_who_rescores_confirms(reviewed: County, role: str) -> None:
    rescore(reviewed)
    second_round(reviewed)
    seen = versions(reviewed.dossier)[LINE]
    confirm = ConfirmRescore(reviewed.actor(role), dossier(reviewed), indicator=LINE, seen=seen)
    with pytest.raises(PermissionDenied):
        confirm.run()


def test_the_api_tells_and_binds_what_the_page_does(reviewed: County) -> None:
    rescore(reviewed)
    Passage.objects.create(task=task(reviewed), actor=reviewed.people["filler"], deed=Submit.title)
    SaveOpinion(reviewed.actor("finance"), task(reviewed), text="第一轮的意见。", seen="").run()
    old = dossier(reviewed).own_revision
    second_round(reviewed)
    client, base = caller(reviewed, "finance"), "/api/v1/dossiers/2024/900001"
    found = client.get(f"{base}/review").json()
    assert [each["code"] for each in found["stale"]] == [LINE]
    assert [each["new"] for each in found["changed"]] == ["已核对"]
    assert (found["opinion"], found["earlier_opinion"]) == ("", "第一轮的意见。")
    version = versions(reviewed.dossier)[LINE]
    refused = call(client, "POST", f"{base}/review/confirmed/{LINE}", {"version": version, "basis": old})
    assert "单位修改了数据并重新送审" in refused.json()["problem"]
    deed = {"deed": "approve", "basis": old}
    assert "单位修改了数据并重新送审" in call(client, "POST", f"{base}/tasks/evaluation", deed).json()["problem"]
    given = {"version": version, "basis": found["basis"]}
    assert call(client, "POST", f"{base}/review/confirmed/{LINE}", given).status_code == 200
    assert call(client, "POST", f"{base}/tasks/evaluation", deed | {"basis": found["basis"]}).status_code == 200


def test_the_reviewer_sees_what_was_changed_since_the_return(reviewed: County) -> None:
    second_round(reviewed)
    told = [(each.table, each.column, each.new) for each in changed_since_return(task(reviewed))]
    assert told == [("政府采购", "备注", "已核对")]
    assert "上次退回后修改了 1 处" in reviewed.client("finance").get(FORM).content.decode()


def test_an_opinion_of_an_earlier_round_is_history(reviewed: County) -> None:
    Passage.objects.create(task=task(reviewed), actor=reviewed.people["filler"], deed=Submit.title)
    SaveOpinion(reviewed.actor("finance"), task(reviewed), text="第一轮的意见。", seen="").run()
    assert "第一轮的意见。</textarea>" in reviewed.client("finance").get(FORM).content.decode()
    second_round(reviewed)
    page = reviewed.client("finance").get(FORM).content.decode()
    assert "上一轮意见" in page
    assert "第一轮的意见。</textarea>" not in page


@pytest.fixture
def colleague(reviewed: County) -> Actor:
    user = User.objects.create_user(username="carol", password=PASSWORD, name="财政绩效股乙", totp_secret="enrolled")
    Membership.objects.create(user=user, unit=reviewed.county, role=Role.FINANCE)
    return Actor(user, "127.0.0.1")


def test_what_one_holds_nobody_else_decides_until_he_takes_it_over_on_record(
    reviewed: County, colleague: Actor
) -> None:
    TakeUp(reviewed.actor("finance"), task(reviewed)).run()
    for deed in (Approve(colleague, task(reviewed)), Return(colleague, task(reviewed), reason="other", text="请补充")):
        with pytest.raises(Refusal, match="正在审核这份表"):
            deed.run()
    with pytest.raises(Refusal, match="请写明原因"):
        TakeFrom(colleague, task(reviewed), text=" ").run()
    TakeFrom(colleague, task(reviewed), text="原经办人出差").run()
    last = Passage.objects.filter(task=task(reviewed)).last()
    assert last is not None
    assert "原经办人出差" in last.text
    Approve(colleague, task(reviewed)).run()
    assert task(reviewed).state == State.APPROVED


def test_nobody_takes_over_what_nobody_holds(reviewed: County, colleague: Actor) -> None:
    with pytest.raises(Refusal, match="不必接手"):
        TakeFrom(colleague, task(reviewed), text="代办").run()


def test_the_history_leads_back_to_every_cell(reviewed: County) -> None:
    lie_with_finance(reviewed)
    Task.objects.update(state=State.DRAFTING, step="")
    change_a_row(reviewed, "第一次")
    change_a_row(reviewed, "第二次")
    first = Record.objects.filter(dossier=reviewed.dossier, table="payments").first()
    assert first is not None
    DeleteRows(reviewed.actor("filler"), dossier(reviewed), table="payments", rows=[first.pk]).run()
    replayed: dict[int, dict[str, str]] = {}
    for change in Changed.objects.filter(dossier=reviewed.dossier.pk).order_by("pk"):
        for name, _old, new in change.cells:
            replayed.setdefault(change.record, {})[name] = new
    rows = {row.pk: row.cells for row in Record.objects.filter(dossier=reviewed.dossier).exclude(key="")}
    said = {pk: {name: text for name, text in cells.items() if text} for pk, cells in replayed.items()}
    assert {pk: cells for pk, cells in said.items() if cells} == {
        pk: {name: text for name, text in cells.items() if text} for pk, cells in rows.items()
    }


def test_a_change_of_the_history_itself_is_found(reviewed: County) -> None:
    change_a_row_before(reviewed)
    change = Changed.objects.last()
    assert change is not None
    forged = Changed(pk=None, entry=change.entry, dossier=change.dossier, table="results", record=1, key="x", old="{}")
    forged.new = json.dumps({"actual": "99"})
    forged.save()
    assert not chain.verify().sound


def change_a_row_before(county: County) -> None:
    Task.objects.update(state=State.DRAFTING, step="")
    change_a_row(county, "核对")


def test_what_the_site_keeps_nobody_writes_over(reviewed: County) -> None:
    Task.objects.update(state=State.DRAFTING, step="")
    row = Record.objects.filter(dossier=reviewed.dossier, table="filings").first()
    assert row is not None
    Record.objects.filter(pk=row.pk).update(by_site=True)
    change = Change(row.pk, {"filed": (row.cells.get("filed", ""), "2024-01-01")})
    with pytest.raises(Refusal, match="由系统按办理记录登记"):
        SaveCells(reviewed.actor("filler"), dossier(reviewed), table="filings", changes=[change]).run()
    with pytest.raises(Refusal, match="由系统按办理记录登记"):
        DeleteRows(reviewed.actor("filler"), dossier(reviewed), table="filings", rows=[row.pk]).run()
    brought = {"filings": [row.cells | {"filed": "2024-01-01"}]}
    ReplaceTables(reviewed.actor("filler"), dossier(reviewed), brought).run()
    assert Record.objects.get(pk=row.pk).cells == row.cells


def test_a_decided_form_bears_the_name_as_approved_with_the_new_one_in_brackets(reviewed: County) -> None:
    assert draft_of(dossier(reviewed)).dataset.unit.name == "青禾镇人民政府"
    reviewed.town.name = "青禾街道办事处"
    reviewed.town.save()
    assert draft_of(dossier(reviewed)).dataset.unit.name == "青禾街道办事处"
    approve(reviewed)
    reviewed.town.name = "青禾新城街道办事处"
    reviewed.town.save()
    assert draft_of(dossier(reviewed)).dataset.unit.name == "青禾街道办事处（现名：青禾新城街道办事处）"


PLACES = (
    "/2024/900001/evaluation/",
    "/2024/900001/evaluation/narrative/",
    FORM,
    "/2024/900001/monitoring/",
    "/2024/900001/disclosure/",
    "/api/v1/dossiers",
    "/api/v1/dossiers/2024/900001/score",
)


def rename(county: County, name: str) -> None:
    county.town.name = name
    county.town.save()


def names_in(county: County, place: str) -> str:
    who = caller(county, "finance") if place.startswith("/api/") else county.client("finance")
    answer = who.get(place)
    return json.dumps(answer.json(), ensure_ascii=False) if place.startswith("/api/") else answer.content.decode()


def texts_of(county: County, folder: Path) -> dict[str, str]:
    """What each official form and the report say, as built now."""
    files = build(draft_of(dossier(county)).dataset, list(scored(dossier(county))), folder)
    return {path.name: read(path).text for path in files if path.suffix in {".xlsx", ".docx"}}


@pytest.mark.parametrize("place", PLACES)
def test_every_page_and_answer_bears_one_name(reviewed: County, place: str) -> None:
    rename(reviewed, "青禾街道办事处")
    before = names_in(reviewed, place)
    assert "青禾街道办事处" in before
    assert "青禾镇人民政府" not in before
    approve(reviewed)
    rename(reviewed, "青禾新城街道办事处")
    after = names_in(reviewed, place)
    assert "青禾街道办事处（现名：青禾新城街道办事处）" in after


def test_every_form_and_the_report_bear_the_name_that_the_pages_bear(reviewed: County, tmp_path: Path) -> None:
    rename(reviewed, "青禾街道办事处")
    before = texts_of(reviewed, tmp_path / "before")
    assert [name for name, text in before.items() if "青禾镇人民政府" in text] == []
    named = {name for name, text in before.items() if "青禾街道办事处" in text}
    assert len(named) > 2
    approve(reviewed)
    rename(reviewed, "青禾新城街道办事处")
    after = texts_of(reviewed, tmp_path / "after")
    assert {name for name, text in after.items() if "青禾街道办事处（现名：青禾新城街道办事处）" in text} == named


def test_what_is_public_bears_it_too(reviewed: County) -> None:
    approve(reviewed)
    Publish(reviewed.actor("finance"), dossier(reviewed)).run()
    rename(reviewed, "青禾街道办事处")
    page = Client().get("/public/2024/900001/").content.decode()
    assert "青禾镇人民政府（现名：青禾街道办事处）" in page


def test_the_page_lets_a_colleague_take_over_with_a_reason(reviewed: County, colleague: Actor) -> None:
    TakeUp(reviewed.actor("finance"), task(reviewed)).run()
    client = Client()
    client.force_login(colleague.user)
    assert "接手原因" in client.get(FORM).content.decode()
    client.post(f"{FORM}decide/take-from/", {"text": "原经办人请假"})
    assert task(reviewed).holder_id == colleague.user.pk


def test_what_two_write_at_once_is_a_conflict_and_no_failure(reviewed: County, monkeypatch: pytest.MonkeyPatch) -> None:
    def doubled(_self: SaveCells) -> None:
        Record.objects.create(dossier=reviewed.dossier, table="results", key="Z01")

    Task.objects.update(state=State.DRAFTING, step="")
    monkeypatch.setattr(SaveCells, "apply", doubled)
    with pytest.raises(Refusal, match="有人同时办理"):
        SaveCells(reviewed.actor("filler"), dossier(reviewed), table="results", changes=[]).run()
