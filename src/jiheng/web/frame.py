"""What every page's frame shows: who, which unit and year, the cycle and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.web import rights
from jiheng.web.accounts.middleware import obligation
from jiheng.web.cycle.line import Stop, stops_of
from jiheng.web.cycle.models import Dossier, Stage
from jiheng.web.notices import counting

if TYPE_CHECKING:
    from jiheng.web.rights import Person

ADDRESSES = 20_000
"""Addresses of dossiers' pages in memory."""
PLACES = {
    "records:first": gettext_noop("预算与执行"),
    "targets:table": gettext_noop("绩效目标"),
    "monitoring:portfolio": gettext_noop("运行监控"),
    "evaluation:table": gettext_noop("绩效自评"),
    "review:form": gettext_noop("复核"),
    "disclosure:duties": gettext_noop("信息公开"),
    "rectification:items": gettext_noop("整改与应用"),
}
"""The pages of a dossier in the side list: address name → title. Each app adds its own line here."""
STAGE_PLACES = {
    Stage.TARGETS: "targets:table",
    Stage.MONITORING: "monitoring:portfolio",
    Stage.EVALUATION: "evaluation:table",
}
"""Which page a stage is filled in on."""
TASK_PLACES = STAGE_PLACES | {Stage.ADJUSTMENT: "targets:table"}
"""Which page a task is done on; adjustments of targets are no stage of the heat table."""
MANAGEMENT = (
    ("management:units", "units.manage", gettext_noop("组织机构")),
    ("management:users", "accounts.view", gettext_noop("账户与角色")),
    ("management:years", "cycle.manage", gettext_noop("年度与期限")),
    ("rules:table", "rules.write", gettext_noop("规则")),
    ("management:packs", "packs.manage", gettext_noop("规则包")),
    ("management:calendar", "calendar.manage", gettext_noop("工作日历")),
    ("jobs:log", "jobs.watch", gettext_noop("后台任务")),
    ("audit:log", "audit.read", gettext_noop("审计日志")),
)
"""The pages of 管理: address name, the right that opens it, title."""


@dataclass(frozen=True, slots=True)
class CycleStep:
    """One step of the line of the cycle at the top of a dossier's pages, and where it leads."""

    stop: Stop
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """One line of the side list."""

    title: str
    address: str
    current: bool


def cycle_line(dossier: Dossier, current: str) -> list[CycleStep]:
    """The six steps of the dossier's year as links."""
    return [CycleStep(stop, address(dossier, stop.place), stop.place == current) for stop in stops_of(dossier)]


def address(dossier: Dossier, name: str, **more: Any) -> str:
    """The address of one of the dossier's pages."""
    return _address(name, dossier.year.year, dossier.unit.code, tuple(more.items()))


def address_of(name: str, year: int, unit: str) -> str:
    """The same of a dossier of which only year and unit's code are at hand."""
    return _address(name, year, unit, ())


@lru_cache(maxsize=ADDRESSES)
def _address(name: str, year: int, unit: str, more: tuple[tuple[str, Any], ...]) -> str:
    """Held in memory: a list of units names thousands, and each takes as long as a small query."""
    return reverse(name, kwargs={"year": year, "unit": unit} | dict(more))


def framed(dossier: Dossier, place: str) -> dict[str, Any]:
    """What the frame of a dossier's page shows: the cycle, and the side list with the current place marked."""
    links = [PlaceLink(_(title), address(dossier, name), name == place) for name, title in PLACES.items()]
    return {"dossier": dossier, "cycle_line": cycle_line(dossier, place), "places": links}


def page(request: HttpRequest, template: str, dossier: Dossier, place: str, **context: Any) -> HttpResponse:
    """Render a page of a dossier in its frame."""
    return render(request, template, framed(dossier, place) | context)


def home_of(user: Person) -> str:
    """Where the person begins: the desk, or for an administrator, who has no business content, the first own page."""
    first = next((name for name, right, _title in MANAGEMENT if rights.may(user, right)), "")
    return first if rights.roles(user) & rights.ADMINISTRATORS else "desk"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Template context: the person's roles and the switches that he set."""
    user = getattr(request, "user", None)
    elder = request.COOKIES.get("elder") == "1"
    if user is None or not user.is_authenticated:
        return {"elder": elder, "demo": settings.DEMO}
    owed = obligation(user)
    if owed:  # nothing of the frame leads anywhere before that is done
        return {"elder": elder, "demo": settings.DEMO, "owed": owed, "held_memberships": rights.memberships(user)}
    count, old = counting.known(request.session)
    return {
        "elder": elder,
        "demo": settings.DEMO,
        "notice_count": count,
        "notice_old": old,
        "held_roles": rights.roles(user),
        "held_memberships": rights.memberships(user),
        "sees_dossiers": rights.may(user, "dossier.view"),
        "sees_several": rights.sees_several(user),
        "management": next((reverse(name) for name, right, _title in MANAGEMENT if rights.may(user, right)), ""),
    }
