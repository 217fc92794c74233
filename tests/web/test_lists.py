"""Every list page: narrowed, sorted, kept under a name, exported whole; and only what the person may see."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from jiheng.web.audit.models import Entry
from jiheng.web.cycle.models import Dossier, Stage, State, Step, Task
from jiheng.web.lists.models import KeptFilter
from jiheng.web.organisation.models import Unit
from jiheng.web.review.models import Doubt
from tests.web.conftest import PASSWORD, County

QUEUE = "/2024/review/"
LISTS = {
    "/": "finance",
    QUEUE: "finance",
    "/2024/review/summary/": "finance",
    "/2024/review/spread/": "finance",
    "/2024/review/returns/": "finance",
    "/2024/proposals/": "finance",
    "/2024/reminders/": "finance",
    "/manage/years/": "finance",
    "/manage/packs/": "finance",
    "/manage/jobs/": "finance",
    "/manage/units/": "system_admin",
}
"""Lists that export without a password, and a role that sees each."""


@pytest.fixture
def waiting(county: County) -> County:
    """Self-evaluations of five units wait, of two levels, one with a reviewer, with unlike money."""
    for n, (level, money) in enumerate((("乡镇", 300), ("乡镇", 100), ("县级", 200), ("县级", 500), ("乡镇", 400))):
        unit = Unit.objects.create(code=f"91000{n}", name=f"第{n}单位", level=level, parent=county.county)
        dossier = Dossier.objects.create(year=county.dossier.year, unit=unit, pack=county.dossier.pack)
        holder = county.people["finance"] if n == 1 else None
        task = Task.objects.create(
            dossier=dossier, stage=Stage.EVALUATION, state=State.SUBMITTED, step=Step.FINANCE, holder=holder
        )
        Doubt.objects.create(task=task, stamp="x", score=0, money=money * 1_000_000, weight=0)
    return county


def named(county: County, query: str, role: str = "finance") -> list[str]:
    page = county.client(role).get(f"{QUEUE}?{query}").context["view"]
    return [each.row.dossier.unit.code[-1] for each in page.rows]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", "34021"),
        ("sort=money", "12043"),
        ("sort=-money", "34021"),
        ("sort=unit", "01234"),
        ("sort=-unit", "43210"),
        ("sort=nothing", "34021"),
        ("level=县级", "32"),
        ("level=县级&sort=money", "23"),
        ("level=省级", ""),
        ("holder=财政绩效股甲", "1"),
        ("holder=~", "3402"),
        ("state=submitted~finance", "34021"),
        ("state=submitted~department", ""),
        ("q=第2", "2"),
        ("q=910004", "4"),
    ],
)
def test_a_list_is_narrowed_and_sorted_by_its_address(waiting: County, query: str, codes: str) -> None:
    assert "".join(named(waiting, query)) == codes


def test_a_head_leads_to_the_list_sorted_by_it_and_the_next_click_turns_it_round(waiting: County) -> None:
    client = waiting.client("finance")
    heads = {head.column.name: head for head in client.get(f"{QUEUE}?level=县级").context["view"].heads}
    assert heads["money"].address == "?level=%E5%8E%BF%E7%BA%A7&sort=-money"
    turned = {head.column.name: head for head in client.get(f"{QUEUE}?sort=-money").context["view"].heads}
    assert (turned["money"].sorted, turned["money"].address) == ("descending", "?sort=money")
    assert 'aria-sort="descending"' in client.get(f"{QUEUE}?sort=-money").content.decode()


def test_a_filter_is_kept_under_a_name_for_its_owner_alone(waiting: County) -> None:
    client = waiting.client("finance")
    client.post(f"{QUEUE}?level=县级&sort=money", {"list": "keep", "name": "县级先看"})
    kept = KeptFilter.objects.get()
    assert named(waiting, kept.query) == ["2", "3"]
    page = client.get(QUEUE).content.decode()
    assert "县级先看" in page
    assert "县级先看" not in waiting.client("expert").get(QUEUE).content.decode()
    waiting.client("expert").post(QUEUE, {"list": "drop", "kept": kept.pk})
    assert KeptFilter.objects.exists()
    client.post(QUEUE, {"list": "drop", "kept": kept.pk})
    assert not KeptFilter.objects.exists()
    assert Entry.objects.filter(action__in=("保存筛选", "删除保存的筛选")).count() == 2


@pytest.mark.parametrize(("query", "name"), [("", "空"), ("level=县级", " "), ("level=县级", "长" * 31)])
def test_what_cannot_be_kept_is_said_and_not_kept(waiting: County, query: str, name: str) -> None:
    answer = waiting.client("finance").post(f"{QUEUE}?{query}", {"list": "keep", "name": name}, follow=True)
    assert "note-error" in answer.content.decode() or "alert" in answer.content.decode()
    assert not KeptFilter.objects.exists()


def test_an_export_holds_all_rows_that_are_left_and_figures_as_numbers(waiting: County) -> None:
    answer = waiting.client("finance").post(f"{QUEUE}?level=乡镇&size=20&sort=money", {"list": "export"})
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    money = rows[0].index("调整后预算（万元）")
    assert [(row[0], row[money]) for row in rows[1:]] == [("第1单位", 100), ("第0单位", 300), ("第4单位", 400)]
    entry = Entry.objects.get(action="导出名单")
    assert "复核队列" in entry.detail


@pytest.mark.parametrize("path", LISTS)
def test_every_list_is_exported(waiting: County, path: str) -> None:
    answer = waiting.client(LISTS[path]).post(path, {"list": "export"})
    assert answer.status_code == 200
    assert openpyxl.load_workbook(BytesIO(answer.content)).active is not None


def test_personal_data_leave_only_with_the_password(county: County) -> None:
    client = county.client("system_admin")
    assert client.post("/manage/users/", {"list": "export", "password": "nonsense"}).status_code == 302
    answer = client.post("/manage/users/", {"list": "export", "password": PASSWORD})
    assert answer.status_code == 200
    assert "13800138000" not in str(list(openpyxl.load_workbook(BytesIO(answer.content)).active.values))  # type: ignore[union-attr]


def test_the_audit_log_leaves_by_its_own_deed_alone(county: County) -> None:
    assert county.client("auditor").post("/audit/", {"list": "export", "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("path", LISTS)
def test_a_list_that_one_may_not_see_is_not_exported_either(county: County, path: str) -> None:
    answer = county.client("filler").post(path, {"list": "export"})
    assert "spreadsheet" not in answer.headers.get("Content-Type", "")
