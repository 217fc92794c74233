"""Writing and verifying the hash chain.

A chain alone does not show a truncated or wholly rewritten log; the head is therefore printed on
official forms and can be written elsewhere (:func:`head`), and :func:`verify` takes such an anchor.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from jiheng.web.audit.models import Entry
from jiheng.web.database import lock_table

if TYPE_CHECKING:
    from collections.abc import Mapping

GENESIS = "0" * 64


def digest(content: Mapping[str, Any]) -> str:
    """Hash canonical JSON of the content with SHA-256."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def write(**columns: Any) -> Entry:
    """Append one entry; the table is locked so that two writers keep one chain."""
    with transaction.atomic():
        lock_table(Entry)
        last = Entry.objects.order_by("-number").first()
        entry = Entry(
            number=last.number + 1 if last else 1,
            at=timezone.now(),
            previous=last.hash if last else GENESIS,
            **columns,
        )
        entry.hash = digest(entry.content())
        entry.save(force_insert=True)
    return entry


def head() -> tuple[int, str]:
    """Return number and hash of the last entry, to be kept outside."""
    last = Entry.objects.order_by("-number").first()
    return (last.number, last.hash) if last else (0, GENESIS)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found; ``sound`` only when every entry was recomputed and fits."""

    sound: bool
    entries: int
    problem: str = ""


def verify(anchor: tuple[int, str] | None = None) -> Verdict:
    """Recompute the chain from the entries; compare with an anchor kept elsewhere, if given."""
    previous, count = GENESIS, 0
    anchored = anchor is None or anchor == (0, GENESIS)
    for entry in Entry.objects.order_by("number").iterator():
        count += 1
        if entry.number != count:
            return Verdict(sound=False, entries=count, problem=f"第 {count} 条缺失")
        if entry.previous != previous or entry.hash != digest(entry.content()):
            return Verdict(sound=False, entries=count, problem=f"第 {count} 条与哈希不符")
        previous = entry.hash
        anchored = anchored or anchor == (entry.number, entry.hash)
    if not anchored:
        return Verdict(sound=False, entries=count, problem="日志与外部留存的锚点不符（可能被截断或重写）")
    return Verdict(sound=True, entries=count)
