"""The pages about the API are true: their commands run, their addresses exist, their statuses and limits are the real ones."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiheng import facts
from jiheng.web.api import accounts, audit, dossiers, review, units, years
from jiheng.web.api.actions import LONGEST_DAYS, SHORT_DAYS
from jiheng.web.api.common import FAILURES
from jiheng.web.api.schemas import MAX_ROWS
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import Stage, State
from jiheng.web.files.limits import MAX_DOSSIER, MAX_FILE
from jiheng.web.files.views import MOST_AT_ONCE
from jiheng.web.records.actions import ReplaceTables
from jiheng.web.records.intake import written_rows
from jiheng.web.records.models import Record
from tests.web.api import token
from tests.web.conftest import County
from tests.web.test_api_every_address import ALL
from tests.web.test_imports import LEDGER, book

ROOT = Path(__file__).parents[2]
PAGES = ("docs/接口说明.md", "docs/api.md")
ROW = '"row": 17'
"""The number that the page takes from the answer before."""


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def commands(page: str) -> list[list[str]]:
    """The words of every curl command, in order."""
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", text(page), flags=re.DOTALL)).replace("\\\n", " ")
    return [shlex.split(line) for line in blocks.splitlines() if line.startswith("curl ")]


def run(words: list[str], known: dict[str, str]) -> Any:
    """Do what curl would do with these words."""
    method, data, headers, files = "", None, {}, {}
    address = ""
    rest = iter(words[1:])
    for word in rest:
        if word == "-s":
            continue
        if word == "-X":
            method = next(rest)
        elif word == "-H":
            name, _colon, value = next(rest).partition(": ")
            headers[name] = re.sub(r"\$(\w+)", lambda found: known[found[1]], value)
        elif word == "-d":
            data = next(rest).replace(ROW, f'"row": {known["ROW"]}')
        elif word == "-F":
            name, _sign, path = next(rest).partition("=@")
            files[name] = SimpleUploadedFile(path, book(LEDGER))
        else:
            address = word.replace("$JIHENG", "/api/v1")
    kind = headers.pop("Content-Type", "application/octet-stream")
    client = Client(headers=headers)
    if files:
        return client.post(address, files)
    return client.generic(method or "GET", address, data or "", content_type=kind)


@pytest.mark.parametrize("page", PAGES)
def test_the_journey_of_the_page_can_be_walked(county: County, page: str) -> None:
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(ROOT / "examples/xinzao-2024"))).run()
    first = Record.objects.filter(dossier=county.dossier, table="projects")[0].pk
    known = {role.upper(): token(county, role) for role in ("filler", "head", "finance")} | {"ROW": str(first)}
    told = [(words, run(words, known)) for words in commands(page)]
    assert [(words[-1], answer.content.decode()) for words, answer in told if answer.status_code != 200] == []
    assert len(told) >= 7
    assert not [answer.json() for words, answer in told if "PATCH" in words and answer.json()["conflicts"]]
    assert task_of(county.dossier, Stage.EVALUATION).state == State.PUBLISHED


@pytest.mark.parametrize("page", PAGES)
def test_every_operation_that_the_page_names_exists(page: str) -> None:
    named = set(re.findall(r"`((?:GET|POST|PUT|PATCH|DELETE) /[^`]*)`", text(page)))
    assert named
    assert named <= set(ALL)


@pytest.mark.parametrize("page", PAGES)
def test_the_statuses_and_limits_of_the_page_are_the_real_ones(page: str) -> None:
    said = text(page)
    assert {int(code) for code in re.findall(r"^\| (\d{3}) \|", said, flags=re.MULTILINE)} == set(FAILURES)
    megabyte = 2**20
    for limit in (
        f"{MAX_ROWS:,}",
        f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE // megabyte} MB",
        f"{MAX_FILE // megabyte} MB",
        f"{MAX_DOSSIER // megabyte} MB",
        f"{MOST_AT_ONCE} ",
        f"{LONGEST_DAYS} ",
        f"{SHORT_DAYS} ",
        f"{units.PAGE} ",
        f"{accounts.PAGE}",
        f"{audit.PAGE}",
    ):
        assert limit in said, limit
    assert dossiers.PAGE == years.PAGE == units.PAGE
    assert review.PAGE == accounts.PAGE


def test_the_description_is_open_and_there_is_no_page_that_would_load_from_elsewhere(db: None) -> None:
    described = Client().get("/api/v1/openapi.json")
    assert described.status_code == 200
    assert "://" not in described.content.decode()
    assert Client().get("/api/v1/docs").status_code == 404
