"""App declaration."""

from django.apps import AppConfig


class Api(AppConfig):
    """Access by token."""

    name = "jiheng.web.api"
    label = "api"
    verbose_name = "接口"
