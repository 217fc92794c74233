"""工作日历: an administrator enters a year's holiday notice; from then on nothing of that year is an estimate."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from jiheng.core.calendar import Workdays
from jiheng.web.actions import Refusal
from jiheng.web.audit.models import Entry
from jiheng.web.cycle.models import HolidayNotice
from jiheng.web.cycle.workdays import EnterHolidays, calendar, learn, learn_again
from jiheng.web.organisation.models import Role
from jiheng.web.records.dataset import Origin
from tests.web.api import call, caller
from tests.web.conftest import County

PAGE = "/manage/calendar/"
GIVEN = {
    "year": "2027",
    "off": "2027-01-01至2027-01-03、2027-02-05至2027-02-11",
    "work": "2027-02-20",
    "ground": "国办发明电〔2026〕8号",
}


def enter(county: County, role: str = "system_admin", **more: str) -> HolidayNotice:
    given = GIVEN | more
    year, off, work, ground = (given[name] for name in ("year", "off", "work", "ground"))
    action = EnterHolidays(county.actor(role), None, year=int(year), off=off, work=work, ground=ground)
    notice: HolidayNotice = action.run()
    return notice


def test_what_is_entered_ends_the_estimate(county: County) -> None:
    span = date(2027, 2, 1), date(2027, 2, 28)
    assert calendar().remark(*span) == "2027 年放假安排未公布，为估算"
    county.client("system_admin").post(PAGE, GIVEN)
    assert calendar().remark(*span) == ""
    assert not calendar().is_workday(date(2027, 2, 9))
    assert calendar().is_workday(date(2027, 2, 20))
    assert calendar().is_workday(date(2027, 2, 22))
    assert "国办发明电〔2026〕8号" in county.client("system_admin").get(PAGE).content.decode()
    assert Entry.objects.filter(action=EnterHolidays.title, result="成功").count() == 1


def test_the_page_says_which_years_are_estimated(county: County) -> None:
    assert "未公布，按法定节假日估算" in county.client("system_admin").get(f"{PAGE}?year=2031").content.decode()


def test_every_fault_is_told_at_once_and_nothing_is_kept(county: County) -> None:
    with pytest.raises(Refusal) as refused:
        enter(county, off="2027-02-30、2026-01-01、2027-05-01", work="2027-05-01", ground=" ")
    told = str(refused.value)
    assert all(
        part in told for part in ("“2027-02-30”不是日期", "“2026-01-01”不在 2027 年", "既填为放假", "文号或名称")
    )
    assert not HolidayNotice.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM_ADMIN])
def test_only_the_system_administrator_enters_days(county: County, role: str) -> None:
    assert county.client(role).get(PAGE).status_code == 403
    with pytest.raises(PermissionDenied):
        enter(county, role)


def test_two_who_enter_one_year_leave_one_notice(county: County) -> None:
    enter(county)
    enter(county, off="2027-01-01", work="", ground="更正通知")
    notice = HolidayNotice.objects.get()
    assert (notice.off, notice.work, notice.ground) == ("2027-01-01", "", "更正通知")
    assert calendar().is_workday(date(2027, 2, 9))


def test_another_process_learns_of_it_from_the_database(county: County) -> None:
    enter(county)
    learn(Workdays())
    assert calendar().estimated(date(2027, 1, 1), date(2027, 1, 2))
    learn_again()
    assert not calendar().estimated(date(2027, 1, 1), date(2027, 1, 2))


def test_what_is_held_in_memory_follows_the_calendar(county: County) -> None:
    before = Origin.of(county.dossier)
    enter(county)
    assert Origin.of(county.dossier) != before


def test_the_api_enters_a_notice_as_the_page_does(county: County) -> None:
    body = {name: text for name, text in GIVEN.items() if name != "year"}
    answer = call(caller(county, "system_admin"), "PUT", "/api/v1/calendar/2027", body)
    assert answer.status_code == 200
    assert answer.json()["off"][:2] == ["2027-01-01", "2027-01-02"]
    refused = call(caller(county, "system_admin"), "PUT", "/api/v1/calendar/2027", body | {"off": "五一"})
    assert "“五一”不是日期" in refused.json()["problem"]
