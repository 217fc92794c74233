"""``new_code``: help from the server's console for an administrator whom nobody else can help."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from jiheng.web.accounts import activation, factor, guard, log, sessions
from jiheng.web.accounts.models import User


class Command(BaseCommand):
    """Void the password and, if asked, the second factor; print an activation code."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose, and whether the second factor goes too."""
        parser.description = _("重置一个账户的密码并打印激活码；加 --factor 同时重置动态口令。操作记入审计日志")
        parser.add_argument("username", help=_("账号"))
        parser.add_argument("--factor", action="store_true", help=_("同时重置动态口令"))

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, on record."""
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            message = f"没有启用的账户“{options['username']}”"
            raise CommandError(message)
        if options["factor"]:
            factor.remove(user)
        sessions.end_all(user)
        guard.release(user)
        code = activation.issue(user)
        log.note("重置密码", "命令行", user, detail="同时重置动态口令" if options["factor"] else "")
        self.stdout.write(f"账号 {user.username}\t激活码 {code}（72 小时内有效，只能使用一次）")
