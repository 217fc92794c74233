"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Jobs(AppConfig):
    """Background jobs."""

    name = "jiheng.web.jobs"
    label = "jobs"
    verbose_name = _("后台任务")
