"""A site of the first release comes over whole: every row, every entry of the log, and each reason in its one home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
OTHER = "first_release"


@pytest.fixture
def upgraded(tmp_path: Path, db: None) -> Any:
    """What the site has after the upgrade."""
    with other_database() as address:
        environment = {**os.environ, "JIHENG_HOME": str(tmp_path), **address}
        command = [sys.executable, str(ROOT / "tests/web/first_release.py")]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@contextmanager
def other_database() -> Iterator[dict[str, str]]:
    """On PostgreSQL a database beside that of the tests; with SQLite the home folder is enough."""
    if connection.vendor != "postgresql":
        yield {}
        return
    name = f"{OTHER}_{os.getpid()}"
    given = os.environ["JIHENG_DATABASE"]
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield {"JIHENG_DATABASE": given.rpartition("/")[0] + "/" + name}
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def test_a_site_of_the_first_release_loses_nothing(upgraded: Any) -> None:
    grown = {
        table: upgraded["after"][table] - count
        for table, count in upgraded["before"].items()
        if upgraded["after"][table] != count
    }
    assert grown == {"audit_entry": 1}
    assert upgraded["opinion"] == "同意自评结果。"
    assert upgraded["revisions"] == [7, 7]


def test_each_reason_is_at_its_indicator_and_what_was_there_stays(upgraded: Any) -> None:
    rows = {(table, key): cells for table, key, cells in upgraded["rows"]}
    assert rows["results", "Z01"]["reason"] == "材料到货晚"
    assert rows["results", "Z01"]["measure"] == "按周调度"
    assert (rows["results", "Z02"]["reason"], rows["results", "Z02"]["measure"]) == ("资金到位晚", "按周调度")
    assert rows["results", "Z03"] == {"indicator": "Z03", "actual": "25"}
    assert rows["results", "1.1.1"] == {"indicator": "1.1.1"}
    assert upgraded["line"]["unexplained"] == []
    assert upgraded["line"]["reason"] == "新建管网：材料到货晚；修缮道路：资金到位晚"


def test_a_row_that_had_only_a_number_has_its_key(upgraded: Any) -> None:
    keys = [key for table, key, _cells in upgraded["rows"] if table == "claims"]
    assert keys == ["/自评总分/年度资金总额", "P01/自评总分/年度资金总额"]


def test_the_log_of_the_first_release_stays_sound_and_tells_of_the_upgrade(upgraded: Any) -> None:
    assert upgraded["verdict"] == "sound"
    assert upgraded["hashes"] == [False, False, False, True]
    told = dict(upgraded["changes"])
    assert told["Z02"] == [["measure", "", "按周调度"], ["reason", "", "资金到位晚"]]
    assert told["1.1.1"] == [["measure", "按周调度", ""], ["reason", "资金到位晚", ""]]


def test_log_and_history_can_be_changed_by_no_statement(upgraded: Any) -> None:
    assert len(upgraded["refused"]) == (6 if connection.vendor == "postgresql" else 5)
