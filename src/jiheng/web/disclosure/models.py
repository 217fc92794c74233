"""A published version, frozen: its words, its tables, its files. A correction is a new version; the old one stays."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiheng.web.cycle.models import Dossier


class Publication(models.Model):
    """One version of a dossier's public pack."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="publications")
    version = models.PositiveIntegerField(_("版本"))
    at = models.DateTimeField(_("公开时间"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    frozen = models.TextField()
    audit_number = models.BigIntegerField(default=0)
    audit_hash = models.CharField(max_length=64, default="")
    """Head of the audit chain at that moment: an anchor outside the log."""

    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField(_("撤回原因"), max_length=200, default="", blank=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["dossier", "version"], name="publication_once")]
        verbose_name = _("公开版本")
        verbose_name_plural = _("公开版本")

    def __str__(self) -> str:
        return str(_("%(dossier)s 第 %(n)d 版") % {"dossier": self.dossier, "n": self.version})

    @property
    def what_it_says(self) -> dict[str, Any]:
        """The content without the fingerprint of the data, which may change though nothing that is told does."""
        return {name: said for name, said in self.content.items() if name != "dataset_sha256"}

    @property
    def content(self) -> dict[str, Any]:
        """The pack as it was."""
        content: dict[str, Any] = json.loads(self.frozen)
        return content

    @property
    def chapters(self) -> list[tuple[str, list[str]]]:
        """Chapter → its sentences, in order."""
        found: dict[str, list[str]] = {}
        for sentence in self.content["sentences"]:
            found.setdefault(sentence["chapter"], []).append(sentence["text"])
        return list(found.items())


class PublicFile(models.Model):
    """One file of a version, as it was published."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="files")
    name = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        """By name."""

        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["publication", "name"], name="public_file_once")]

    def __str__(self) -> str:
        return self.name
