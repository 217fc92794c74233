"""The lists of 管理 as data: units, accounts, years, packs."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.web.cycle.models import Year
from jiheng.web.lists.listing import Cell, Choice, Column, Listing, Words
from jiheng.web.management.queries import AccountRow, Branch, PackRow, account_rows


def _unit(branch: Branch) -> Cell:
    return Cell(f"{branch.unit.code} {branch.unit.name}")


def _active(value: bool) -> str:  # noqa: FBT001 - the value of a column
    return _("启用") if value else _("停用")


def _in_use(branch: Branch) -> Cell:
    return Cell(_active(branch.unit.active), light="green" if branch.unit.active else "none")


UNITS = Listing(
    "management:units",
    gettext_noop("组织机构"),
    "units.manage",
    (
        Column("unit", gettext_noop("单位"), _unit, "unit__code", template="management/branch.html"),
        Column("level", gettext_noop("级次"), lambda branch: branch.unit.level, "unit__level"),
        Column("people", gettext_noop("人员"), lambda branch: branch.people, "people", figure=True),
        Column("active", gettext_noop("状态"), _in_use, "unit__active"),
        Column("add", "", lambda _branch: None, template="management/add_below.html", exported=False),
    ),
    (
        Choice("level", gettext_noop("级次"), ("unit__level",)),
        Choice("active", gettext_noop("状态"), ("unit__active",), _active),
    ),
    gettext_noop("还没有单位。请先新增财政部门，再在其下新增各预算单位。"),
    narrowed_by=("q",),
)


def _account(row: AccountRow) -> Cell:
    return Cell(row.user.username, reverse("management:user", args=(row.user.pk,)))


def _roles(row: AccountRow) -> Cell:
    held = tuple(map(str, row.user.memberships.all()))
    return Cell("\n".join(held)) if held else Cell(_("未授予"), light="yellow")


USERS = Listing(
    "management:users",
    gettext_noop("账户与角色"),
    "accounts.view",
    (
        Column("account", gettext_noop("账号"), _account, "username"),
        Column("name", gettext_noop("姓名"), lambda row: row.user.name, "spelling"),
        Column("roles", gettext_noop("角色"), _roles),
        Column("phone", gettext_noop("电话"), lambda row: row.user.masked_phone or None),
        Column("state", gettext_noop("状态"), lambda row: Cell(row.state, light=row.light), "is_active"),
        Column("factor", gettext_noop("动态口令"), lambda row: _("已设置") if row.user.totp_secret else None),
        Column("last", gettext_noop("最近登录"), lambda row: row.user.last_login, "last_login"),
    ),
    empty=gettext_noop("没有符合条件的账户。"),
    wide=True,
    password=True,
    narrowed_by=("q", "role", "state"),
    prepare=account_rows,
)


def _year(year: Year) -> Cell:
    return Cell(str(year), reverse("management:year", args=(year.year,)))


def _open(value: bool) -> str:  # noqa: FBT001 - the value of a column
    return _("开放填报") if value else _("已关闭")


YEARS = Listing(
    "management:years",
    gettext_noop("年度与期限"),
    "cycle.manage",
    (
        Column("year", gettext_noop("年度"), _year, "year"),
        Column("units", gettext_noop("单位数"), lambda year: year.units, "units", figure=True),
        Column("open", gettext_noop("状态"), lambda year: Cell(_open(year.open), light="green" if year.open else "none"), "open"),
    ),
    (Choice("open", gettext_noop("状态"), ("open",), _open),),
    gettext_noop("还没有年度。请新增要开展绩效管理的预算年度，再选择单位、规则包和期限。"),
)  # fmt: skip


def _pack(row: PackRow) -> Cell:
    return Cell(row.info.title, reverse("management:pack", args=(row.info.id,)))


def _status(value: str) -> str:
    return _("已核实") if value == "verified" else _("示例口径，未核实")


def _years(row: PackRow) -> str:
    return f"{row.info.years.first}—{row.info.years.last or ''}"


def _linted(row: PackRow) -> Cell:
    if row.errors:
        return Cell(_("%(n)d 个错误") % {"n": row.errors}, light="red")
    return (
        Cell(_("%(n)d 个提醒") % {"n": row.warnings}, light="yellow")
        if row.warnings
        else Cell(_("无问题"), light="green")
    )


def _sure(row: PackRow) -> Cell:
    return Cell(_status(row.info.status), light="green" if row.info.status == "verified" else "yellow")


PACKS = Listing(
    "management:packs",
    gettext_noop("规则包"),
    "packs.manage",
    (
        Column("title", gettext_noop("名称"), _pack, "info__title"),
        Column("id", gettext_noop("编号"), lambda row: row.info.id, "info__id"),
        Column("version", gettext_noop("版本"), lambda row: row.info.version),
        Column("region", gettext_noop("适用地区"), lambda row: row.info.region, "info__region"),
        Column("object", gettext_noop("对象"), lambda row: row.info.object, "info__object"),
        Column("years", gettext_noop("适用年度"), _years, "info__years__first"),
        Column("status", gettext_noop("核实情况"), _sure, "info__status"),
        Column("lint", gettext_noop("检查"), _linted, "errors"),
        Column("used", gettext_noop("在用"), lambda row: row.used, "used", figure=True),
    ),
    (
        Words("q", gettext_noop("名称"), ("info__title", "info__id")),
        Choice("region", gettext_noop("适用地区"), ("info__region",)),
        Choice("object", gettext_noop("对象"), ("info__object",)),
        Choice("status", gettext_noop("核实情况"), ("info__status",), _status),
    ),
    wide=True,
)
