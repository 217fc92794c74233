"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Rectification(AppConfig):
    """Rectification and use of results."""

    name = "jiheng.web.rectification"
    label = "rectification"
    verbose_name = _("整改与应用")
