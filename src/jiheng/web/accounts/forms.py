"""What people type about accounts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

from jiheng.web.accounts import activation, recovery
from jiheng.web.accounts.passwords import LONGEST
from jiheng.web.forms import Form

USERNAME = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9._-]{2,29}$", _("账号由 3 至 30 位字母、数字、点、横线组成。"))
PHONE = RegexValidator(r"^[0-9+\- ]{5,20}$", _("请填写电话号码，例如 13800138000 或 020-12345678。"))


def password_field(label: StrPromise, autocomplete: str) -> forms.CharField:
    """A password: never trimmed, never cut, may be pasted."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=LONGEST, widget=widget)


class LogIn(Form):
    """Name and password."""

    username = forms.CharField(label=_("账号"), max_length=150)
    password = password_field(_("密码"), "current-password")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs |= {"autocomplete": "username", "autofocus": True}


class Code(Form):
    """Six digits of the second factor."""

    code = forms.CharField(label=_("动态口令"), max_length=20)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True,
        }  # fmt: skip

    def clean_code(self) -> str:
        """Spaces between the digits do not matter."""
        code = re.sub(r"\s", "", self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{6}", code):
            raise forms.ValidationError(_("动态口令是 6 位数字。"))
        return code


class CodeOrPaper(Code):
    """Six digits, or one of the recovery codes on paper."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("动态口令或恢复码")
        self.fields["code"].widget.attrs |= {"inputmode": "text"}

    def clean_code(self) -> str:
        """A recovery code has letters; anything else must be six digits."""
        given: str = self.cleaned_data["code"]
        plain = re.sub(r"[\s-]", "", given)
        if len(plain) == recovery.GROUPS * activation.GROUP:
            return plain.upper()
        return super().clean_code()


class NewPassword(Form):
    """The new password, twice."""

    password = password_field(_("新密码"), "new-password")
    again = password_field(_("再输一次新密码"), "new-password")

    def clean_again(self) -> str:
        """Both must be the same."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("两次输入的密码不一致。"))
        return again


class ChangeOwnPassword(NewPassword):
    """The present password before the new one."""

    old = password_field(_("原密码"), "current-password")
    field_order = ("old", "password", "again")


class FirstPassword(NewPassword):
    """Account and activation code before the new password."""

    username = forms.CharField(label=_("账号"), max_length=150)
    code = forms.CharField(label=_("激活码"), max_length=40)
    field_order = ("username", "code", "password", "again")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autocomplete": "off", "placeholder": "XXXX-XXXX-XXXX-XXXX-XXXX"}


class Person(Form):
    """Name and telephone of an account's owner; no more personal data is kept."""

    name = forms.CharField(label=_("姓名"), max_length=30)
    phone = forms.CharField(label=_("联系电话"), max_length=20, required=False, validators=[PHONE])


class NewAccount(Person):
    """A new account."""

    username = forms.CharField(label=_("账号"), max_length=30, validators=[USERNAME])
    field_order = ("username", "name", "phone")


class OwnPassword(Form):
    """The password once more, before something that must not be done by whoever finds the screen open."""

    password = password_field(_("登录密码"), "current-password")


class MoveFactor(Code):
    """Password and the new telephone's code, when a second factor is already there."""

    password = password_field(_("登录密码"), "current-password")
    field_order = ("password", "code")
