"""What is handed in wrongly: every address answers in a sentence, nothing fails, nothing is lost, nothing leaks."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiheng import facts
from jiheng.reading.archive import RATIO_FLOOR
from jiheng.web.audit.models import Entry
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import Dossier, Passage, Stage, State, Task
from jiheng.web.records.actions import ReplaceTables
from jiheng.web.records.intake import written_rows
from jiheng.web.records.models import Record
from jiheng.web.rectification.models import Item
from tests.web.conftest import County
from tests.web.test_every_address import filled as filled_route
from tests.web.test_every_address import patterns

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
BASE = "/2024/900001/"
FIELDS = [
    "text",
    "before",
    "before:reason",
    "reason",
    "measure",
    "actual",
    "level",
    "coefficient",
    "choice",
    "absent",
    "answer:A",
    "score",
    "percent",
    "rule",
    "category",
    "problem",
    "owner",
    "due",
    "indicator",
    "feedback",
    "done",
    "decision",
    "words",
    "task",
    "row",
    "nil",
    "period",
    "username",
    "password",
    "name",
    "code",
    "parent",
    "days",
    "membership",
    "unit",
    "units",
    "stage",
    "pack",
    "sheet",
    "table",
    "column-0",
    "sound_only",
    "anchor",
    "value",
    "likelihood",
    "month",
    "phone",
    "role",
    "due-targets",
    "old_password",
    "new_password1",
    "new_password2",
    "since",
    "until",
    "who",
    "action",
    "q",
    "page",
    "year",
    "open",
    "active",
    "token",
    "text_target",
]
"""Names of fields anywhere in the application; a form takes those that it knows."""
NASTY = {
    "too long": "字" * 5000,
    "a number far out of range": "9" * 40,
    "a negative number": "-1",
    "a character that no database keeps": "a\x00b",
    "markup": "<script>alert(1)</script>{{ 支出率 }}{% now %}",
    "a formula": "=cmd|'/C calc'!A0",
    "a path": "../../etc/passwd",
    "another unit's code": "900002",
    "a day that is none": "2024-02-31",
    "nothing": "",
}
WORST = ("too long", "a number far out of range", "a day that is none")
FAIR = {200, 302, 400, 401, 403, 404, 405, 409, 410, 413}
ROLES = ("filler", "head", "finance", "system_admin", "security_admin", "auditor")


@pytest.fixture
def filled(county: County) -> County:
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    return county


def browser(county: County, role: str) -> Client:
    """One that answers with status 500 where the application fails, as a real one would see it."""
    client = county.client(role)
    client.raise_request_exception = False
    return client


def addresses() -> list[str]:
    from django.urls import get_resolver  # noqa: PLC0415 - the addresses are read when the test runs

    found = {filled_route(route, converters) for name, route, converters in patterns(get_resolver())}
    ending = ("/logout/", "/language/", "/end/")
    return sorted(path for path in found if "<" not in path and "^" not in path and not path.endswith(ending))


@pytest.mark.parametrize("role", ROLES)
def test_no_form_fails_whatever_is_put_into_it(filled: County, role: str) -> None:
    worst, rest = cycle(WORST), cycle(sorted(set(NASTY) - set(WORST)))
    assert failures(browser(filled, role), lambda: {next(worst), next(rest if role == "filler" else worst)}) == []


@pytest.mark.nightly
@pytest.mark.parametrize("role", ROLES)
def test_no_form_fails_with_anything_of_all_that_is_put_into_it(filled: County, role: str) -> None:
    assert failures(browser(filled, role), lambda: set(NASTY)) == []


def failures(client: Client, tried: Callable[[], set[str]]) -> list[tuple[str, str, int]]:
    """Every address that answers as none may, with what was put into all of its fields."""
    return [
        (path, what, status)
        for path in addresses()
        for what in sorted(tried())
        if (status := client.post(path, dict.fromkeys(FIELDS, NASTY[what])).status_code) not in FAIR
    ]


@pytest.mark.parametrize("text", ["%00", "a" * 3000, "..%2f..", "%F0%9F%92%A9", "900002"])
def test_no_address_fails_whatever_stands_in_it(filled: County, text: str) -> None:
    client, failed = browser(filled, "filler"), []
    for path in (f"/2024/{text}/evaluation/", f"{BASE}data/{text}/", f"{BASE}evaluation/line/{text}/",
                 f"{BASE}monitoring/projects/{text}/", f"/public/2024/{text}/", f"/public/?q={text}", f"{BASE}evaluation/?page={text}",
                 f"{BASE}evaluation/forms/{text}", f"{BASE}evaluation/preview/{text}/", f"{BASE}monitoring/forms/{text}/"):  # fmt: skip
        answer = client.get(path)
        if answer.status_code not in FAIR:
            failed.append((path, answer.status_code))
    assert failed == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b'{"changes": 5}',
        b'{"changes": [{"pk": "x", "cells": {}}]}',
        b'{"changes": [{"pk": 0, "cells": {"name": ["a"]}}]}',
        b'{"changes": [{"pk": 0, "cells": {"code": ["", "\\u0000"]}}]}',
        b'{"changes": [{"pk": 0, "cells": {"code": ["", "\\ud800"]}}]}',
        b'{"changes": [{"pk": 99999999999999999999999999, "cells": {"code": ["", "P9"]}}]}',
        b'{"changes": [{"pk": -1, "cells": {"code": ["", "P9"]}}]}',
        json.dumps({"changes": [{"pk": 0, "cells": {"code": ["", "字" * 5000]}}]}).encode(),
        json.dumps({"changes": [{"pk": 0, "cells": {}}] * 3000}).encode(),
    ],
)
def test_the_grid_answers_a_broken_message_in_a_sentence_and_writes_nothing(filled: County, body: bytes) -> None:
    before = list(Record.objects.order_by("pk").values_list("pk", "written"))
    answer = browser(filled, "filler").post(f"{BASE}data/projects/save/", body, content_type="application/json")
    assert answer.status_code in {400, 409}
    assert list(Record.objects.order_by("pk").values_list("pk", "written")) == before


def test_a_row_of_another_unit_cannot_be_changed_or_deleted_by_its_number(filled: County) -> None:
    rows = {"projects": [{"code": "B1", "name": "邻镇道路"}]}
    ReplaceTables(filled.actor("neighbour"), filled.neighbour_dossier, rows).run()
    theirs, client = Record.objects.get(dossier=filled.neighbour_dossier, key="B1"), browser(filled, "filler")
    change = {"changes": [{"pk": theirs.pk, "cells": {"name": ["邻镇道路", "改"]}}]}
    assert client.post(f"{BASE}data/projects/save/", change, content_type="application/json").status_code == 409
    client.post(f"{BASE}data/projects/delete/", {"row": [theirs.pk]})
    theirs.refresh_from_db()
    assert theirs.cells["name"] == "邻镇道路"


def test_a_double_click_approves_once(filled: County) -> None:
    task = task_of(filled.dossier, Stage.EVALUATION)
    Task.objects.filter(pk=task.pk).update(state=State.SUBMITTED, step="unit")
    head = browser(filled, "head")
    answers = [head.post(f"{BASE}evaluation/do/approve/") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 403]
    task.refresh_from_db()
    assert (task.state, task.step) == (State.SUBMITTED, "finance")
    assert Passage.objects.filter(task=task, deed="审核通过").count() == 1


def test_a_deed_replayed_from_the_back_button_is_told_and_changes_nothing(filled: County) -> None:
    task = task_of(filled.dossier, Stage.EVALUATION)
    Task.objects.filter(pk=task.pk).update(state=State.SUBMITTED, step="unit")
    head, given = browser(filled, "head"), {"reason": "arithmetic", "text": "合计不符"}
    head.post(f"{BASE}evaluation/do/return/", given)
    page = head.post(f"{BASE}evaluation/do/return/", given, follow=True).content.decode()
    assert "可能已由他人办理" in page
    assert Passage.objects.filter(task=task).count() == 1


def test_a_post_after_the_log_in_has_ended_leads_to_the_log_in_and_changes_nothing(filled: County) -> None:
    before = Dossier.objects.get(pk=filled.dossier.pk).revision
    client = Client()
    saved = client.post(f"{BASE}data/projects/save/", {"changes": []}, content_type="application/json")
    line = client.post(f"{BASE}evaluation/line/1.1.3/save/", {"reason": "x"})
    for answer in (saved, line):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/login/")
    assert Dossier.objects.get(pk=filled.dossier.pk).revision == before


def test_a_form_whose_token_is_too_old_is_answered_with_what_to_do(filled: County) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(filled.people["filler"])
    answer = client.post(f"{BASE}evaluation/do/submit/", {})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


def upload(county: County, name: str, content: bytes, where: str = "files/of/1.1.3/") -> Any:
    return browser(county, "filler").post(f"{BASE}{where}", {"file": SimpleUploadedFile(name, content)}, follow=True)


def bomb() -> bytes:
    """A workbook that packs better than any true one, just above our own limit."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", b"\0" * (RATIO_FLOOR + 1))
    return out.getvalue()


