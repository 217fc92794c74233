"""A site as the first release left it, in a database of its own: built at that state of the migrations, then upgraded.

Run as a program, since a schema cannot change inside a test's transaction. Prints what was there before and after.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from typing import Any

import django

AT = {
    "accounts": "0002_log_in",
    "api": "0001_initial",
    "audit": "0002_append_only",
    "cycle": "0002_reminder",
    "disclosure": "0001_initial",
    "files": "0001_initial",
    "imports": "0001_initial",
    "jobs": "0001_initial",
    "monitoring": "0001_initial",
    "notices": "0001_initial",
    "organisation": "0001_initial",
    "records": "0001_initial",
    "rectification": "0001_initial",
    "review": "0001_initial",
}
"""The last migration of each app in the first release."""
PACK = "cn/guangdong/department"
COMPLETION = "1.1.1"
"""A leaf of that pack that counts the unit's own outputs."""


def indicator(code: str, name: str, level: str = "产出指标") -> dict[str, str]:
    return {
        "code": code,
        "level_1": level,
        "level_2": "数量指标",
        "name": name,
        "operator": "≥",
        "target": "20",
        "unit": "公里",
        "weight": "10",
    }


ROWS: list[tuple[str, str, dict[str, str]]] = [
    ("unit", "900001", {"region": "广东省", "contact": "李文"}),
    ("indicators", "Z01", indicator("Z01", "新建管网")),
    ("indicators", "Z02", indicator("Z02", "修缮道路")),
    ("indicators", "Z03", indicator("Z03", "清理河涌")),
    ("results", "Z01", {"indicator": "Z01", "actual": "17", "reason": "材料到货晚"}),
    ("results", "Z02", {"indicator": "Z02", "actual": "12"}),
    ("results", "Z03", {"indicator": "Z03", "actual": "25"}),
    ("results", COMPLETION, {"indicator": COMPLETION, "reason": "资金到位晚", "measure": "按周调度"}),
    ("reviews", COMPLETION, {"indicator": COMPLETION, "score": "8", "rule": "办法第九条", "percent": "20%"}),
    ("claims", "#1", {"item": "自评总分", "part": "年度资金总额", "stated": "96"}),
    (
        "claims",
        "P01/自评总分/年度资金总额",
        {"project": "P01", "item": "自评总分", "part": "年度资金总额", "stated": "95"},
    ),
    ("purchases", "", {}),
]


def main() -> None:
    """Build, upgrade, tell."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "jiheng.web.settings"
    django.setup()
    from django.db import connection  # noqa: PLC0415 - after set-up
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    others = [key for key in executor.loader.graph.leaf_nodes() if key[0] not in AT]
    old = executor.migrate([*others, *AT.items()])
    fill(old.apps)
    before = counted(old.apps)
    as_first_released(connection)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    json.dump({"before": before, **told()}, sys.stdout, ensure_ascii=False)


def as_first_released(connection: Any) -> None:
    """Take off the triggers that the first release did not have."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER audit_entry_truncate ON audit_entry")
        else:
            cursor.execute("DROP TRIGGER audit_entry_insert")


def fill(apps: Any) -> None:
    """People, a dossier with rows, a submitted form under review, an opinion, and the log of it all."""
    user = apps.get_model("accounts", "User").objects.create(username="alice", name="李文", password="!")
    unit = apps.get_model("organisation", "Unit").objects.create(code="900001", name="青禾镇人民政府", path="/1/")
    year = apps.get_model("cycle", "Year").objects.create(year=2024)
    dossier = apps.get_model("cycle", "Dossier").objects.create(year=year, unit=unit, pack=PACK, revision=7)
    task = apps.get_model("cycle", "Task").objects.create(
        dossier=dossier, stage="evaluation", state="submitted", step="finance", holder=user
    )
    apps.get_model("cycle", "Passage").objects.create(task=task, actor=user, deed="提交审核")
    record = apps.get_model("records", "Record")
    for position, (table, key, cells) in enumerate(ROWS, 1):
        written = json.dumps(cells, ensure_ascii=False, sort_keys=True)
        record.objects.create(dossier=dossier, table=table, key=key, position=position, written=written)
    apps.get_model("review", "Opinion").objects.create(task=task, text="同意自评结果。", by=user)
    log(apps)


def log(apps: Any) -> None:
    """Three entries, hashed as the first release hashed them."""
    from jiheng.web.audit.chain import GENESIS, digest  # noqa: PLC0415 - after set-up

    entry_model, previous = apps.get_model("audit", "Entry"), GENESIS
    for number in (1, 2, 3):
        entry = entry_model(
            number=number,
            at=datetime(2025, 2, number, tzinfo=UTC),
            username="alice",
            action="保存数据",
            detail="完成情况：1 行",
            previous=previous,
        )
        columns = {each.attname: getattr(entry, each.attname) for each in entry._meta.fields if each.name != "hash"}
        entry.hash = previous = digest(columns | {"at": entry.at.isoformat()})
        entry.save(force_insert=True)


def counted(apps: Any) -> dict[str, int]:
    """How many rows every table has."""
    return {model._meta.db_table: model.objects.count() for model in apps.get_models()}


def told() -> dict[str, Any]:
    """What the upgraded site has."""
    from django.apps import apps  # noqa: PLC0415 - after set-up

    from jiheng.web.audit import chain  # noqa: PLC0415
    from jiheng.web.audit.models import Change, Entry  # noqa: PLC0415
    from jiheng.web.cycle.models import Dossier  # noqa: PLC0415
    from jiheng.web.records.dataset import sheet_of  # noqa: PLC0415
    from jiheng.web.records.models import Record  # noqa: PLC0415
    from jiheng.web.review.models import Opinion  # noqa: PLC0415

    dossier = Dossier.objects.select_related("unit", "year").get()
    line = sheet_of(dossier).line(COMPLETION)
    return {
        "after": counted(apps),
        "rows": [[row.table, row.key, row.cells] for row in Record.objects.order_by("pk")],
        "revisions": [dossier.revision, dossier.own_revision],
        "opinion": Opinion.objects.get().text,
        "verdict": chain.verify().kind,
        "hashes": [entry.content_hash != "" for entry in Entry.objects.all()],
        "changes": [[change.key, change.cells] for change in Change.objects.all()],
        "line": {"reason": line.reason, "measure": line.measure, "unexplained": line.unexplained},
        "refused": [deed for deed in attacks() if refused(deed)],
    }


def attacks() -> list[str]:
    """What nobody may do to the log and the history."""
    from django.db import connection  # noqa: PLC0415 - after set-up

    named = (
        "number, at, username, person, roles, address, action, object_type, object_id, object_label, unit_code, result"
    )
    named += ", detail, content_hash, before_hash, after_hash, previous, hash"
    deeds = [f"{deed} {table}" for table in ("audit_entry", "audit_change") for deed in ("DELETE FROM",)]
    deeds += ["UPDATE audit_entry SET action = 'x'", "UPDATE audit_change SET new = '{}'"]
    if connection.vendor == "postgresql":
        return [*deeds, "TRUNCATE audit_entry CASCADE", "TRUNCATE audit_change"]
    return [*deeds, f"INSERT OR REPLACE INTO audit_entry ({named}) SELECT {named} FROM audit_entry WHERE number = 2"]


def refused(deed: str) -> bool:
    """Whether the database lets nobody do it."""
    from django.db import DatabaseError, connection, transaction  # noqa: PLC0415 - after set-up

    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed)
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


if __name__ == "__main__":
    main()
