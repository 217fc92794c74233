"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Monitoring(AppConfig):
    """In-year monitoring."""

    name = "jiheng.web.monitoring"
    label = "monitoring"
    verbose_name = _("运行监控")

    def ready(self) -> None:
        """Register what must be mended before a monitoring form may be submitted."""
        from jiheng.web.monitoring import obstacles  # noqa: F401, PLC0415 - registers when apps are ready
