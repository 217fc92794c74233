"""The bridge to the core: the example town's rows in the database give the example town's score."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiheng import facts
from jiheng.web.records.actions import Change, ReplaceTables, SaveCells
from jiheng.web.records.dataset import draft_of, project_sheet_of, sheet_of
from jiheng.web.records.intake import written_rows
from jiheng.web.records.models import Record
from tests.web.conftest import County

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"


@pytest.fixture
def filled(county: County) -> County:
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    return county


def test_the_town_scores_what_the_published_document_says(filled: County) -> None:
    sheet = sheet_of(filled.dossier)
    assert (sheet.total.text(2), sheet.grade) == ("96.37", "优")
    assert sheet.unit == "青禾镇人民政府"


def test_a_changed_cell_changes_the_score_at_once(filled: County) -> None:
    record = Record.objects.get(dossier=filled.dossier, table="special_funds")
    old = record.cells["paid"]
    change = Change(record.pk, {"paid": (old, "240000")})
    SaveCells(filled.actor("filler"), filled.dossier, "special_funds", [change]).run()
    assert sheet_of(filled.dossier).total < sheet_of(filled.neighbour_dossier).full_marks
    assert sheet_of(filled.dossier).line("1.2.2").score.text(2) == "2.50"


def test_a_cell_that_is_no_number_is_a_fault_at_its_place_and_the_rest_still_scores(filled: County) -> None:
    record = Record.objects.get(dossier=filled.dossier, table="special_funds")
    change = Change(record.pk, {"paid": (record.cells["paid"], "约三万")})
    SaveCells(filled.actor("filler"), filled.dossier, "special_funds", [change]).run()
    draft = draft_of(filled.dossier)
    assert [fault.value for fault in draft.faults] == ["约三万"]
    assert draft.dataset.projects


def test_a_project_is_scored_by_the_pack_that_the_department_pack_names(filled: County) -> None:
    sheet = project_sheet_of(filled.dossier, "P01")
    assert sheet.pack_id == "cn/project"


def test_rows_cannot_rename_the_unit(filled: County) -> None:
    record = Record.objects.get(dossier=filled.dossier, table="unit")
    assert "新造镇" in record.cells["name"]
    assert draft_of(filled.dossier).dataset.unit.name == "青禾镇人民政府"
