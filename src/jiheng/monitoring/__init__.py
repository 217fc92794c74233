"""Spending that is watched: execution by month, forecast, signals, cases and drafted reminders."""

from __future__ import annotations

from jiheng.monitoring.report import Report, Watched, learn, monitor
from jiheng.monitoring.view import as_json, as_text

__all__ = ["Report", "Watched", "as_json", "as_text", "learn", "monitor"]
