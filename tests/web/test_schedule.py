"""The daily evaluation: once a day at its hour, caught up after a stop, once for several servers, told on a page."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from jiheng.core.calendar import Month
from jiheng.web.audit import chain
from jiheng.web.cycle.models import Dossier
from jiheng.web.jobs import schedule
from jiheng.web.jobs.actions import start
from jiheng.web.jobs.queues import ALL_UNITS, PEOPLE, QUEUES
from jiheng.web.jobs.tasks import perform
from jiheng.web.jobs.worker import Place
from jiheng.web.monitoring.models import UnitWatch
from jiheng.web.monitoring.tasks import evaluate_daily, evaluate_units
from jiheng.web.review.weighing import weigh_later
from tests.web.conftest import County

BEFORE = datetime(2024, 9, 1, 18, 30, tzinfo=UTC)
"""02:30 on 2 September in China."""
DUE = datetime(2024, 9, 1, 19, 0, tzinfo=UTC)
"""03:00."""


@pytest.fixture(autouse=True)
def queue(settings: object) -> None:
    """The real queue of the product, with nobody at work on it."""
    kept = settings.TASKS["default"]  # type: ignore[attr-defined]
    settings.TASKS = {"default": kept | {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # type: ignore[attr-defined]


@pytest.fixture
def running(county: County) -> County:
    """An installation that was there on 31 August."""
    with time_machine.travel(datetime(2024, 8, 31, 4, 0, tzinfo=UTC), tick=False):
        chain.write(username="alice", action="开始")
    return county


def daily() -> int:
    """How many tasks are run every day."""
    return sum(kind.daily for kind in schedule.KINDS.values())


def days() -> list[str]:
    found = DBTaskResult.objects.filter(task_path=evaluate_daily.module_path).order_by("enqueued_at")
    return [each.args_kwargs["args"][0] for each in found]


def test_it_is_queued_at_its_hour_and_once_a_day(running: County) -> None:
    schedule.look(BEFORE)
    assert days() == ["2024-09-01"]
    assert schedule.look(DUE) == daily()
    assert schedule.look(DUE + timedelta(hours=5)) == 0
    assert days() == ["2024-09-01", "2024-09-02"]


def test_days_that_were_missed_while_nobody_served_are_caught_up_by_one_run(running: County) -> None:
    schedule.look(DUE)
    assert schedule.look(DUE + timedelta(days=9, hours=6)) == daily()
    assert days() == ["2024-09-02", "2024-09-11"]


def test_a_new_installation_missed_nothing(county: County) -> None:
    with time_machine.travel(DUE + timedelta(hours=1), tick=False):
        chain.write(username="alice", action="开始")
    assert schedule.look(DUE + timedelta(hours=2)) == 0
    assert schedule.look(DUE + timedelta(days=1)) == daily()


def test_an_outside_scheduler_may_do_it_instead(running: County, settings: object) -> None:
    settings.DAILY_HOUR = None  # type: ignore[attr-defined]
    assert schedule.look(DUE) == 0
    assert "JIHENG_DAILY_HOUR=off" in running.client("system_admin").get("/manage/jobs/").content.decode()


def test_another_hour_may_be_set(running: County, settings: object) -> None:
    settings.DAILY_HOUR = 22  # type: ignore[attr-defined]
    assert schedule.due_moment(DUE) == datetime(2024, 9, 1, 14, 0, tzinfo=UTC)


def test_the_run_evaluates_every_unit_of_every_open_year(running: County) -> None:
    assert evaluate_daily.call("2024-09-02") == {"2024-08": 2}
    assert set(UnitWatch.objects.values_list("month", flat=True)) == {"2024-08"}
    running.dossier.year.open = False
    running.dossier.year.save()
    assert evaluate_daily.call("2024-10-02") == {}


def test_the_page_tells_when_it_ran_how_long_it_took_and_what_came_of_it(running: County) -> None:
    schedule.look(DUE)
    began = timezone.now()
    done = {"status": "SUCCESSFUL", "started_at": began, "finished_at": began + timedelta(seconds=7)}
    evaluated = DBTaskResult.objects.filter(task_path=evaluate_daily.module_path)
    evaluated.update(**done, return_value={"2024-08": 2}, worker_ids=["server-1"])
    page = running.client("system_admin").get("/manage/jobs/").content.decode()
    for told in ("每日评估预算执行", "2024-08：已评估 2 个单位", '<td class="n">7</td>', "server-1", "每天 3 时"):
        assert told in page


def test_a_run_that_failed_says_so(running: County) -> None:
    schedule.look(DUE)
    DBTaskResult.objects.update(status="FAILED")
    assert "程序出错" in running.client("finance").get("/manage/jobs/").content.decode()


def test_a_run_that_was_asked_for_on_the_board_is_told_too(running: County) -> None:
    evaluate_units.enqueue(2024, "2024-08")
    assert "评估全部单位预算执行" in running.client("finance").get("/manage/jobs/").content.decode()


def test_the_administrator_sees_jobs_without_whose_they_are(running: County) -> None:
    start(running.actor("filler"), running.dossier, "import-mark", **{"import": 0})
    seen = {role: running.client(role).get("/manage/jobs/").content.decode() for role in ("system_admin", "finance")}
    assert all("标注错误" in page for page in seen.values())
    assert "青禾镇人民政府" not in seen["system_admin"]
    assert "青禾镇人民政府" in seen["finance"]


@pytest.mark.parametrize("role", ["filler", "head", "neighbour", "department", "expert", "auditor", "security_admin"])
def test_others_do_not_see_it(running: County, role: str) -> None:
    assert running.client(role).get("/manage/jobs/").status_code == 403


def test_nothing_that_goes_through_all_units_stands_before_what_a_person_waits_for(
    running: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the test's own transaction lives on the connection that a worker would put by
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    schedule.look(DUE)
    evaluate_units.enqueue(2024, "2024-08")
    weigh_later.enqueue(0)
    job = start(running.actor("filler"), running.dossier, "import-mark", **{"import": 0})
    queued = {found.task_path: found.queue_name for found in DBTaskResult.objects.all()}
    before_people = [path for path, queue in queued.items() if queue == PEOPLE]
    assert before_people == [perform.module_path]
    assert set(queued.values()) == set(QUEUES)
    db_worker.Worker(
        queue_names=[PEOPLE], interval=0, batch=True, backend_name="default", startup_delay=False,
        max_tasks=None, worker_id="w", excluded_queue_names=[],
    ).run()  # fmt: skip
    job.refresh_from_db()
    assert job.attempts == 1
    assert set(DBTaskResult.objects.filter(status="READY").values_list("queue_name", flat=True)) == {ALL_UNITS}


def test_every_queue_of_the_product_has_a_worker(settings: object) -> None:
    assert set(settings.TASKS["default"]["QUEUES"]) == set(QUEUES)  # type: ignore[attr-defined]


HOLD = """
import sys, django
django.setup()
from jiheng.web.jobs.worker import Place
place = Place.take()
print(place.name, flush=True)
sys.stdin.read()
"""


def test_two_servers_never_share_a_name_and_a_dead_ones_name_is_known(tmp_path: Path, settings: object) -> None:
    settings.STATE = tmp_path  # type: ignore[attr-defined]
    first, second = Place.take(), Place.take()
    assert first.name != second.name
    assert first.dead_names() == [first.name]
    second.lock.close()
    assert sorted(first.dead_names()) == sorted([first.name, second.name])
    first.lock.close()
    again = Place.take()
    assert again.name == first.name
    again.lock.close()


def test_a_killed_server_gives_its_name_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHENG_HOME", str(tmp_path))
    monkeypatch.setenv("JIHENG_DATABASE", "")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "jiheng.web.settings")
    names = []
    for _time in range(2):
        command = [sys.executable, "-c", HOLD]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            names.append(server.stdout.readline())
            server.kill()
    assert names[0] == names[1] != ""


def test_the_month_of_a_run_is_the_last_that_had_ended(running: County) -> None:
    assert evaluate_daily.call(date(2024, 1, 5).isoformat()) == {"2024-01": 2}


def test_one_unit_that_breaks_the_program_keeps_no_other_from_being_evaluated(
    running: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(dossier: Dossier, month: Month) -> tuple[None, tuple[str, ...]]:
        if dossier.unit == running.town:
            raise ZeroDivisionError
        return None, ("没有数据",)

    monkeypatch.setattr("jiheng.web.monitoring.evaluation.report_or_faults", broken)
    assert evaluate_daily.call("2024-09-02") == {"2024-08": 1}
    assert [each.dossier.unit for each in UnitWatch.objects.all()] == [running.neighbour]
