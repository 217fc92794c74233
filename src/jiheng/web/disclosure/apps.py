"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Disclosure(AppConfig):
    """Publication."""

    name = "jiheng.web.disclosure"
    label = "disclosure"
    verbose_name = _("信息公开")
