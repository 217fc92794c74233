"""Fills an empty state folder with a county of 300 units × 50 projects × 10 indicators, by bulk inserts.

``python bench/web_county.py make UNITS PROJECTS INDICATORS``: the last line says who can log in.
``python bench/web_county.py look SHARE OF``: then the product looks at its share of the units.
"""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[1] / "examples/xinzao-2024"
PACK = "cn/guangdong/department"
YEAR = 2024
FILLERS = 6
"""Units whose own people look at their pages."""
BUREAU = ("finance", "expert", "system_admin", "security_admin", "auditor")
PROMISED = (
    *(("产出指标", "数量指标", weight) for weight in ("10", "10", "10", "10", "5", "5")),
    *(("效益指标", "社会效益指标", "10") for _ in range(3)),
    ("满意度指标", "服务对象满意度指标", "10"),
)
"""Levels and weight of ten indicators of a project."""
Rows = dict[str, list[dict[str, str]]]


def unit_rows(projects: int, indicators: int) -> Rows:
    """The example town's registers, with as many projects as asked, each with budget, twelve payments and indicators."""
    from jiheng import facts
    from jiheng.web.records.intake import written_rows

    rows = written_rows(facts.load(EXAMPLE))
    own = {row["code"] for row in rows["indicators"] if not row.get("project")}
    sample = next(row for row in rows["projects"] if row["code"] == "P02")
    rows |= {
        "projects": [sample | {"code": f"P{n:02d}", "name": f"第{n}期道路养护和管网改造"} for n in numbers(projects)],
        "budget": [row for row in rows["budget"] if not row.get("project")] + list(_budget(projects)),
        "payments": [row for row in rows["payments"] if row["line"] in {"B01", "B02"}] + list(_payments(projects)),
        "plans": [],
        "adjustments": [],
        "indicators": [row for row in rows["indicators"] if row["code"] in own] + list(_indicators(projects, indicators)),
        "results": [row for row in rows["results"] if _of_unit(row["indicator"], own)] + list(_results(projects, indicators)),
        "evidence": [row for row in rows["evidence"] if _of_unit(row["indicator"], own)],
        "observations": [row for row in rows["observations"] if row["indicator"] in own],
        "narrative": [row for row in rows["narrative"] if not row["chapter"].startswith("P")],
        "history": [],
        "answers": [],
        "claims": [],
    }  # fmt: skip
    return {table: found for table, found in rows.items() if found}


def numbers(count: int) -> range:
    return range(1, count + 1)


def _of_unit(code: str, own: set[str]) -> bool:
    return code in own or not code.startswith("P")


def _budget(projects: int) -> Iterator[dict[str, str]]:
    shared = {"category": "项目支出", "source": "一般公共预算", "function": "2110302"}
    for n in numbers(projects):
        amount = str(400_000 + 7_000 * n)
        yield shared | {"code": f"P{n:02d}-1", "project": f"P{n:02d}", "original": amount, "adjusted": amount}


def _payments(projects: int) -> Iterator[dict[str, str]]:
    for n in numbers(projects):
        for month in range(1, 13):
            yield {"line": f"P{n:02d}-1", "month": f"{YEAR}-{month:02d}", "amount": str(30_000 + 500 * (n % 9))}


def _indicators(projects: int, each: int) -> Iterator[dict[str, str]]:
    for n in numbers(projects):
        for k in range(each):
            yield {
                "code": f"P{n:02d}-{k + 1:02d}",
                "project": f"P{n:02d}",
                "level_1": PROMISED[k][0],
                "level_2": PROMISED[k][1],
                "name": f"第{k + 1}标段养护里程",
                "operator": "≥",
                "target": str(80 + k),
                "original_target": str(80 + k),
                "unit": "公里",
                "weight": PROMISED[k][2],
                "core": "是" if k < 2 else "否",
                "meaning": "年度内验收合格的养护里程",
                "data_source": "养护验收单",
            }


def _results(projects: int, each: int) -> Iterator[dict[str, str]]:
    for n in numbers(projects):
        for k in range(each):
            short = (n + k) % 7 == 0
            reason = {"reason": "雨季施工时间缩短，两个标段顺延", "measure": "已调整工期，次年三月底前完工"}
            yield {"indicator": f"P{n:02d}-{k + 1:02d}", "actual": str(80 + k - (5 if short else 0))} | (
                reason if short else {}
            )


