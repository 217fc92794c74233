"""Refuse changes of the log by trigger."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

from jiheng.web.database import make_append_only


def protect(apps: Any, schema_editor: Any) -> None:
    """Put the triggers on."""
    make_append_only("audit_entry", "number", schema_editor)


class Migration(migrations.Migration):
    """After the table exists."""

    dependencies: ClassVar = [("audit", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(protect, migrations.RunPython.noop)]
