"""Writing and verifying the hash chain.

A chain alone does not show a truncated or wholly rewritten log; the head is therefore printed on
official forms and can be written elsewhere (:func:`head`), and :func:`verify` takes such an anchor.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from django.db import transaction
from django.utils import timezone

from jiheng.web.audit.journal import RowChange
from jiheng.web.audit.models import Change, Entry, covered
from jiheng.web.database import lock_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

Models = tuple[Any, Any]
"""Entry and Change, or what a migration has in their place."""

GENESIS = "0" * 64
PRINTED = 16
"""Characters of a hash that are printed; what was printed may be held against the log."""


def digest(content: Mapping[str, Any]) -> str:
    """Hash canonical JSON of the content with SHA-256."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def write(changes: Sequence[RowChange] = (), *, models: Models = (Entry, Change), **columns: Any) -> Any:
    """Append one entry with what the deed changed; the table is locked so that two writers keep one chain.

    ``models`` are the two of the log; a migration hands in those of its own state.
    """
    entry_model, change_model = models
    with transaction.atomic():
        lock_table(entry_model)
        last = entry_model.objects.order_by("-number").first()
        entry = entry_model(
            number=last.number + 1 if last else 1,
            at=timezone.now(),
            previous=last.hash if last else GENESIS,
            content_hash=content_hash(changes),
            **columns,
        )
        entry.hash = digest(covered(entry))
        entry.save(force_insert=True)
        change_model.objects.bulk_create(
            [change_model(entry=entry, **each._asdict()) for each in changes], batch_size=500
        )
    return entry


def content_hash(changes: Sequence[RowChange]) -> str:
    """The hash of changes in their order; empty for none."""
    return digest({"changes": [list(each) for each in changes]}) if changes else ""


def head() -> tuple[int, str]:
    """Return number and hash of the last entry, to be kept outside."""
    last = Entry.objects.order_by("-number").first()
    return (last.number, last.hash) if last else (0, GENESIS)


def printed(anchor: tuple[int, str]) -> str:
    """An anchor as forms print it: number and the first characters of the hash, enough to know it by."""
    return f"{anchor[0]}:{anchor[1][:PRINTED]}"


Kind = Literal["sound", "empty", "mismatch", "missing", "truncated", "rewritten"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found; ``sound`` only when every entry was recomputed and fits."""

    kind: Kind
    entries: int
    problem: str = ""
    backdated: int = 0
    """The first entry whose time lies before that of the one before it: the clock was set back, which is told."""

    @property
    def sound(self) -> bool:
        """Whether all is well; an empty log proves nothing."""
        return self.kind == "sound"

    @property
    def sentence(self) -> str:
        """The finding in a sentence."""
        late = f"第 {self.backdated} 条的时间早于前一条，请核对系统时钟是否被调过。" if self.backdated else ""
        return (f"已逐条核验 {self.entries} 条，全部相符。" if self.sound else f"核验未通过：{self.problem}。") + late


def verify(anchor: tuple[int, str] | None = None) -> Verdict:
    """Recompute the chain from the entries; compare with an anchor kept elsewhere, if given."""
    previous, count, changes = GENESIS, 0, _Changes()
    before: datetime | None = None
    backdated = 0
    anchored = anchor is None or anchor == (0, GENESIS)
    for entry in Entry.objects.order_by("number").iterator():
        count += 1
        if entry.number != count:
            return Verdict("missing", count, f"第 {count} 条缺失")
        if entry.previous != previous or entry.hash != digest(entry.content()):
            return Verdict("mismatch", count, f"第 {count} 条与哈希不符")
        if content_hash(changes.of(entry.number)) != entry.content_hash:
            return Verdict("mismatch", count, f"第 {count} 条所记的数据变更与哈希不符")
        if before is not None and entry.at < before:
            backdated = backdated or count
        previous, before = entry.hash, entry.at
        anchored = anchored or (anchor is not None and _is_at(anchor, entry))
    return replace(_whole(count, anchor, anchored=anchored), backdated=backdated)


class _Changes:
    """The changes of one entry after another, read once."""

    def __init__(self) -> None:
        ordered = Change.objects.order_by("entry_id", "pk").values_list("entry_id", *RowChange._fields)
        self.rest: Iterator[tuple[Any, ...]] = ordered.iterator()
        self.ahead = next(self.rest, None)

    def of(self, number: int) -> list[RowChange]:
        """The changes of this entry; asked for in the order of the log."""
        found = []
        while self.ahead is not None and self.ahead[0] <= number:
            if self.ahead[0] == number:
                found.append(RowChange(*self.ahead[1:]))
            self.ahead = next(self.rest, None)
        return found


def _is_at(anchor: tuple[int, str], entry: Entry) -> bool:
    """Whether the anchor, whole or as printed, names this entry."""
    return anchor[0] == entry.number and len(anchor[1]) >= PRINTED and entry.hash.startswith(anchor[1])


def _whole(count: int, anchor: tuple[int, str] | None, *, anchored: bool) -> Verdict:
    """The chain fits in itself; what says the anchor?"""
    if anchor is not None and not anchored:
        if anchor[0] > count:
            return Verdict("truncated", count, f"日志只有 {count} 条，外部锚点为第 {anchor[0]} 条，日志被截断")
        return Verdict("rewritten", count, f"第 {anchor[0]} 条与外部锚点不符，日志被重写")
    return Verdict("sound", count) if count else Verdict("empty", 0, "日志为空，没有可核验的记录")
