"""A closed year: the unit reads, what was handed in is still reviewed, nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiheng import facts
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import Dossier, Stage, State, Task, Year
from jiheng.web.cycle.planning import SetYearOpen
from jiheng.web.records.actions import ReplaceTables
from jiheng.web.records.intake import written_rows
from tests.web.conftest import County

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
BASE = "/2024/900001/"
WRITES: dict[str, dict[str, object]] = {
    "evaluation/line/1.1.3/save/": {"reason": "年末资金紧张"},
    "evaluation/narrative/2/save/": {"text": "补充说明。", "before": ""},
    "evaluation/do/submit/": {},
    "data/indicators/delete/": {"row": "1"},
    "data/projects/delete/": {"row": "1"},
    "data/running_costs/nil/": {"nil": "1"},
    "monitoring/forms/2024-08/Z01/save/": {"value": "5"},
    "files/of/1.1.3/": {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 x %%EOF")},
}


@pytest.fixture
def closed(county: County) -> County:
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    SetYearOpen(county.actor("finance"), Year.objects.get(year=2024), open=False).run()
    return county


@pytest.mark.parametrize("where", WRITES)
def test_nothing_is_written_in_a_closed_year(closed: County, where: str) -> None:
    before = Dossier.objects.get(pk=closed.dossier.pk).revision
    answer = closed.client("filler").post(f"{BASE}{where}", WRITES[where], follow=True)
    said = answer.json()["problem"] if answer["Content-Type"] == "application/json" else answer.content.decode()
    assert "已关闭填报" in said
    assert Dossier.objects.get(pk=closed.dossier.pk).revision == before
    assert not Task.objects.exclude(state=State.BLANK).exists()


def test_the_grid_and_the_drawer_of_a_closed_year_are_for_reading(closed: County) -> None:
    client = closed.client("filler")
    assert '"write": false' in client.get(f"{BASE}data/projects/").content.decode()
    assert "<form" not in client.get(f"{BASE}evaluation/line/1.1.3/").content.decode()
    assert "<textarea" not in client.get(f"{BASE}evaluation/narrative/").content.decode()


def test_what_was_handed_in_before_is_still_reviewed(closed: County) -> None:
    task = task_of(closed.dossier, Stage.EVALUATION)
    Task.objects.filter(pk=task.pk).update(state=State.SUBMITTED, step="unit")
    closed.client("head").post(f"{BASE}evaluation/do/approve/")
    task.refresh_from_db()
    assert (task.state, task.step) == (State.SUBMITTED, "finance")


def test_a_year_that_is_opened_again_takes_what_is_missing(closed: County) -> None:
    SetYearOpen(closed.actor("finance"), Year.objects.get(year=2024), open=True).run()
    said = closed.client("filler").post(f"{BASE}evaluation/line/1.1.3/save/", {"reason": "年末资金紧张"})
    assert "已保存" in said.content.decode()
