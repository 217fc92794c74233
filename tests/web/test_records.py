"""Rows saved cell by cell: two savers, deleted rows, tables under review, imports that never double."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from jiheng.web.actions import Refusal
from jiheng.web.cycle.actions import Submit, task_of
from jiheng.web.cycle.models import Stage, State, Task
from jiheng.web.records.actions import Change, DeleteRows, ReplaceTables, SaveCells
from jiheng.web.records.models import Record
from tests.web.conftest import County


def new_project(county: County, **cells: str) -> Record:
    written = {"code": "P1", "name": "路灯"} | cells
    change = Change(0, {name: ("", text) for name, text in written.items()})
    saved = SaveCells(county.actor("filler"), county.dossier, "projects", [change]).run()
    return Record.objects.get(pk=saved.rows[0])


def test_a_new_row_is_kept_as_it_was_typed(county: County) -> None:
    record = new_project(county, leader="　李明 ")
    assert (record.key, record.cells["leader"]) == ("P1", "　李明 ")
    county.dossier.refresh_from_db()
    assert county.dossier.revision == 1


def test_two_savers_of_different_cells_both_keep_theirs(county: County) -> None:
    record = new_project(county)
    for name, text in (("leader", "李明"), ("department", "城建办")):
        change = Change(record.pk, {name: ("", text)})
        SaveCells(county.actor("filler"), county.dossier, "projects", [change]).run()
    record.refresh_from_db()
    assert (record.cells["leader"], record.cells["department"]) == ("李明", "城建办")


def test_two_savers_of_one_cell_are_both_shown(county: County) -> None:
    record = new_project(county, leader="旧")
    actor = county.actor("filler")
    SaveCells(actor, county.dossier, "projects", [Change(record.pk, {"leader": ("旧", "甲")})]).run()
    saved = SaveCells(actor, county.dossier, "projects", [Change(record.pk, {"leader": ("旧", "乙")})]).run()
    (conflict,) = saved.conflicts
    assert (conflict.mine, conflict.theirs) == ("乙", "甲")
    record.refresh_from_db()
    assert record.cells["leader"] == "甲"


def test_a_doubled_key_is_refused_and_nothing_is_written(county: County) -> None:
    new_project(county)
    with pytest.raises(Refusal, match="已有一行"):
        new_project(county)
    assert Record.objects.count() == 1


def test_a_row_of_the_neighbour_cannot_be_changed_by_its_id(county: County) -> None:
    record = new_project(county)
    change = Change(record.pk, {"name": ("路灯", "别的")})
    with pytest.raises(Refusal, match="已被他人删除"):
        SaveCells(county.actor("neighbour"), county.neighbour_dossier, "projects", [change]).run()
    with pytest.raises(PermissionDenied):
        SaveCells(county.actor("neighbour"), county.dossier, "projects", [change]).run()


def test_a_table_under_review_cannot_be_changed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jiheng.web.cycle.actions._OBSTACLES", {})
    Submit(county.actor("filler"), task_of(county.dossier, Stage.TARGETS)).run()
    change = Change(0, {"code": ("", "P1-1"), "name": ("", "新建路灯数量")})
    with pytest.raises(Refusal, match="正在审核"):
        SaveCells(county.actor("filler"), county.dossier, "indicators", [change]).run()


def test_an_unknown_column_is_refused(county: County) -> None:
    with pytest.raises(Refusal, match="列不存在"):
        SaveCells(county.actor("filler"), county.dossier, "projects", [Change(0, {"score": ("", "100")})]).run()


def test_an_import_run_twice_doubles_nothing(county: County) -> None:
    rows = {"projects": [{"code": "P1", "name": "路灯"}, {"code": "P2", "name": "道路"}]}
    for _ in range(2):
        ReplaceTables(county.actor("filler"), county.dossier, rows).run()
    assert sorted(Record.objects.values_list("key", flat=True)) == ["P1", "P2"]


def test_deleting_takes_only_rows_of_the_named_table(county: County) -> None:
    record = new_project(county)
    assert DeleteRows(county.actor("filler"), county.dossier, "budget", [record.pk]).run() == 0
    assert DeleteRows(county.actor("filler"), county.dossier, "projects", [record.pk]).run() == 1


def test_an_approved_month_of_monitoring_cannot_be_changed_by_any_way(county: County) -> None:
    cells = {"indicator": ("", "P1-1"), "month": ("", "2024-08"), "value": ("", "5")}
    actor = county.actor("filler")
    saved = SaveCells(actor, county.dossier, "observations", [Change(0, cells)]).run()
    task = task_of(county.dossier, Stage.MONITORING, "2024-08")
    Task.objects.filter(pk=task.pk).update(state=State.APPROVED)
    row = {"indicator": "P1-1", "month": "2024-08", "value": "9"}
    for action in (
        SaveCells(actor, county.dossier, "observations", [Change(saved.rows[0], {"value": ("5", "9")})]),
        ReplaceTables(actor, county.dossier, {"observations": [row]}),
        DeleteRows(actor, county.dossier, "observations", [saved.rows[0]]),
    ):
        with pytest.raises(Refusal, match="2024-08 的监控表"):
            action.run()
    other = SaveCells(actor, county.dossier, "observations", [Change(0, cells | {"month": ("", "2024-09")})])
    assert other.run().rows
