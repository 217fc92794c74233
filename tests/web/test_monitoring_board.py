"""The county board, the wall and the monthly pack: for whoever presses units for progress, from the kept rows."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiheng.core.calendar import Month
from jiheng.web.audit.models import Entry
from jiheng.web.cycle.models import Dossier
from jiheng.web.monitoring import monthly_pack
from jiheng.web.monitoring.evaluation import evaluate_year
from jiheng.web.monitoring.models import UnitWatch
from jiheng.web.organisation.models import Unit
from tests.web.conftest import County
from tests.web.test_monitoring import town  # noqa: F401 - a fixture

BOARD = "/2024/monitoring/"
AUGUST = Month(2024, 8)
PLACES = ("", "wall/", "2024-08/pack/", "2024-08/pack.xlsx", "2024-08/pack.docx")


@pytest.fixture
def watched(town: County, settings: object, tmp_path: Path) -> County:  # noqa: F811 - the fixture
    settings.STATE = tmp_path  # type: ignore[attr-defined]
    evaluate_year(town.dossier.year, AUGUST.end, AUGUST)
    return town


def test_units_stand_by_money_at_risk_with_their_levels(watched: County) -> None:
    page = watched.client("finance").get(BOARD).content.decode()
    assert page.index("青禾镇人民政府") < page.index("白石镇人民政府")
    assert "◇ 无法判断" in page
    assert "37,497.28" in page


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("level=yellow", "青禾镇", "白石镇"),
        ("q=白石", "白石镇", "青禾镇"),
        ("level=none", "白石镇", "青禾镇"),
    ],
)
def test_the_board_is_narrowed_by_level_and_name(watched: County, query: str, there: str, gone: str) -> None:
    rows = watched.client("finance").get(f"{BOARD}?{query}").context["view"].rows
    names = [each.row.watch.dossier.unit.name for each in rows]
    assert any(there in name for name in names)
    assert not any(gone in name for name in names)


def test_a_level_that_no_unit_has_leaves_no_unit_and_says_so(watched: County) -> None:
    page = watched.client("finance").get(f"{BOARD}?level=x").content.decode()
    assert "没有符合条件的记录" in page
    assert "x（已没有）" in page


@pytest.fixture
def packed(watched: County, django_capture_on_commit_callbacks: object) -> County:
    """The pack of August was made."""
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        watched.client("finance").post(f"{BOARD}2024-08/pack/")
    return watched


@pytest.mark.parametrize("place", PLACES)
def test_who_presses_for_progress_sees_them_and_others_do_not_know_of_them(packed: County, place: str) -> None:
    watched = packed
    seeing = ("finance", "finance_desk", "department")
    others = ("filler", "head", "expert", "neighbour", "system_admin", "security_admin", "auditor")
    assert [watched.client(role).get(BOARD + place).status_code for role in seeing] == [200] * 3
    assert [watched.client(role).get(BOARD + place).status_code for role in others] == [404] * 7


def test_a_reviewer_sees_only_the_units_below(watched: County) -> None:
    elsewhere = Unit.objects.create(code="901", name="云岭县财政局", level="县级")
    watched.neighbour.parent = elsewhere
    watched.neighbour.save()
    page = watched.client("finance").get(BOARD).content.decode()
    assert "白石镇" not in page
    assert "青禾镇" in page


def test_the_wall_has_the_same_figures_and_the_largest_risks(watched: County) -> None:
    page = watched.client("finance").get(f"{BOARD}wall/").content.decode()
    assert "55.98%" in page
    assert page.index("雨污分流改造工程") < page.index("新造医院旧院区改造工程")
    assert "style=" not in page


def test_before_any_evaluation_board_and_wall_say_so(county: County) -> None:
    assert "还没有评估" in county.client("finance").get(BOARD).content.decode()
    assert "还没有评估" in county.client("finance").get(f"{BOARD}wall/").content.decode()
    assert county.client("finance").get("/2031/monitoring/").status_code == 404


def test_evaluating_all_units_runs_in_the_background_and_is_logged(
    town: County,  # noqa: F811 - the fixture
    django_capture_on_commit_callbacks: object,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        town.client("finance").post(f"{BOARD}evaluate/", {"month": "2024-08"})
    assert UnitWatch.objects.filter(month="2024-08").count() == 2
    assert town.client("department").post(f"{BOARD}evaluate/", {"month": "2024-08"}).status_code == 404
    assert town.client("finance").post(f"{BOARD}evaluate/", {"month": "x"}).status_code == 404


def test_the_pack_is_made_in_the_background_and_tells_how_far_it_is(watched: County) -> None:
    client, page = watched.client("finance"), f"{BOARD}2024-08/pack/"
    assert "还没有生成" in client.get(page).content.decode()
    client.post(page)
    assert 'hx-trigger="every 1s"' in client.get(page).content.decode()
    assert client.get(f"{BOARD}2024-08/pack.xlsx").status_code == 404
    folder = monthly_pack.folder_of(2024, "2024-08", watched.county)
    seen: list[monthly_pack.Progress] = []
    tell = monthly_pack._tell

    def told_and_seen(at: Path, progress: monthly_pack.Progress) -> None:
        seen.append(progress)
        tell(at, progress)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(monthly_pack, "_tell", told_and_seen)
        monthly_pack.make(watched.dossier.year, AUGUST, watched.county)
    assert [(each.done, each.total) for each in seen] == [(0, 0), (1, 2), (2, 2), (2, 2)]
    told = monthly_pack.progress_of(folder)
    assert told is not None
    assert told.finished
    shown = client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "pack.docx" in shown
    assert "hx-trigger" not in shown
    assert "<html" not in shown


def test_who_asks_for_the_pack_is_on_record_and_the_run_is_told_to_the_administrator(packed: County) -> None:
    assert Entry.objects.filter(action="生成月报", unit_code="900").exists()


def test_a_department_gets_a_pack_of_its_own_units_only(packed: County) -> None:
    assert packed.client("filler").post(f"{BOARD}2024-08/pack/").status_code == 404
    assert packed.client("expert").post(f"{BOARD}2024-08/pack/").status_code == 404


def test_the_pack_carries_the_ledgers_figures_in_both_forms(packed: County) -> None:
    client = packed.client("finance")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{BOARD}2024-08/pack.xlsx").content))
    assert book.sheetnames == ["分月执行", "单位", "项目", "预警"]
    assert book["分月执行"]["C11"].value == pytest.approx(20990.37)
    text = "\n".join(
        each.text for each in docx.Document(io.BytesIO(client.get(f"{BOARD}2024-08/pack.docx").content)).paragraphs
    )
    assert "累计支付 20,990.37 万元" in text


def test_a_pack_of_another_form_or_month_is_not_found(watched: County) -> None:
    for place in ("2024-08/pack.exe", "2023-08/pack.xlsx", "x/pack.docx"):
        assert watched.client("finance").get(BOARD + place).status_code == 404, place


@pytest.mark.parametrize("place", ["", "wall/"])
def test_board_and_wall_ask_few_questions_however_many_units(watched: County, place: str) -> None:
    root = watched.county
    for number in range(20):
        unit = Unit.objects.create(code=f"8{number:03}", name=f"山{number}镇", parent=root)
        dossier = Dossier.objects.create(year=watched.dossier.year, unit=unit, pack=watched.dossier.pack)
        UnitWatch.objects.create(dossier=dossier, month="2024-08", stamp="x", level="green", budget_fen=100)
    client = watched.client("finance")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(BOARD + place).status_code == 200
    assert len(asked) <= 12
