"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Notices(AppConfig):
    """What happened to a person; only what was read is kept here."""

    name = "jiheng.web.notices"
    label = "notices"
    verbose_name = _("通知")