@pytest.mark.parametrize("where", ["files/of/1.1.3/", "import/"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("报告.docx", b"MZ\x90\x00" + b"\0" * 500),
        ("数据.xlsx", b"MZ\x90\x00" + b"\0" * 500),
        ("程序.exe", b"MZ\x90\x00"),
        ("空.xlsx", b""),
        ("字" * 200 + ".xlsx", b"PK\x03\x04"),
        ("../../数据.xlsx", b"PK\x03\x04broken"),
        ("没有扩展名", b"x"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_in_a_sentence(
    filled: County, name: str, content: bytes, where: str
) -> None:
    before = Record.objects.count()
    answer = upload(filled, name, content, where)
    assert answer.status_code == 200
    assert "note-error" in answer.content.decode()
    assert Record.objects.count() == before


@pytest.mark.parametrize("where", ["files/of/1.1.3/", "import/"])
def test_a_workbook_that_unpacks_to_too_much_is_refused(filled: County, where: str) -> None:
    assert "note-error" in upload(filled, "数据.xlsx", bomb(), where).content.decode()


@pytest.mark.parametrize("where", ["files/of/1.1.3/", "import/"])
def test_an_upload_of_two_hundred_megabytes_is_cut_off_and_told(filled: County, where: str) -> None:
    answer = upload(filled, "数据.xlsx", b"PK\x03\x04" + bytes(200 * 1024 * 1024), where)
    assert answer.status_code == 200
    assert "MB" in answer.content.decode()
    assert "note-error" in answer.content.decode()


def test_the_reviewers_fields_cannot_be_written_by_the_filler_in_any_way(filled: County) -> None:
    client = browser(filled, "filler")
    change = {"changes": [{"pk": 0, "cells": {"indicator": ["", "1.1.3"], "score": ["", "5"]}}]}
    grid = client.post(f"{BASE}data/reviews/save/", change, content_type="application/json")
    ways = [
        grid,
        client.post(f"{BASE}data/reviews/delete/", {"row": "1"}),
        client.post(f"{BASE}data/reviews/nil/", {"nil": "1"}),
        client.post(f"{BASE}review/line/1.1.3/save/", {"score": "5", "rule": "x", "reason": "x"}),
        client.post(f"{BASE}review/line/1.1.3/drop/"),
        client.post(f"{BASE}review/opinion/", {"text": "同意"}),
        client.get(f"{BASE}data/reviews/"),
    ]
    assert {answer.status_code for answer in ways} <= {403, 404, 409}
    with pytest.raises(Exception, match="由复核人填写"):
        ReplaceTables(filled.actor("filler"), filled.dossier, {"reviews": [{"indicator": "1.1.3", "score": "5"}]}).run()
    assert not Record.objects.filter(table="reviews").exists()


def test_an_item_of_another_unit_is_not_found_under_ones_own_address(filled: County) -> None:
    item = Item.objects.create(dossier=filled.neighbour_dossier, problem="x", owner="x", due="2030-01-01")
    answer = browser(filled, "head").post(f"{BASE}rectification/{item.pk}/answer/", {"feedback": "已改"})
    assert answer.status_code == 404
    item.refresh_from_db()
    assert item.feedback == ""


@pytest.mark.parametrize("period", ["2024-13", "字" * 50, "1", "../x", "9" * 40])
def test_a_deed_on_a_period_that_is_none_makes_no_task(filled: County, period: str) -> None:
    before, client = Task.objects.count(), browser(filled, "filler")
    for stage in ("targets", "monitoring", "evaluation", "adjustment"):
        assert client.post(f"{BASE}{stage}/do/submit/", {"period": period}).status_code == 404
    assert Task.objects.count() == before


def test_what_is_refused_leaks_nothing_about_the_inside(filled: County) -> None:
    client = browser(filled, "filler")
    for path in ("/nowhere/", "/2024/900002/evaluation/", "/2024/nothing/data/projects/", "/manage/units/"):
        text = client.get(path).content.decode()
        assert "Traceback" not in text
        assert "jiheng.web" not in text
    assert Entry.objects.filter(result="无权限").exists()
