"""The account: no default one exists, and nobody but its owner knows its password."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiheng.core import pinyin


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
    spelling = models.CharField(max_length=500, default="", editable=False)
    """See :func:`jiheng.core.pinyin.key`: lists are ordered and searched by it."""
    phone = models.CharField(_("联系电话"), max_length=20, default="", blank=True)
    is_active = models.BooleanField(_("是否启用"), default=True)
    is_staff = models.BooleanField(_("维护人员"), default=False)
    created_at = models.DateTimeField(_("建立时间"), default=timezone.now)
    password_changed_at = models.DateTimeField(_("密码设置时间"), null=True, blank=True)
    must_change = models.BooleanField(_("登录后须改密"), default=False)
    activation_hash = models.CharField(max_length=64, default="", blank=True)
    """SHA-256 of the activation code that stands in for a password until its owner has chosen one."""
    initial_expires_at = models.DateTimeField(_("激活码有效期"), null=True, blank=True)
    totp_secret = models.CharField(max_length=200, default="", blank=True)
    """Sealed (see ``sealed``); empty: no second factor has been set up."""
    totp_last_step = models.BigIntegerField(default=0)

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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the spelling in step with the name."""
        self.spelling = pinyin.key(self.name)
        super().save(*args, **kwargs)

    def set_password(self, raw_password: str | None) -> None:
        """Set the password and note the day."""
        super().set_password(raw_password)
        self.password_changed_at = timezone.now()

    @property
    def masked_phone(self) -> str:
        """The telephone number as lists show it."""
        return f"{self.phone[:3]}****{self.phone[-4:]}" if len(self.phone) > 7 else "*" * len(self.phone)


class PastPassword(models.Model):
    """The hash of a password that the person has used and may not soon use again."""

    user = models.ForeignKey(User, models.CASCADE, related_name="past_passwords")
    hash = models.CharField(max_length=128)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-at", "-pk"]
        verbose_name = _("历史密码")
        verbose_name_plural = _("历史密码")

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d}"


class Session(models.Model):
    """One log-in of a person that has not been ended: what is needed to list, limit and end it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sessions")
    key = models.CharField(max_length=40, unique=True)
    address = models.CharField(_("地址"), max_length=45, default="")
    browser = models.CharField(_("浏览器"), max_length=200, default="")
    started_at = models.DateTimeField(_("登录时间"), default=timezone.now)
    seen_at = models.DateTimeField(_("最近操作"), default=timezone.now)

    class Meta:
        """Oldest first: the first to go when there are too many."""

        ordering: ClassVar = ["started_at", "pk"]
        verbose_name = _("登录会话")
        verbose_name_plural = _("登录会话")

    def __str__(self) -> str:
        return f"{self.user} {self.address}"


class Guard(models.Model):
    """Failed log-ins counted for an account from an address, for an address, or for an account.

    ``name`` is the account's, or a hash where no such account exists (people type passwords into the wrong field);
    an empty name counts for the address alone, an empty address for the account from anywhere.
    """

    name = models.CharField(_("账号"), max_length=30, default="")
    address = models.CharField(_("地址"), max_length=45, default="")
    failures = models.PositiveIntegerField(_("连续失败次数"), default=0)
    since = models.DateTimeField(default=timezone.now)
    locked_until = models.DateTimeField(_("锁定至"), null=True, blank=True)

    class Meta:
        """One counter for each pair."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "address"], name="guard_once")]
        verbose_name = _("登录失败计数")
        verbose_name_plural = _("登录失败计数")

    def __str__(self) -> str:
        return f"{self.name} {self.address}"


class FamiliarAddress(models.Model):
    """An address from which the person has logged in: outsiders' failures never lock the account there."""

    user = models.ForeignKey(User, models.CASCADE, related_name="familiar_addresses")
    address = models.CharField(_("地址"), max_length=45)
    last_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Kept once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "address"], name="familiar_once")]
        verbose_name = _("常用登录地址")
        verbose_name_plural = _("常用登录地址")

    def __str__(self) -> str:
        return f"{self.user} {self.address}"


class Opening(models.Model):
    """The one-time address behind which an installation without accounts gets its first three; only its hash is kept."""

    hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    class Meta:
        """At most one is good at a time."""

        verbose_name = _("启用地址")
        verbose_name_plural = _("启用地址")

    def __str__(self) -> str:
        return f"{timezone.localtime(self.expires_at):%Y-%m-%d %H:%M}"


class RecoveryCode(models.Model):
    """One code on paper that stands in once for the telephone; only its hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    hash = models.CharField(max_length=64)

    class Meta:
        """Random and so once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "hash"], name="recovery_once")]
        verbose_name = _("恢复码")
        verbose_name_plural = _("恢复码")

    def __str__(self) -> str:
        return str(self.user)
