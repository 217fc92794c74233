"""``first_accounts``: the three administrators of an empty installation, each with an activation code."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.accounts.opening import FIRST, make_first
from jiheng.web.actions import Refusal
from jiheng.web.organisation.models import Unit
from jiheng.web.organisation.regions import REGIONS


class Command(BaseCommand):
    """Make the first accounts. Their owners choose the passwords; no default account exists."""

    def add_arguments(self, parser: CommandParser) -> None:
        """The unit at the root of the tree."""
        parser.description = _("在空库中建立上级单位和三员账户，打印各自的激活码（只显示一次，72 小时内有效）")
        parser.add_argument("code", help=_("主管单位编码，例如财政局的预算单位编码"))
        parser.add_argument("name", help=_("主管单位名称"))
        parser.add_argument("--level", default="县级", help=_("单位层级（默认 县级）"))
        parser.add_argument("--region", default="", choices=["", *REGIONS], help=_("所在地区，例如 广东"))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Only into an empty installation."""
        root = Unit(code=options["code"], name=options["name"], level=options["level"], region=options["region"])
        people = {role: User(username=role.value.replace("_", "-"), name=str(role.label)) for role in FIRST}
        try:
            slips = make_first(root, people, "命令行")
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        for slip in slips:
            self.stdout.write(f"{slip.roles[0]}\t账号 {slip.owner.username}\t激活码 {slip.code}")
        self.stdout.write("请把激活码分别交给三位管理员，由本人在登录页凭激活码设置密码。")
