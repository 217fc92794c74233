"""The catalogue of form checks: what each rule says, why it matters and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from jiheng.checks.finding import Severity

HERE = files("jiheng.checks.form")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue; its SQL selects the rows that break it.

    The SQL yields ``unit_code, unit_year, subject, value, expected, place_file, place_sheet, place_row``, and as a ninth
    column, where the rows of one rule rest on different clauses, ``cite``: the one that this row breaks.
    """

    code: str
    title: str
    category: str
    severity: Severity
    why: str
    fix: str
    cites: tuple[str, ...]
    """Every ground of the rule; a finding cites those of its row."""
    since: int
    """First budget year that the rule is applied to."""
    needs: tuple[str, ...]
    """Tables without which nothing can be said: the rule then counts as not checked."""
    sql: str


@cache
def catalogue() -> tuple[Rule, ...]:
    """Return all rules in the order of their codes."""
    listed = yaml.safe_load((HERE / "catalogue.yaml").read_text(encoding="utf-8"))
    return tuple(_rule(entry) for entry in listed)


def _rule(entry: dict[str, object]) -> Rule:
    sql = (HERE / "sql" / f"{entry['code']}.sql").read_text(encoding="utf-8")
    return Rule(
        code=str(entry["code"]),
        title=str(entry["title"]),
        category=str(entry["category"]),
        severity=Severity(str(entry["severity"])),
        why=str(entry["why"]),
        fix=str(entry["fix"]),
        cites=_words(entry["cites"]),
        since=int(str(entry["since"])),
        needs=_words(entry["needs"]),
        sql=sql,
    )


def _words(value: object) -> tuple[str, ...]:
    assert isinstance(value, list)
    return tuple(map(str, value))
