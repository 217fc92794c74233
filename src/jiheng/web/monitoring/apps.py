"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Monitoring(AppConfig):
    """In-year monitoring."""

    name = "jiheng.web.monitoring"
    label = "monitoring"
    verbose_name = _("运行监控")

    def ready(self) -> None:
        """Register what must be mended before a monitoring form may be submitted, and the daily evaluation."""
        from jiheng.web.monitoring import obstacles, tasks  # noqa: F401, PLC0415 - they register when apps are ready
