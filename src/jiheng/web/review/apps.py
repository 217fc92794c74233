"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Review(AppConfig):
    """Re-check of self-evaluations."""

    name = "jiheng.web.review"
    label = "review"
    verbose_name = _("复核")

    def ready(self) -> None:
        """Register what follows a submission and what stands against an approval."""
        from jiheng.web.review import hooks  # noqa: F401, PLC0415 - registers when apps are ready
