"""Reason and measure of an indicator have one home: what is written in a row's drawer satisfies every place that asks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jiheng import facts
from jiheng.disclosure import build
from jiheng.web.cycle.actions import obstacles_of, task_of
from jiheng.web.cycle.models import Dossier, Stage
from jiheng.web.evaluation.checking import check
from jiheng.web.records.actions import ReplaceTables
from jiheng.web.records.dataset import draft_of, pack_of, sheet_of
from jiheng.web.records.intake import written_rows
from tests.web.conftest import County

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
TABLE = "/2024/900001/evaluation/"
MISSED = "雨污分流管网改造长度"
SAID = {"reason:Z01": "梅雨期停工四十天", "measure:Z01": "建设办一季度补完"}


@pytest.fixture
def silent(county: County) -> County:
    """The example town, where nobody has said yet why one promise was missed."""
    rows = written_rows(facts.load(EXAMPLE))
    for row in rows["results"]:
        if row["indicator"] in {"Z01", "1.1.1"}:
            row.pop("reason", None)
            row.pop("measure", None)
    ReplaceTables(county.actor("filler"), county.dossier, rows).run()
    return county


def in_obstacles(dossier: Dossier) -> bool:
    return any("请填写偏差原因" in each for each in obstacles_of(task_of(dossier, Stage.EVALUATION)))


def in_checks(dossier: Dossier) -> bool:
    row = next(each for each in draft_of(dossier).dataset.results if each.indicator == "Z01").place.row
    return any(each.finding.code == "R10" and f"第 {row} 行" in each.where for each in check(dossier).found)


def in_public(dossier: Dossier) -> bool:
    public = build(draft_of(dossier).dataset, pack_of(dossier), sheet_of(dossier))
    return any(MISSED in each.text and "没有说明原因" in each.text for each in public.sentences)


def in_notices(dossier: Dossier) -> bool:
    return any(MISSED in notice.text and notice.code == "N202" for notice in sheet_of(dossier).notices)


@pytest.mark.parametrize("asks", [in_obstacles, in_checks, in_public, in_notices])
def test_what_the_drawer_takes_satisfies_every_place_that_asks(silent: County, asks: Callable[[Dossier], bool]) -> None:
    assert asks(silent.dossier)
    drawer = silent.client("filler").get(f"{TABLE}line/1.1.1/").content.decode()
    assert all(f'name="{field}"' in drawer for field in SAID)
    silent.client("filler").post(f"{TABLE}line/1.1.1/save/", SAID)
    silent.dossier.refresh_from_db()
    assert not asks(silent.dossier)


def test_the_public_page_tells_what_was_written_in_the_drawer(silent: County) -> None:
    silent.client("filler").post(f"{TABLE}line/1.1.1/save/", SAID)
    silent.dossier.refresh_from_db()
    public = build(draft_of(silent.dossier).dataset, pack_of(silent.dossier), sheet_of(silent.dossier))
    (told,) = [each.text for each in public.sentences if MISSED in each.text and "原因" in each.text]
    assert "原因：梅雨期停工四十天。下一步：建设办一季度补完。" in told
