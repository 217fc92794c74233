from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings

from jiheng.core.exact import Money
from jiheng.core.fault import Place
from jiheng.facts import DataSet, content_hash
from jiheng.facts.content import ORDERED, tables
from jiheng.facts.rows import DeclaredValue
from tests.facts.sample import full_town
from tests.facts.strategies import datasets

FIRST_RELEASE = "315e00507dc8084162452c09f0d8b307254b6db6775295a271f920da75b7dd88"


def test_the_hash_does_not_know_where_rows_were_read() -> None:
    town = full_town()
    moved = replace(town, payments=tuple(replace(row, place=Place(file="x")) for row in town.payments))
    assert content_hash(moved) == town.sha256


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(datasets())
def test_the_order_of_rows_changes_the_hash_only_where_it_shows(dataset: DataSet) -> None:
    for table, rows in tables(dataset):
        if table == "unit" or len(rows) < 2:
            continue
        reversed_rows: dict[str, Any] = {table: tuple(reversed(rows))}
        turned = replace(dataset, **reversed_rows)
        assert (content_hash(turned) == dataset.sha256) == (table not in ORDERED)


def test_every_change_of_content_changes_the_hash() -> None:
    town = full_town()
    first, *others = town.payments
    assert content_hash(replace(town, payments=tuple(others))) != town.sha256
    assert content_hash(replace(town, payments=(replace(first, amount=Money(1)), *others))) != town.sha256
    assert content_hash(replace(town, nil=())) != town.sha256
    assert content_hash(replace(town, unit=replace(town.unit, year=2023))) != town.sha256
    assert content_hash(replace(town, unit=replace(town.unit, staff=None))) != town.sha256


def test_a_data_set_without_the_later_tables_keeps_the_hash_that_the_first_release_gave_it() -> None:
    assert full_town().sha256 == FIRST_RELEASE
    told = replace(full_town(), inputs=(DeclaredValue(name="签订率", value="95%"),))
    assert content_hash(told) != FIRST_RELEASE
