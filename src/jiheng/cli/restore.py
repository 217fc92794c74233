"""``jiheng restore``: a backup into an empty state folder, then the audit log is verified entry by entry."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jiheng.core.home import home
from jiheng.core.i18n import _

UNSOUND = 3


@click.command("restore", help=_("把备份恢复到空的数据文件夹（JIHENG_HOME），并逐条核验审计日志"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Prove the backup whole, put it in place, bring the database to the newest form, verify the log."""
    from jiheng.web import backup  # noqa: PLC0415 - the other verbs must not pay for Django

    kept = backup.restore(file, home())
    from jiheng.cli.serve import start_django  # noqa: PLC0415

    start_django()
    from jiheng.web.audit import chain  # noqa: PLC0415 - needs Django up

    click.echo(_("已恢复 {count} 个文件（备份时间 {made}）。").format(count=len(kept.members), made=kept.made))
    verdict = chain.verify(kept.audit)
    click.echo(verdict.sentence)
    if verdict.kind not in {"sound", "empty"}:
        sys.exit(UNSOUND)
