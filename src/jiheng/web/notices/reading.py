"""Marking notices as read: a note of one's own, no business data, and therefore no action with an audit row."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from jiheng.web.notices.models import Reading

if TYPE_CHECKING:
    from jiheng.web.accounts.models import User


def read(user: User, key: str) -> None:
    """One notice was opened."""
    Reading.objects.get_or_create(user=user, key=key)


def read_all(user: User, until: datetime) -> None:
    """Everything that had happened by then was seen."""
    with transaction.atomic():
        Reading.objects.update_or_create(user=user, key="", defaults={"at": until})
        Reading.objects.filter(user=user, at__lte=until).exclude(key="").delete()
