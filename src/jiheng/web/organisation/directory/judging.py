"""Everything that is wrong with a workbook of units and people, in one pass, each with its place and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jiheng.web.accounts.forms import PHONE, USERNAME
from jiheng.web.accounts.models import User
from jiheng.web.cycle.models import FLOWS
from jiheng.web.organisation.directory.lines import PEOPLE, ROLE_OF, UNITS, Directory, PersonLine, UnitLine, place
from jiheng.web.organisation.models import ADMINISTRATORS, Membership, Unit

LEVELS = (*FLOWS, "基层单位")
CODE = re.compile(r"[0-9A-Za-z-]{1,21}")
NAME_MOST = 30
UNIT_NAME_MOST = 100


@dataclass(frozen=True, slots=True)
class Known:
    """What the site has already: unit code → unit, account → owner, and who is an administrator."""

    units: Mapping[str, Unit]
    accounts: Mapping[str, User]
    administrators: frozenset[str]

    @classmethod
    def now(cls) -> Known:
        """Read in three queries."""
        held = Membership.objects.filter(role__in=ADMINISTRATORS).values_list("user__username", flat=True)
        return cls(
            {unit.code: unit for unit in Unit.objects.select_related("parent")},
            {user.username: user for user in User.objects.all()},
            frozenset(held),
        )


def problems_of(directory: Directory, known: Known) -> list[str]:
    """All of them, in the order of the rows."""
    return [*_units(directory, known), *_people(directory, known)]


def _units(directory: Directory, known: Known) -> Iterator[str]:
    met: dict[str, int] = {}
    parents = {line.code: line.parent for line in directory.units}
    for line in directory.units:
        yield from _unit(line, known)
        if line.code in met:
            yield f"{place(UNITS, line.row, '单位编码')}：{line.code} 与第 {met[line.code]} 行重复，请删去一行或改正编码。"
        met.setdefault(line.code, line.row)
        if line.parent and line.parent not in parents and line.parent not in known.units:
            yield (
                f"{place(UNITS, line.row, '上级单位编码')}：{line.parent} 既不在本表，也不是已有单位；"
                "请改正，或留空表示直接归财政部门。"
            )
        if _circle(line.code, parents):
            yield f"{place(UNITS, line.row, '上级单位编码')}：上级单位绕回到本单位，请改正。"


def _circle(code: str, parents: Mapping[str, str]) -> bool:
    met, at = {code}, parents.get(code, "")
    while at in parents and at not in met:
        met.add(at)
        at = parents[at]
    return bool(code) and at == code


def _unit(line: UnitLine, known: Known) -> Iterator[str]:
    if not CODE.fullmatch(line.code):
        yield f"{place(UNITS, line.row, '单位编码')}：现为“{line.code}”，应为 1 至 21 位数字、字母或横线。"
    if not 0 < len(line.name) <= UNIT_NAME_MOST:
        yield f"{place(UNITS, line.row, '单位名称')}：应填 1 至 {UNIT_NAME_MOST} 个字，现为 {len(line.name)} 个字。"
    if line.level not in LEVELS:
        yield f"{place(UNITS, line.row, '单位层级')}：现为“{line.level}”，应为 {'、'.join(LEVELS)} 之一。"
    there = known.units.get(line.code)
    if there is not None and line.name and there.name != line.name:
        yield (
            f"{place(UNITS, line.row, '单位名称')}：编码 {line.code} 在系统中是“{there.name}”，表中为“{line.name}”；"
            "更名请在“组织机构”中办理，编码填错的请改正。"
        )


def _people(directory: Directory, known: Known) -> Iterator[str]:
    names: dict[str, PersonLine] = {}
    codes = {line.code for line in directory.units} | known.units.keys()
    for line in directory.people:
        yield from _person(line, known)
        if line.unit not in codes:
            yield f"{place(PEOPLE, line.row, '单位编码')}：“{line.unit}”既不在“单位”表，也不是已有单位，请改正。"
        first = names.setdefault(line.username, line)
        if first.name != line.name:
            yield (
                f"{place(PEOPLE, line.row, '账号')}：{line.username} 在第 {first.row} 行是“{first.name}”，"
                f"本行是“{line.name}”；一人一个账号，请改正。"
            )


def _person(line: PersonLine, known: Known) -> Iterator[str]:
    if not re.fullmatch(USERNAME.regex, line.username):
        yield f"{place(PEOPLE, line.row, '账号')}：现为“{line.username}”，应为 3 至 30 位字母、数字、点、横线。"
    if not 0 < len(line.name) <= NAME_MOST:
        yield f"{place(PEOPLE, line.row, '姓名')}：应填 1 至 {NAME_MOST} 个字，现为“{line.name}”。"
    if line.phone and not re.fullmatch(PHONE.regex, line.phone):
        yield f"{place(PEOPLE, line.row, '联系电话')}：现为“{line.phone}”，应为电话号码，例如 020-12345678，或留空。"
    there = known.accounts.get(line.username)
    if there is not None and there.name != line.name:
        yield f"{place(PEOPLE, line.row, '账号')}：{line.username} 已是“{there.name}”的账号，请换一个账号。"
    yield from _roles(line, known)


def _roles(line: PersonLine, known: Known) -> Iterator[str]:
    wrong = [role for role in line.roles if role not in ROLE_OF]
    if wrong or not line.roles:
        yield (
            f"{place(PEOPLE, line.row, '角色')}：现为“{'、'.join(line.roles)}”，应为"
            f"{'、'.join(ROLE_OF)}，多个角色用顿号分开；三位管理员由安全管理员单独授予。"
        )
    if line.username in known.administrators:
        yield f"{place(PEOPLE, line.row, '账号')}：{line.username} 是管理员账号，不得兼任业务角色，请另用一个账号。"
