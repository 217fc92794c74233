"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Rules(AppConfig):
    """The bureau's own rules."""

    name = "jiheng.web.rules"
    label = "rules"
    verbose_name = _("规则")
