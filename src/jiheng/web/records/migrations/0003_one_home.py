"""Bring each reason to the indicator that it speaks of, and give keys to rows that had only numbers.

What was written at a leaf that counts several indicators goes to those of them that fell short and have nothing of
their own; where all have, it stays as a remark on the leaf's row. Every change is in the history, under one entry of
the log for each dossier.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

from jiheng.web.records.moving import move


def one_home(apps: Any, _schema_editor: Any) -> None:
    """All dossiers, one after the other."""
    models = {name: apps.get_model("records", name) for name in ("Record",)}
    log = (apps.get_model("audit", "Entry"), apps.get_model("audit", "Change"))
    for dossier in apps.get_model("cycle", "Dossier").objects.select_related("unit", "year").order_by("pk").iterator():
        move(dossier, models["Record"], log)


class Migration(migrations.Migration):
    """After the log can hold a history."""

    dependencies: ClassVar = [
        ("records", "0002_kept_packs"),
        ("audit", "0004_protect_history"),
        ("cycle", "0003_own_revision"),
        ("organisation", "0001_initial"),
    ]
    operations: ClassVar = [migrations.RunPython(one_home, migrations.RunPython.noop)]
