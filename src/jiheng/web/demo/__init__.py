"""The example town and an invented county around it, in all states of the cycle, made by the product's own actions.

Passwords are made at that moment and printed once; nothing is fixed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from jiheng import facts
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Unit as UnitFacts
from jiheng.web.accounts.models import User
from jiheng.web.actions import Actor
from jiheng.web.cycle.actions import OpenYear
from jiheng.web.cycle.models import Dossier, Stage, Year
from jiheng.web.demo.figures import Invention, past_year
from jiheng.web.demo.performance import whole_year
from jiheng.web.demo.stages import move_on
from jiheng.web.demo.warnings import watch
from jiheng.web.organisation.models import Membership, Role, Unit
from jiheng.web.records.actions import ReplaceTables, SetNil
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
STEPS = 4 + len(TOWNS) + len(OFFICES)
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
        year = _open_years(bureau, [*towns, *offices])
        town = _fill_town(towns[0], example)
        progress(f"已载入 {towns[0].name}")
        for unit in (*towns[1:], *offices):
            _fill(unit, town)
            progress(f"已载入 {unit.name}")
        Year.objects.exclude(pk=year.pk).update(open=False)
        move_on([*towns, *offices], bureau, actor_of)
        progress("已安排到各个环节")
        watch(year, actor_of(bureau, Role.FINANCE), lambda unit: actor_of(unit, Role.HEAD))
        progress("已评估预算执行")
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


def _open_years(bureau: Unit, units: list[Unit]) -> Year:
    """Last year's cycle is under way: targets and monitoring are behind, the self-evaluation is due in a week."""
    today = timezone.localdate()
    due: dict[Stage, date] = {
        Stage.TARGETS: today - timedelta(days=300),
        Stage.MONITORING: today - timedelta(days=90),
        Stage.EVALUATION: today + timedelta(days=7),
    }
    year = Year.objects.create(year=2024)
    OpenYear(actor_of(bureau, Role.FINANCE), year, units, PACK, due).run()
    return year


def actor_of(unit: Unit, role: Role) -> Actor:
    """The unit's person of that role; an invented unit gets one who cannot log in."""
    held = Membership.objects.filter(unit=unit, role=role).select_related("user").first()
    if held is None:
        user = User.objects.create_user(username=f"{role.value}-{unit.code}", name=f"{unit.name}{role.label}")
        held = Membership.objects.create(user=user, unit=unit, role=role)
    return Actor(held.user, "127.0.0.1")


def _fill_town(unit: Unit, example: Path) -> DataSet:
    """The example town's own figures, and those of the earlier years that lie beside it."""
    town = facts.load(example)
    _keep(unit, 2024, town)
    for year in (2022, 2023):
        _keep(unit, year, facts.load(example.with_name(example.name.replace("2024", str(year)))))
    return town


def _fill(unit: Unit, town: DataSet) -> None:
    """An invented unit's figures of this year and the last."""
    told = facts_of_unit(unit, town)
    made = Invention(told, town)
    _keep(unit, 2024, whole_year(made))
    _keep(unit, 2023, past_year(made, 2023))


def facts_of_unit(unit: Unit, town: DataSet) -> UnitFacts:
    """What the data set says of an invented unit itself."""
    return replace(town.unit, code=unit.code, name=unit.name, region="", superior="", note="")


def _keep(unit: Unit, year: int, dataset: DataSet) -> None:
    """Write a data set into the unit's dossier; years before are closed once all are in."""
    held, _made = Year.objects.get_or_create(year=year)
    dossier, _made = Dossier.objects.get_or_create(year=held, unit=unit, defaults={"pack": PACK})
    filler = actor_of(unit, Role.FILLER)
    ReplaceTables(filler, dossier, written_rows(dataset)).run()
    for table in dataset.nil:
        SetNil(filler, dossier, table=table, nil=True).run()
