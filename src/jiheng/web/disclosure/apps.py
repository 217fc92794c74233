"""App declaration."""

from django.apps import AppConfig


class Disclosure(AppConfig):
    """Publication."""

    name = "jiheng.web.disclosure"
    label = "disclosure"
    verbose_name = "信息公开"
