"""What administrators type."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiheng.packs.load import PackInfo, library
from jiheng.web.cycle.models import DUE_STAGES, FLOWS, Stage
from jiheng.web.forms import Form
from jiheng.web.organisation.models import Role, Unit
from jiheng.web.organisation.regions import REGIONS

if TYPE_CHECKING:
    ModelChoiceField = forms.ModelChoiceField[Unit]
else:
    ModelChoiceField = forms.ModelChoiceField  # Django's own class takes no type arguments at run time

CODE = RegexValidator(r"^[0-9A-Za-z-]{1,21}$", _("单位编码由 1 至 21 位数字、字母或横线组成。"))
LEVELS = [(level, level) for level in (*FLOWS, "基层单位")]


def unit_packs() -> list[PackInfo]:
    """The packs that score a whole unit."""
    return [info for info in library() if info.object == "部门整体"]


def pack_choices() -> list[tuple[str, Any]]:
    """Their ids and titles; none is chosen for anybody."""
    return [("", _("（请选择规则包）")), *((info.id, f"{info.label} {info.version}") for info in unit_packs())]


class UnitChoice(ModelChoiceField):
    """A unit, by code and name."""

    def __init__(self, label: Any, *, required: bool = True) -> None:
        super().__init__(Unit.objects.filter(active=True), label=label, required=required, empty_label=_("（无）"))


class ChangedUnit(Form):
    """What may change of a unit."""

    name = forms.CharField(label=_("单位名称"), max_length=100)
    level = forms.ChoiceField(label=_("单位层级"), choices=LEVELS)
    parent = UnitChoice(_("上级单位"), required=False)
    region = forms.ChoiceField(
        label=_("所在地区"), required=False, choices=[("", _("（同上级单位）")), *((each, each) for each in REGIONS)]
    )


class Holidays(Form):
    """The holiday notice of one year."""

    year = forms.IntegerField(label=_("年份"), min_value=2015, max_value=2100)
    off = forms.CharField(
        label=_("放假日期"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        help_text=_("逐日或按起止填写，用顿号、逗号或换行分开，例如 2027-02-05至2027-02-11。"),
    )
    work = forms.CharField(label=_("调休上班日期"), widget=forms.Textarea({"rows": 2}), max_length=2000, required=False)
    ground = forms.CharField(label=_("依据（通知文号或名称）"), max_length=100)


class NewUnit(ChangedUnit):
    """A new unit."""

    code = forms.CharField(label=_("单位编码"), max_length=21, validators=[CODE])
    field_order = ("code", "name", "level", "parent", "region")


class Grant(Form):
    """A role in a unit."""

    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)
    unit = UnitChoice(_("单位"))


class NewYear(Form):
    """A budget year."""

    year = forms.IntegerField(label=_("预算年度"), min_value=2000, max_value=2100)


class Deadlines(Form):
    """A day for each stage."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for stage in DUE_STAGES:
            widget = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
            self.fields[stage.value] = forms.DateField(label=stage.label, required=False, widget=widget)

    def due(self) -> dict[Stage, date]:
        """Stage → day, for those that were filled in."""
        return {stage: self.cleaned_data[stage.value] for stage in DUE_STAGES if self.cleaned_data.get(stage.value)}


class OpenUnits(Deadlines):
    """Units to be opened, the pack they are scored by, and the days."""

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"] = forms.ModelMultipleChoiceField(
            units, label=_("单位"), error_messages={"required": _("请至少选择一个单位。")}
        )
        self.fields["pack"] = pack_field()


class ChangedPack(Form):
    """Another pack."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pack"] = pack_field()


def pack_field() -> forms.ChoiceField:
    """A choice of packs, as the library is now."""
    widget = forms.Select(attrs={"class": "form-select"})
    none = {"required": _("请选择规则包：它决定指标、分值和扣分口径。")}
    return forms.ChoiceField(label=_("规则包"), choices=pack_choices, widget=widget, error_messages=none)


class UnitFilter(Form):
    """What to look for in the tree of units."""

    q = forms.CharField(label=_("单位编码或名称"), max_length=100, required=False)


class UserFilter(Form):
    """What to look for among the accounts."""

    STATES = (
        ("", _("全部状态")),
        ("active", _("正常")),
        ("waiting", _("待激活")),
        ("locked", _("已锁定")),
        ("disabled", _("已停用")),
    )
    q = forms.CharField(label=_("账号、姓名或单位"), max_length=100, required=False)
    role = forms.ChoiceField(label=_("角色"), choices=[("", _("全部角色")), *Role.choices], required=False)
    state = forms.ChoiceField(label=_("状态"), choices=STATES, required=False)
