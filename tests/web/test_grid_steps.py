"""A step on a grid taken back: who may, what another has changed since, and that nothing is half taken back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from jiheng.web.actions import Refusal
from jiheng.web.audit.models import Entry
from jiheng.web.cycle.actions import Submit, task_of
from jiheng.web.cycle.models import Stage
from jiheng.web.records.actions import Change, SaveCells
from jiheng.web.records.models import Record
from jiheng.web.records.steps import Back, Gone, UndoStep
from tests.web.conftest import County

ADDRESS = "/2024/900001/data/projects/step/"
CELLS = {"code": "P1", "name": "路灯"}


@pytest.fixture
def record(county: County) -> Record:
    change = Change(0, {name: ("", text) for name, text in CELLS.items()})
    saved = SaveCells(county.actor("filler"), county.dossier, "projects", [change]).run()
    return Record.objects.get(pk=saved.rows[0])


def undo(county: County, who: str = "filler", **step: Any) -> UndoStep:
    given: dict[str, Any] = {"changes": [], "removed": [], "restored": []} | step
    return UndoStep(county.actor(who), county.dossier, table="projects", **given)


def sent(county: County, role: str = "filler", **step: Any) -> Any:
    content = {"way": "undo", "changes": [], "removed": [], "restored": []} | step
    return county.client(role).post(ADDRESS, json.dumps(content), content_type="application/json")


def test_a_changed_cell_goes_back_and_is_on_record(county: County, record: Record) -> None:
    SaveCells(county.actor("filler"), county.dossier, "projects", [Change(record.pk, {"name": ("路灯", "灯")})]).run()
    assert sent(county, changes=[{"pk": record.pk, "cells": {"name": ["灯", "路灯"]}}]).status_code == 200
    record.refresh_from_db()
    assert record.cells["name"] == "路灯"
    entry = Entry.objects.last()
    assert entry is not None
    assert (entry.action, entry.username) == ("撤销修改", county.people["filler"].username)


def test_a_row_that_came_goes_and_one_that_went_comes_back_in_its_place(county: County, record: Record) -> None:
    answer = sent(county, removed=[{"pk": record.pk, "cells": CELLS}])
    assert (answer.status_code, Record.objects.count()) == (200, 0)
    answer = sent(county, way="redo", restored=[{"position": 7, "cells": CELLS}])
    back = Record.objects.get(pk=answer.json()["restored"][0])
    assert (back.cells, back.position, back.key) == (CELLS, 7, "P1")


@pytest.mark.parametrize("whole", [False, True])
def test_what_another_changed_since_stays_and_nothing_is_half_taken_back(
    county: County, record: Record, *, whole: bool
) -> None:
    SaveCells(county.actor("filler"), county.dossier, "projects", [Change(record.pk, {"name": ("路灯", "石桥")})]).run()
    step: dict[str, Any] = {"restored": [Back(0, {"code": "P2"})]}
    step |= {"removed": [Gone(record.pk, CELLS)]} if whole else {"changes": [Change(record.pk, {"name": ("路灯", "")})]}
    with pytest.raises(Refusal, match=r"“项目名称”已由.*改为“石桥”"):
        undo(county, **step).run()
    record.refresh_from_db()
    assert record.cells["name"] == "石桥"
    assert Record.objects.count() == 1


def test_a_row_that_is_gone_is_said_so(county: County, record: Record) -> None:
    step = undo(county, removed=[Gone(record.pk + 1, CELLS)])
    with pytest.raises(Refusal, match="已被他人删除"):
        step.run()


@pytest.mark.parametrize(
    ("role", "status"), [("filler", 200), ("head", 403), ("finance", 403), ("auditor", 404), ("neighbour", 404)]
)
def test_only_who_fills_in_takes_back(county: County, record: Record, role: str, status: int) -> None:
    answer = sent(county, role, changes=[{"pk": record.pk, "cells": {"name": ["路灯", "桥"]}}])
    record.refresh_from_db()
    assert answer.status_code == status
    assert record.cells["name"] == ("桥" if status == 200 else "路灯")


def test_the_neighbour_is_refused_by_the_action_too(county: County, record: Record) -> None:
    step = undo(county, "neighbour", removed=[Gone(record.pk, CELLS)])
    with pytest.raises(PermissionDenied):
        step.run()


def test_a_table_under_review_takes_nothing_back(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jiheng.web.cycle.actions._OBSTACLES", {})
    Submit(county.actor("filler"), task_of(county.dossier, Stage.TARGETS)).run()
    step = UndoStep(county.actor("filler"), county.dossier, "indicators", [], restored=[Back(1, {"code": "Z1"})])
    with pytest.raises(Refusal, match="正在审核"):
        step.run()


@pytest.mark.parametrize(
    "step",
    [
        {"way": "delete"},
        {"changes": 5},
        {"removed": [{"pk": "x", "cells": {}}]},
        {"restored": [{"position": 1}]},
        {"restored": [{"position": 1, "cells": {"code": "\u0000"}}]},
        {"restored": [{"position": 1, "cells": {"score": "1"}}]},
        {"restored": [{"position": 1, "cells": CELLS}]},
        {"removed": [{"pk": 10**30, "cells": CELLS}]},
    ],
)
def test_a_broken_message_is_answered_in_a_sentence_and_changes_nothing(
    county: County, record: Record, step: dict[str, Any]
) -> None:
    answer = sent(county, **step)
    assert answer.status_code == 409
    assert answer.json()["problem"].endswith("。")
    assert Record.objects.get().cells == CELLS
    assert record.pk == Record.objects.get().pk
