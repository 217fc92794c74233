"""App declaration."""

from django.apps import AppConfig


class Records(AppConfig):
    """Rows of data sets."""

    name = "jiheng.web.records"
    label = "records"
    verbose_name = "基础数据"
