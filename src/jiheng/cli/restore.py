"""``jiheng restore``: a backup into an empty state folder, then everything in it is compared with what was backed up."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jiheng.core.home import home
from jiheng.core.i18n import _

UNSOUND = 3


@click.command("restore", help=_("把备份恢复到空的数据文件夹（JIHENG_HOME），并核验日志、佐证、密钥和得分"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Prove the backup whole, put it in place, bring the database to the newest form, and compare.

    Exit 0 everything is as it was; 3 restored, but something is lost, changed or scored otherwise, which is told.
    """
    from jiheng.web import backup  # noqa: PLC0415 - the other verbs must not pay for Django

    kept = backup.restore(file, home())
    from jiheng.cli.serve import start_django  # noqa: PLC0415

    start_django()
    from jiheng.web import proof  # noqa: PLC0415 - needs Django up
    from jiheng.web.audit import chain  # noqa: PLC0415

    click.echo(_("已恢复 {count} 个文件（备份时间 {made}）。").format(count=len(kept.members), made=kept.made))
    verdict = chain.verify(kept.audit)
    click.echo(verdict.sentence)
    problems = [*proof.broken_files(), *proof.closed_secrets(), *proof.other_scores(kept.scores)]
    for problem in problems:
        click.echo(problem, err=True)
    if problems or verdict.kind not in {"sound", "empty"}:
        sys.exit(UNSOUND)
    compared = _("已核对：{tables} 张表的行数、全部佐证文件、全部密钥、{scores} 个得分，与备份时相同。")
    click.echo(compared.format(tables=len(kept.rows), scores=len(kept.scores)))
