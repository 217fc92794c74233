"""``monitor``: the daily evaluation from the server's console or its scheduler."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.core.calendar import Month
from jiheng.web.cycle.models import Year
from jiheng.web.monitoring.evaluation import ended_month, evaluate_year


class Command(BaseCommand):
    """Evaluate all units: watch the month, open, repeat, escalate and end cases."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Which month; every open year's last ended month if not given."""
        parser.description = _("评估各单位的预算执行，产生、升级和办结预警；可每天运行，重复运行不会重复预警")
        parser.add_argument("--as-of", default="", help=_("监控月份，如 2024-08；不写则为各开放年度最近结束的月份"))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Evaluate and tell how many units."""
        today = timezone.localdate()
        for year, month in self._wanted(options["as_of"]):
            count = evaluate_year(year, today, month)
            self.stdout.write(f"{month}：已评估 {count} 个单位")

    def _wanted(self, as_of: str) -> list[tuple[Year, Month]]:
        if not as_of:
            today = timezone.localdate()
            return [(year, ended_month(year.year, today)) for year in Year.objects.filter(open=True)]
        try:
            month = Month.parse(as_of)
        except ValueError as unreadable:
            raise CommandError(str(unreadable)) from unreadable
        year = Year.objects.filter(year=month.year).first()
        if year is None:
            message = f"没有 {month.year} 年度"
            raise CommandError(message)
        return [(year, month)]
