"""The log tells in words what an action was given: no reader meets the name of a field or a code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.utils.module_loading import module_has_submodule

from jiheng.web.actions import Action
from jiheng.web.audit import chain, wording
from jiheng.web.audit.models import Entry
from jiheng.web.cycle.actions import Return, task_of
from jiheng.web.cycle.models import Stage
from jiheng.web.evaluation.built import KIND
from jiheng.web.jobs.actions import StartJob
from jiheng.web.records.actions import Change, DeleteRows, ReplaceTables, SaveCells, SetNil
from jiheng.web.rectification.actions import ConfirmItem, OpenItem
from jiheng.web.rectification.models import Item
from tests.web.conftest import County

HAN = re.compile(r"[\u4e00-\u9fff]")


def actions() -> list[type[Action[object]]]:
    """Every action of every app."""
    for app in apps.get_app_configs():
        if app.name.startswith("jiheng.") and module_has_submodule(app.module, "actions"):
            import_module(f"{app.name}.actions")
    return list(dict.fromkeys(_below(Action)))  # type: ignore[type-abstract] # its subclasses are asked for


def _below(base: type[Action[object]]) -> Iterator[type[Action[object]]]:
    for each in base.__subclasses__():
        yield each
        yield from _below(each)


def test_every_input_of_every_action_has_a_chinese_name() -> None:
    found = actions()
    raw = {
        f"{action.__name__}.{field.name}"
        for action in found
        if action.detail is Action.detail
        for field in fields(action)
        if field.type in {"str", "int", "bool", "date"} and not HAN.search(wording.NAMES.get(field.name, ""))
    }
    assert len(found) > 40
    assert raw == set()


def test_no_name_is_kept_for_an_input_that_no_action_has() -> None:
    assert set(wording.NAMES) <= {field.name for action in actions() for field in fields(action)}


def test_the_log_holds_names_words_and_days(county: County) -> None:
    head = county.actor("head")
    task = task_of(county.dossier, Stage.EVALUATION)
    item = Item(dossier=county.dossier)
    told = {
        Return(head, task, reason="arithmetic", text="合计与分项不符").detail(),
        ConfirmItem(head, item, done=False, text="请补充照片").detail(),
        OpenItem(head, county.dossier, problem="超期", owner="李四", due=date(2025, 3, 1)).detail(),
        SetNil(head, county.dossier, table="assets", nil=True).detail(),
        SaveCells(head, county.dossier, "budget", [Change(0, {})]).detail(),
        DeleteRows(head, county.dossier, "payments", [7, 9]).detail(),
        ReplaceTables(head, county.dossier, {"projects": [{}, {}]}).detail(),
        StartJob(head, county.dossier, kind=KIND, given={}).detail(),
    }
    assert told == {
        "原因：计算或勾稽有误；说明：合计与分项不符",
        "确认完成：否；说明：请补充照片",
        "问题：超期；责任人：李四；完成期限：2025-03-01",
        "数据表：国有资产；零填报：是",
        "预算：1 行",
        "支付：2 行（编号 7、9）",
        "项目 2 行",
        "生成表单",
    }


@pytest.mark.parametrize(
    ("detail", "english"),
    [
        ("月份：2024-08；发函单位：青禾县财政局", "Month：2024-08；Sending unit：青禾县财政局"),
        ("month：2024-08；sender：青禾县财政局", "Month：2024-08；Sending unit：青禾县财政局"),
        (
            "原因：计算或勾稽有误；确认完成：否",
            "Reason：Error in calculation or cross-table reconciliation；Confirm as done：No",
        ),
        ("12 字；说明：", "12 字；Explanation："),
    ],
)
def test_an_english_reader_follows_the_log(county: County, detail: str, english: str) -> None:
    chain.write(username="alice", action="保存", detail=detail)
    page = county.client("auditor").get("/audit/", headers={"accept-language": "en"}).content.decode()
    assert f"<td>{english}</td>" in page


def test_what_older_versions_wrote_is_named_too_and_stays_as_it_was_in_the_log(county: County) -> None:
    chain.write(username="alice", action="发出催办函", detail="month：2024-08")
    assert "<td>月份：2024-08</td>" in county.client("auditor").get("/audit/").content.decode()
    assert Entry.objects.order_by("number").values_list("detail", flat=True).last() == "month：2024-08"
    assert chain.verify().sound
