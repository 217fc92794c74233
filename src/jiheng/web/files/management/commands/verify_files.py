"""``verify_files``: hash every evidence file again, as a weekly duty; what changed or is gone invalidates the evidence."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.audit import chain
from jiheng.web.files import store
from jiheng.web.files.models import FileState, StoredFile

SPARED = 24 * 3600
"""Seconds for which a file without a row is left alone: its upload may be under way."""
UNSOUND = 3
"""Exit code if a file is not what it was."""


class Command(BaseCommand):
    """Verify the evidence files."""

    def add_arguments(self, parser: CommandParser) -> None:
        """What it is for."""
        parser.description = _(
            "逐个核验佐证文件（SHA-256 与 SM3）。退出码：0 全部完好；3 有文件被改动或丢失。建议每周运行一次"
        )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Say what was found, keep it beside each file, and remove files that belong to no row."""
        unsound = 0
        for file in StoredFile.objects.select_related("dossier__unit", "dossier__year").order_by("pk").iterator():
            state = _judge(file)
            if state != file.state:
                _record(file, state)
            if state != FileState.SOUND:
                unsound += 1
                self.stdout.write(f"{file.dossier} {file.name}：{state.label}")
            StoredFile.objects.filter(pk=file.pk).update(state=state, checked_at=timezone.now())
        removed = _remove_strays()
        total = StoredFile.objects.count()
        self.stdout.write(f"已核验 {total} 个文件，{unsound} 个失效；清理无主文件 {removed} 个。")
        if unsound:
            sys.exit(UNSOUND)


def _judge(file: StoredFile) -> FileState:
    path = store.path_of(file.stored)
    if not path.is_file():
        return FileState.MISSING
    found = store.digest(path)
    same = (found.size, found.sha256, found.sm3) == (file.size, file.sha256, file.sm3)
    return FileState.SOUND if same else FileState.CHANGED


def _record(file: StoredFile, state: FileState) -> None:
    chain.write(
        action="核验佐证文件",
        object_type="StoredFile",
        object_id=str(file.pk),
        object_label=f"{file.dossier} {file.name}"[:200],
        unit_code=file.dossier.unit.code,
        result="成功" if state == FileState.SOUND else "失败",
        detail=str(state.label),
    )


def _remove_strays() -> int:
    known = set(StoredFile.objects.values_list("stored", flat=True))
    old = time.time() - SPARED
    strays = [path for path in store.names() if path.name not in known and path.stat().st_mtime < old]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)
