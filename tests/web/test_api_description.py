"""The API's description of itself holds for generated calls, for every kind of role."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from jiheng.core.calendar import Month
from jiheng.web import rights
from jiheng.web.accounts.models import User
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import Stage, State, Task
from jiheng.web.jobs.models import Job
from jiheng.web.monitoring.evaluation import evaluate
from jiheng.web.monitoring.models import Case
from jiheng.web.organisation.models import Role
from jiheng.web.records.models import Record
from jiheng.web.rectification.models import Item
from jiheng.web.wsgi import application
from tests.web.api import DOSSIER, caller, token
from tests.web.conftest import County
from tests.web.test_api_every_address import ALL, WRITES
from tests.web.test_imports import LEDGER, book
from tests.web.test_monitoring import town  # noqa: F401 - a fixture

EXAMPLES = 4
"""Generated calls of each operation with known places; half as many with any, and half as many unsound."""
ROLES = ("filler", "finance", "system_admin", "security_admin", "auditor")
READERS = ("filler", "finance")
"""Who calls what asks for no right of its own."""
NEIGHBOUR = "白石镇人民政府"


def callers(name: str) -> set[str]:
    """The roles that may call the operation."""
    right = WRITES.get(name)
    return {role for role in ROLES if Role(role) in rights.RIGHTS[right]} if right else set(READERS)


@pytest.fixture
def places(town: County) -> dict[str, Any]:  # noqa: F811 - the fixture
    """A town with a warning, something to mend, and a form that waits for review: what addresses can name."""
    evaluate(town.dossier, Month(2024, 8), date(2024, 8, 31))
    item = Item.objects.create(dossier=town.dossier, problem="合同备案逾期", owner="李明", due=date(2025, 9, 30))
    task = task_of(town.dossier, Stage.EVALUATION)
    Task.objects.filter(pk=task.pk).update(state=State.SUBMITTED, step="finance")
    case = Case.objects.order_by("pk")[0]
    job = Job.objects.create(kind="forms", dossier=town.dossier, by=town.people["filler"])
    file = SimpleUploadedFile("台账.xlsx", book(LEDGER))
    imported = caller(town, "filler").post(f"{DOSSIER}/imports", {"file": file}).json()
    return {
        "year": 2024,
        "unit": "900001",
        "case": case.pk,
        "item": item.pk,
        "code": "2.5.4",
        "table": "projects",
        "row": Record.objects.filter(dossier=town.dossier, table="projects")[0].pk,
        "chapter": "2",
        "month": "2024-08",
        "number": imported["number"],
        "job": job.pk,
        "account": "expert",
        "role": "expert",
    }


@pytest.fixture
def one_connection(places: dict[str, Any]) -> Iterator[None]:
    """Calls through the server's own door keep the test's database connection; places are made before, by Django's client, which sees to it."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def test_every_operation_is_called_by_somebody() -> None:
    assert all(callers(name) for name in ALL)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("role", ROLES)
def test_the_description_holds_for_generated_calls(town: County, role: str, places: dict[str, Any]) -> None:  # noqa: F811
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    secrets = [text for user in User.objects.all() for text in (user.password, user.totp_secret) if text]
    hidden = [*secrets, *([NEIGHBOUR] if role == "filler" else [])]
    called = set()
    for result in schema.get_all_operations():
        operation = cast("Any", result).ok()
        name = f"{operation.method.upper()} {operation.path.removeprefix('/api/v1')}"
        if role not in callers(name):
            continue
        called.add(name)
        known = {place: value for place, value in places.items() if f"{{{place}}}" in operation.path}
        with transaction.atomic():  # what one operation does must not stand in the way of the next
            ways = [operation.as_strategy()] + [operation.as_strategy(GenerationMode.NEGATIVE)] * bool(
                known or operation.body
            )
            for cases in ways:
                _hold(cases, token(town, role), hidden, EXAMPLES // 2)
            _hold(operation.as_strategy(path_parameters=known or None), token(town, role), hidden, EXAMPLES)
            transaction.set_rollback(True)
    assert called == {name for name in ALL if role in callers(name)}


def _hold(cases: Any, bearer: str, hidden: list[str], examples: int) -> None:
    """Call with generated input; every answer is as described, none a server error, none tells what is hidden."""

    @settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=cases)
    def holds(case: Any) -> None:
        answer = case.call_and_validate(headers={"Authorization": f"Bearer {bearer}"})
        assert not [text for text in hidden if text.encode() in answer.content]

    holds()
