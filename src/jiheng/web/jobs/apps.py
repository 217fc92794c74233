"""App declaration."""

from django.apps import AppConfig


class Jobs(AppConfig):
    """Background jobs."""

    name = "jiheng.web.jobs"
    label = "jobs"
    verbose_name = "后台任务"
