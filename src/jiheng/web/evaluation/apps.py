"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Evaluation(AppConfig):
    """Self-evaluation."""

    name = "jiheng.web.evaluation"
    label = "evaluation"
    verbose_name = _("绩效自评")

    def ready(self) -> None:
        """Register what must be mended before submission, and the building of forms in the background."""
        from jiheng.web.evaluation import built, obstacles  # noqa: F401, PLC0415 - registers when apps are ready
