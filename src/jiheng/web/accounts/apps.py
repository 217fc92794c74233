"""App declaration."""

from django.apps import AppConfig


class Accounts(AppConfig):
    """People and their log-in."""

    name = "jiheng.web.accounts"
    label = "accounts"
    verbose_name = "账户"
