"""Every address of the application, as every role: nobody without a log-in, no neighbour, no administrator gets in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter

from jiheng.web.audit import trail
from jiheng.web.organisation.models import Role
from tests.web.conftest import County

OPEN = {"disclosure:public_list", "disclosure:public_page", "disclosure:public_file"}
"""Pages that need no log-in by their purpose."""
KEPT_BY_READING = ("django_session", "accounts_", "audit_")
"""Tables that reading a page may write: when a log-in was last used, and that somebody tried what he may not."""
PERSONAL = ("accounts:", "admin:", "api:", "nowhere", "management:")
"""Pages about oneself, the maintainer's pages, the API and the administrators' pages have tests of their own."""
SAMPLES = {
    "table": "projects",
    "code": "1.1.3",
    "stage": "targets",
    "deed": "submit",
    "period": "2024-08",
    "name": "data.json",
}


def patterns(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, dict[str, object]]]:
    """Name, route and converters of every address."""
    for each in resolver.url_patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, route, f"{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern):
            yield f"{space}{each.name}", route, dict(each.pattern.converters) | dict(_outer(prefix))


def _outer(prefix: str) -> Iterator[tuple[str, object]]:
    if "<int:year>" in prefix:
        yield "year", IntConverter()


def filled(route: str, converters: dict[str, object]) -> str:
    """The route with sample values in its places; the unit is the one of the test's county."""
    path = route
    for name, converter in converters.items():
        sample = {"year": "2024", "unit": "900001"}.get(name) or SAMPLES.get(name)
        value = sample or ("1" if isinstance(converter, IntConverter) else "x")
        kind = next((part for part in ("int", "str", "path", "slug") if f"<{part}:{name}>" in path), "str")
        path = path.replace(f"<{kind}:{name}>", value)
    return "/" + path


ALL = sorted(
    (name, filled(route, converters))
    for name, route, converters in patterns(get_resolver())
    if not name.startswith(PERSONAL) and "<" not in filled(route, converters)
)
CLOSED = [(name, path) for name, path in ALL if name not in OPEN]
OF_A_UNIT = [(name, path) for name, path in CLOSED if "/900001/" in path]


def test_the_walk_meets_the_pages_it_should() -> None:
    names = {name for name, _path in ALL}
    assert {"desk", "evaluation:table", "records:save", "targets:table", "rectification:decide", "cycle:deed"} <= names


@pytest.mark.parametrize(("name", "path"), CLOSED)
def test_without_a_log_in_every_page_leads_to_the_log_in(db: None, name: str, path: str) -> None:
    for answer in (Client().get(path), Client().post(path)):
        assert answer.status_code in {302, 403, 405}, name
        if answer.status_code == 302:
            assert answer["Location"].startswith("/login/")


@pytest.mark.parametrize(("name", "path"), OF_A_UNIT)
def test_the_neighbour_and_the_administrators_find_nothing(county: County, name: str, path: str) -> None:
    for role in ("neighbour", Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR):
        client = county.client(role)
        assert client.get(path).status_code in {404, 405}, (name, role)
        assert client.post(path).status_code in {404, 405}, (name, role)


@pytest.mark.parametrize(("name", "path"), OF_A_UNIT)
def test_nothing_changes_by_reading(county: County, name: str, path: str) -> None:
    from jiheng.web.audit.models import Entry  # noqa: PLC0415 - read where it is counted

    writings = re.compile(rf'^(?:INSERT INTO|UPDATE|DELETE FROM) "(?!{"|".join(KEPT_BY_READING)})', re.IGNORECASE)
    deeds = Entry.objects.filter(result="成功")  # an attempt without the right is on record, and changes nothing
    deeds = deeds.exclude(action=trail.FETCHED)  # so is a file that is fetched
    before = deeds.count()
    for role in ("filler", "head", "finance"):
        client = county.client(role)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        assert [query["sql"] for query in queries if writings.match(query["sql"])] == [], (name, role)
    assert deeds.count() == before, name


@pytest.mark.parametrize(("name", "path"), CLOSED)
def test_every_page_carries_the_headers_that_none_may_lack(county: County, name: str, path: str) -> None:
    answer = county.client("filler").get(path)
    assert "script-src 'self'" in answer["Content-Security-Policy"], name
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
