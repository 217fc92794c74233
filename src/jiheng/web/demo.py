"""The example town and an invented county around it, in all states of the cycle, made by the product's own actions.

Passwords are made at that moment and printed once; nothing is fixed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from jiheng import facts
from jiheng.core.exact import half_up
from jiheng.core.numeral import read_number
from jiheng.web.accounts.models import User
from jiheng.web.actions import Actor
from jiheng.web.cycle.actions import Approve, OpenYear, Return, Submit, task_of
from jiheng.web.cycle.models import Dossier, ReturnReason, Stage, State, Task, Year
from jiheng.web.organisation.models import Membership, Role, Unit
from jiheng.web.records.actions import ReplaceTables
from jiheng.web.records.intake import written_rows

TOWNS = (
    "青禾", "白石", "云岭", "临溪", "松坪", "长滩", "石桥", "南屏", "东湾", "西塘",
    "金沙", "银湖", "双河", "柳林", "桃源", "竹溪", "梅岭", "兰田", "枫桥", "杏花",
)  # fmt: skip
OFFICES = (
    "农业农村局",
    "教育局",
    "民政局",
    "水利局",
    "文化广电旅游局",
    "卫生健康局",
    "住房和城乡建设局",
    "交通运输局",
    "应急管理局",
    "林业局",
)
COUNTY = "青云县"
STEPS = 2 + len(TOWNS) + len(OFFICES)
"""How often :func:`make` reports progress."""
PACK = "cn/guangdong/department"


@dataclass(frozen=True, slots=True)
class Account:
    """One demo log-in, to be shown once."""

    role: str
    username: str
    password: str
    unit: str


def make(example: Path, progress: Callable[[str], None] = lambda _text: None) -> list[Account]:
    """Fill an empty database.

    Raises:
        ValueError: the database already holds units; a demo never writes over anything.
    """
    if Unit.objects.exists():
        msg = "数据库中已有数据，演示数据只写入空库；请换一个 JIHENG_HOME"
        raise ValueError(msg)
    with transaction.atomic():
        bureau, towns, offices = _county()
        accounts = _accounts(bureau, towns[0])
        progress("已建立组织机构和账号")
        _open_years(bureau, [*towns, *offices])
        rows = written_rows(facts.load(example))
        for number, unit in enumerate([*towns, *offices]):
            _fill(unit, rows, number)
            progress(f"已载入 {unit.name}")
        _move_on([*towns, *offices])
    return accounts


def _county() -> tuple[Unit, list[Unit], list[Unit]]:
    """The example town first, then invented towns and offices, below one finance bureau."""
    bureau = Unit.objects.create(code="900000", name=f"{COUNTY}财政局（演示）", level="县级")
    names = ["广州市番禺区新造镇人民政府", *(f"{COUNTY}{name}镇人民政府（演示）" for name in TOWNS)]
    towns = [
        Unit.objects.create(code=f"900{n:03d}", name=name, level="乡镇", parent=bureau)
        for n, name in enumerate(names, 1)
    ]
    offices = [
        Unit.objects.create(code=f"901{n:03d}", name=f"{COUNTY}{name}（演示）", level="乡镇", parent=bureau)
        for n, name in enumerate(OFFICES, 1)
    ]
    return bureau, towns, offices


def _accounts(bureau: Unit, town: Unit) -> list[Account]:
    """One person for each role; the town's own people work in the example town."""
    made = []
    for role in Role:
        unit = town if role in {Role.FILLER, Role.HEAD} else bureau
        password = f"{secrets.token_urlsafe(9)}aA1"
        user = User.objects.create_user(username=role.value, password=password, name=f"{role.label}（演示）")
        Membership.objects.create(user=user, unit=unit, role=role)
        made.append(Account(str(role.label), user.username, password, unit.name))
    return made


def _open_years(bureau: Unit, units: list[Unit]) -> None:
    """Last year's cycle is under way: targets and monitoring are behind, the self-evaluation is due in a week."""
    today = timezone.localdate()
    due: dict[Stage, date] = {
        Stage.TARGETS: today - timedelta(days=300),
        Stage.MONITORING: today - timedelta(days=90),
        Stage.EVALUATION: today + timedelta(days=7),
    }
    OpenYear(_actor(bureau, Role.FINANCE), Year.objects.create(year=2024), units, PACK, due).run()


def _actor(unit: Unit, role: Role) -> Actor:
    """The unit's person of that role; an invented unit gets one who cannot log in."""
    held = Membership.objects.filter(unit=unit, role=role).select_related("user").first()
    if held is None:
        user = User.objects.create_user(username=f"{role.value}-{unit.code}", name=f"{unit.name}{role.label}")
        held = Membership.objects.create(user=user, unit=unit, role=role)
    return Actor(held.user, "127.0.0.1")


def _fill(unit: Unit, rows: Mapping[str, list[dict[str, str]]], number: int) -> None:
    """The example town keeps its figures; every other unit pays less of its budget, each by its own share."""
    dossier = Dossier.objects.get(unit=unit)
    own = rows if number == 0 else dict(rows) | {"payments": list(_paid_less(rows["payments"], number))}
    ReplaceTables(_actor(unit, Role.FILLER), dossier, own).run()


def _paid_less(payments: list[dict[str, str]], number: int) -> Iterator[dict[str, str]]:
    share = 100 - (number * 7) % 45
    for row in payments:
        fen = read_number(row["amount"]) * share
        yield row | {"amount": f"{half_up(fen.numerator, fen.denominator * 100)}"}


def _move_on(units: list[Unit]) -> None:
    """Let tasks stand in every state: the example town and every fifth unit have everything still to do."""
    bureau = units[0].parent
    assert bureau is not None
    for number, unit in enumerate(units):
        dossier = Dossier.objects.get(unit=unit)
        Task.objects.filter(dossier=dossier, stage__in=(Stage.TARGETS, Stage.MONITORING)).update(
            state=State.APPROVED, step="finance", approved_at=timezone.now()
        )
        if number % 5:
            _review(task_of(dossier, Stage.EVALUATION), number % 5, unit, bureau)


def _review(task: Task, far: int, unit: Unit, bureau: Unit) -> None:
    """1: with the unit's head; 2: returned by him; 3: with finance; 4: approved."""
    Submit(_actor(unit, Role.FILLER), task).run()
    task.refresh_from_db()
    head = _actor(unit, Role.HEAD)
    if far == 2:
        Return(head, task, reason=ReturnReason.NO_REASON, text="请补充支出率偏低的原因和改进措施。").run()
    elif far > 2:
        Approve(head, task).run()
        task.refresh_from_db()
    if far == 4:
        Approve(_actor(bureau, Role.FINANCE), task, text="数据齐全，同意。").run()
