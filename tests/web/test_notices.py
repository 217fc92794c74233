"""通知: each thing that happens to a person is told once, to those whom it concerns, until it is read."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jiheng import facts
from jiheng.web.accounts import guard
from jiheng.web.accounts.models import User
from jiheng.web.actions import Actor
from jiheng.web.audit import chain
from jiheng.web.cycle.actions import Approve, Return, Submit, task_of
from jiheng.web.cycle.models import Stage, State, Task, Year
from jiheng.web.cycle.reminding import Remind
from jiheng.web.jobs.models import Job, JobState
from jiheng.web.monitoring.models import Case, CaseEvent, Deed
from jiheng.web.notices.models import Reading
from jiheng.web.notices.queries import KEPT, SHOWN, notices_of
from jiheng.web.organisation.models import Membership, Role
from jiheng.web.records.actions import Change, ReplaceTables, SaveCells
from jiheng.web.records.intake import written_rows
from jiheng.web.rectification.models import Item, ItemState
from tests.web.conftest import County

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
NOW = "2025-03-03T10:00:00+08:00"
MOST_QUERIES = 12


@pytest.fixture
def filled(county: County) -> County:
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    return county


def told(county: County, role: str) -> list[tuple[str, str]]:
    """Kind and text of every unread notice, the newest first."""
    user = User.objects.get(pk=county.people[role].pk)
    return [(each.notice.kind, each.notice.text) for each in notices_of(user) if each.unread]


def count(county: County, role: str) -> str:
    """What stands in the frame once it has been counted."""
    return re.sub(r"<[^>]+>|\s", "", county.client(role).get("/notices/count/").content.decode())


def submitted(county: County) -> Task:
    task = task_of(county.dossier, Stage.EVALUATION)
    Submit(county.actor("filler"), task).run()
    task.refresh_from_db()
    return task


def case_of(county: County, code: str = "M1") -> Case:
    return Case.objects.create(
        dossier=county.dossier,
        project="P1",
        name="路灯改造",
        code=code,
        level="red",
        message="支出进度慢",
        owner="单位",
        opened="2024-08",
        deadline=date(2025, 3, 10),
    )


class TestWhoIsTold:
    def test_of_a_return_the_unit_with_the_reason_and_the_words(self, filled: County) -> None:
        Return(filled.actor("head"), submitted(filled), reason="arithmetic", text="合计与分项不符").run()
        assert told(filled, "filler") == [("returned", "绩效自评被单位退回：计算或勾稽有误")]
        page = filled.client("filler").get("/notices/").content.decode()
        assert "合计与分项不符" in page
        assert told(filled, "neighbour") == told(filled, "finance") == []

    def test_of_a_submission_whoever_reviews_next(self, filled: County) -> None:
        task = submitted(filled)
        assert told(filled, "head") == [("arrived", "绩效自评：待单位审核")]
        assert told(filled, "finance") == []
        Approve(filled.actor("head"), task).run()
        assert told(filled, "finance") == [("arrived", "绩效自评：待财政审核")]
        assert told(filled, "head") == []
        assert told(filled, "filler") == [("approved", "绩效自评：单位审核通过")]
        (told_finance,) = notices_of(User.objects.get(username="finance"))
        assert told_finance.notice.address == "/2024/900001/review/"

    def test_of_ones_own_deeds_nobody(self, filled: County) -> None:
        task = submitted(filled)
        Approve(filled.actor("head"), task).run()
        assert told(filled, "head") == []

    @time_machine.travel(NOW)
    def test_of_a_reminder_the_unit(self, filled: County) -> None:
        User.objects.update(created_at=timezone.now() - timedelta(days=30))
        task = task_of(filled.dossier, Stage.TARGETS)
        Task.objects.filter(pk=task.pk).update(due=date(2025, 2, 28))
        Remind(filled.actor("finance"), Year.objects.get(), tasks=[task], sender="青禾县财政局").run()
        assert ("reminded", "绩效目标：已逾期 1 个工作日，请尽快报送") in told(filled, "filler")
        assert ("reminded", "绩效目标：已逾期 1 个工作日，请尽快报送") in told(filled, "head")
        assert told(filled, "neighbour") == []

    @pytest.mark.parametrize(
        ("due", "expected"),
        [
            (date(2025, 3, 3), [("near", "绩效目标：还剩 0 个工作日")]),
            (date(2025, 3, 6), [("near", "绩效目标：还剩 3 个工作日")]),
            (date(2025, 3, 7), []),
            (date(2025, 2, 28), [("late", "绩效目标：已逾期 1 个工作日")]),
        ],
    )
    @time_machine.travel(NOW)
    def test_of_a_deadline_who_hands_in_from_three_working_days_before(
        self, filled: County, due: date, expected: list[tuple[str, str]]
    ) -> None:
        User.objects.update(created_at=timezone.now() - timedelta(days=30))
        task = task_of(filled.dossier, Stage.TARGETS)
        Task.objects.filter(pk=task.pk).update(due=due)
        assert told(filled, "filler") == expected
        assert told(filled, "head") == told(filled, "finance") == []
        Task.objects.filter(pk=task.pk).update(state=State.APPROVED)
        assert told(filled, "filler") == []

    def test_of_a_warning_the_unit_and_of_its_answer_the_finance_office(self, filled: County) -> None:
        case = case_of(filled)
        CaseEvent.objects.create(case=case, deed=Deed.OPENED, on=date(2025, 3, 3))
        assert told(filled, "filler") == told(filled, "head") == [("warned", "路灯改造：发出预警")]
        assert told(filled, "finance") == told(filled, "neighbour") == []
        head = filled.people["head"]
        CaseEvent.objects.create(case=case, actor=head, deed=Deed.ANSWERED, on=date(2025, 3, 4), text="年末结算")
        assert told(filled, "finance") == told(filled, "finance_desk") == [("answered", "路灯改造：单位答复")]

    def test_of_a_case_only_the_last_is_told(self, filled: County) -> None:
        case = case_of(filled)
        for deed in (Deed.OPENED, Deed.REPEATED, Deed.ENDED):
            CaseEvent.objects.create(case=case, deed=deed, on=date(2025, 3, 3))
        assert told(filled, "filler") == [("ended", "路灯改造：办结")]

    def test_of_a_colleagues_change_who_fills_in(self, filled: County) -> None:
        colleague = User.objects.create_user(username="carol", name="丙会计")
        Membership.objects.create(user=colleague, unit=filled.town, role=Role.FILLER)
        for name in ("路灯", "路灯改造"):
            change = Change(0, {"code": ("", name), "name": ("", name)})
            SaveCells(Actor(colleague), filled.dossier, table="projects", changes=[change]).run()
        assert told(filled, "filler") == [("changed", "丙会计 修改了数据（保存数据），已与您填的合并")]
        assert told(filled, "head") == told(filled, "finance") == told(filled, "neighbour") == []

    @pytest.mark.parametrize("way", ["read", "read-all"])
    def test_of_a_colleagues_change_once_a_day_however_much_is_saved_after_reading(
        self, filled: County, way: str
    ) -> None:
        colleague = User.objects.create_user(username="carol", name="丙会计")
        Membership.objects.create(user=colleague, unit=filled.town, role=Role.FILLER)
        with time_machine.travel(timezone.now() + timedelta(days=1), tick=True) as clock:
            for expected in (1, 0):
                change = Change(0, {"code": ("", f"L{expected}"), "name": ("", "路灯")})
                SaveCells(Actor(colleague), filled.dossier, table="projects", changes=[change]).run()
                assert len(told(filled, "filler")) == expected
                keys = [each.notice.key for each in notices_of(User.objects.get(username="filler"))]
                assert len(keys) == 1
                filled.client("filler").post(f"/notices/{way}/", {"key": keys[0]})
            clock.shift(timedelta(days=1))
            change = Change(0, {"code": ("", "L9"), "name": ("", "路灯")})
            SaveCells(Actor(colleague), filled.dossier, table="projects", changes=[change]).run()
            assert len(told(filled, "filler")) == 1

    def test_of_one_who_tries_often_the_others_are_told_too(self, filled: County) -> None:
        for name, times in (("alice", 1), ("carol", 60)):
            for _time in range(times):
                chain.write(username=name, action="保存数据", result="无权限")
        assert [kind for kind, _text in told(filled, "auditor")] == ["denied", "denied"]

    def test_of_rectification_the_unit_and_of_its_answer_the_finance_office(self, filled: County) -> None:
        item = Item.objects.create(dossier=filled.dossier, problem="目标未量化", owner="张三", due=date(2025, 6, 1))
        assert told(filled, "filler") == [("mend", "目标未量化")]
        assert told(filled, "finance") == []
        Item.objects.filter(pk=item.pk).update(state=ItemState.ANSWERED, answered_at=timezone.now())
        assert told(filled, "finance") == [("mended", "目标未量化")]

    def test_of_a_failed_job_who_asked_for_it_and_who_watches_without_the_units_name(self, filled: County) -> None:
        job = {"kind": "forms", "dossier": filled.dossier, "by": filled.people["filler"], "state": JobState.FAILED}
        Job.objects.create(**job, ended=timezone.now())
        assert [kind for kind, _text in told(filled, "filler")] == ["failed"]
        assert [kind for kind, _text in told(filled, "finance")] == ["failed"]
        assert told(filled, "head") == told(filled, "neighbour") == []
        page = filled.client("system_admin").get("/notices/").content.decode()
        assert "任务失败" in page
        assert filled.town.name not in page

    def test_of_a_failed_job_the_page_that_opens(self, filled: County) -> None:
        job = {"dossier": filled.dossier, "by": filled.people["filler"], "state": JobState.FAILED}
        for kind in ("import-take", "of an older edition"):
            Job.objects.create(kind=kind, **job, ended=timezone.now())
        for role, place in (
            ("finance", "/manage/jobs/"),
            ("system_admin", "/manage/jobs/"),
            ("filler", "/2024/900001/jobs/"),
        ):
            (each,) = notices_of(User.objects.get(username=role))
            assert each.notice.address.startswith(place), role
            client = filled.client(role)
            opened = client.post("/notices/read/", {"key": each.notice.key}, follow=True)
            assert opened.redirect_chain, role
            assert opened.status_code == 200, role

    def test_of_a_locked_account_the_security_administrator_and_of_attempts_the_auditor(self, filled: County) -> None:
        assert [guard.failed("filler", "10.0.0.9") for _attempt in range(5)] == [False] * 4 + [True]
        filled.client("head").post("/2024/900001/data/projects/save/", "{}", content_type="application/json")
        assert told(filled, "security_admin") == [("locked", "填报人甲 的账户因连续 5 次登录失败被锁定")]
        assert [kind for kind, _text in told(filled, "auditor")] == ["denied"]
        for role in ("system_admin", "filler", "finance"):
            assert told(filled, role) == []


class TestReading:
    def test_the_count_falls_as_one_is_opened_and_its_page_follows(self, filled: County) -> None:
        Return(filled.actor("head"), submitted(filled), reason="arithmetic", text="合计不符").run()
        Item.objects.create(dossier=filled.dossier, problem="目标未量化", owner="张三", due=date(2025, 6, 1))
        client = filled.client("filler")
        assert count(filled, "filler") == "2条未读"
        keys = re.findall(r'name="key" value="([^"]+)"', client.get("/notices/").content.decode())
        answer = client.post("/notices/read/", {"key": unescape(keys[0])})
        assert answer["Location"] == "/2024/900001/rectification/"
        assert count(filled, "filler") == "1条未读"
        assert client.get("/notices/").content.decode().count(">未读<") == 1

    def test_all_that_stood_on_the_page_is_read_at_once_and_what_came_since_is_not(self, filled: County) -> None:
        Item.objects.create(dossier=filled.dossier, problem="一", owner="张三", due=date(2025, 6, 1))
        client = filled.client("filler")
        page = client.get("/notices/").content.decode()
        (until,) = re.findall(r'name="until" value="([^"]+)"', page)
        Item.objects.create(dossier=filled.dossier, problem="二", owner="张三", due=date(2025, 6, 1))
        client.post("/notices/read-all/", {"until": until})
        assert told(filled, "filler") == [("mend", "二")]
        client.post("/notices/read-all/", {"until": "x"})
        assert told(filled, "filler") == []
        assert Reading.objects.filter(user=filled.people["filler"]).count() == 1
        assert "没有未读的通知" in client.get("/notices/").content.decode()

    def test_the_future_cannot_be_read(self, filled: County) -> None:
        client = filled.client("filler")
        client.post("/notices/read-all/", {"until": "2999-01-01T00:00:00+08:00"})
        Item.objects.create(dossier=filled.dossier, problem="后来", owner="张三", due=date(2025, 6, 1))
        assert told(filled, "filler") == [("mend", "后来")]

    def test_what_is_not_ones_own_cannot_be_marked(self, filled: County) -> None:
        item = Item.objects.create(dossier=filled.dossier, problem="目标未量化", owner="张三", due=date(2025, 6, 1))
        answer = filled.client("neighbour").post("/notices/read/", {"key": f"mend:{item.pk}"})
        assert answer["Location"] == "/notices/"
        assert not Reading.objects.exists()

    def test_reading_is_ones_own(self, filled: County) -> None:
        Item.objects.create(dossier=filled.dossier, problem="目标未量化", owner="张三", due=date(2025, 6, 1))
        filled.client("filler").post("/notices/read-all/")
        assert told(filled, "filler") == []
        assert told(filled, "head") == [("mend", "目标未量化")]

    def test_nothing_is_read_by_getting(self, filled: County) -> None:
        for path in ("/notices/read/", "/notices/read-all/"):
            assert filled.client("filler").get(path).status_code == 405

    def test_what_is_old_or_was_before_ones_time_is_not_told(self, filled: County) -> None:
        item = Item.objects.create(dossier=filled.dossier, problem="旧事", owner="张三", due=date(2025, 6, 1))
        User.objects.update(created_at=timezone.now() - timedelta(days=400))
        Item.objects.filter(pk=item.pk).update(made_at=timezone.now() - KEPT - timedelta(hours=1))
        assert told(filled, "filler") == []
        Item.objects.filter(pk=item.pk).update(made_at=timezone.now() - timedelta(days=1))
        assert told(filled, "filler") == [("mend", "旧事")]
        User.objects.update(created_at=timezone.now())
        assert told(filled, "filler") == []


class TestTheFrame:
    def test_the_count_is_asked_for_once_and_then_held(self, filled: County) -> None:
        Item.objects.create(dossier=filled.dossier, problem="目标未量化", owner="张三", due=date(2025, 6, 1))
        client = filled.client("filler")
        assert 'hx-get="/notices/count/"' in client.get("/").content.decode()
        client.get("/notices/count/")
        page = client.get("/").content.decode()
        assert 'hx-get="/notices/count/"' not in page
        assert '<span class="count">1<' in page
        with CaptureQueriesContext(connection) as queries:
            client.get("/account/")
        assert not [each for each in queries if "notices_reading" in each["sql"]]

    def test_an_old_count_stays_until_the_new_one_is_there(self, filled: County) -> None:
        with time_machine.travel(NOW, tick=False) as clock:
            User.objects.update(created_at=timezone.now() - timedelta(days=1))
            Item.objects.create(dossier=filled.dossier, problem="目标未量化", owner="张三", due=date(2025, 6, 1))
            client = filled.client("filler")
            client.get("/notices/count/")
            clock.shift(timedelta(minutes=2))
            page = client.get("/").content.decode()
        assert 'hx-get="/notices/count/"' in page
        assert '<span class="count">1<' in page

    @pytest.mark.parametrize("role", list(Role))
    def test_everyone_has_the_page_and_the_link_to_it(self, filled: County, role: str) -> None:
        client = filled.client(role)
        assert 'href="/notices/"' in client.get("/account/").content.decode()
        assert "<h1>通知</h1>" in client.get("/notices/").content.decode()

    @pytest.mark.parametrize("role", ["filler", "head", "finance", "auditor", "security_admin"])
    def test_counting_takes_few_queries_however_much_happened(self, filled: County, role: str) -> None:
        for n in range(120):
            Item.objects.create(dossier=filled.dossier, problem=f"问题 {n}", owner="张三", due=date(2025, 6, 1))
            CaseEvent.objects.create(case=case_of(filled, f"M{n}"), deed=Deed.OPENED, on=date(2025, 3, 3))
        client = filled.client(role)
        with CaptureQueriesContext(connection) as queries:
            client.get("/notices/")
        asked = [query["sql"][:160] for query in queries if "SAVEPOINT" not in query["sql"]]
        assert len(asked) <= MOST_QUERIES, "\n".join(asked)
        assert len(told(filled, role)) == (SHOWN if role in {"filler", "head"} else 0)
