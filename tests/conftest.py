"""What tests of every package may ask for."""

from __future__ import annotations

import pytest

from jiheng.core import apart


@pytest.fixture
def on_the_spot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Foreign bytes are read in this process, so that a test can lay hands on a reader; the door has its own tests."""
    monkeypatch.setattr(apart._Kept, "inside", True)
