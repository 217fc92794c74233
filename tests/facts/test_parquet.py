from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from jiheng import facts
from jiheng.core.exact import Money
from jiheng.core.fault import Refused
from jiheng.facts import DataSet, parquet, relations, sealed
from jiheng.facts.rows import TABLES, History
from tests.facts.sample import UNIT, full_town, town


def towns(count: int) -> list[DataSet]:
    return [sealed(replace(full_town(), unit=replace(UNIT, code=f"{number:04}"))) for number in range(count)]


def test_many_units_are_kept_table_by_table(tmp_path: Path) -> None:
    given = towns(3)
    parquet.save_many(iter(given), tmp_path)
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted([*TABLES, "nil"])
    assert list(parquet.load_many(tmp_path)) == given


def test_units_are_read_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "BATCH", 2)
    given = towns(5)
    parquet.save_many(given, tmp_path)
    assert [dataset.unit.code for dataset in parquet.load_many(tmp_path)] == [dataset.unit.code for dataset in given]


def test_places_survive(tmp_path: Path) -> None:
    facts.save_folder(full_town(), tmp_path / "a")
    parquet.save_many([facts.load(tmp_path / "a")], tmp_path / "b")
    (dataset,) = parquet.load_many(tmp_path / "b")
    assert (dataset.payments[1].place.file, dataset.payments[1].place.row) == ("payments.csv", 3)


def test_money_and_points_are_integers_and_numbers_are_exact_decimals() -> None:
    with duckdb.connect() as connection:
        relations.register(connection, [full_town()])
        types = dict(
            connection.execute(
                "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'indicators'"
            ).fetchall()
        )
        assert (types["weight"], types["target"], types["unit_year"]) == ("BIGINT", "DECIMAL(18,6)", "INTEGER")
        amounts = connection.execute("SELECT amount FROM payments ORDER BY month").fetchall()
        assert amounts == [(3561640,), (-1640,)]
        assert "DOUBLE" not in types.values()


def test_every_table_is_there_even_without_rows() -> None:
    with duckdb.connect() as connection:
        relations.register(connection, [town(nil=("inspections",))])
        counts = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone() for table in (*TABLES, "nil")}
    assert {table for table, found in counts.items() if found != (0,)} == {"unit", "nil"}


def test_a_table_without_a_file_is_empty(tmp_path: Path) -> None:
    parquet.save_many([full_town()], tmp_path)
    (tmp_path / "payments.parquet").unlink()
    (dataset,) = parquet.load_many(tmp_path)
    assert dataset.payments == ()
    assert dataset.budget == full_town().budget


@pytest.mark.parametrize("number", [Fraction(1, 3), Fraction(10**12), Fraction(1, 10**7)])
def test_a_number_that_does_not_fit_is_refused_and_nothing_is_written(tmp_path: Path, number: Fraction) -> None:
    dataset = replace(town(), history=(History(measure="甲", year=2023, value=number),))
    with pytest.raises(Refused, match="“数值”"):
        parquet.save_many([dataset], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_largest_amount_fits(tmp_path: Path) -> None:
    given = full_town()
    assert given.budget[1].adjusted == Money(9000000000000001)
    parquet.save_many([given], tmp_path)
    (dataset,) = parquet.load_many(tmp_path)
    assert dataset.budget == given.budget


def test_foreign_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "unit.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(Refused, match="Parquet"):
        list(parquet.load_many(tmp_path))
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT 1 AS a) TO '{tmp_path}/unit.parquet'")
    with pytest.raises(Refused, match="缺少列"):
        list(parquet.load_many(tmp_path))
