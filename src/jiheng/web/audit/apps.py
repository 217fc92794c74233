"""App declaration."""

from django.apps import AppConfig


class Audit(AppConfig):
    """The audit log."""

    name = "jiheng.web.audit"
    label = "audit"
    verbose_name = "审计日志"
