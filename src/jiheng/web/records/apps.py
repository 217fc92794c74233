"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Records(AppConfig):
    """Rows of data sets."""

    name = "jiheng.web.records"
    label = "records"
    verbose_name = _("基础数据")
