"""The grid and the targets as pages: what they show, what they save, what they refuse."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from jiheng import facts
from jiheng.core.fault import Place
from jiheng.facts.rows import TITLES
from jiheng.web.cycle.actions import obstacles_of, task_of
from jiheng.web.cycle.line import stops_of
from jiheng.web.cycle.models import Dossier, Stage, State, Step, Task, Year, new_stamp
from jiheng.web.desk.queries import SHOWN
from jiheng.web.desk.views import PER_PAGE
from jiheng.web.evaluation import narrative_views
from jiheng.web.evaluation.checking import check
from jiheng.web.frame import STAGE_PLACES
from jiheng.web.monitoring.models import Case
from jiheng.web.monitoring.queries import MOST_TO_ANSWER
from jiheng.web.organisation.models import Unit
from jiheng.web.records.actions import ReplaceTables
from jiheng.web.records.intake import written_rows
from jiheng.web.records.models import Record
from jiheng.web.records.queries import GRIDS, grid_columns
from jiheng.web.templatetags.shown import place_linked, tables_linked
from tests.web.conftest import County
from tests.web.drawn import grid_codes, grid_rows

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
DATA = "/2024/900001/data/"


@pytest.fixture
def filled(county: County) -> County:
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    return county


def post(county: County, table: str, changes: Any, role: str = "filler") -> Any:
    body = json.dumps({"changes": changes})
    return county.client(role).post(f"{DATA}{table}/save/", body, content_type="application/json")


@pytest.mark.parametrize("table", GRIDS)
def test_every_table_has_a_page_with_its_guide(filled: County, table: str) -> None:
    page = filled.client("filler").get(f"{DATA}{table}/").content.decode()
    assert 'id="grid"' in page
    assert all(f'<template id="help-{each.name}">' in page for each in grid_columns(table))


def test_a_table_with_a_page_of_its_own_is_no_grid(filled: County) -> None:
    assert filled.client("filler").get(f"{DATA}narrative/").status_code == 404


def test_saving_answers_with_the_row_and_with_every_fault_at_its_cell(county: County) -> None:
    cells = {"code": ["", "P1"], "name": ["", "路灯"], "start": ["", "明年"]}
    answer = post(county, "projects", [{"pk": 0, "cells": cells}]).json()
    (fault,) = answer["faults"]
    assert (fault["pk"], fault["name"]) == (answer["rows"]["0"], "start")
    assert answer["count"] == 1


@pytest.mark.parametrize(
    "body", ["", "[]", '{"changes": [{"pk": "x", "cells": {}}]}', '{"changes": [{"pk": 0, "cells": {"a": "b"}}]}']
)
def test_a_body_of_another_form_is_refused_in_a_sentence(county: County, body: str) -> None:
    answer = county.client("filler").post(f"{DATA}projects/save/", body, content_type="application/json")
    assert answer.status_code == 409
    assert "刷新页面" in answer.json()["problem"]


def test_too_many_rows_at_once_are_refused(county: County) -> None:
    assert post(county, "projects", [{"pk": 0, "cells": {}}] * 2001).status_code == 409


@pytest.mark.parametrize(("role", "status"), [("neighbour", 404), ("finance", 403), ("head", 403), ("auditor", 404)])
def test_only_the_filler_saves(county: County, role: str, status: int) -> None:
    assert post(county, "projects", [], role).status_code == status


def test_selected_rows_are_deleted(filled: County) -> None:
    row = Record.objects.filter(dossier=filled.dossier, table="inspections").first()
    assert row is not None
    filled.client("filler").post(f"{DATA}inspections/delete/", {"row": [row.pk]})
    assert not Record.objects.filter(pk=row.pk).exists()


def test_an_empty_table_can_be_declared_empty_and_a_full_one_cannot(filled: County) -> None:
    client = filled.client("filler")
    assert client.post(f"{DATA}projects/nil/", {"nil": "1"}).status_code == 409
    Record.objects.filter(dossier=filled.dossier, table="inspections").delete()
    client.post(f"{DATA}inspections/nil/", {"nil": "1"})
    assert "零填报" in client.get(f"{DATA}inspections/").content.decode()
    client.post(f"{DATA}inspections/nil/", {"nil": "0"})
    assert not Record.objects.filter(dossier=filled.dossier, table="inspections").exists()


def test_the_targets_page_judges_every_indicator(filled: County) -> None:
    page = filled.client("filler").get("/2024/900001/targets/").content.decode()
    assert "看不出怎样算完成" in page
    assert "比上年" in page


def test_an_unmeasurable_target_stops_the_submission_and_its_mending_frees_it(filled: County) -> None:
    task = task_of(filled.dossier, Stage.TARGETS)
    assert len(obstacles_of(task)) == 1
    record = Record.objects.get(
        dossier=filled.dossier, table="indicators", written__contains="基层医疗服务条件改善程度"
    )
    post(
        filled,
        "indicators",
        [{"pk": record.pk, "cells": {"text_target": [record.cells["text_target"], "12月底前通过验收"]}}],
    )
    assert obstacles_of(task_of(filled.dossier, Stage.TARGETS)) == []


def test_the_judgement_alone_can_be_asked_for_again(filled: County) -> None:
    fragment = filled.client("filler").get("/2024/900001/targets/judgement/").content.decode()
    assert "<html" not in fragment
    assert "部门整体" in fragment


def test_the_desk_of_the_filler_begins_with_the_next_thing_to_do(filled: County) -> None:
    task_of(filled.dossier, Stage.TARGETS)
    page = filled.client("filler").get("/").content.decode()
    assert page.count('class="next"') == 1
    assert "请填报2024年度绩效目标" in page
    assert "去填报" in page


def test_the_head_waits_for_the_filler_and_is_told_so(filled: County) -> None:
    task_of(filled.dossier, Stage.TARGETS)
    page = filled.client("head").get("/").content.decode()
    assert "现在没有需要您办理的事项" in page
    assert "绩效目标" in page.split("我在等")[1]


def test_the_head_begins_with_what_waits_for_his_review(filled: County) -> None:
    task = task_of(filled.dossier, Stage.TARGETS)
    Task.objects.filter(pk=task.pk).update(state=State.SUBMITTED, step=Step.UNIT)
    assert "青禾镇人民政府的2024年度绩效目标等您审核" in filled.client("head").get("/").content.decode()
    assert "绩效目标" in filled.client("filler").get("/").content.decode().split("我在等")[1]


@pytest.mark.parametrize(
    ("role", "home"),
    [("system_admin", "/manage/units/"), ("security_admin", "/manage/users/"), ("auditor", "/audit/")],
)
def test_an_administrator_has_no_desk_and_no_link_to_one(county: County, role: str, home: str) -> None:
    client = county.client(role)
    assert client.get("/")["Location"] == home
    assert '<a href="/">工作台</a>' not in client.get(home).content.decode()


def test_a_page_that_is_not_there_leads_a_citizen_to_what_is_public(county: County) -> None:
    page = Client().get("/public/2024/999999/").content.decode()
    assert 'href="/public/"' in page
    assert "工作台" not in page.split("<main")[1]
    assert "回到工作台" in county.client("filler").get("/2024/999999/targets/").content.decode()


def test_the_desk_of_the_finance_office_shows_units_by_stages(filled: County) -> None:
    page = filled.client("finance").get("/").content.decode()
    assert page.count('class="heat ') == 2 * len(STAGE_PLACES)


def test_of_more_than_are_listed_the_desk_still_tells_how_many_wait(filled: County) -> None:
    tasks = [
        Task(dossier=filled.dossier, stage=Stage.MONITORING, period=f"{n:04d}", state=State.SUBMITTED, step=Step.UNIT)
        for n in range(SHOWN + 7)
    ]
    Task.objects.bulk_create(tasks)
    assert f"等您审核，共 {SHOWN + 7} 件" in filled.client("head").get("/").content.decode()


def test_of_more_warnings_than_are_listed_the_desk_still_tells_how_many_wait(filled: County) -> None:
    case = {"dossier": filled.dossier, "project": "P1", "name": "路灯改造", "level": "red", "message": "支出进度慢"}
    Case.objects.bulk_create(
        Case(**case, code=f"M{n}", owner="单位", opened="2024-08", deadline=date(2025, 3, 10))
        for n in range(MOST_TO_ANSWER + 3)
    )
    page = filled.client("filler").get("/").content.decode()
    assert f"有 {MOST_TO_ANSWER + 3} 件预警待答复，最早的 2025-03-10 到期" in page


def test_the_table_of_units_and_the_line_of_the_cycle_tell_of_the_same_month(filled: County) -> None:
    month = {"dossier": filled.dossier, "stage": Stage.MONITORING}
    Task.objects.create(**month, period="2024-06", state=State.APPROVED, due=date(2024, 7, 10))
    Task.objects.create(**month, period="2024-07", state=State.DRAFTING, due=date(2024, 8, 10))
    page = filled.client("finance").get("/").content.decode()
    assert re.findall(r'class="heat heat-(\w+)" href="/2024/900001/monitoring/"', page) == ["red"]
    (stop,) = (each for each in stops_of(filled.dossier) if each.place == "monitoring:portfolio")
    assert stop.light == "red"


def test_every_table_that_a_sentence_names_leads_to_a_page(filled: County) -> None:
    for table, title in TITLES.items():
        said = tables_linked(f"请先填“{title}”", filled.dossier)
        (where,) = re.findall(r'href="([^"]+)"', said)
        assert filled.client("filler").get(where).status_code == 200, table
        assert f'href="{where}"' in place_linked(Place(sheet=title), filled.dossier)


def test_a_place_in_the_indicators_leads_to_the_part_of_the_page_that_shows_the_row(large: County) -> None:
    (where,) = re.findall(r'href="([^"]+)"', place_linked(Place(sheet="绩效指标", row=140), large.dossier))
    shown = grid_rows(large.client("filler").get(where).content.decode())
    assert where.partition("#")[2] in {f"row-{position}" for position in shown}


def test_turning_the_pages_of_the_table_of_units_keeps_the_year(filled: County) -> None:
    year = Year.objects.create(year=2023, open=False)
    units = [Unit.objects.create(code=f"91{n:04d}", name=f"第{n}镇", parent=filled.county) for n in range(PER_PAGE + 1)]
    Dossier.objects.bulk_create(Dossier(year=year, unit=unit, pack=filled.dossier.pack) for unit in units)
    client = filled.client("finance")
    (following,) = re.findall(r'<a href="([^"]+)">下一页</a>', client.get("/?year=2023").content.decode())
    assert client.get(f"/{unescape(following)}").content.decode().count('href="/2023/910050/targets/"') == 1


@pytest.fixture
def large(filled: County) -> County:
    """Thirty more projects, each with five indicators; the last one's weights do not add up."""
    codes = [f"Q{n:02d}" for n in range(30)]
    rows = {
        "projects": [{"code": code, "name": f"道路{code}"} for code in codes],
        "indicators": [
            {
                "code": f"{code}-{k}",
                "project": code,
                "name": f"里程{k}",
                "operator": "≥",
                "target": "10",
                "unit": "公里",
            }
            | {"level_1": level, "level_2": kind, "weight": weight, "last_actual": "9"}
            for code in codes
            for k, (level, kind, weight) in enumerate(
                [("产出指标", "数量指标", "49" if code == "Q29" else "50"), ("效益指标", "社会效益指标", "10")]
                + [("效益指标", "社会效益指标", "10")] * 2
                + [("满意度指标", "服务对象满意度指标", "10")]
            )
        ],
    }
    ReplaceTables(filled.actor("filler"), filled.dossier, rows).run()
    return filled


