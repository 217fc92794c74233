"""催报: who is late, one click for all, the log, the notice on the unit's desk."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from jiheng.web.audit.models import Entry
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import Reminder, Stage, State, Task
from tests.web.conftest import County

PAGE = "/2024/reminders/"
TODAY = "2025-03-14T10:00:00+08:00"


@pytest.fixture
def late(county: County) -> Task:
    task = task_of(county.dossier, Stage.EVALUATION)
    task.due = date(2025, 3, 10)
    task.save()
    return task


@time_machine.travel(TODAY, tick=False)
def test_the_drafted_text_names_unit_matter_deadline_and_days(county: County, late: Task) -> None:
    text = county.client("finance").get(f"{PAGE}text/").content.decode()
    assert "青禾镇人民政府：" in text
    assert "2024 年度绩效自评材料应于 2025年3月10日前报送，截至 2025年3月14日已逾期 4 个工作日" in text
    assert "青禾县财政局　2025年3月14日" in text


@time_machine.travel(TODAY, tick=False)
def test_one_click_reminds_writes_the_log_and_tells_the_unit(county: County, late: Task) -> None:
    page = county.client("finance").post(f"{PAGE}send/", {"task": [late.pk], "words": "盼复"}, follow=True)
    assert "已催报 1 项" in page.content.decode()
    reminder = Reminder.objects.get()
    assert (reminder.task, reminder.days_late, str(reminder.by)) == (late, 4, "财政绩效股甲")
    assert Entry.objects.get(action="催报").detail == "900001"
    desk = county.client("filler").get("/").content.decode()
    assert "被催报" in desk
    assert "盼复" in desk
    assert "被催报" not in county.client("neighbour").get("/").content.decode()


@time_machine.travel(TODAY, tick=False)
def test_a_second_click_on_the_same_day_reminds_nobody_twice(county: County, late: Task) -> None:
    client = county.client("finance")
    client.post(f"{PAGE}send/", {"task": [late.pk]})
    assert "今天已催报过" in client.post(f"{PAGE}send/", {"task": [late.pk]}, follow=True).content.decode()
    assert Reminder.objects.count() == 1


@time_machine.travel(TODAY, tick=False)
def test_who_has_sent_is_not_reminded_and_the_notice_goes(county: County, late: Task) -> None:
    county.client("finance").post(f"{PAGE}send/", {"task": [late.pk]})
    Task.objects.filter(pk=late.pk).update(state=State.SUBMITTED, step="unit")
    assert "没有逾期未报的单位" in county.client("finance").get(PAGE).content.decode()
    assert "被催报" not in county.client("filler").get("/").content.decode()


@time_machine.travel(TODAY, tick=False)
def test_nonsense_and_too_many_words_are_refused(county: County, late: Task) -> None:
    client = county.client("finance")
    assert "没有需要催报的单位" in client.post(f"{PAGE}send/", {"task": ["x", "-1"]}, follow=True).content.decode()
    long = client.post(f"{PAGE}send/", {"task": [late.pk], "words": "急" * 201}, follow=True).content.decode()
    assert "200 字以内" in long
    assert not Reminder.objects.exists()


@pytest.mark.parametrize("role", ["filler", "head", "expert", "neighbour", "system_admin", "auditor"])
def test_only_who_reminds_sees_the_list(county: County, late: Task, role: str) -> None:
    client = county.client(role)
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}text/").status_code == 404
    assert client.post(f"{PAGE}send/", {"task": [late.pk]}).status_code == 404


@time_machine.travel(TODAY, tick=False)
def test_the_list_links_from_the_desk(county: County, late: Task) -> None:
    assert PAGE in county.client("finance").get("/").content.decode()
