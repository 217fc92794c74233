"""App declaration."""

from django.apps import AppConfig


class Evaluation(AppConfig):
    """Self-evaluation."""

    name = "jiheng.web.evaluation"
    label = "evaluation"
    verbose_name = "绩效自评"

    def ready(self) -> None:
        """Register what must be mended before the evaluation may be submitted."""
        from jiheng.web.evaluation import obstacles  # noqa: F401, PLC0415 - registers when apps are ready
