"""The queue of reviews: doubt × money first, then money, then the code, as the page says."""

from __future__ import annotations

from jiheng.web.cycle.models import Dossier, Stage, State, Step, Task
from jiheng.web.organisation.models import Unit
from jiheng.web.review.models import Doubt
from jiheng.web.review.queries import queue
from tests.web.conftest import County


def test_the_queue_is_ordered_as_it_says(county: County) -> None:
    given = {"910001": (0, 5), "910002": (0, 90), "910003": (2, 10), "910004": (0, 90), "910005": (1, 40)}
    for code, (score, money) in given.items():
        unit = Unit.objects.create(code=code, name=f"{code}镇", level="乡镇", parent=county.county)
        dossier = Dossier.objects.create(year=county.dossier.year, unit=unit, pack=county.dossier.pack)
        task = Task.objects.create(dossier=dossier, stage=Stage.EVALUATION, state=State.SUBMITTED, step=Step.FINANCE)
        Doubt.objects.create(task=task, stamp="x", score=score, money=money, weight=score * money)
    unweighed = Task.objects.create(
        dossier=county.dossier, stage=Stage.EVALUATION, state=State.SUBMITTED, step=Step.FINANCE
    )
    found = [task.dossier.unit.code for task in queue(county.people["finance"], county.dossier.year)]
    assert found == ["910005", "910003", "910002", "910004", "910001", unweighed.dossier.unit.code]
    page = county.client("finance").get("/2024/review/").content.decode()
    assert "没有疑点的排在后面，按预算金额从高到低；金额相同的按单位编码" in page
