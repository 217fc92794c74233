"""What is done for the records every day: results that nobody reads any more are removed."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from jiheng.web.jobs.queues import ALL_UNITS
from jiheng.web.jobs.schedule import register
from jiheng.web.records import shelf


@task(queue_name=ALL_UNITS)
def sweep_daily(_day: str) -> int:
    """Remove what was computed from states of the data that have passed."""
    return shelf.sweep(settings.COMPUTED)


def in_words(removed: int | None) -> str:
    """How many files went."""
    return _("已清理 %(n)d 个文件") % {"n": removed or 0}


register(sweep_daily, gettext_lazy("清理过期的计算结果"), in_words, daily=True)