def make(units: int, projects: int, indicators: int) -> dict[str, dict[str, str]]:
    """Organisation, people, dossiers, tasks, records."""
    from django.db import transaction

    from jiheng.web.organisation.models import Unit

    with transaction.atomic():
        bureau = Unit.objects.create(code="900000", name="青云县财政局（压测）", level="县级")
        Unit.objects.bulk_create(
            Unit(code=f"9{n:05d}", name=f"青云县第{n}镇人民政府（压测）", level="乡镇", parent=bureau, path=f"{bureau.path}9{n:05d}/")
            for n in numbers(units)
        )  # fmt: skip
        towns = list(Unit.objects.filter(parent=bureau).order_by("code"))
        people = _people(bureau, towns)
        _fill(towns, unit_rows(projects, indicators))
    return people


def _people(bureau: object, towns: list[object]) -> dict[str, dict[str, str]]:
    from jiheng.web.accounts.models import User
    from jiheng.web.organisation.models import Membership, Role

    places = {role: (bureau, Role(role)) for role in BUREAU}
    places |= {f"filler{n}": (town, Role.FILLER) for n, town in enumerate(towns[:FILLERS], 1)}
    told = {}
    for username, (unit, role) in places.items():
        password = f"{secrets.token_urlsafe(9)}aA1"
        user = User.objects.create_user(username=username, password=password, name=username)
        Membership.objects.create(user=user, unit=unit, role=role)
        told[username] = {"password": password, "unit": unit.code}
    return told


def _fill(towns: list[object], rows: Rows) -> None:
    from django.utils import timezone

    from jiheng.web.cycle.models import Dossier, Stage, State, Step, Task, Year
    from jiheng.web.records.actions import key_of
    from jiheng.web.records.models import Record

    year = Year.objects.create(year=YEAR)
    Dossier.objects.bulk_create(Dossier(year=year, unit=unit, pack=PACK) for unit in towns)
    dossiers = list(Dossier.objects.order_by("unit__code"))
    states = (State.DRAFTING, State.SUBMITTED, State.APPROVED, State.RETURNED)
    today = timezone.localdate()
    Task.objects.bulk_create(
        Task(
            dossier=dossier, stage=stage, state=states[n % 4], step=Step.FINANCE,
            period="2024-12" if stage == Stage.MONITORING else "", due=today + timedelta(days=n % 20 - 5),
        )
        for n, dossier in enumerate(dossiers)
        for stage in (Stage.TARGETS, Stage.MONITORING, Stage.EVALUATION)
    )  # fmt: skip
    written = {
        table: [(key_of(table, cells) or f"#{at}", json.dumps(cells, ensure_ascii=False, sort_keys=True)) for at, cells in enumerate(found, 1)]
        for table, found in rows.items()
    }  # fmt: skip
    for dossier in dossiers:
        Record.objects.bulk_create(
            Record(dossier=dossier, table=table, key=key, position=at, written=text)
            for table, found in written.items()
            for at, (key, text) in enumerate(found, 1)
        )


def look_at(share: int, of: int) -> None:
    """What the product itself does by night and after each submission: watch the money, look for doubts."""
    from django.utils import timezone

    from jiheng.core.calendar import Month
    from jiheng.web.cycle.models import Stage, Task
    from jiheng.web.monitoring.evaluation import evaluate
    from jiheng.web.records.dataset import draft_of
    from jiheng.web.review.weighing import weigh

    tasks = Task.objects.filter(stage=Stage.EVALUATION).select_related("dossier__unit", "dossier__year")
    for number, task in enumerate(tasks.order_by("dossier__unit__code")):
        if number % of == share:
            draft_of(task.dossier)
            weigh(task)
            evaluate(task.dossier, Month(YEAR, 12), timezone.localdate())


def main() -> None:
    import django

    from jiheng.cli.serve import start_django

    told = [int(each) for each in sys.argv[2:]]
    if sys.argv[1] == "look":
        django.setup()
        look_at(*told)
        print("{}")
    else:
        start_django()
        print(json.dumps(make(*told)))


if __name__ == "__main__":
    main()
