"""What people keep of their lists."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NAME, LONGEST_QUERY = 30, 1000


class KeptFilter(models.Model):
    """A filter with its order, kept under a name by one person for one list; nobody else sees it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_filters")
    place = models.CharField(_("名单"), max_length=60)
    name = models.CharField(_("名称"), max_length=LONGEST_NAME)
    query = models.CharField(_("筛选条件"), max_length=LONGEST_QUERY)

    class Meta:
        """By name; a name once in a list."""

        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "place", "name"], name="kept_filter_once")]
        verbose_name = _("保存的筛选")
        verbose_name_plural = _("保存的筛选")

    def __str__(self) -> str:
        return self.name
