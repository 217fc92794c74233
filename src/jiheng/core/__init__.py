"""Exact numbers, units, calendars and faults: what every other layer stands on."""
