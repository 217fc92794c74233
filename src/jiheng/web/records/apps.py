"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Records(AppConfig):
    """Rows of data sets."""

    name = "jiheng.web.records"
    label = "records"
    verbose_name = _("基础数据")

    def ready(self) -> None:
        """Register what is done every day, and what is told before a submission."""
        from jiheng.web.records import carrying, registering, tasks  # noqa: F401, PLC0415 - it registers when apps are ready
