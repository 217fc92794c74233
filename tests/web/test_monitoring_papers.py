"""The official monitoring forms, downloaded filled from the pages of monitoring."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from tests.web.conftest import County
from tests.web.test_monitoring import town  # noqa: F401 - a fixture

FORMS = "/2024/900001/monitoring/forms/"


def cells(answer: Any, sheet: int = 0) -> list[object]:
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return [cell.value for row in book.worksheets[sheet].iter_rows() for cell in row if cell.value is not None]


def test_the_form_of_a_month_leads_to_every_official_form(town: County) -> None:  # noqa: F811 - the fixture
    page = town.client("filler").get(f"{FORMS}2024-08/").content.decode()
    for title in ("部门整体支出绩效运行监控表", "项目支出绩效目标执行监控表", "项目支出绩效监控表（湖北式样）"):
        assert title in page


def test_the_forms_show_what_was_observed_by_that_month_and_nothing_later(town: County) -> None:  # noqa: F811
    client = town.client("filler")
    august = cells(client.get(f"{FORMS}2024-08/papers/department-monitoring.xlsx"))
    october = cells(client.get(f"{FORMS}2024-10/papers/department-monitoring.xlsx"))
    assert "10.2公里" in august
    assert "13.4公里" not in august
    assert "13.4公里" in october


@pytest.mark.parametrize("code", ["project-monitoring", "project-monitoring-hubei"])
def test_a_form_of_projects_has_a_sheet_for_each_with_indicators(town: County, code: str) -> None:  # noqa: F811
    answer = town.client("head").get(f"{FORMS}2024-10/papers/{code}.xlsx")
    assert "雨污分流改造工程" in cells(answer, 1)
    assert len(openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets) == 3


def test_what_is_no_form_or_of_another_unit_is_not_found(town: County) -> None:  # noqa: F811
    client = town.client("filler")
    assert client.get(f"{FORMS}2024-08/papers/self-evaluation.xlsx").status_code == 404
    assert client.get(f"{FORMS}2023-08/papers/project-monitoring.xlsx").status_code == 404
    assert town.client("neighbour").get(f"{FORMS}2024-08/papers/project-monitoring.xlsx").status_code == 404


def test_a_unit_without_indicators_has_no_form_of_projects(county: County) -> None:
    path = "/2024/900002/monitoring/forms/2024-08/papers/project-monitoring.xlsx"
    assert county.client("neighbour").get(path).status_code == 404
