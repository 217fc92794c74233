"""The demonstration county: invented units with projects of their kind, sound in every rule, each year the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.db.models import F
from django.test import Client

from jiheng import facts
from jiheng.facts.dataset import DataSet
from jiheng.monitoring.case import State
from jiheng.packs.load import load_pack
from jiheng.web import demo
from jiheng.web.cycle.models import Dossier, Stage, Task
from jiheng.web.cycle.models import State as TaskState
from jiheng.web.demo import COUNTY, OFFICES, TOWNS
from jiheng.web.demo.figures import Invention, past_year
from jiheng.web.demo.performance import whole_year
from jiheng.web.demo.pool import pools
from jiheng.web.demo.warnings import watch
from jiheng.web.disclosure.models import Publication
from jiheng.web.monitoring.models import Case, CaseEvent, Deed, UnitWatch
from jiheng.web.notices.queries import notices_of
from jiheng.web.records.actions import ReplaceTables
from jiheng.web.records.intake import written_rows
from jiheng.web.rectification.models import Decision, Item, ItemState, Proposal
from jiheng.web.review.models import Doubt
from tests.web.conftest import County

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
TOWN = facts.load(EXAMPLE)
NAMES = [
    *((f"900{n:03d}", f"{COUNTY}{name}镇人民政府（演示）") for n, name in enumerate(TOWNS, 2)),
    *((f"901{n:03d}", f"{COUNTY}{name}（演示）") for n, name in enumerate(OFFICES, 1)),
]


def invented(code: str, name: str) -> Invention:
    return Invention(replace(TOWN.unit, code=code, name=name, region="", superior="", note=""), TOWN)


def total(dataset: DataSet) -> tuple[int, int]:
    budget = sum(line.adjusted.units for line in dataset.budget if line.adjusted)
    return budget, sum(row.amount.units for row in dataset.payments if row.amount)


@pytest.mark.parametrize(("code", "name"), NAMES[::6])
def test_an_invented_unit_is_sound_in_itself_and_by_its_packs(code: str, name: str) -> None:
    dataset = whole_year(invented(code, name))
    pack = load_pack(dataset.unit.pack)
    assert facts.verify(dataset, pack, load_pack(pack.project_pack)) == ()
    assert "新造" not in " ".join(str(row) for row in written_rows(dataset).values())


@pytest.mark.parametrize(("code", "name"), NAMES[3::9])
def test_no_invented_line_pays_more_than_it_holds_and_adjustments_add_up(code: str, name: str) -> None:
    dataset = whole_year(invented(code, name))
    for line in dataset.budget:
        assert line.adjusted is not None
        assert line.original is not None
        paid = sum(row.amount.units for row in dataset.payments if row.line == line.code and row.amount)
        changed = sum(row.amount.units for row in dataset.adjustments if row.line == line.code and row.amount)
        assert 0 < paid <= line.adjusted.units
        assert line.original.units + changed == line.adjusted.units


def test_units_of_another_kind_do_other_things_and_every_unit_has_its_own_figures() -> None:
    years = {name: whole_year(invented(code, name)) for code, name in NAMES[18:24]}
    assert len({total(each) for each in years.values()}) == len(years)
    office = next(each for name, each in years.items() if "教育局" in name)
    assert {project.name for project in office.projects} == {kind.name for kind in pools()["教育局"].kinds}


def test_the_same_unit_comes_out_the_same_each_time() -> None:
    assert whole_year(invented(*NAMES[4])) == whole_year(invented(*NAMES[4]))


def test_the_year_before_has_the_same_projects_and_no_results() -> None:
    made = invented(*NAMES[7])
    before = past_year(made, 2023)
    assert [each.code for each in before.projects] == [each.code for each in whole_year(made).projects]
    assert {row.month.year for row in before.payments if row.month} == {2023}
    assert before.results == ()


def test_the_county_was_watched_five_times_and_warnings_stand_in_every_state(county: County) -> None:
    for role, dossier, name in (("filler", county.dossier, 9), ("neighbour", county.neighbour_dossier, 15)):
        rows = written_rows(whole_year(invented(f"9000{name:02d}", dossier.unit.name)))
        ReplaceTables(county.actor(role), dossier, rows).run()
    answering = {county.town: county.actor("head"), county.neighbour: county.actor("neighbour")}
    watch(county.dossier.year, county.actor("finance"), answering.__getitem__)
    assert set(UnitWatch.objects.values_list("month", flat=True)) == {f"2024-{n:02d}" for n in (4, 6, 8, 10, 12)}
    assert set(Case.objects.values_list("state", flat=True)) == set(State)
    assert set(CaseEvent.objects.values_list("deed", flat=True)) == set(Deed.values)
    assert "待答复的预警" in county.client("filler").get("/").content.decode()
    assert not any(told.unread for told in notices_of(county.people["finance"]) if told.notice.kind == "answered")
    for case in Case.objects.prefetch_related("events"):
        days = [event.on for event in case.events.all()]
        assert days == sorted(days)
    assert "/2024/monitoring/" in county.client("finance").get("/").content.decode()


@pytest.mark.django_db
def test_the_county_stands_in_every_stage_and_the_example_town_beside_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "TOWNS", TOWNS[:10])
    monkeypatch.setattr(demo, "OFFICES", ())
    demo.make(EXAMPLE)
    stands = {stage: set(Task.objects.filter(stage=stage).values_list("state", flat=True)) for stage in Stage}
    assert stands[Stage.EVALUATION] == set(TaskState) - {TaskState.DRAFTING}
    assert stands[Stage.TARGETS] == {TaskState.APPROVED, TaskState.RETURNED}
    assert set(Item.objects.values_list("state", flat=True)) == set(ItemState)
    assert Proposal.objects.exclude(decision=Decision.PENDING).exists()
    assert Doubt.objects.filter(task__state=TaskState.SUBMITTED).exclude(reviewed=F("own")).exists()
    assert Client().get("/public/").content.decode().count("年度</a>") == Publication.objects.count() == 3
    town = Dossier.objects.get(unit__code="900001", year__year=2024)
    assert not town.rectifications.exists()
    assert not town.publications.exists()
