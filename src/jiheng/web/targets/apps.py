"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Targets(AppConfig):
    """Performance targets."""

    name = "jiheng.web.targets"
    label = "targets"
    verbose_name = _("绩效目标")

    def ready(self) -> None:
        """Register what must be mended before targets may be submitted."""
        from jiheng.web.targets import obstacles, weighing  # noqa: F401, PLC0415 - registers when apps are ready
