"""Last year's official form as the first data: shown whole, taken when assented to, and over nothing that is there."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiheng.web.imports.models import Import, ImportState
from jiheng.web.records.models import Record
from tests.web.conftest import County

BASE = "/2024/900001/import/"
FORM: Sequence[Sequence[object]] = [
    ["项目支出绩效自评表（2023年度，单位：万元）"],
    ["项目名称", "村道养护"],
    ["立项依据", "乡长办公会纪要"],
    ["", "年初预算数", "全年预算数", "全年执行数"],
    ["其中：当年财政拨款", 86, 90.5, 88],
    ["一级指标", "三级指标", "年度指标值", "实际完成值", "分值"],
    ["产出指标", "养护里程", "≥20公里", "21公里", 100],
]


def form(rows: Sequence[Sequence[object]] = FORM) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(out)
    return out.getvalue()


def send(county: County, content: bytes, name: str = "自评表.xlsx", role: str = "filler", **given: str) -> Any:
    posted = {"file": SimpleUploadedFile(name, content), "year": "2023", "money": ""} | given
    return county.client(role).post(f"{BASE}forms/", posted, follow=True)


def take(county: County, role: str = "filler", **more: str) -> Any:
    return county.client(role).post(f"{BASE}{Import.objects.get().pk}/take/", more, follow=True)


def test_what_was_understood_and_what_was_not_is_shown_before_anything_is_written(county: County) -> None:
    page = send(county, form()).content.decode()
    assert "第 7 行 C 列" in page
    assert "≥20公里" in page
    assert "立项依据 | 乡长办公会纪要" in page
    assert "按一般公共预算登记" in page
    assert not Record.objects.exists()


def test_what_was_assumed_must_be_looked_at_before_it_is_taken(county: County) -> None:
    send(county, form())
    assert "请先核对" in take(county).content.decode()
    assert not Record.objects.exists()
    assert "已写入" in take(county, assent="1").content.decode()
    assert Import.objects.get().state == ImportState.TAKEN


def test_last_years_targets_and_results_go_on_into_this_year_and_wait_to_be_confirmed(county: County) -> None:
    send(county, form())
    take(county, assent="1")
    indicator = Record.objects.get(table="indicators").cells
    assert (indicator["name"], indicator["target"], indicator["last_actual"]) == ("养护里程", "20", "21")
    assert {each.cells["origin"] for each in Record.objects.all()} == {"上年结转"}
    assert not Record.objects.filter(table__in=("payments", "results")).exists()


def test_a_form_of_this_year_is_taken_with_its_amounts_and_results(county: County) -> None:
    rows: list[Sequence[object]] = [["项目支出绩效自评表（2024年度，单位：万元）"], *FORM[1:]]
    send(county, form(rows), year="2024")
    take(county, assent="1")
    assert Record.objects.get(table="budget").cells["adjusted"] == "905000"
    assert Record.objects.get(table="payments").cells["amount"] == "880000"
    assert Record.objects.get(table="results").cells["actual"] == "21"


def test_a_row_that_is_there_already_is_not_written_over(county: County) -> None:
    send(county, form())
    take(county, assent="1")
    kept = Record.objects.get(table="projects")
    kept.cells = kept.cells | {"leader": "李四"}
    kept.save()
    Import.objects.all().delete()
    assert "没有新的行" in send(county, form()).content.decode()
    assert Record.objects.get(table="projects").cells["leader"] == "李四"


def test_a_form_of_another_year_or_without_a_form_says_why(county: County) -> None:
    rows: list[Sequence[object]] = [["项目支出绩效自评表（2021年度）"], *FORM[1:]]
    assert "年度不一致" in send(county, form(rows)).content.decode()
    Import.objects.all().delete()
    assert "没有认出" in send(county, form([["姓名"], ["李四"]])).content.decode()
    assert not Record.objects.exists()


def test_a_file_of_another_kind_or_a_year_not_to_choose_is_refused(county: County) -> None:
    assert "不能导入" in send(county, b"x", "程序.exe").content.decode()
    assert "请选择材料的年度" in send(county, form(), year="1999").content.decode()
    assert not Import.objects.exists()


@pytest.mark.parametrize("role", ["finance", "neighbour"])
def test_who_may_not_fill_in_here_may_not_hand_a_form_in(county: County, role: str) -> None:
    assert send(county, form(), role=role).status_code in {403, 404}
    assert not Import.objects.exists()
