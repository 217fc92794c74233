"""Spark is admitted by the same suite; one session serves the module, because starting it takes seconds."""

from __future__ import annotations

import pytest

pytest.importorskip("pyspark", reason="the extra spark is not installed")
