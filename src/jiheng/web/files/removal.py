"""A stored file is removed from the disk once the deletion of its row is final, whoever deleted the row."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from jiheng.web.files import store
from jiheng.web.files.models import StoredFile


@receiver(post_delete, sender=StoredFile)
def remove(instance: StoredFile, **_more: Any) -> None:
    """Remove it when the transaction has been kept."""
    transaction.on_commit(partial(store.remove, instance.stored))
