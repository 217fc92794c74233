"""What a re-score is known by until somebody changes it."""

from __future__ import annotations

from jiheng.web.cycle.models import Dossier
from jiheng.web.records.models import Record

TABLE = "reviews"


def version_of(record: Record | None) -> str:
    """The version of one line's re-score; empty if there is none. Taken out and given again, it is another."""
    return f"{record.pk}-{record.version}" if record else ""


def versions(dossier: Dossier) -> dict[str, str]:
    """Indicator → version, for the lines that were re-scored."""
    found = Record.objects.filter(dossier=dossier, table=TABLE).only("key", "version")
    return {record.key: version_of(record) for record in found}
