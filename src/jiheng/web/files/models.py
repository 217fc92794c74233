"""One uploaded file: the evidence row that it proves, its name, its hashes, and whether it is still what it was."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiheng.web.cycle.models import Dossier
from jiheng.web.records.models import Record


class FileState(models.TextChoices):
    """What the last re-hashing found."""

    SOUND = "sound", _("完好")
    CHANGED = "changed", _("证据失效：文件内容与上传时不符")
    MISSING = "missing", _("证据失效：文件已丢失")


class StoredFile(models.Model):
    """A file of one evidence row. ``stored`` is a name of our own; ``name`` is what the person called it."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="files")
    record = models.OneToOneField(Record, models.CASCADE, related_name="file")
    name = models.CharField(_("文件名"), max_length=120)
    stored = models.CharField(max_length=60, unique=True)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    sm3 = models.CharField("SM3", max_length=64)
    state = models.CharField(_("状态"), max_length=8, choices=FileState.choices, default=FileState.SOUND)
    checked_at = models.DateTimeField(_("核验时间"), default=timezone.now)
    made = models.DateTimeField(_("上传时间"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        """In the order in which they were handed in."""

        ordering: ClassVar = ["made", "pk"]
        verbose_name = _("佐证文件")
        verbose_name_plural = _("佐证文件")

    def __str__(self) -> str:
        return self.name
