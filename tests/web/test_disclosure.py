"""信息公开: only what was approved is published, frozen, for everybody, with hashes that verify."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from django.test import Client

from jiheng import facts
from jiheng.web.audit.models import Entry
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import Stage, State, Task
from jiheng.web.disclosure.models import Publication
from jiheng.web.records.actions import Change, ReplaceTables, SaveCells
from jiheng.web.records.intake import written_rows
from jiheng.web.records.models import Record
from tests.web.conftest import County

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
DUTIES = "/2024/900001/disclosure/"
PUBLIC = "/public/2024/900001/"


@pytest.fixture
def approved(county: County) -> County:
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    task = task_of(county.dossier, Stage.EVALUATION)
    Task.objects.filter(pk=task.pk).update(state=State.APPROVED, step="finance")
    return county


@pytest.fixture
def published(approved: County) -> County:
    approved.client("head").post(f"{DUTIES}publish/")
    return approved


def test_nothing_is_public_before_it_is_approved(county: County) -> None:
    answer = county.client("head").post(f"{DUTIES}publish/", follow=True).content.decode()
    assert "审核通过后才能公开" in answer
    assert Client().get(PUBLIC).status_code == 404


def test_a_citizen_reads_without_a_log_in(published: County) -> None:
    page = Client().get(PUBLIC).content.decode()
    assert "实际花了 35,616.40 万元" in page
    assert "96.37" in page
    assert "尚未与财政部门的文件核对" in page


def test_publishing_marks_the_task_and_stands_in_the_log(published: County) -> None:
    assert Task.objects.get(stage=Stage.EVALUATION).state == State.PUBLISHED
    assert Entry.objects.filter(action="对外公开", unit_code="900001").exists()


def test_every_file_verifies_against_the_manifest(published: County) -> None:
    client = Client()
    manifest = json.loads(client.get(f"{PUBLIC}manifest.json").content)["sha256"]
    for name, digest in manifest.items():
        answer = client.get(f"{PUBLIC}{name}")
        assert answer["Content-Disposition"].startswith("attachment")
        assert hashlib.sha256(answer.content).hexdigest() == digest


def test_a_later_change_of_the_data_does_not_change_what_was_published(published: County) -> None:
    before = Client().get(PUBLIC).content
    Task.objects.update(state=State.RETURNED)
    record = Record.objects.get(dossier=published.dossier, table="special_funds")
    change = Change(record.pk, {"paid": (record.cells["paid"], "1")})
    SaveCells(published.actor("filler"), published.dossier, "special_funds", [change]).run()
    assert Client().get(PUBLIC).content == before


def test_a_correction_is_a_new_version(published: County) -> None:
    Task.objects.update(state=State.RETURNED)
    record = Record.objects.get(dossier=published.dossier, table="special_funds")
    change = Change(record.pk, {"paid": (record.cells["paid"], "1")})
    SaveCells(published.actor("filler"), published.dossier, "special_funds", [change]).run()
    Task.objects.filter(stage=Stage.EVALUATION).update(state=State.APPROVED)
    published.client("head").post(f"{DUTIES}publish/")
    assert list(Publication.objects.values_list("version", flat=True)) == [2, 1]
    assert "第 2 版" in Client().get(PUBLIC).content.decode()


@pytest.mark.parametrize(("role", "status"), [("filler", 403), ("neighbour", 404), ("expert", 403), ("auditor", 404)])
def test_only_the_head_and_the_finance_office_publish(approved: County, role: str, status: int) -> None:
    assert approved.client(role).post(f"{DUTIES}publish/").status_code == status
    assert not Publication.objects.exists()


def test_nothing_is_published_by_reading(approved: County) -> None:
    assert approved.client("head").get(f"{DUTIES}publish/").status_code == 405


def test_the_list_finds_a_unit_by_its_name(published: County) -> None:
    assert "青禾镇" in Client().get("/public/", {"q": "青禾"}).content.decode()
    assert "没有找到名称中含“云岭”的单位" in Client().get("/public/", {"q": "云岭"}).content.decode()


def test_the_duties_show_what_is_incomplete(approved: County) -> None:
    page = approved.client("filler").get(DUTIES).content.decode()
    assert "内容不完整" in page


def test_a_file_that_was_not_published_is_not_found(published: County) -> None:
    assert Client().get(f"{PUBLIC}secret.key").status_code == 404


def test_the_public_tables_are_written_for_people(published: County) -> None:
    page = Client().get("/public/2024/900001/").content.decode()
    tables = page.split('class="scroll"', 1)[1].split("下载")[0]
    assert "单位：万元" in page
    assert '<td class="n">35,616.40</td>' in tables
    assert '<td class="n">94.98%</td>' in tables
    assert "≥20公里" in tables
    assert "逐年不变" not in tables


def test_the_files_beside_keep_ids_and_yuan(published: County) -> None:
    client = Client()
    assert "adjusted_yuan" in client.get("/public/2024/900001/budget.csv").content.decode("utf-8-sig")
    assert "budget.csv" in client.get("/public/2024/900001/").content.decode()
