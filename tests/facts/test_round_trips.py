"""A data set is the same whatever form it was kept in."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from jiheng import facts
from jiheng.facts import DataSet, parquet
from tests.facts.sample import full_town
from tests.facts.strategies import datasets

SLOW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@SLOW
@given(datasets())
def test_folder_workbook_and_parquet_keep_every_data_set(dataset: DataSet) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        facts.save_folder(dataset, folder / "a")
        assert facts.load(folder / "a") == dataset
        facts.save_workbook(dataset, folder / "a.xlsx")
        assert facts.load(folder / "a.xlsx") == dataset
        parquet.save_many([dataset], folder / "many")
        assert list(parquet.load_many(folder / "many")) == [dataset]


def test_a_full_town_goes_from_form_to_form_with_its_hash(tmp_path: Path) -> None:
    town = full_town()
    facts.save_workbook(town, tmp_path / "a.xlsx")
    facts.save_folder(facts.load(tmp_path / "a.xlsx"), tmp_path / "b")
    parquet.save_many([facts.load(tmp_path / "b")], tmp_path / "c")
    (back,) = parquet.load_many(tmp_path / "c")
    assert back == town
    assert back.sha256 == town.sha256
