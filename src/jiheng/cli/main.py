"""The entry point: finds the verb, and turns refusals into clear sentences and exit code 2."""

from __future__ import annotations

import importlib
import sys

import click

from jiheng import __version__
from jiheng.core.fault import Refused
from jiheng.core.i18n import N_, _, speak
from jiheng.core.trouble import sentence

VERBS = {
    "demo": N_("载入示例镇，打印带解释的评分表并生成全部表格"),
    "score": N_("按规则包计算得分"),
    "explain": N_("说明为什么得这些分"),
    "forms": N_("生成全部官方表格和自评报告"),
    "template": N_("生成供填报的空白工作簿"),
    "adopt": N_("读取上年的官方表格和报告，核对后写成第一份数据集"),
    "carry": N_("由上年数据开启新年度：结转延续的项目、指标和登记簿"),
    "check": N_("核查报告、表格中的每一个数字"),
    "monitor": N_("按月查看预算执行进度、年末预测和预警"),
    "serve": N_("启动网页应用"),
    "backup": N_("把数据库、佐证文件和密钥备份到一个文件"),
    "restore": N_("把备份恢复到空的数据文件夹"),
    "packs": N_("查看、检查、测试和比较规则包"),
}
"""Verb → its one-line help; the module of the same name holds the command, loaded when asked for."""


class Verbs(click.Group):
    """Loads a verb's module only when it is used, so that the command starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All verbs, in the order of the cycle."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the verb."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = importlib.import_module(f"jiheng.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the verbs without importing them."""
        with formatter.section(_("命令")):
            formatter.write_dl([(verb, _(text)) for verb, text in VERBS.items()])


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_("绩衡：预算绩效管理，每一分都有出处，每个数都经核对。"),
)
@click.version_option(__version__, prog_name="jiheng")
def cli() -> None:
    """Hold the verbs."""


def main() -> None:
    """Run the command; a refused input prints every fault and exits with 2."""
    speak()
    try:
        cli(prog_name="jiheng")
    except Refused as refused:
        for fault in refused.faults:
            click.echo(fault.text(), err=True)
        click.echo(_("共 {count} 处需要改正，未写入任何内容。").format(count=len(refused.faults)), err=True)
        if refused.hint:
            click.echo(refused.hint, err=True)
        sys.exit(2)
    except Exception as error:
        if not (told := sentence(error)):
            raise
        click.echo(f"{told}。（{error}）", err=True)
        sys.exit(2)
