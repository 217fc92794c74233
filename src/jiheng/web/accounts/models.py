"""The account: no default one exists, and nobody but its owner knows its password."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the maintainer's command ``createsuperuser`` needs the second method."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """Make an account."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> User:
        """Make a maintainer of the stock admin."""
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who logs in."""

    username = models.CharField(_("账号"), max_length=30, unique=True)
    name = models.CharField(_("姓名"), max_length=30, default="")
    phone = models.CharField(_("联系电话"), max_length=20, default="", blank=True)
    is_active = models.BooleanField(_("是否启用"), default=True)
    is_staff = models.BooleanField(_("维护人员"), default=False)
    created_at = models.DateTimeField(default=timezone.now)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    must_change = models.BooleanField(_("首次登录须改密"), default=False)
    initial_expires_at = models.DateTimeField(null=True, blank=True)
    totp_secret = models.CharField(max_length=200, default="", blank=True)
    totp_last_step = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)

    held_memberships: list[Any] | None = None
    """The roles as read by ``rights.memberships``, for as long as this object lives: one request."""

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        """Named for the maintainer's pages."""

        verbose_name = _("账户")
        verbose_name_plural = _("账户")

    def __str__(self) -> str:
        return self.name or self.username

    def set_password(self, raw_password: str | None) -> None:
        """Set the password and note the day."""
        super().set_password(raw_password)
        self.password_changed_at = timezone.now()
