"""Copies that are kept, and proofs that are only read where they were made."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from jiheng.web import safekeeping
from jiheng.web.safekeeping import kept_of, prove, prune, safety

TODAY = date(2026, 11, 30)


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "STATE", tmp_path)
    return tmp_path


def test_fourteen_days_eight_weeks_and_twelve_months_stay() -> None:
    days: set[date] = set()
    for back in range(500, -1, -1):
        days = kept_of({*days, TODAY - timedelta(days=back)})
    assert {TODAY - timedelta(days=back) for back in range(14)} <= days
    assert len({day.isocalendar()[:2] for day in days}) >= 8
    assert len({(day.year, day.month) for day in days}) == 12
    assert len(days) <= 14 + 8 + 12


def test_pruning_touches_nothing_but_copies(tmp_path: Path) -> None:
    for back in range(60):
        safekeeping.copy_of(TODAY - timedelta(days=back), tmp_path).touch()
    (tmp_path / "jiheng-before-the-move.zip").touch()
    prune(tmp_path)
    assert (tmp_path / "jiheng-before-the-move.zip").exists()
    assert len(list(tmp_path.iterdir())) < 40


def test_a_proof_that_fails_never_reads_as_one(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = iter([(0, ""), (3, "甲单位 验收.pdf：证据失效"), (1, "timeout")])
    monkeypatch.setattr(safekeeping, "_restored", lambda *_given: next(codes))
    assert safety().proven is None
    assert prove(state / "a.zip").proven
    first = safety().proven
    assert first is not None
    assert not prove(state / "b.zip").proven
    assert (safety().proven, "证据失效" in safety().failed) == (first, True)
    assert not prove(state / "c.zip").proven
    assert "timeout" in safety().failed


def test_an_installation_without_a_copy_is_called_so(state: Path) -> None:
    assert safety().copy is None
    assert safety().stale
