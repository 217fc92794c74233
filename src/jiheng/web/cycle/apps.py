"""App declaration."""

from django.apps import AppConfig


class Cycle(AppConfig):
    """Years, dossiers and tasks."""

    name = "jiheng.web.cycle"
    label = "cycle"
    verbose_name = "绩效周期"
