"""App declaration."""

from django.apps import AppConfig


class Rectification(AppConfig):
    """Rectification and use of results."""

    name = "jiheng.web.rectification"
    label = "rectification"
    verbose_name = "整改与应用"
