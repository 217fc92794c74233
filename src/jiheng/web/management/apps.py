"""App declarations: the pages of 管理, and the stock admin under the product's own log-in."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class Management(AppConfig):
    """The pages of 管理; keeps no data of its own."""

    name = "jiheng.web.management"
    label = "management"
    verbose_name = _("管理")


class Maintenance(AdminConfig):
    """The stock admin, whose log-in page is the product's."""

    default_site = "jiheng.web.management.site.MaintenanceSite"
