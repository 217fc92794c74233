"""Sets the stage in an empty state folder: ``python -m tests.e2e.stage town|county|hour``; the last line says who can log in."""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

EXAMPLE = Path(__file__).resolve().parents[2] / "examples/xinzao-2024"
PACK = "cn/guangdong/department"
HELD_BACK = 12
"""Rows of payments that the person pastes in himself."""
Rows = dict[str, list[dict[str, str]]]


def unfinished() -> Rows:
    """The example town before the person sits down: a cell, a block, a reason and a measure are to come."""
    from jiheng import facts  # noqa: PLC0415 - after Django is up
    from jiheng.web.records.intake import written_rows  # noqa: PLC0415

    rows = written_rows(facts.load(EXAMPLE))
    rows["payments"] = rows["payments"][:-HELD_BACK]
    _drop(rows, "running_costs", "F01", "actual")
    for key in ("1.1.1", "Z01"):
        _drop(rows, "results", key, "reason", "measure")
    _set(rows, "indicators", "Z04", "target", "11")
    return rows


def held_back() -> list[dict[str, str]]:
    """The rows of payments that are pasted."""
    from jiheng import facts  # noqa: PLC0415
    from jiheng.web.records.intake import written_rows  # noqa: PLC0415

    return written_rows(facts.load(EXAMPLE))["payments"][-HELD_BACK:]


def _row(rows: Rows, table: str, key: str) -> dict[str, str]:
    return next(row for row in rows[table] if key in (row.get("code"), row.get("indicator")))


def _drop(rows: Rows, table: str, key: str, *names: str) -> None:
    for name in names:
        assert _row(rows, table, key).pop(name)


def _set(rows: Rows, table: str, key: str, name: str, text: str) -> None:
    assert _row(rows, table, key)[name] != text
    _row(rows, table, key)[name] = text


def demo() -> dict[str, dict[str, str]]:
    """The county of the demonstration, in all states."""
    from jiheng.web.demo import make  # noqa: PLC0415

    roles = {str(role.label): role.value for role in _roles()}
    made = make(EXAMPLE)
    return {roles[each.role]: {"username": each.username, "password": each.password} for each in made}


def _roles() -> Any:
    from jiheng.web.organisation.models import Role  # noqa: PLC0415

    return Role


def set_stage(name: str) -> dict[str, dict[str, str]]:
    """One county with two towns, and a person for every role."""
    from django.utils import timezone  # noqa: PLC0415

    from jiheng.web.actions import Actor  # noqa: PLC0415
    from jiheng.web.cycle.actions import OpenYear  # noqa: PLC0415
    from jiheng.web.cycle.models import Dossier, Stage, Year  # noqa: PLC0415
    from jiheng.web.organisation.models import Unit  # noqa: PLC0415
    from jiheng.web.records.actions import ReplaceTables  # noqa: PLC0415

    bureau = Unit.objects.create(code="900000", name="青云县财政局", level="县级")
    title = "青禾镇人民政府" if name == "hour" else "广州市番禺区新造镇人民政府"
    town = Unit.objects.create(code="900001", name=title, level="乡镇", parent=bureau)
    neighbour = Unit.objects.create(code="900002", name="白石镇人民政府", level="乡镇", parent=bureau)
    people, accounts = _people(bureau, town, neighbour)
    today = timezone.localdate()
    due = {stage: today + timedelta(days=20) for stage in (Stage.TARGETS, Stage.MONITORING, Stage.EVALUATION)}
    year = Year.objects.create(year=2024)
    OpenYear(Actor(people["finance"]), year, [town, neighbour], PACK, due).run()
    if name != "hour":
        dossier = Dossier.objects.get(unit=town)
        ReplaceTables(Actor(people["filler"]), dossier, unfinished()).run()
    return accounts


def _people(bureau: Any, town: Any, neighbour: Any) -> tuple[Mapping[str, Any], dict[str, dict[str, str]]]:
    from jiheng.web.accounts import factor  # noqa: PLC0415
    from jiheng.web.accounts.models import User  # noqa: PLC0415
    from jiheng.web.organisation.models import Membership, Role  # noqa: PLC0415

    people, accounts = {}, {}
    for name, role in [("neighbour", Role.FILLER), *((role.value, role) for role in Role)]:
        password = f"{secrets.token_urlsafe(12)}aA1!"
        user = User.objects.create_user(username=name, password=password, name=f"{role.label}甲")
        home = neighbour if name == "neighbour" else town if role in {Role.FILLER, Role.HEAD} else bureau
        Membership.objects.create(user=user, unit=home, role=role)
        secret = ""
        if factor.demanded(user):
            secret = factor.new_secret()
            factor.set_up(user, secret, 0)
        people[name] = user
        accounts[name] = {"username": user.username, "password": password, "secret": secret}
    return people, accounts


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "jiheng.web.settings"
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    sys.stdout.write(json.dumps(demo() if sys.argv[1] == "county" else set_stage(sys.argv[1])) + "\n")
