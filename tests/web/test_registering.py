"""报送记录 that the site keeps from its own log: nobody types it, a unit may object with a reason."""

from __future__ import annotations

from datetime import date

import pytest

from jiheng.web.actions import Refusal
from jiheng.web.cycle.actions import Return, Submit, task_of
from jiheng.web.cycle.models import Dossier, Stage, Task, Year
from jiheng.web.records.actions import Change, DeleteRows, ReplaceTables, SaveCells
from jiheng.web.records.dataset import draft_of
from jiheng.web.records.models import Record
from jiheng.web.records.registering import register
from tests.web.conftest import County

TYPED = {"code": "BS1", "step": "绩效目标申报", "due": "2024-03-01", "filed": "2024-02-01", "returned": "0"}


@pytest.fixture(autouse=True)
def no_obstacles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jiheng.web.cycle.actions._OBSTACLES", {})


@pytest.fixture
def task(county: County) -> Task:
    found = task_of(county.dossier, Stage.TARGETS)
    Task.objects.filter(pk=found.pk).update(due=date(2024, 3, 1))
    return Task.objects.get(pk=found.pk)


def hand_in(county: County, task: Task) -> None:
    Submit(county.actor("filler"), task).run()
    task.refresh_from_db()
    register(task)


def send_back(county: County, task: Task) -> None:
    Return(county.actor("head"), task, reason="arithmetic", text="合计与分项不符").run()
    task.refresh_from_db()


def kept(county: County) -> Record:
    return Record.objects.get(dossier=county.dossier, table="filings", by_site=True)


def save(county: County, cells: dict[str, str], pk: int = 0, before: str = "") -> None:
    changes = [Change(pk, {name: (before, text) for name, text in cells.items()})]
    SaveCells(county.actor("filler"), county.dossier, "filings", changes).run()


def test_what_was_handed_in_and_sent_back_is_counted_from_the_log(county: County, task: Task) -> None:
    hand_in(county, task)
    send_back(county, task)
    hand_in(county, task)
    send_back(county, task)
    (row,) = draft_of(Dossier.objects.get(pk=county.dossier.pk)).dataset.filings
    assert (row.step, row.due, row.returned, row.origin) == ("绩效目标申报（2024年度）", date(2024, 3, 1), 2, "系统")
    assert row.filed is not None


def test_what_the_unit_had_typed_of_the_same_step_gives_way(county: County, task: Task) -> None:
    save(county, TYPED)
    hand_in(county, task)
    assert [each.key for each in Record.objects.filter(dossier=county.dossier, table="filings")] == [kept(county).key]


@pytest.mark.parametrize("step", [TYPED["step"], "2024年部门整体支出绩效目标申报"])
def test_what_came_from_published_documents_stays_as_it_was_published(county: County, task: Task, step: str) -> None:
    save(county, {**TYPED, "step": step, "origin": "重建"})
    hand_in(county, task)
    assert [each.key for each in Record.objects.filter(dossier=county.dossier, table="filings")] == ["BS1"]


def test_a_return_count_can_be_neither_typed_over_nor_typed_beside_nor_deleted(county: County, task: Task) -> None:
    hand_in(county, task)
    with pytest.raises(Refusal, match="由系统按办理记录登记"):
        save(county, {"returned": "0"}, kept(county).pk, "1")
    with pytest.raises(Refusal, match="已由系统按办理记录登记，不必再填"):
        save(county, TYPED)
    with pytest.raises(Refusal, match="由系统按办理记录登记"):
        DeleteRows(county.actor("filler"), county.dossier, "filings", [kept(county).pk]).run()


def test_a_file_has_nothing_to_say_of_what_the_site_keeps(county: County, task: Task) -> None:
    hand_in(county, task)
    rows = [{**kept(county).cells, "returned": "9"}, TYPED]
    assert ReplaceTables(county.actor("filler"), county.dossier, {"filings": rows}).run() == {"filings": 0}
    assert kept(county).cells["returned"] == "0"


def test_a_unit_objects_with_a_reason_which_stays_when_the_log_goes_on(county: County, task: Task) -> None:
    hand_in(county, task)
    send_back(county, task)
    save(county, {"note": "异议：退回系审核人误操作"}, kept(county).pk)
    hand_in(county, task)
    send_back(county, task)
    assert kept(county).cells["note"] == "异议：退回系审核人误操作"
    assert kept(county).cells["returned"] == "2"


def test_a_self_evaluation_is_told_in_the_year_in_which_it_was_handed_in(county: County) -> None:
    after = Dossier.objects.create(year=Year.objects.create(year=2025), unit=county.town, pack=county.dossier.pack)
    task = task_of(county.dossier, Stage.EVALUATION)
    Task.objects.filter(pk=task.pk).update(due=date(2025, 3, 31))
    hand_in(county, Task.objects.get(pk=task.pk))
    (row,) = draft_of(Dossier.objects.get(pk=after.pk)).dataset.filings
    assert row.step == "绩效自评（2024年度）"
    assert not Record.objects.filter(dossier=county.dossier, table="filings").exists()


def test_a_task_without_a_day_is_not_told(county: County) -> None:
    hand_in(county, task_of(county.dossier, Stage.TARGETS))
    assert not Record.objects.filter(dossier=county.dossier, table="filings").exists()


def test_the_site_writes_a_row_once_whoever_comes_second(county: County, task: Task) -> None:
    hand_in(county, task)
    register(task)
    assert Record.objects.filter(dossier=county.dossier, table="filings").count() == 1


def test_a_month_of_monitoring_that_the_site_does_not_keep_can_still_be_typed(county: County) -> None:
    found = task_of(county.dossier, Stage.MONITORING, "2024-08")
    Task.objects.filter(pk=found.pk).update(due=date(2024, 9, 20))
    hand_in(county, Task.objects.get(pk=found.pk))
    save(county, {**TYPED, "step": "运行监控（1至6月）"})
    with pytest.raises(Refusal, match="不必再填"):
        save(county, {**TYPED, "code": "BS2", "step": "运行监控（1至8月）"})
