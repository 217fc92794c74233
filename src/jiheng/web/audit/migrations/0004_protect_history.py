"""Refuse changes of log and history also by REPLACE and TRUNCATE; adding a column may have rebuilt the table."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

from jiheng.web.database import make_append_only


def protect(apps: Any, schema_editor: Any) -> None:
    """Put the triggers on, anew where they were."""
    make_append_only("audit_entry", "number", schema_editor)
    make_append_only("audit_change", "id", schema_editor)


class Migration(migrations.Migration):
    """After both tables are as they stay."""

    dependencies: ClassVar = [("audit", "0003_history")]
    operations: ClassVar = [migrations.RunPython(protect, migrations.RunPython.noop)]
