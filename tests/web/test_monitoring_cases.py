"""Warnings as cases: opened once, reminded of, answered, escalated, ended; the log tells the story."""

from __future__ import annotations

import hashlib
import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

import docx
import pytest
import time_machine
from django.core.management import CommandError, call_command

from jiheng.core.calendar import Month
from jiheng.web.audit import chain
from jiheng.web.audit.models import Entry
from jiheng.web.monitoring.evaluation import ended_month, evaluate, evaluate_year
from jiheng.web.monitoring.models import Case, CaseEvent, ProjectWatch, Reminder, UnitWatch
from jiheng.web.records.actions import Change, SaveCells
from jiheng.web.records.models import Record
from tests.web.conftest import County
from tests.web.test_monitoring import town  # noqa: F401 - a fixture

BASE = "/2024/900001/monitoring/cases/"
AUGUST = Month(2024, 8)
ANSWER = {"choice": "继续执行", "reason": "汛期停工", "measure": "十月起增加班组，李明负责，11月底前完成"}


def seen(county: County, month: Month = AUGUST, today: date | None = None) -> list[Case]:
    evaluate(county.dossier, month, today or month.end)
    return list(Case.objects.order_by("pk"))


def case_of(project: str, code: str = "M101") -> Case:
    return Case.objects.get(project=project, code=code)


