"""The weekly hashing of all evidence files by the built-in clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from jiheng.web.files.models import FileState, StoredFile
from jiheng.web.files.rehash import look
from jiheng.web.jobs.queues import ALL_UNITS
from jiheng.web.jobs.schedule import register

WEEKDAY = 5
"""Saturday: what it finds is known before Sunday's proof."""


@task(queue_name=ALL_UNITS)
def rehash(day: str) -> dict[str, int]:
    """Hash every file once a week; on other days do nothing."""
    if date.fromisoformat(day).weekday() != WEEKDAY:
        return {}
    states = [look(file) for file in StoredFile.objects.select_related("dossier__unit", "dossier__year").order_by("pk")]
    return {"files": len(states), "broken": sum(state != FileState.SOUND for state in states)}


def in_words(done: Mapping[str, int] | None) -> str:
    """What was found."""
    if not done:
        return _("每周六核验，今天没有核验")
    return _("核验 %(files)d 个文件，%(broken)d 个证据失效") % dict(done)


register(rehash, gettext_lazy("每周核验佐证文件"), in_words, daily=True)
