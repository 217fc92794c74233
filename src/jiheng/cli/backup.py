"""``jiheng backup``: the whole installation in one file, while it is running."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from jiheng.core.home import home
from jiheng.core.i18n import _

UNSOUND = 3
"""Exit code where the backup was written but holds an evidence file that is lost or changed."""


@click.command("backup", help=_("把数据库、佐证文件和密钥备份到一个文件（SQLite，运行中即可备份）"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Copy by SQLite's online backup, check copy and evidence, and note the head of the audit log and three scores."""
    if os.environ.get("JIHENG_DATABASE"):
        told = _(
            "数据库为 PostgreSQL，请用 pg_basebackup（连同 WAL 归档）或 pg_dump 备份数据库，并另行复制 JIHENG_HOME 文件夹。"
        )
        raise click.UsageError(told)
    from jiheng.web import backup  # noqa: PLC0415 - the other verbs must not pay for Django

    backup.demand_database(home())
    from jiheng.cli.serve import start_django  # noqa: PLC0415

    start_django()
    from jiheng.web import proof  # noqa: PLC0415 - needs Django up
    from jiheng.web.audit import chain  # noqa: PLC0415

    kept = backup.save(home(), file, chain.head(), proof.scores())
    number, head = kept.audit
    click.echo(_("已备份 {count} 个文件到 {file}，数据库完好。").format(count=len(kept.members), file=file))
    click.echo(_("审计日志锚点 {number}:{head}").format(number=number, head=head))
    click.echo(_("备份中含有密钥，请像保管数据库一样保管。"))
    problems = proof.broken_files()
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        click.echo(_("{count} 个佐证文件已丢失或被改动，请从更早的备份中找回。").format(count=len(problems)), err=True)
        sys.exit(UNSOUND)
