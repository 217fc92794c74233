"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Audit(AppConfig):
    """The audit log."""

    name = "jiheng.web.audit"
    label = "audit"
    verbose_name = _("审计日志")

    def ready(self) -> None:
        """The clock writes the head of the log once a day."""
        from jiheng.web.audit import heads  # noqa: F401, PLC0415 - it registers when apps are ready
