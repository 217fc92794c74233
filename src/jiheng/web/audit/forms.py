"""What the auditor looks for."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from jiheng.web.accounts.forms import password_field
from jiheng.web.forms import Form


class Filter(Form):
    """Days, who, what, with what result."""

    RESULTS = (("", _("全部结果")), ("成功", _("成功")), ("失败", _("失败")), ("无权限", _("无权限")))
    since = forms.DateField(label=_("起"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("止"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    who = forms.CharField(label=_("账号或姓名"), max_length=30, required=False)
    action = forms.CharField(label=_("操作"), max_length=60, required=False)
    unit = forms.CharField(label=_("单位编码"), max_length=21, required=False)
    result = forms.ChoiceField(label=_("结果"), choices=RESULTS, required=False)


class Anchor(Form):
    """The head of the chain as it was kept elsewhere."""

    anchor = forms.CharField(
        label=_("外部留存的锚点"),
        required=False,
        max_length=90,
        help_text=_("形如“128:9f3c…”，是此前抄存、印在表单页脚或由命令导出的；留空则只核对日志自身。"),
    )

    def clean_anchor(self) -> tuple[int, str] | None:
        """Number and hash."""
        text = self.cleaned_data["anchor"].strip()
        if not text:
            return None
        found = re.fullmatch(r"([0-9]{1,15}):([0-9a-f]{16,64})", text)
        if found is None:
            raise forms.ValidationError(_("锚点应为“序号:哈希”，哈希至少 16 位，请核对。"))
        return int(found[1]), found[2]


class Export(Form):
    """The password again, since the export leaves the house."""

    password = password_field(_("登录密码"), "current-password")
