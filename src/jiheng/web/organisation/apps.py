"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Organisation(AppConfig):
    """Units and memberships."""

    name = "jiheng.web.organisation"
    label = "organisation"
    verbose_name = _("组织机构")
