"""App declaration."""

from django.apps import AppConfig


class Organisation(AppConfig):
    """Units and memberships."""

    name = "jiheng.web.organisation"
    label = "organisation"
    verbose_name = "组织机构"
