"""Every page: light, without inline script or style, without an address of another host."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

import pytest
from django.test import Client

from jiheng import facts
from jiheng.web import settings as product
from jiheng.web.records.actions import ReplaceTables
from jiheng.web.records.intake import written_rows
from jiheng.web.records.queries import GRIDS
from tests.web.conftest import County
from tests.web.test_bad_input import addresses

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
STATIC = product.BASE_DIR / "static"
MOST = 300 * 1024
OWN = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"')
OUTSIDE = re.compile(r'(?:href|src|action|hx-[a-z]+|data-[a-z-]+)="(?:https?:)?//')
INLINE = re.compile(r"<script(?![^>]*(?:\bsrc=|application/json))|\sstyle=|\son[a-z]+=", re.IGNORECASE)


@pytest.fixture
def filled(county: County) -> County:
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    return county


@cache
def packed(name: str) -> int:
    """How many bytes a file takes on the way, compressed as it is served."""
    return len(gzip.compress((STATIC / name).read_bytes(), 9))


def pages(client: Client) -> dict[str, str]:
    """Address → text of every page that opens."""
    found = {}
    for path in [*addresses(), *(f"/2024/900001/data/{table}/" for table in GRIDS)]:
        answer = client.get(path)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html") and not answer.streaming:
            found[path] = answer.content.decode()
    return found


@pytest.mark.parametrize(("role", "least"), [("filler", 20), ("finance", 25), ("system_admin", 4), ("auditor", 1)])
def test_every_page_is_light_and_keeps_to_itself(filled: County, role: str, least: int) -> None:
    found = pages(filled.client(role))
    assert len(found) >= least, sorted(found)
    for path, text in found.items():
        weight = len(gzip.compress(text.encode())) + sum(packed(name) for name in set(OWN.findall(text)))
        assert weight < MOST, (path, weight)
        assert OUTSIDE.search(text) is None, path
        assert INLINE.search(text) is None, (path, INLINE.search(text))


def test_the_elder_mode_enlarges_every_page_and_is_remembered(filled: County) -> None:
    client = filled.client("filler")
    client.cookies["elder"] = "1"
    for path in ("/", "/2024/900001/evaluation/", "/public/"):
        assert 'class="elder"' in client.get(path).content.decode()
    sheet = (STATIC / "css/jiheng.css").read_text(encoding="utf-8")
    assert re.search(r"\.elder[^{]*\{[^}]*font-size: 18px", sheet)
