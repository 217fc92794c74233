"""The audit log: chained, append-only, verified from its entries."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from jiheng.web.audit import chain
from jiheng.web.audit.models import Entry
from jiheng.web.cycle.actions import Submit, task_of
from jiheng.web.cycle.models import Stage
from tests.web.conftest import County


def entries(count: int) -> None:
    for number in range(count):
        chain.write(username="alice", action=f"操作{number}")


def tamper(sql: str) -> None:
    """Do what the triggers forbid, as someone with the database's own tools could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER ALL")
        else:
            cursor.execute("DROP TRIGGER audit_entry_update")
            cursor.execute("DROP TRIGGER audit_entry_delete")
        cursor.execute(sql)


def test_every_entry_is_chained_to_the_one_before(db: None) -> None:
    entries(3)
    first, second, third = Entry.objects.all()
    assert (first.previous, second.previous, third.previous) == (chain.GENESIS, first.hash, second.hash)
    assert chain.verify().sound


@pytest.mark.parametrize("deed", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_the_log(db: None, deed: str) -> None:
    entries(1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)


def test_an_entry_takes_no_other_entrys_place_and_the_log_is_not_emptied(db: None) -> None:
    entries(2)
    again = "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE number = 1"
    deed = "TRUNCATE audit_entry CASCADE" if connection.vendor == "postgresql" else again
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)
    assert chain.verify().entries == 2


def test_a_changed_entry_is_named(db: None) -> None:
    entries(3)
    tamper("UPDATE audit_entry SET action = '别的' WHERE number = 2")
    assert chain.verify().problem == "第 2 条与哈希不符"


def test_a_missing_entry_is_named(db: None) -> None:
    entries(3)
    tamper("DELETE FROM audit_entry WHERE number = 2")
    assert chain.verify().problem == "第 2 条缺失"


def test_a_truncated_log_is_seen_only_by_its_anchor(db: None) -> None:
    entries(3)
    anchor = chain.head()
    tamper("DELETE FROM audit_entry WHERE number = 3")
    assert chain.verify().sound
    assert not chain.verify(anchor).sound


def test_a_refused_attempt_is_on_record(county: County) -> None:
    task = task_of(county.dossier, Stage.EVALUATION)
    with pytest.raises(PermissionDenied):
        Submit(county.actor("neighbour"), task).run()
    last = Entry.objects.last()
    assert last is not None
    assert (last.action, last.result, last.username, last.unit_code) == ("提交审核", "无权限", "bob", "900001")


def test_an_entry_dated_before_its_predecessor_is_told(db: None) -> None:
    for day in (5, 4):
        with time_machine.travel(datetime(2025, 3, day, tzinfo=UTC), tick=False):
            entries(1)
    verdict = chain.verify()
    assert verdict.sound
    assert "第 2 条的时间早于前一条" in verdict.sentence