@pytest.mark.usefixtures("town")
class TestCases:
    """All on the example town."""

    def test_red_and_yellow_signals_open_cases_with_owner_and_day(self, county: County) -> None:
        cases = seen(county)
        assert {(each.project, each.code) for each in cases} >= {("P02", "M101"), ("P03", "M101"), ("P03", "M105")}
        found = case_of("P03")
        assert (found.level, found.owner, found.state, found.opened) == ("red", "项目负责人", "待答复", "2024-08")
        assert found.deadline == date(2024, 9, 13)
        assert "转绿" in found.until

    def test_evaluating_again_changes_nothing(self, county: County) -> None:
        before = [(each.pk, each.seen) for each in seen(county)]
        assert [(each.pk, each.seen) for each in seen(county)] == before
        assert UnitWatch.objects.count() == 1
        assert ProjectWatch.objects.count() == 18
        assert CaseEvent.objects.count() == len(before)

    def test_the_same_signal_next_month_is_the_same_case(self, county: County) -> None:
        first = {(each.project, each.code): each.pk for each in seen(county)}
        seen(county, Month(2024, 9))
        found = case_of("P03")
        assert found.pk == first["P03", "M101"]
        assert found.months == ["2024-08", "2024-09"]
        assert [each.deed for each in found.events.all()][:2] == ["opened", "repeated"]

    def test_an_unanswered_red_case_goes_up_two_steps_with_a_new_day(self, county: County) -> None:
        seen(county)
        seen(county, today=date(2024, 9, 13))
        assert case_of("P03").owner == "项目负责人"
        seen(county, today=date(2024, 9, 14))
        found = case_of("P03")
        assert found.owner == "主管部门"
        assert found.deadline > date(2024, 9, 14)
        event = found.events.get(deed="escalated")
        assert (event.measure, "逾期" in event.text) == ("主管部门", True)
        seen(county, today=date(2024, 9, 14))
        assert found.events.filter(deed="escalated").count() == 1

    def test_an_answered_case_is_not_escalated(self, county: County) -> None:
        seen(county)
        county.client("filler").post(f"{BASE}{case_of('P03').pk}/answer/", ANSWER)
        seen(county, today=date(2024, 12, 1))
        assert (case_of("P03").owner, case_of("P03").state) == ("项目负责人", "已答复")

    @pytest.mark.parametrize(
        ("changes", "said"),
        [({"choice": ""}, "请选择处理意见"), ({"reason": " "}, "缺少原因"), ({"measure": ""}, "缺少措施")],
    )
    def test_an_answer_that_says_nothing_is_refused(self, county: County, changes: dict[str, str], said: str) -> None:
        seen(county)
        page = county.client("filler").post(f"{BASE}{case_of('P03').pk}/answer/", ANSWER | changes, follow=True)
        assert said in page.content.decode()
        assert case_of("P03").state == "待答复"

    def test_the_finance_office_closes_with_a_ground_and_only_once(self, county: County) -> None:
        seen(county)
        path, client = f"{BASE}{case_of('P03').pk}/close/", county.client("finance")
        assert "办结缺少依据" in client.post(path, {"outcome": "属实", "because": " "}, follow=True).content.decode()
        assert "请选择办结情形" in client.post(path, {"outcome": "x", "because": "y"}, follow=True).content.decode()
        client.post(path, {"outcome": "属实", "because": "已收回资金"})
        assert "请勿重复办结" in client.post(path, {"outcome": "误报", "because": "y"}, follow=True).content.decode()
        found = case_of("P03")
        assert (found.state, found.outcome, found.ended_because) == ("已办结", "属实", "已收回资金")
        page = county.client("filler").post(f"{BASE}{found.pk}/answer/", ANSWER, follow=True).content.decode()
        assert "预警已办结，不能再答复" in page

    def test_a_case_closed_this_month_is_not_opened_again_by_the_same_month(self, county: County) -> None:
        count = len(seen(county))
        county.client("finance").post(f"{BASE}{case_of('P03').pk}/close/", {"outcome": "误报", "because": "台账漏记"})
        assert len(seen(county)) == count
        assert "误报 1 件" in county.client("filler").get(BASE).content.decode()

    def test_a_case_whose_signal_is_gone_ends_by_itself(self, county: County) -> None:
        seen(county)
        county.client("filler").post(f"{BASE}{case_of('P16').pk}/answer/", ANSWER)
        seen(county, Month(2024, 12))
        found = case_of("P16")
        assert (found.outcome, found.false_alarm) == ("已化解", False)
        assert case_of("P06").false_alarm

    def test_the_reminder_is_a_letter_kept_as_sent_and_every_open_case_remembers_it(self, county: County) -> None:
        seen(county)
        client = county.client("finance")
        client.post(f"{BASE}remind/", {"month": "2024-08"})
        reminder = Reminder.objects.get()
        assert (reminder.sender, reminder.month) == ("青禾县财政局", "2024-08")
        answer = county.client("filler").get(f"/2024/900001/monitoring/notes/{reminder.pk}/")
        assert hashlib.sha256(answer.content).hexdigest() == reminder.sha256
        document = docx.Document(io.BytesIO(answer.content))
        texts = [each.text for each in document.paragraphs]
        assert texts[0].endswith("号")
        assert "提醒函" in texts[1]
        assert "青禾镇人民政府：" in texts
        assert any("青禾县财政局" in each for each in texts[4:])
        assert len(document.tables[0].rows) == 7
        assert all(case.events.filter(deed="reminded").exists() for case in Case.objects.all())

    def test_nothing_to_remind_of_is_said(self, county: County) -> None:
        Record.objects.filter(dossier=county.dossier, table="projects").delete()
        county.dossier.stamp = "other"
        county.dossier.save()
        page = county.client("finance").post(f"{BASE}remind/", {"month": "2024-08"}, follow=True).content.decode()
        assert "不需要催办" in page
        assert not Reminder.objects.exists()

    @pytest.mark.parametrize(
        ("deed", "allowed", "refused"),
        [
            ("answer", ("filler", "head"), ("finance", "expert", "department")),
            ("close", ("finance", "finance_desk"), ("filler", "head", "expert", "department")),
        ],
    )
    def test_who_may_answer_and_who_may_close(
        self, county: County, deed: str, allowed: tuple[str, ...], refused: tuple[str, ...]
    ) -> None:
        seen(county)
        path = f"{BASE}{case_of('P03').pk}/{deed}/"
        assert [county.client(role).post(path, {}).status_code for role in allowed] == [302] * len(allowed)
        assert [county.client(role).post(path, {}).status_code for role in refused] == [403] * len(refused)
        outside = ("neighbour", "system_admin", "security_admin", "auditor")
        assert [county.client(role).post(path, {}).status_code for role in outside] == [404] * 4

    def test_a_case_and_a_note_of_another_unit_are_not_found(self, county: County) -> None:
        seen(county)
        county.client("finance").post(f"{BASE}remind/", {"month": "2024-08"})
        bob, other = county.client("neighbour"), "/2024/900002/monitoring/"
        assert bob.post(f"{other}cases/{case_of('P03').pk}/answer/", ANSWER).status_code == 404
        assert bob.get(f"{other}notes/{Reminder.objects.get().pk}/").status_code == 404

    @pytest.mark.parametrize(("role", "status"), [("filler", 403), ("expert", 403), ("neighbour", 404)])
    def test_only_who_presses_for_progress_reminds(self, county: County, role: str, status: int) -> None:
        assert county.client(role).post(f"{BASE}remind/", {"month": "2024-08"}).status_code == status

    def test_the_log_tells_the_story_and_is_sound(self, county: County) -> None:
        with time_machine.travel(datetime(2024, 9, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
            county.client("finance").post(f"{BASE}evaluate/", {"month": "2024-08"})
            county.client("finance").post(f"{BASE}remind/", {"month": "2024-08"})
            county.client("filler").post(f"{BASE}{case_of('P03').pk}/answer/", ANSWER)
            county.client("finance").post(f"{BASE}{case_of('P03').pk}/close/", {"outcome": "属实", "because": "已调剂"})
        told = list(Entry.objects.order_by("number").values_list("action", flat=True))
        assert told[-4:] == ["评估预算执行", "发出催办函", "答复预警", "办结预警"]
        entry = Entry.objects.get(action="答复预警")
        assert "汛期停工" in entry.detail
        assert entry.before_hash != entry.after_hash
        assert chain.verify().sound
        assert [each.on for each in case_of("P03").events.all()][-1] == date(2024, 9, 2)

    def test_the_daily_command_evaluates_every_unit_once_and_says_so_in_the_log(self, county: County) -> None:
        for _ in range(2):
            call_command("monitor", as_of="2024-08")
        assert UnitWatch.objects.filter(month="2024-08").count() == 2
        assert Entry.objects.filter(action="评估预算执行", person="系统").count() >= 1
        opened = Case.objects.count()
        call_command("monitor", as_of="2024-08")
        assert Case.objects.count() == opened

    def test_the_command_refuses_what_is_no_month_and_a_year_that_is_not_there(self, county: County) -> None:
        for text in ("八月", "2031-01"):
            with pytest.raises(CommandError):
                call_command("monitor", as_of=text)

    def test_a_changed_ledger_is_evaluated_anew(self, county: County) -> None:
        seen(county)
        before = UnitWatch.objects.get().paid_fen
        record = Record.objects.filter(dossier=county.dossier, table="payments", written__contains="2024-08").first()
        assert record is not None
        change = Change(record.pk, {"amount": (record.cells["amount"], "1")})
        SaveCells(county.actor("filler"), county.dossier, "payments", [change]).run()
        seen(county)
        assert UnitWatch.objects.get().paid_fen < before


def test_a_ledger_that_cannot_be_watched_is_kept_with_its_reason(county: County) -> None:
    Record.objects.create(
        dossier=county.dossier,
        table="payments",
        key="B9/2024-01",
        position=1,
        written='{"line": "B9", "month": "2024-01", "amount": "1"}',
    )
    evaluate(county.dossier, AUGUST, AUGUST.end)
    watch = UnitWatch.objects.get()
    assert (watch.level, "预算项" in watch.problem) == ("none", True)
    assert not Case.objects.exists()


def test_a_unit_that_was_closed_is_not_evaluated(county: County) -> None:
    county.neighbour.active = False
    county.neighbour.save()
    assert evaluate_year(county.dossier.year, AUGUST.end, AUGUST) == 1


@pytest.mark.parametrize(
    ("today", "month"),
    [(date(2024, 9, 2), "2024-08"), (date(2024, 1, 5), "2024-01"), (date(2026, 3, 1), "2024-12")],
)
def test_the_daily_run_watches_the_last_month_that_has_ended(today: date, month: str) -> None:
    assert str(ended_month(2024, today)) == month
