"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Api(AppConfig):
    """Access by token."""

    name = "jiheng.web.api"
    label = "api"
    verbose_name = _("接口")
