"""What the workbook of units and people says, line by line."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import override

from jiheng.web.organisation.models import ADMINISTRATORS, Role

UNITS, PEOPLE = "单位", "人员"
UNIT_HEAD = ("单位编码", "单位名称", "单位层级", "上级单位编码")
PEOPLE_HEAD = ("账号", "姓名", "联系电话", "单位编码", "角色")
HEADS = {UNITS: UNIT_HEAD, PEOPLE: PEOPLE_HEAD}
with override("zh-hans"):  # the workbook is Chinese, whatever the person who brings it reads
    ROLE_OF = {str(role.label): role for role in Role if role not in ADMINISTRATORS}
"""Word → role, of those that a list may ask for; administrators are named one by one."""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One row of the sheet 单位; ``parent`` is a code, empty below the bureau itself."""

    row: int
    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One row of the sheet 人员: a person in a unit with one or more roles."""

    row: int
    username: str
    name: str
    phone: str
    unit: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """The whole workbook."""

    units: tuple[UnitLine, ...] = ()
    people: tuple[PersonLine, ...] = ()

    def __str__(self) -> str:
        return f"{len(self.units)} 个单位、{len(self.people)} 行人员"


def place(sheet: str, row: int, title: str) -> str:
    """Where the reader finds a cell."""
    return f"“{sheet}”第 {row} 行“{title}”"
