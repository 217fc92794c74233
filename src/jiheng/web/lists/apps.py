"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Lists(AppConfig):
    """Filters that people keep for their lists."""

    name = "jiheng.web.lists"
    label = "lists"
    verbose_name = _("名单与筛选")
