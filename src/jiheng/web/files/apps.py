"""App declaration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Files(AppConfig):
    """Uploaded evidence."""

    name = "jiheng.web.files"
    label = "files"
    verbose_name = _("佐证文件")

    def ready(self) -> None:
        """A file goes when the row that tells of it goes; the clock looks after files and copies."""
        from jiheng.web import safekeeping  # noqa: F401, PLC0415 - they register when apps are ready
        from jiheng.web.files import removal, weekly  # noqa: F401, PLC0415 - as above
