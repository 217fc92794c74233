"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Files(AppConfig):
    """Uploaded evidence."""

    name = "jiheng.web.files"
    label = "files"
    verbose_name = _("佐证文件")

    def ready(self) -> None:
        """A file goes when the row that tells of it goes."""
        from jiheng.web.files import removal  # noqa: F401, PLC0415 - registers when apps are ready
