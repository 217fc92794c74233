"""``jiheng backup``: the whole installation in one file, while it is running."""

from __future__ import annotations

from pathlib import Path

import click

from jiheng.core.i18n import _


@click.command("backup", help=_("把数据库、佐证文件和密钥备份到一个文件（SQLite，运行中即可备份）"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Copy by SQLite's online backup, check the copy, and note the head of the audit log."""
    from jiheng.cli.serve import start_django  # noqa: PLC0415 - the other verbs must not pay for Django

    start_django()
    from django.conf import settings  # noqa: PLC0415 - needs Django up
    from django.db import connection  # noqa: PLC0415

    from jiheng.web import backup  # noqa: PLC0415
    from jiheng.web.audit import chain  # noqa: PLC0415

    if connection.vendor != "sqlite":
        raise click.UsageError(_("数据库为 PostgreSQL，请用 pg_dump 备份数据库，并另行复制 JIHENG_HOME 文件夹。"))
    kept = backup.save(Path(settings.STATE), file, chain.head())
    count = len(kept.members)
    number, head = kept.audit
    click.echo(_("已备份 {count} 个文件到 {file}，数据库完好。").format(count=count, file=file))
    click.echo(_("审计日志锚点 {number}:{head}").format(number=number, head=head))
    click.echo(_("备份中含有密钥，请像保管数据库一样保管。"))
