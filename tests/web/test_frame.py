"""The frame: the cycle, the switches of unit and year; for every role, and never beyond what it may see."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiheng import facts
from jiheng.web.cycle.actions import Approve, Return, Submit, task_of
from jiheng.web.cycle.models import Dossier, Stage, State, Task, Year
from jiheng.web.organisation.models import ADMINISTRATORS, Membership, Role, Unit
from jiheng.web.records.actions import ReplaceTables
from jiheng.web.records.intake import written_rows
from jiheng.web.rectification.models import Item, ItemState
from jiheng.web.switching.places import Here
from tests.web.conftest import County

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
HOME = "/2024/900001/"
SEEING_MANY = [Role.DEPARTMENT, Role.FINANCE_DESK, Role.FINANCE, Role.EXPERT]


@pytest.fixture
def filled(county: County) -> County:
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    return county


def opened(county: County, role: str, path: str) -> str:
    answer = county.client(role).get(path)
    assert answer.status_code in {200, 409}, path
    return answer.content.decode()


def links(text: str) -> list[str]:
    return re.findall(r'<a href="([^"]+)"', text)


def units_of(county: County, role: str, at: str, words: str = "") -> list[str]:
    return links(opened(county, role, f"/switch/units/?at={quote(at)}&q={quote(words)}"))


def years_of(county: County, role: str, at: str) -> list[str]:
    return links(opened(county, role, f"/switch/years/?at={quote(at)}"))


def line(text: str) -> list[str]:
    """The steps of the cycle as a reader hears them."""
    found = re.findall(r'<li><a href="[^"]*"(?: aria-current="step")?>(.*?)</a></li>', text)
    return [re.sub(r"<[^>]+>", "", each).strip() for each in found if "cycle-mark" in each]


class TestTheCycle:
    @pytest.mark.parametrize(
        "path",
        [
            "data/projects/",
            "import/",
            "targets/",
            "monitoring/",
            "monitoring/cases/",
            "monitoring/forms/",
            "evaluation/",
            "evaluation/narrative/",
            "evaluation/checks/",
            "evaluation/forms/",
            "review/",
            "disclosure/",
            "rectification/",
        ],
    )
    def test_its_six_steps_stand_on_every_page_of_a_unit(self, filled: County, path: str) -> None:
        steps = line(opened(filled, "filler", HOME + path))
        assert [step.split()[1] for step in steps] == ["目标", "监控", "自评", "复核", "公开", "整改"]

    def test_they_stand_on_the_page_that_says_what_must_be_mended_first(self, filled: County) -> None:
        Dossier.objects.filter(pk=filled.dossier.pk).update(pack="cn/chongqing/department")
        answer = filled.client("filler").get(f"{HOME}evaluation/")
        assert answer.status_code == 409
        assert len(line(answer.content.decode())) == 6

    @time_machine.travel("2025-03-03T10:00:00+08:00")
    def test_a_step_says_how_many_working_days_are_left(self, filled: County) -> None:
        task = task_of(filled.dossier, Stage.EVALUATION)
        Task.objects.filter(pk=task.pk).update(state=State.DRAFTING, due=date(2025, 3, 11))
        assert "● 自评 填报中（还剩 6 个工作日）" in line(opened(filled, "filler", f"{HOME}targets/"))
        Task.objects.filter(pk=task.pk).update(due=date(2025, 2, 28))
        assert "● 自评 填报中（已逾期 1 个工作日）" in line(opened(filled, "filler", f"{HOME}targets/"))

    def test_each_state_has_its_word_and_its_shape(self, filled: County) -> None:
        task = task_of(filled.dossier, Stage.EVALUATION)
        head, finance = filled.actor("head"), filled.actor("finance")
        told = []
        for deed in (
            Submit(filled.actor("filler"), task),
            Approve(head, task),
            Return(finance, task, reason="arithmetic", text="合计不符"),
            Submit(filled.actor("filler"), task),
            Approve(head, task),
            Approve(finance, task),
        ):
            deed.run()
            task.refresh_from_db()
            told.append([step.split("（")[0] for step in line(opened(filled, "filler", f"{HOME}targets/"))[2:5]])
        assert told[0] == ["▶ 自评 待单位审核", "○ 复核 未开始", "○ 公开 未公开"]
        assert told[1] == ["▶ 自评 待财政审核", "● 复核 复核中", "○ 公开 未公开"]
        assert told[2] == ["▲ 自评 财政退回", "▲ 复核 已退回", "○ 公开 未公开"]
        assert told[5] == ["✓ 自评 已通过", "✓ 复核 已复核", "● 公开 待公开"]
        Task.objects.filter(pk=task.pk).update(state=State.PUBLISHED)
        assert line(opened(filled, "filler", f"{HOME}targets/"))[4] == "✓ 公开 已公开"

    def test_monitoring_shows_the_first_month_that_is_not_through(self, filled: County) -> None:
        for month, state in (("2024-06", State.APPROVED), ("2024-07", State.RETURNED), ("2024-08", State.BLANK)):
            Task.objects.create(
                dossier=filled.dossier, stage=Stage.MONITORING, period=month, state=state, step="finance"
            )
        assert line(opened(filled, "filler", f"{HOME}targets/"))[1] == "▲ 监控 财政退回"
        Task.objects.filter(stage=Stage.MONITORING).update(state=State.APPROVED)
        assert line(opened(filled, "filler", f"{HOME}targets/"))[1] == "✓ 监控 已通过"

    def test_rectification_tells_what_is_open(self, filled: County) -> None:
        assert line(opened(filled, "filler", f"{HOME}targets/"))[5] == "○ 整改 无事项"
        item = Item.objects.create(dossier=filled.dossier, problem="目标未量化", owner="张三", due=date(2025, 6, 1))
        states = []
        for state in ItemState.values:
            Item.objects.filter(pk=item.pk).update(state=state)
            states.append(line(opened(filled, "filler", f"{HOME}targets/"))[5])
        assert states == ["● 整改 待整改 1 项", "▶ 整改 待确认 1 项", "✓ 整改 已完成"]

    def test_the_step_of_the_open_page_is_marked(self, filled: County) -> None:
        marked = re.findall(r'href="([^"]+)" aria-current="step"', opened(filled, "filler", f"{HOME}disclosure/"))
        assert marked == ["/2024/900001/disclosure/"]


class TestTheSwitchOfUnits:
    @pytest.mark.parametrize("role", [Role.FILLER, Role.HEAD])
    def test_people_of_one_unit_see_its_plain_name(self, filled: County, role: str) -> None:
        for path in ("/", f"{HOME}targets/"):
            page = opened(filled, role, path)
            assert '<span class="clip">青禾镇人民政府</span>' in page
            assert "/switch/units/" not in page

    @pytest.mark.parametrize("role", SEEING_MANY)
    def test_who_sees_several_units_can_switch(self, filled: County, role: str) -> None:
        assert "/switch/units/?at=%2F2024%2F900001%2Ftargets%2F" in opened(filled, role, f"{HOME}targets/")
        assert units_of(filled, role, f"{HOME}targets/") == ["/2024/900001/targets/", "/2024/900002/targets/"]

    @pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
    def test_administrators_have_nothing_to_switch(self, filled: County, role: str) -> None:
        assert "/switch/" not in opened(filled, role, "/account/")
        assert units_of(filled, role, f"{HOME}targets/") == []
        assert years_of(filled, role, f"{HOME}targets/") == []
        assert years_of(filled, role, "/") == []

    def test_who_works_in_two_units_switches_between_these_only(self, filled: County) -> None:
        third = Unit.objects.create(code="900003", name="云岭镇人民政府", parent=filled.county)
        Dossier.objects.create(year=filled.dossier.year, unit=third, pack=filled.dossier.pack)
        Membership.objects.create(user=filled.people["filler"], unit=filled.neighbour, role=Role.FILLER)
        assert units_of(filled, "filler", "/") == ["/2024/900001/data/", "/2024/900002/data/"]

    def test_the_neighbour_is_never_offered(self, filled: County) -> None:
        assert units_of(filled, "neighbour", f"{HOME}targets/") == ["/2024/900002/targets/"]
        assert units_of(filled, "neighbour", "/", "青禾") == []

    @pytest.mark.parametrize(
        ("words", "codes"),
        [("白石", ["900002"]), ("900001", ["900001"]), ("镇 白", ["900002"]), ("%", []), ("_", []), ("<b>", [])],
    )
    def test_typing_narrows_by_name_and_code(self, filled: County, words: str, codes: list[str]) -> None:
        assert units_of(filled, "finance", "/", words) == [f"/2024/{code}/data/" for code in codes]

    def test_of_many_units_the_first_are_listed_and_the_rest_is_told(self, filled: County) -> None:
        for n in range(30):
            unit = Unit.objects.create(code=f"91{n:04d}", name=f"第{n}镇", parent=filled.county)
            Dossier.objects.create(year=filled.dossier.year, unit=unit, pack=filled.dossier.pack)
        page = opened(filled, "finance", "/switch/units/?at=/")
        assert len(links(page)) == 20
        assert "先列出 20 个" in page

    @pytest.mark.parametrize(
        ("here", "there"),
        [
            ("/2024/900001/data/purchases/", "/2024/900002/data/purchases/"),
            ("/2024/900001/monitoring/forms/2024-08/", "/2024/900002/monitoring/forms/2024-08/"),
            ("/2024/900001/monitoring/projects/P1/?month=2024-08", "/2024/900002/monitoring/"),
            ("/2024/900001/evaluation/preview/self/", "/2024/900002/evaluation/"),
            ("/2024/900001/import/7/", "/2024/900002/data/"),
            ("/2024/review/", "/2024/900002/review/"),
            ("/2024/monitoring/2024-08/pack/", "/2024/900002/monitoring/"),
            ("/2024/proposals/", "/2024/900002/rectification/"),
            ("/?year=2024", "/2024/900002/data/"),
            ("/nowhere/", "/2024/900002/data/"),
            ("//elsewhere.example/", "/2024/900002/data/"),
        ],
    )
    def test_it_leads_to_the_same_page_or_to_the_part_of_it(self, filled: County, here: str, there: str) -> None:
        assert there in units_of(filled, "finance", here)


class TestTheSwitchOfYears:
    @pytest.fixture
    def two(self, filled: County) -> County:
        for year in (2022, 2023):
            held = Year.objects.create(year=year, open=False)
            Dossier.objects.create(year=held, unit=filled.neighbour, pack=filled.dossier.pack)
        Dossier.objects.create(year=Year.objects.get(year=2023), unit=filled.town, pack=filled.dossier.pack)
        return filled

    def test_it_offers_the_years_in_which_the_unit_has_a_dossier(self, two: County) -> None:
        assert years_of(two, "filler", f"{HOME}targets/") == ["/2024/900001/targets/", "/2023/900001/targets/"]
        assert len(years_of(two, "finance", "/2024/900002/targets/")) == 3

    def test_on_the_desk_it_offers_the_years_of_the_own_unit(self, two: County) -> None:
        assert years_of(two, "filler", "/") == ["/?year=2024", "/?year=2023"]
        assert len(years_of(two, "finance", "/")) == 3

    def test_the_neighbours_years_are_not_told(self, two: County) -> None:
        assert years_of(two, "neighbour", f"{HOME}targets/") == []

    @pytest.mark.parametrize(
        ("here", "there"),
        [
            ("/2024/900001/monitoring/forms/2024-08/", "/2023/900001/monitoring/forms/"),
            ("/2024/900001/monitoring/projects/P1/", "/2023/900001/monitoring/"),
            ("/2024/900001/data/assets/", "/2023/900001/data/assets/"),
            ("/2024/review/summary/", "/2023/review/summary/"),
            ("/2024/monitoring/2024-08/pack/", "/2023/monitoring/"),
            ("/2024/reminders/", "/2023/reminders/"),
            ("/account/", "/?year=2023"),
        ],
    )
    def test_it_leads_to_the_same_page_or_to_the_desk_of_that_year(self, two: County, here: str, there: str) -> None:
        assert there in years_of(two, "finance", here)

    def test_the_desk_shows_the_year_that_was_asked_for(self, two: County) -> None:
        assert "/2023/900001/data/" in opened(two, "filler", "/?year=2023")
        assert "/2023/900001/targets/" in opened(two, "finance", "/?year=2023")
        assert "/2024/900001/data/" in opened(two, "filler", "/?year=99999999999999999999")
        assert 'aria-current="true">2023' in opened(two, "filler", "/switch/years/?at=/%3Fyear%3D2023")

    def test_every_page_that_is_offered_opens(self, two: County) -> None:
        for at in (
            "/",
            "/2024/review/",
            "/2024/monitoring/",
            "/2024/proposals/",
            "/2024/reminders/",
            f"{HOME}targets/",
        ):
            for address in (*years_of(two, "finance", at), *units_of(two, "finance", at)):
                assert two.client("finance").get(address, follow=True).status_code == 200, (at, address)


def test_every_page_of_a_dossier_knows_where_it_is() -> None:
    here = Here.at("/2024/900001/evaluation/?tab=x#y")
    assert (here.name, here.year, here.unit) == ("evaluation:table", 2024, "900001")


@pytest.mark.parametrize(
    ("role", "path", "most"), [("filler", "/account/", 6), ("finance", "/account/", 6), ("auditor", "/account/", 6)]
)
def test_the_frame_itself_asks_the_database_for_nothing_but_the_roles(
    filled: County, role: str, path: str, most: int
) -> None:
    client = filled.client(role)
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    assert len(queries) <= most, "\n".join(query["sql"][:160] for query in queries)


def test_the_line_of_the_cycle_costs_one_query(filled: County) -> None:
    client = filled.client("filler")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{HOME}rectification/")
    told = [query["sql"] for query in queries if 'SELECT "rectification_item"."state"' in query["sql"]]
    assert len(told) == 1
