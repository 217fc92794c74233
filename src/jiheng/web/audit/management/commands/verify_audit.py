"""``verify_audit``: recompute the audit log's chain and compare it with an anchor kept elsewhere."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from jiheng.core.fault import Refused
from jiheng.web.audit import chain, heads

EXITS: dict[chain.Kind, int] = {"sound": 0, "empty": 1, "mismatch": 3, "missing": 4, "truncated": 5, "rewritten": 6}
"""Verdict → exit code; 1 also when the verification could not run, which never counts as passed."""


class Command(BaseCommand):
    """Verify the audit log."""

    def add_arguments(self, parser: CommandParser) -> None:
        """An anchor to compare with, and a file to write the new one to."""
        parser.description = _(
            "逐条核验审计日志。退出码：0 相符；1 无法核验；3 某条不符；4 某条缺失；5 日志被截断；6 日志被重写"
        )
        parser.add_argument("--anchor", default="", help=_("外部留存的锚点“序号:哈希”，或存放它的文件"))
        parser.add_argument("--key", default="", help=_("验证锚点文件签名的公钥，默认用本系统的；--public-key 可打印"))
        parser.add_argument("--public-key", action="store_true", help=_("打印本系统签名锚点的公钥，请另行保存"))
        parser.add_argument("--write-anchor", type=Path, help=_("核验相符后，把当前锚点写入该文件"))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say what was found and leave with its code."""
        if options["public_key"]:
            self.stdout.write(heads.public_key())
            return
        verdict = chain.verify(_read(options["anchor"], options["key"]) if options["anchor"] else None)
        self.stdout.write(verdict.sentence)
        if not verdict.sound:
            sys.exit(EXITS[verdict.kind])
        number, hashed = chain.head()
        self.stdout.write(f"当前锚点 {number}:{hashed}")
        if options["write_anchor"]:
            options["write_anchor"].write_text(f"{number}:{hashed}\n", encoding="ascii")


def _read(text: str, key: str) -> tuple[int, str]:
    file = Path(text)
    written = file.read_text(encoding="ascii", errors="replace") if file.is_file() else text
    if heads.ALGORITHM in written:
        try:
            return heads.read(written, text, key)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
    found = re.fullmatch(r"([0-9]+):([0-9a-f]{16,64})", written.strip())
    if found is None:
        message = f"“{text}”不是锚点（序号:哈希，哈希至少 16 位），也不是存有锚点的文件"
        raise CommandError(message)
    return int(found[1]), found[2]
