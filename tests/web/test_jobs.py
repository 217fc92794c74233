"""Background jobs: progress, results, refusals, cancelling, and what a killed server leaves behind."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django_tasks_db.models import DBTaskResult

from jiheng.web.actions import Refusal
from jiheng.web.audit import chain
from jiheng.web.jobs.actions import CancelJob, in_hand, queue, start
from jiheng.web.jobs.kinds import KINDS, Running, register
from jiheng.web.jobs.models import Job, JobState
from jiheng.web.jobs.queues import QUEUES
from jiheng.web.jobs.restart import settle, take_up_again
from jiheng.web.jobs.tasks import MOST_ATTEMPTS, perform
from tests.web.conftest import County


@pytest.fixture(autouse=True)
def count() -> Iterator[None]:
    @register("count", "数数", "records.write")
    def _count(running: Running) -> Mapping[str, Any]:
        if running.job.given.get("fail"):
            raise Refusal("数不下去了，请换一个数。")
        if running.job.given.get("crash"):
            raise ZeroDivisionError
        for number in range(running.job.given["to"]):
            running.tell("正在数", number, running.job.given["to"])
        return {"counted": running.job.given["to"], "open": ["records:grid", {"table": "projects"}]}

    yield
    del KINDS["count"]


def waiting(county: County, **given: Any) -> Job:
    return Job.objects.create(
        kind="count", dossier=county.dossier, by=county.people["filler"], given_text=json.dumps({"to": 3} | given)
    )


def test_a_job_is_done_and_its_result_opens(county: County) -> None:
    job = start(county.actor("filler"), county.dossier, "count", to=3)
    assert (job.state, job.result["counted"]) == (JobState.DONE, 3)
    page = county.client("filler").get(f"/2024/900001/jobs/{job.pk}/").content.decode()
    assert "/2024/900001/data/projects/" in page
    answer = county.client("filler").get(f"/2024/900001/jobs/{job.pk}/progress/")
    assert answer.headers["HX-Redirect"] == "/2024/900001/data/projects/"


def test_a_refusal_is_shown_in_its_own_words(county: County) -> None:
    job = start(county.actor("filler"), county.dossier, "count", to=3, fail=True)
    page = county.client("filler").get(f"/2024/900001/jobs/{job.pk}/").content.decode()
    assert "数不下去了" in page


def test_an_unforeseen_failure_tells_a_number_and_nothing_of_the_inside(county: County) -> None:
    job = start(county.actor("filler"), county.dossier, "count", to=3, crash=True)
    assert job.state == JobState.FAILED
    assert "编号" in job.message
    assert "ZeroDivision" not in job.message


def test_progress_is_written_at_most_twice_a_second(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    job, clock = waiting(county), [0.0]
    told: list[str] = []
    running = Running(job)
    monkeypatch.setattr("jiheng.web.jobs.kinds.time.monotonic", lambda: clock[0])
    for _step in range(100):
        running.tell("x", len(told))
        job.refresh_from_db()
        told.append(job.message)
        Job.objects.update(message="")
        clock[0] += 0.05
    assert told.count("x") == 10


def test_a_waiting_job_shows_a_bar_and_asks_again(county: County) -> None:
    job = waiting(county)
    fragment = county.client("filler").get(f"/2024/900001/jobs/{job.pk}/progress/").content.decode()
    assert 'hx-trigger="every 1s"' in fragment
    assert "<progress" in fragment


def test_a_cancelled_job_is_not_begun(county: County) -> None:
    job = waiting(county)
    county.client("filler").post(f"/2024/900001/jobs/{job.pk}/cancel/")
    queue(job)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.CANCELLED, 0)


def test_a_running_job_stops_at_its_next_step(county: County) -> None:
    job = waiting(county)
    Job.objects.update(state=JobState.RUNNING)
    CancelJob(county.actor("filler"), Job.objects.get()).run()
    queue(job)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_what_has_ended_cannot_be_cancelled(county: County) -> None:
    job = start(county.actor("filler"), county.dossier, "count", to=1)
    answer = county.client("filler").post(f"/2024/900001/jobs/{job.pk}/cancel/", follow=True).content.decode()
    assert "已经结束" in answer


def test_too_many_jobs_at_a_time_are_refused(county: County) -> None:
    for _number in range(5):
        waiting(county)
    with pytest.raises(Refusal, match="还有后台任务没有完成"):
        start(county.actor("filler"), county.dossier, "count", to=1)


@pytest.mark.parametrize("role", ["neighbour", "head", "finance", "expert", "auditor", "system_admin"])
def test_a_job_is_not_found_by_who_may_not_start_it(county: County, role: str) -> None:
    job, client = waiting(county), county.client(role)
    assert client.get(f"/2024/900001/jobs/{job.pk}/").status_code == 404
    assert client.get(f"/2024/900001/jobs/{job.pk}/progress/").status_code == 404
    assert client.post(f"/2024/900001/jobs/{job.pk}/cancel/").status_code == 404
    assert client.get(f"/2024/900002/jobs/{job.pk}/").status_code == 404


def test_what_a_dead_worker_left_is_put_back_and_other_workers_are_left_alone(county: County) -> None:
    for worker in ("own", "other"):
        DBTaskResult.objects.create(
            status="RUNNING",
            worker_ids=[worker],
            args_kwargs={"args": [1], "kwargs": {}},
            task_path=perform.module_path,
            backend_name="default",
            run_after="2024-01-01T00:00:00Z",
        )
    assert take_up_again(["own"]) == 1
    assert {task.worker_ids[-1]: task.status for task in DBTaskResult.objects.all()} == {
        "own": "READY",
        "other": "RUNNING",
    }


def test_a_job_that_never_reached_the_queue_is_queued_at_the_next_start(county: County) -> None:
    job = waiting(county)
    assert take_up_again([]) == 1
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_a_job_that_interrupts_again_and_again_is_given_up(county: County) -> None:
    job = waiting(county)
    Job.objects.update(state=JobState.RUNNING, attempts=MOST_ATTEMPTS)
    queue(job)
    job.refresh_from_db()
    assert (job.state, "多次中断" in job.message) == (JobState.FAILED, True)


SEED = """
import os, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from jiheng.web.accounts.models import User
from jiheng.web.cycle.models import Dossier, Year
from jiheng.web.organisation.models import Membership, Role, Unit
from jiheng.web.actions import Actor
from jiheng.web.jobs.actions import start
unit = Unit.objects.create(code="900001", name="青禾镇人民政府")
user = User.objects.create_user(username="filler", name="填报人")
Membership.objects.create(user=user, unit=unit, role=Role.FILLER)
dossier = Dossier.objects.create(year=Year.objects.create(year=2024), unit=unit, pack="cn/guangdong/department")
start(Actor(user), dossier, "slow")
"""
SERVE = "import sys; from jiheng.cli.main import main; sys.argv = ['jiheng', 'serve', '--port', '0']; main()"
KIND = """
import time
from jiheng.web.jobs.kinds import register

