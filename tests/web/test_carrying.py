"""A new year opens with what goes on; each row waits for somebody to confirm it, and all of it is undone as one."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from jiheng import facts
from jiheng.facts.rows import CARRIED
from jiheng.web.actions import Refusal
from jiheng.web.audit.models import Entry
from jiheng.web.cycle.models import Dossier, Year
from jiheng.web.records.actions import Change, ReplaceTables, SaveCells
from jiheng.web.records.carrying import CarryForward, CarryOnOpening, ConfirmCarried, UndoCarry, carried, carry_all
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
