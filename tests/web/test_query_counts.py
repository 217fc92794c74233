"""Lists over 300 units take a fixed, small number of queries; the counts are kept beside, and none is above ten."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jiheng.web.audit import chain
from jiheng.web.cycle.models import Dossier, Stage, State, Step, Task, Year
from jiheng.web.disclosure.models import Publication
from jiheng.web.organisation.models import Unit
from jiheng.web.rectification.models import Proposal
from tests.web.conftest import County

KEPT: dict[str, int] = json.loads(Path(__file__).with_name("query_counts.json").read_text(encoding="utf-8"))
UNITS = 300
MOST = 10
LISTS = {
    "/": "finance",
    "/2024/review/": "finance",
    "/2024/proposals/": "finance",
    "/2024/monitoring/": "finance",
    "/manage/years/2024/": "finance",
    "/public/": "head",
    "/manage/units/": "system_admin",
    "/manage/jobs/": "finance",
    "/manage/users/": "system_admin",
    "/audit/": "auditor",
}
STATES = (State.DRAFTING, State.SUBMITTED, State.RETURNED, State.APPROVED)


@pytest.fixture
def many(county: County) -> County:
    """300 towns below the county, in all states, with publications, proposals and an audit log."""
    Unit.objects.bulk_create(
        Unit(code=f"91{n:04d}", name=f"第{n}镇", level="乡镇", parent=county.county, path=f"{county.county.path}91{n:04d}/")
        for n in range(UNITS)
    )  # fmt: skip
    year = Year.objects.get(year=2024)
    towns = Unit.objects.filter(code__startswith="91")
    Dossier.objects.bulk_create(Dossier(year=year, unit=unit, pack=county.dossier.pack) for unit in towns)
    dossiers = list(Dossier.objects.filter(unit__in=towns))
    Task.objects.bulk_create(
        Task(dossier=dossier, stage=stage, state=STATES[n % 4], step=Step.FINANCE, due=date(2024, 1 + n % 12, 1))
        for n, dossier in enumerate(dossiers)
        for stage in Stage.values
    )
    someone = county.people["head"]
    Publication.objects.bulk_create(
        Publication(dossier=dossier, version=1, by=someone, frozen="{}", audit_number=1, audit_hash="0" * 64)
        for dossier in dossiers
    )
    Proposal.objects.bulk_create(
        Proposal(dossier=dossier, grade="优", total="96.37", advice="优先保障", decided_by=someone, decided_at=timezone.now())
        for dossier in dossiers
    )  # fmt: skip
    for n in range(60):
        chain.write(username="alice", action=f"第 {n} 件")
    return county


@pytest.mark.parametrize("path", LISTS)
def test_a_list_of_three_hundred_units_takes_few_queries(many: County, path: str) -> None:
    client = many.client(LISTS[path])
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    assert answer.status_code == 200
    assert len(queries) <= min(KEPT[path], MOST), "\n".join(query["sql"][:160] for query in queries)


def test_no_kept_count_is_above_what_is_allowed() -> None:
    assert set(KEPT) == set(LISTS)
    assert max(KEPT.values()) <= MOST
