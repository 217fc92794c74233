"""Publishing in three steps: seen before, confirmed, and taken back; what says nothing new makes no version."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from jiheng.web.audit.models import Entry
from jiheng.web.cycle.models import Stage, State, Task
from jiheng.web.disclosure.models import Publication
from jiheng.web.records.actions import Change, SaveCells
from jiheng.web.records.models import Record
from tests.web.conftest import County
from tests.web.test_disclosure import DUTIES, PUBLIC, approved  # noqa: F401 - a fixture


def seen(county: County) -> str:
    page = county.client("head").get(f"{DUTIES}preview/").content.decode()
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found
    return found[1]


def publish(county: County, digest: str) -> str:
    return county.client("head").post(f"{DUTIES}publish/", {"seen": digest}, follow=True).content.decode()


def change(county: County, table: str, name: str, text: str) -> None:
    Task.objects.filter(stage=Stage.EVALUATION).update(state=State.RETURNED)
    row = Record.objects.filter(dossier=county.dossier, table=table).first()
    assert row is not None
    SaveCells(
        county.actor("filler"), county.dossier, table, [Change(row.pk, {name: (row.cells.get(name, ""), text)})]
    ).run()
    Task.objects.filter(stage=Stage.EVALUATION).update(state=State.APPROVED)


def test_the_preview_says_what_citizens_will_read_and_publishes_nothing(approved: County) -> None:  # noqa: F811
    page = approved.client("head").get(f"{DUTIES}preview/").content.decode()
    assert "实际花了 35,616.40 万元" in page
    assert "确认公开第 1 版" in page
    assert Client().get(PUBLIC).status_code == 404


def test_what_was_seen_is_what_becomes_public(approved: County) -> None:  # noqa: F811
    assert "已公开第 1 版" in publish(approved, seen(approved))
    assert "实际花了 35,616.40 万元" in Client().get(PUBLIC).content.decode()


def test_what_changed_after_the_preview_is_not_published_unseen(approved: County) -> None:  # noqa: F811
    digest = seen(approved)
    change(approved, "results", "reason", "预览之后改写的原因")
    assert "预览之后数据有变化" in publish(approved, digest)
    assert not Publication.objects.exists()


def test_equal_content_makes_no_new_version(approved: County) -> None:  # noqa: F811
    publish(approved, seen(approved))
    assert "完全相同，不需要再公开" in approved.client("head").get(f"{DUTIES}preview/").content.decode()
    assert "没有生成新版本" in publish(approved, "")
    assert Publication.objects.count() == 1


def test_a_withdrawn_version_is_gone_for_citizens_who_read_why_and_may_be_published_anew(
    approved: County,  # noqa: F811
) -> None:
    publish(approved, seen(approved))
    head = approved.client("head")
    assert "请写明撤回的原因" in head.post(f"{DUTIES}withdraw/", {"reason": " "}, follow=True).content.decode()
    assert "已撤回公开" in head.post(f"{DUTIES}withdraw/", {"reason": "金额有误"}, follow=True).content.decode()
    gone = Client().get(PUBLIC)
    assert gone.status_code == 410
    assert "金额有误" in gone.content.decode()
    assert "96.37" not in gone.content.decode()
    assert Client().get(f"{PUBLIC}data.xlsx").status_code == 404
    assert "青禾镇" not in Client().get("/public/").content.decode()
    assert Task.objects.get(stage=Stage.EVALUATION).state == State.APPROVED
    assert Entry.objects.filter(action="撤回公开", unit_code="900001").exists()
    assert "现在没有公开的版本" in head.post(f"{DUTIES}withdraw/", {"reason": "再撤"}, follow=True).content.decode()
    assert "已公开第 2 版" in publish(approved, seen(approved))


@pytest.mark.parametrize(
    ("role", "status"), [("filler", 403), ("department", 403), ("expert", 403), ("neighbour", 404), ("auditor", 404)]
)
def test_nobody_else_previews_publishes_or_withdraws(approved: County, role: str, status: int) -> None:  # noqa: F811
    client = approved.client(role)
    publish(approved, seen(approved))
    assert client.get(f"{DUTIES}preview/").status_code == status
    assert client.post(f"{DUTIES}withdraw/", {"reason": "x"}).status_code == status
    assert Publication.objects.filter(withdrawn_at=None).count() == 1
