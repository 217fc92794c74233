"""These tests are about what the readers make of a file: they read in this process, where coverage is measured."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _on_the_spot(on_the_spot: None) -> None: ...
