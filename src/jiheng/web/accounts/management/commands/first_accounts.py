"""``first_accounts``: the three administrators of an empty installation, each with an activation code."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from jiheng.web.accounts import activation, log
from jiheng.web.accounts.models import User
from jiheng.web.organisation.models import Membership, Role, Unit

FIRST = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)


class Command(BaseCommand):
    """Make the first accounts. Their owners choose the passwords; no default account exists."""

    def add_arguments(self, parser: CommandParser) -> None:
        """The unit at the root of the tree."""
        parser.description = _("在空库中建立上级单位和三员账户，打印各自的激活码（只显示一次，72 小时内有效）")
        parser.add_argument("code", help=_("主管单位编码，例如财政局的预算单位编码"))
        parser.add_argument("name", help=_("主管单位名称"))
        parser.add_argument("--level", default="县级", help=_("单位层级（默认 县级）"))

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        """Only into an empty installation."""
        if User.objects.exists():
            message = "库中已有账户；新增账户请由系统管理员在“管理”页面办理"
            raise CommandError(message)
        root = Unit.objects.create(code=options["code"], name=options["name"], level=options["level"])
        for role in FIRST:
            user = User(username=role.value.replace("_", "-"), name=str(role.label))
            code = activation.issue(user)
            Membership.objects.create(user=user, unit=root, role=role)
            log.note("新建账户", "命令行", user, detail=f"{user.username}：{role.label}")
            self.stdout.write(f"{role.label}\t账号 {user.username}\t激活码 {code}")
        self.stdout.write("请把激活码分别交给三位管理员，由本人在登录页凭激活码设置密码。")
