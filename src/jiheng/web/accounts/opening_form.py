"""What is asked when an installation is opened."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.core.validators import RegexValidator
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from jiheng.web.accounts.forms import USERNAME
from jiheng.web.accounts.models import User
from jiheng.web.accounts.opening import FIRST
from jiheng.web.cycle.models import FLOWS
from jiheng.web.forms import Form
from jiheng.web.organisation.models import Role, Unit
from jiheng.web.organisation.regions import REGIONS

CODE = RegexValidator(r"^[0-9A-Za-z-]{1,21}$", _("单位编码由 1 至 21 位数字、字母或横线组成。"))
OFFICE = ("region", "code", "name", "level")
DUTIES = {
    Role.SYSTEM_ADMIN: _("建立单位和账户，不授予角色，看不到业务内容。"),
    Role.SECURITY_ADMIN: _("授予和收回角色，解锁账户，重置动态口令。"),
    Role.AUDITOR: _("查看审计日志。"),
}


class Start(Form):
    """Region, bureau, and name and account of each of the three administrators."""

    region = forms.ChoiceField(
        label=_("所在地区"), choices=[("", _("（请选择）")), *((each, each) for each in REGIONS)],
        help_text=_("开放年度时据此推荐规则包，可以另选。"),
    )  # fmt: skip
    code = forms.CharField(
        label=_("单位编码"), max_length=21, validators=[CODE], help_text=_("财政部门自己的预算单位编码，例如 101001。")
    )
    name = forms.CharField(label=_("单位名称"), max_length=100, help_text=_("例如：某县财政局。"))
    level = forms.ChoiceField(label=_("单位层级"), choices=[(level, level) for level in FLOWS], initial="县级")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for role in FIRST:
            self.fields[f"{role}_name"] = forms.CharField(label=_("姓名"), max_length=30)
            self.fields[f"{role}_username"] = forms.CharField(
                label=_("账号"), max_length=30, validators=[USERNAME], initial=role.value.replace("_", "-")
            )
            for part in ("name", "username"):
                widget = self.fields[f"{role}_{part}"].widget
                widget.attrs |= {"class": "form-control", "autocomplete": "off"}

    @property
    def office(self) -> list[BoundField]:
        """The fields about the bureau."""
        return [self[name] for name in OFFICE]

    @property
    def people(self) -> Iterator[tuple[str, str, list[BoundField]]]:
        """Role, what it does, and its two fields."""
        for role in FIRST:
            yield str(role.label), str(DUTIES[role]), [self[f"{role}_name"], self[f"{role}_username"]]

    def clean(self) -> None:
        """Three accounts, not one."""
        super().clean()
        met: set[str] = set()
        for role in FIRST:
            username = self.cleaned_data.get(f"{role}_username", "")
            if username and username.lower() in met:
                self.add_error(f"{role}_username", _("三位管理员须使用不同的账号。"))
            met.add(username.lower())

    def unit(self) -> Unit:
        """The root of the tree, not yet saved."""
        return Unit(**{name: self.cleaned_data[name] for name in OFFICE})

    def users(self) -> dict[Role, User]:
        """Role → account, not yet saved."""
        given = self.cleaned_data
        return {role: User(username=given[f"{role}_username"], name=given[f"{role}_name"]) for role in FIRST}
