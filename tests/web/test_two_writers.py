"""Two people at one thing: what both did is saved, or the second is told; nobody is told a failure of what was saved."""

from __future__ import annotations

from jiheng.web.cycle.actions import begin, task_of
from jiheng.web.cycle.models import Stage, State
from jiheng.web.evaluation.actions import SaveChapter, SaveResult
from jiheng.web.records.actions import Saved
from jiheng.web.records.models import Record
from tests.web.conftest import County


def test_who_begins_beside_another_is_told_nothing(county: County) -> None:
    mine, theirs = task_of(county.dossier, Stage.EVALUATION), task_of(county.dossier, Stage.EVALUATION)
    begin(county.actor("filler"), theirs)
    begin(county.actor("filler"), mine)
    assert task_of(county.dossier, Stage.EVALUATION).state == State.DRAFTING


def test_a_first_save_beside_another_is_merged(county: County) -> None:
    filler = county.actor("filler")
    SaveResult(filler, county.dossier, "2.5.4", {"reason": "逾期一份"}, {"reason": ""}).run()
    saved: Saved = SaveResult(filler, county.dossier, "2.5.4", {"measure": "按月核对"}, {"measure": ""}).run()
    assert not saved.conflicts
    cells = Record.objects.get(table="results", key="2.5.4").cells
    assert (cells["reason"], cells["measure"]) == ("逾期一份", "按月核对")


def test_two_first_saves_of_one_cell_are_told_with_both_values(county: County) -> None:
    filler = county.actor("filler")
    SaveResult(filler, county.dossier, "2.5.4", {"reason": "甲"}, {"reason": ""}).run()
    saved: Saved = SaveResult(filler, county.dossier, "2.5.4", {"reason": "乙"}, {"reason": ""}).run()
    assert [(each.mine, each.theirs) for each in saved.conflicts] == [("乙", "甲")]


def test_a_first_chapter_beside_another_is_told_with_both_texts(county: County) -> None:
    filler = county.actor("filler")
    SaveChapter(filler, county.dossier, "overview", "", "甲写的").run()
    saved: Saved = SaveChapter(filler, county.dossier, "overview", "", "乙写的").run()
    assert [(each.mine, each.theirs) for each in saved.conflicts] == [("乙写的", "甲写的")]
