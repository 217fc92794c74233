"""Results are computed once for each state of the data, read back as they were, and removed when nobody reads them."""

from __future__ import annotations

import os
import pickle
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.core.exact import Money, Points, Ratio
from jiheng.facts import load
from jiheng.web.records import shelf
from jiheng.web.records.kept import kept
from jiheng.web.records.pickled import dumps
from jiheng.web.records.tasks import in_words, sweep_daily

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
counted: list[tuple[object, ...]] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A frozen record whose fields are given by name."""

    share: Fraction
    money: tuple[Money, ...]
    note: str = ""


def slowly(name: str, times: int) -> Result:
    """Something that takes time."""
    counted.append((name, times))
    return Result(share=Fraction(times, 3), money=(Money(times),), note=name)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """A folder of one's own for what was computed."""
    settings.COMPUTED = tmp_path / "computed"
    counted.clear()
    return tmp_path / "computed"


def test_the_same_is_computed_once() -> None:
    recall = kept(slowly)
    assert recall("甲", 2) == recall("甲", 2) == slowly("甲", 2)
    assert counted == [("甲", 2), ("甲", 2)]


def test_another_process_reads_what_this_one_computed(folder: Path) -> None:
    kept(slowly)("甲", 2)
    assert kept(slowly)("甲", 2) == Result(share=Fraction(2, 3), money=(Money(2),), note="甲")
    assert counted == [("甲", 2)]
    assert len(list(folder.glob("*/*"))) == 1


@pytest.mark.parametrize("damage", [b"", b"\x00", b"x\x9c", None])
def test_a_damaged_file_is_computed_again(folder: Path, damage: bytes | None) -> None:
    kept(slowly)("甲", 2)
    (path,) = folder.glob("*/*")
    path.write_bytes(path.read_bytes()[:-5] if damage is None else damage)
    assert kept(slowly)("甲", 2).note == "甲"
    assert len(counted) == 2


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    settings.COMPUTED = tmp_path / "file"
    assert kept(slowly)("甲", 2).note == "甲"
    assert kept(slowly)("甲", 2).note == "甲"
    assert len(counted) == 2


def test_a_full_disk_leaves_no_half_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    shelf.write(folder, "abcd", b"content")
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_what_nobody_read_for_a_week_is_removed_and_what_was_read_stays(folder: Path) -> None:
    long_ago = time.time() - 8 * shelf.DAY
    for name in ("old-unread", "old-read", "new"):
        shelf.write(folder, name, name.encode())
        if name.startswith("old"):
            os.utime(folder / name[:2] / name[2:], (long_ago, long_ago))
    assert shelf.read(folder, "old-read") == b"old-read"
    assert in_words(sweep_daily.call("2024-09-02")) == "已清理 1 个文件"
    assert shelf.read(folder, "old-unread") is None
    assert shelf.read(folder, "new") == b"new"


def test_a_whole_data_set_is_read_back_as_it_was() -> None:
    dataset = load(EXAMPLE)
    assert pickle.loads(dumps(dataset)) == dataset


@given(
    st.fractions(),
    st.lists(st.integers().map(Money) | st.integers().map(Points)),
    st.tuples(st.integers(), st.integers(1)),
)
def test_exact_numbers_are_read_back_exactly(share: Fraction, numbers: list[object], pair: tuple[int, int]) -> None:
    value = (share, numbers, Ratio(*pair), {"text": share})
    assert pickle.loads(dumps(value)) == value


def test_a_class_is_no_record_of_itself() -> None:
    assert pickle.loads(dumps((Money, Fraction, None))) == (Money, Fraction, None)
