"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Accounts(AppConfig):
    """People and their log-in."""

    name = "jiheng.web.accounts"
    label = "accounts"
    verbose_name = _("账户")

    def ready(self) -> None:
        """Keep the list of log-ins."""
        from django.contrib.auth.signals import user_logged_in, user_logged_out  # noqa: PLC0415 - needs the models

        from jiheng.web.accounts.sessions import register, unregister  # noqa: PLC0415 - as above

        user_logged_in.connect(register)
        user_logged_out.connect(unregister)