def test_of_many_projects_only_those_with_something_to_improve_are_judged_at_length(large: County) -> None:
    page = large.client("filler").get("/2024/900001/targets/judgement/").content.decode()
    assert "Q29 道路Q29" in page
    assert "Q05 道路Q05" not in page
    assert "没有疑问，权重相符" in page


def test_of_many_projects_the_monthly_form_is_filled_in_one_by_one(large: County) -> None:
    client, where = large.client("filler"), "/2024/900001/monitoring/forms/2024-08/"
    first = client.get(where).content.decode()
    assert 'href="?group=Q07"' in first
    assert "/monitoring/forms/2024-08/Q07-0/save/" not in first
    assert "/monitoring/forms/2024-08/Q07-0/save/" in client.get(f"{where}?group=Q07").content.decode()
    assert client.get(f"{where}?group=nothing").content.decode().count("<section") == first.count("<section")


def test_of_many_projects_the_targets_are_shown_one_by_one(large: County) -> None:
    client, where = large.client("filler"), "/2024/900001/targets/"
    first, seventh = client.get(where).content.decode(), client.get(f"{where}?group=Q07").content.decode()
    assert 'href="?group=Q07"' in first
    assert "Q07-0" not in grid_codes(first)
    assert "Q07-0" in grid_codes(seventh)
    assert "Q08-0" not in grid_codes(seventh)
    assert grid_codes(client.get(f"{where}?group=nothing").content.decode()) == grid_codes(first)


def test_a_row_is_found_on_its_projects_page_and_a_row_without_a_project_on_the_units(large: County) -> None:
    client, where = large.client("filler"), "/2024/900001/targets/"
    row = Record.objects.get(dossier=large.dossier, table="indicators", key="Q09-2")
    assert row.position in grid_rows(client.get(f"{where}?row={row.position}").content.decode())
    row.cells = row.cells | {"project": "Q99"}
    row.save()
    large.dossier.stamp = new_stamp()
    large.dossier.save()
    assert row.position in grid_rows(client.get(where).content.decode())


def test_findings_in_tables_are_paged_and_those_in_the_text_all_stand_beside_it(
    large: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrative_views, "FINDINGS", 1)
    found = check(large.dossier).found
    in_text = [each for each in found if each.chapter]
    assert len(found) - len(in_text) > 1
    pages = [large.client("filler").get(f"/2024/900001/evaluation/checks/?page={n}").context for n in (1, 2)]
    for page in pages:
        expected = {each.key for each in (*in_text, *page["in_tables"])}
        assert [each.key for each in page["shown"]] == [each.key for each in found if each.key in expected]
    assert pages[0]["in_tables"][0] != pages[1]["in_tables"][0]
