"""A new year opens with what goes on; each row waits for somebody to confirm it, and all of it is undone as one."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from jiheng import facts
from jiheng.facts.rows import CARRIED
from jiheng.web.actions import Refusal
from jiheng.web.audit.models import Entry
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import Dossier, Stage, Year
from jiheng.web.records.actions import Change, ReplaceTables, SaveCells
from jiheng.web.records.carrying import (
    CarryForward,
    CarryOnOpening,
    ConfirmCarried,
    ConfirmCells,
    UndoCarry,
    carried,
    carry_all,
    since_last_year,
    waiting_rows,
)
from jiheng.web.records.dataset import draft_of
from jiheng.web.records.intake import written_rows
from jiheng.web.records.models import Record
from tests.web.conftest import County

TOWN = Path(__file__).parents[2] / "examples" / "xinzao-2024"


@pytest.fixture
def next_year(county: County) -> Dossier:
    rows = written_rows(facts.load(TOWN))
    kept = {table: rows[table] for table in ("projects", "budget", "indicators", "results", "rule_documents")}
    ReplaceTables(county.actor("filler"), county.dossier, kept).run()
    year = Year.objects.create(year=2025)
    return Dossier.objects.create(year=year, unit=county.town, pack=county.dossier.pack)


def test_last_years_rows_are_laid_out_and_count_for_nothing_yet(county: County, next_year: Dossier) -> None:
    counts = CarryForward(county.actor("filler"), next_year).run()
    assert (counts["projects"], counts["indicators"], counts["rule_documents"]) == (18, 41, 8)
    assert Record.objects.filter(dossier=next_year).count() == carried(next_year).count() == sum(counts.values())
    assert draft_of(next_year).dataset.projects == ()


def test_carrying_twice_doubles_nothing_and_touches_nothing_that_was_filled_in(
    county: County, next_year: Dossier
) -> None:
    actor = county.actor("filler")
    change = Change(0, {"code": ("", "P01"), "name": ("", "代表工作经费")})
    SaveCells(actor, next_year, "projects", [change]).run()
    CarryForward(actor, next_year).run()
    assert CarryForward(actor, next_year).run() == {}
    (own,) = Record.objects.filter(dossier=next_year, table="projects", key="P01")
    assert own.cells["name"] == "代表工作经费"
    assert Record.objects.filter(dossier=next_year, table="projects").count() == 18


def test_a_confirmed_table_counts_and_the_rest_goes_on_waiting(county: County, next_year: Dossier) -> None:
    actor = county.actor("filler")
    CarryForward(actor, next_year).run()
    assert ConfirmCarried(actor, next_year, "projects").run() == 18
    dataset = draft_of(next_year).dataset
    assert (len(dataset.projects), dataset.indicators) == (18, ())


def test_single_rows_are_confirmed_by_themselves(county: County, next_year: Dossier) -> None:
    actor = county.actor("filler")
    CarryForward(actor, next_year).run()
    chosen = list(carried(next_year).filter(table="rule_documents").values_list("pk", flat=True)[:3])
    assert ConfirmCarried(actor, next_year, "rule_documents", chosen).run() == 3
    assert len(draft_of(next_year).dataset.rule_documents) == 3


def test_what_was_confirmed_stays_when_the_rest_is_taken_back(county: County, next_year: Dossier) -> None:
    actor = county.actor("filler")
    CarryForward(actor, next_year).run()
    ConfirmCarried(actor, next_year, "projects").run()
    UndoCarry(actor, next_year).run()
    assert set(Record.objects.filter(dossier=next_year).values_list("table", flat=True)) == {"projects"}


def test_a_unit_without_a_year_before_is_told(county: County) -> None:
    with pytest.raises(Refusal, match="没有本单位上一年度的数据"):
        CarryForward(county.actor("neighbour"), county.neighbour_dossier).run()


@pytest.mark.parametrize("role", ["neighbour", "head", "finance", "auditor"])
def test_only_the_units_own_filler_carries_and_confirms(county: County, next_year: Dossier, role: str) -> None:
    for action in (CarryForward(county.actor(role), next_year), UndoCarry(county.actor(role), next_year)):
        with pytest.raises(PermissionDenied):
            action.run()
    with pytest.raises(PermissionDenied):
        ConfirmCarried(county.actor(role), next_year, "projects").run()


def test_who_opens_the_year_carries_for_every_unit_that_has_one_before(county: County, next_year: Dossier) -> None:
    Dossier.objects.create(year=next_year.year, unit=county.neighbour, pack=next_year.pack)
    Record.objects.all().filter(dossier=county.neighbour_dossier).delete()
    actor = county.actor("finance")
    assert carry_all(actor, next_year.year, [county.town, county.neighbour]) == 2
    assert carried(next_year).filter(table="projects").count() == 18
    assert Entry.objects.filter(action=CarryOnOpening.title, person=actor.user.name).count() == 2


def test_the_page_offers_it_tells_what_waits_and_confirms(county: County, next_year: Dossier) -> None:
    filler = county.client("filler")
    place = "/2025/900001/data/projects/"
    assert "由 2024 年度结转" in filler.get(place).content.decode()
    filler.post("/2025/900001/carry/")
    page = filler.get(place).content.decode()
    assert "本表有 18 行上年结转，待确认" in page
    assert CARRIED in page
    filler.post(f"{place}confirm/")
    assert "待确认；确认之前按未填处理" not in filler.get(place).content.decode()


def test_two_people_who_carry_at_once_lay_out_each_row_once(county: County, next_year: Dossier) -> None:
    CarryForward(county.actor("filler"), next_year).run()
    CarryOnOpening(county.actor("finance"), next_year).run()
    keys = list(Record.objects.filter(dossier=next_year).values_list("table", "key"))
    assert len(keys) == len(set(keys))


def one_of(dossier: Dossier, key: str = "Z01") -> Record:
    return Record.objects.get(dossier=dossier, table="indicators", key=key)


def test_who_changes_a_carried_row_has_confirmed_it(county: County, next_year: Dossier) -> None:
    actor = county.actor("filler")
    CarryForward(actor, next_year).run()
    row = one_of(next_year)
    SaveCells(actor, next_year, "indicators", [Change(row.pk, {"target": (row.cells["target"], "7")})]).run()
    (counted,) = draft_of(next_year).dataset.indicators
    assert (counted.code, counted.origin) == ("Z01", "填报")
    assert counted.target == 7


def test_typing_what_is_there_already_confirms_nothing(county: County, next_year: Dossier) -> None:
    actor = county.actor("filler")
    CarryForward(actor, next_year).run()
    row = one_of(next_year)
    same = row.cells["target"]
    SaveCells(actor, next_year, "indicators", [Change(row.pk, {"target": (same, same)})]).run()
    assert draft_of(next_year).dataset.indicators == ()


def test_single_cells_count_with_the_rows_key_and_the_others_are_empty(county: County, next_year: Dossier) -> None:
    actor = county.actor("filler")
    CarryForward(actor, next_year).run()
    row = one_of(next_year)
    ConfirmCells(actor, next_year, "indicators", {row.pk: ["name", "level_1", "operator"]}).run()
    (counted,) = draft_of(next_year).dataset.indicators
    assert (counted.code, counted.name) == ("Z01", row.cells["name"])
    assert counted.target is None
    assert "target" in one_of(next_year).waiting


def test_with_its_last_cell_a_row_is_the_units_own(county: County, next_year: Dossier) -> None:
    actor = county.actor("filler")
    CarryForward(actor, next_year).run()
    row = one_of(next_year)
    assert ConfirmCells(actor, next_year, "indicators", {row.pk: row.waiting}).run() == 1
    assert (one_of(next_year).cells["origin"], carried(next_year).filter(pk=row.pk).exists()) == ("填报", False)


def test_a_cell_that_another_has_confirmed_meanwhile_is_told(county: County, next_year: Dossier) -> None:
    actor = county.actor("filler")
    CarryForward(actor, next_year).run()
    row = one_of(next_year)
    ConfirmCarried(actor, next_year, "indicators").run()
    with pytest.raises(Refusal, match="已确认或已删除"):
        ConfirmCells(actor, next_year, "indicators", {row.pk: ["target"]}).run()


@pytest.mark.parametrize("role", ["neighbour", "head", "finance", "auditor"])
def test_only_the_units_own_filler_confirms_cells(county: County, next_year: Dossier, role: str) -> None:
    with pytest.raises(PermissionDenied):
        ConfirmCells(county.actor(role), next_year, "projects", {1: ["name"]}).run()


def test_the_page_confirms_the_cells_that_were_selected(county: County, next_year: Dossier) -> None:
    CarryForward(county.actor("filler"), next_year).run()
    row = Record.objects.get(dossier=next_year, table="projects", key="P01")
    place = "/2025/900001/data/projects/confirm/cells/"
    kind = "application/json"
    assert county.client("filler").post(place, {"cells": {row.pk: ["name"]}}, content_type=kind).status_code == 200
    assert [each.code for each in draft_of(Dossier.objects.get(pk=next_year.pk)).dataset.projects] == ["P01"]
    assert county.client("filler").post(place, {"cells": ["x"]}, content_type=kind).status_code == 409


def test_what_still_waits_is_told_before_the_submission(county: County, next_year: Dossier) -> None:
    CarryForward(county.actor("filler"), next_year).run()
    told = waiting_rows(task_of(next_year, Stage.EVALUATION))
    assert "“项目”还有 18 行上年结转未确认，提交后按未填处理；属实的请先确认。" in told


def test_a_code_told_in_this_years_table_is_used_when_the_year_is_carried(county: County, next_year: Dossier) -> None:
    actor = county.actor("filler")
    told = {"year": "2025", "kind": "项目", "old": "P02", "new": "X02", "relation": "更名"}
    SaveCells(actor, next_year, "lineage", [Change(0, {name: ("", text) for name, text in told.items()})]).run()
    CarryForward(actor, next_year).run()
    keys = set(Record.objects.filter(dossier=next_year, table="projects").values_list("key", flat=True))
    assert "X02" in keys
    assert "P02" not in keys
    assert since_last_year(next_year).gone == ()