@register("slow", "慢慢来", "records.write")
def slow(running):
    for step in range(1000):
        running.tell("正在办理", step, 1000)
        if running.job.attempts > 1:
            break
        time.sleep(0.05)
    return {"attempt": running.job.attempts}
"""


def test_a_killed_server_takes_its_job_up_again_when_it_is_started(tmp_path: Path) -> None:
    (tmp_path / "slow_kind.py").write_text(KIND)
    (tmp_path / "slow_settings.py").write_text(
        "from jiheng.web.settings import *\nINSTALLED_APPS += ['slow_app.Slow']\n"
    )
    (tmp_path / "slow_app.py").write_text(
        "from django.apps import AppConfig\nclass Slow(AppConfig):\n"
        "    name = 'slow_app'\n    path = '.'\n    def ready(self):\n        import slow_kind\n"
    )
    environment = os.environ | {
        "JIHENG_HOME": str(tmp_path / "home"),
        "JIHENG_DATABASE": "",
        "PYTHONPATH": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "slow_settings",
    }
    subprocess.run([sys.executable, "-c", SEED], env=environment, check=True)
    database = tmp_path / "home/jiheng.sqlite3"
    with _server(environment):
        _wait(database, "state = 'running' AND done > 0")
    assert _ask(database, "state = 'running'")
    with _server(environment):
        _wait(database, "state = 'done'")
    assert _ask(database, "attempts = 2")


class _server:  # noqa: N801 - reads as a sentence in the with statement
    """A real ``jiheng serve``, killed without warning at the end."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        command = [sys.executable, "-c", SERVE]
        self.process = subprocess.Popen(command, env=dict(environment), stdout=subprocess.DEVNULL)

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_why: object) -> None:
        self.process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        self.process.wait(20)


def _ask(database: Path, condition: str) -> bool:
    connection = sqlite3.connect(database, timeout=20)
    try:
        return bool(connection.execute(f"SELECT 1 FROM jobs_job WHERE {condition}").fetchone())
    finally:
        connection.close()


def _wait(database: Path, condition: str) -> None:
    until = time.monotonic() + 60
    while not _ask(database, condition):
        assert time.monotonic() < until, condition
        time.sleep(0.2)


@pytest.fixture
def in_database(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": list(QUEUES)}}


def test_a_job_and_its_place_in_the_queue_are_written_together(county: County, in_database: None) -> None:
    job = start(county.actor("filler"), county.dossier, "count", to=3)
    assert (job.state, job.queued) == (JobState.WAITING, True)
    assert in_hand(job)


def test_a_failure_on_the_way_leaves_neither_job_nor_place(
    county: County, in_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_more: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(chain, "write", broken)
    with pytest.raises(DatabaseError):
        start(county.actor("filler"), county.dossier, "count", to=3)
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_a_job_whose_run_ended_without_a_word_is_told_as_failed(county: County, in_database: None) -> None:
    job = start(county.actor("filler"), county.dossier, "count", to=3)
    later = job.made + timedelta(hours=1)
    assert settle(later) == 0
    DBTaskResult.objects.update(status="FAILED")
    assert settle(job.made + timedelta(seconds=30)) == 0
    assert settle(later) == 1
    job.refresh_from_db()
    assert (job.state, "请重新提交" in job.message) == (JobState.FAILED, True)


def test_a_running_job_is_cancelled_at_its_next_step_or_at_once_if_its_worker_is_gone(
    county: County, in_database: None
) -> None:
    job = start(county.actor("filler"), county.dossier, "count", to=3)
    Job.objects.update(state=JobState.RUNNING)
    CancelJob(county.actor("filler"), job).run()
    job.refresh_from_db()
    assert (job.state, job.stop) == (JobState.RUNNING, True)
    DBTaskResult.objects.update(status="FAILED")
    CancelJob(county.actor("filler"), job).run()
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    with pytest.raises(Refusal, match="已经结束"):
        CancelJob(county.actor("filler"), job).run()
