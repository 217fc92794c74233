"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Imports(AppConfig):
    """The import wizard."""

    name = "jiheng.web.imports"
    label = "imports"
    verbose_name = _("导入")

    def ready(self) -> None:
        """Register the work that is done in the background."""
        from jiheng.web.imports import work  # noqa: F401, PLC0415 - registers when apps are ready
