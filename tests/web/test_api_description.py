"""The API's description of itself holds for generated calls, for who fills in and for who reviews."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from jiheng.core.calendar import Month
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import Stage, State, Task
from jiheng.web.monitoring.evaluation import evaluate
from jiheng.web.monitoring.models import Case
from jiheng.web.rectification.models import Item
from jiheng.web.wsgi import application
from tests.web.api import token
from tests.web.conftest import County
from tests.web.test_monitoring import town  # noqa: F401 - a fixture

EXAMPLES = {"filler": 6, "finance": 6}
"""Generated calls of each operation by role."""
OPERATIONS = 38


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Calls through the server's own door keep the test's database connection, as Django's test client sees to it."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def places(town: County) -> dict[str, Any]:  # noqa: F811 - the fixture
    """A town with a warning, something to mend, and a form that waits for review: what addresses can name."""
    evaluate(town.dossier, Month(2024, 8), date(2024, 8, 31))
    item = Item.objects.create(dossier=town.dossier, problem="合同备案逾期", owner="李明", due=date(2025, 9, 30))
    task = task_of(town.dossier, Stage.EVALUATION)
    Task.objects.filter(pk=task.pk).update(state=State.SUBMITTED, step="finance")
    case = Case.objects.order_by("pk")[0]
    return {"year": 2024, "unit": "900001", "case": case.pk, "item": item.pk, "code": "2.5.4", "table": "projects"}


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("role", EXAMPLES)
def test_the_description_holds_for_generated_calls(town: County, role: str, places: dict[str, Any]) -> None:  # noqa: F811
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    header = {"Authorization": f"Bearer {token(town, role)}"}
    called = set()
    for result in schema.get_all_operations():
        operation = cast("Any", result).ok()
        called.add(f"{operation.method} {operation.path}")
        known = {name: value for name, value in places.items() if f"{{{name}}}" in operation.path}
        _hold(operation.as_strategy(), header, EXAMPLES[role] // 2)
        if operation.body or known:
            _hold(operation.as_strategy(GenerationMode.NEGATIVE), header, EXAMPLES[role] // 2)
        _hold(operation.as_strategy(path_parameters=known or None), header, EXAMPLES[role])
    assert len(called) == OPERATIONS


def _hold(cases: Any, header: dict[str, str], examples: int) -> None:
    """Call with generated input; every answer must be as described, none a server error."""

    @settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=cases)
    def holds(case: Any) -> None:
        case.call_and_validate(headers=header)

    holds()
