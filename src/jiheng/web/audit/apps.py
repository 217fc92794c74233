"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Audit(AppConfig):
    """The audit log."""

    name = "jiheng.web.audit"
    label = "audit"
    verbose_name = _("审计日志")
