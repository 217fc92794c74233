"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Cycle(AppConfig):
    """Years, dossiers and tasks."""

    name = "jiheng.web.cycle"
    label = "cycle"
    verbose_name = _("绩效周期")
