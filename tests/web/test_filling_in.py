"""Who fills in is told what is there, what is to come and where to go on."""

from __future__ import annotations

import json

import pytest

from jiheng.web.audit.models import Entry
from jiheng.web.cycle.models import State, Task
from jiheng.web.evaluation.preview import papers
from jiheng.web.records.models import Record
from tests.web.conftest import County

GRID = "/2024/900001/data/"


def page_of(county: County, path: str, role: str = "filler") -> str:
    return county.client(role).get(path).content.decode()


def test_the_tables_are_marked_and_the_next_open_one_is_one_step_away(county: County) -> None:
    county.client("filler").post(f"{GRID}projects/nil/", {"nil": "1"})
    page = page_of(county, f"{GRID}projects/")
    assert "零</span> 项目" in page
    assert "○</span> 预算" in page
    assert "还有 16 张表没填" in page
    assert "下一张：预算" in page


def test_the_rows_that_the_pack_asks_for_are_laid_out_once(county: County) -> None:
    client = county.client("filler")
    assert "本表还应有 2 行" in page_of(county, f"{GRID}answers/")
    for _twice in range(2):
        client.post(f"{GRID}answers/lay/")
    records = Record.objects.filter(dossier=county.dossier, table="answers").order_by("position")
    assert [record.cells for record in records] == [
        {"indicator": "2.6.1", "item": "A"},
        {"indicator": "2.6.1", "item": "B"},
    ]
    assert "本表还应有" not in page_of(county, f"{GRID}answers/")


def test_a_reader_is_not_asked_to_fill_in(county: County) -> None:
    page = page_of(county, f"{GRID}answers/", "head")
    assert "本表还应有" not in page
    assert "下一张" not in page


def test_the_head_finds_his_unit_though_nothing_waits_for_him(county: County) -> None:
    page = page_of(county, "/", "head")
    assert "现在没有需要您办理的事项" in page
    assert 'href="/2024/900001/data/"' in page


def test_a_missing_value_leads_to_the_table_where_it_is_filled_in(county: County) -> None:
    page = page_of(county, "/2024/900001/evaluation/")
    assert '“<a href="/2024/900001/data/payments/">支付</a>”' in page
    assert '“<a href="/2024/900001/targets/">绩效指标</a>”' in page
    assert "项指标还缺数据" in page
    assert 'class="total-grade"' not in page


def test_a_row_says_what_its_code_stands_for(county: County) -> None:
    county.client("filler").post(f"{GRID}answers/lay/")
    assert json.dumps("新增资产均列入当年资产配置预算")[1:-1] in page_of(county, f"{GRID}answers/")


@pytest.mark.parametrize(("table", "stage"), [("indicators", "targets"), ("payments", "evaluation")])
def test_the_first_thing_typed_begins_its_stage(county: County, table: str, stage: str) -> None:
    body = json.dumps({"changes": [{"pk": 0, "cells": {"note": ["", "一"]}}]})
    for _twice in range(2):
        county.client("filler").post(f"{GRID}{table}/save/", body, content_type="application/json")
    assert Task.objects.get(dossier=county.dossier, stage=stage).state == State.DRAFTING
    assert Entry.objects.filter(action="开始填报").count() == 1


def test_the_first_words_of_a_chapter_are_kept_under_it_and_shown_as_saved(county: County) -> None:
    client, chapter = county.client("filler"), "/2024/900001/evaluation/narrative/2/"
    answer = client.post(f"{chapter}save/", {"before": "", "text": "工程顺延。"}).content.decode()
    assert "已保存" in answer
    assert "没有覆盖" not in answer
    record = Record.objects.get(dossier=county.dossier, table="narrative")
    assert (record.key, record.cells) == ("2", {"chapter": "2", "text": "工程顺延。"})
    for text, said in (("工程顺延。", True), ("工程顺延一", False)):
        shown = client.post(f"{chapter}try/", {"before": "工程顺延。", "text": text}).content.decode()
        assert ("已保存" in shown) is said


def test_forms_are_offered_under_their_whole_titles(county: County) -> None:
    titles = [paper.title for paper in papers(county.dossier)]
    assert "部门整体支出绩效自评评分表" in titles
    assert not any(title.count("（") != title.count("）") for title in titles)
