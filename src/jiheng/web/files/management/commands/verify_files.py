"""``verify_files``: hash every evidence file again, as a weekly duty; what changed or is gone invalidates the evidence."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from jiheng.web.files import store
from jiheng.web.files.models import FileState, StoredFile
from jiheng.web.files.rehash import look

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
            state = look(file)
            if state != FileState.SOUND:
                unsound += 1
                self.stdout.write(f"{file.dossier} {file.name}：{state.label}")
        removed = _remove_strays()
        total = StoredFile.objects.count()
        self.stdout.write(f"已核验 {total} 个文件，{unsound} 个失效；清理无主文件 {removed} 个。")
        if unsound:
            sys.exit(UNSOUND)


def _remove_strays() -> int:
    known = set(StoredFile.objects.values_list("stored", flat=True))
    old = time.time() - SPARED
    strays = [path for path in store.names() if path.name not in known and path.stat().st_mtime < old]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)
