"""The pages that are asked for, and what else is measured inside the process: queries, import, forms.

``python bench/web_pages.py`` prints one JSON object; it works on the state folder that ``bench/web_county.py`` filled.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

YEAR = 2024
LISTS = {
    "/": "finance",
    "/{year}/review/": "finance",
    "/{year}/review/summary/": "finance",
    "/{year}/review/spread/": "finance",
    "/{year}/review/returns/": "finance",
    "/{year}/monitoring/": "finance",
    "/{year}/monitoring/wall/": "finance",
    "/{year}/reminders/": "finance",
    "/{year}/proposals/": "finance",
    "/manage/years/{year}/": "finance",
    "/manage/units/": "system_admin",
    "/manage/users/": "system_admin",
    "/audit/": "auditor",
    "/public/": "",
}
"""Address → who asks; nobody for a public page."""
OF_A_UNIT = (
    "data/projects/",
    "data/budget/",
    "data/payments/",
    "data/results/",
    "targets/",
    "monitoring/",
    "monitoring/projects/P07/",
    "monitoring/forms/2024-12/",
    "monitoring/cases/",
    "evaluation/",
    "evaluation/line/1.1.3/",
    "evaluation/narrative/",
    "evaluation/checks/",
    "evaluation/forms/",
    "review/",
    "review/line/1.1.3/",
    "disclosure/",
    "rectification/",
)
"""Pages of a dossier, each asked for a unit by chance."""
OF_A_FILLER = ("data/payments/", "targets/", "evaluation/", "monitoring/forms/2024-12/", "import/")
"""Pages that the unit's own people see with fields to fill in."""
ROWS, FAULTS = 10_000, 500


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return round(time.perf_counter() - begin, 2)


def queries() -> dict[str, int]:
    """How many queries each page takes once its data have been looked at."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from jiheng.web.accounts.models import User

    counted = {}
    asked = LISTS | {f"/{{year}}/900003/{page}": "finance" for page in OF_A_UNIT}
    for address, who in asked.items():
        client = Client()
        if who:
            client.force_login(User.objects.get(username=who))
        path = address.format(year=YEAR)
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            client.get(path)
        counted[address.replace("900003", "{unit}")] = len(found)
    return counted


def forms() -> dict[str, Any]:
    """Build every form of a unit anew, as the background job does, from scoring on."""
    from jiheng.forms import build
    from jiheng.web.cycle.models import Dossier
    from jiheng.web.evaluation.built import scored
    from jiheng.web.records.dataset import draft_of

    dossier = Dossier.objects.select_related("unit", "year").get(unit__code="900003")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "forms"
        taken = seconds(lambda: build(draft_of(dossier).dataset, list(scored(dossier)), target))
        return {"seconds": taken, "files": len(list(target.iterdir()))}


def imported() -> dict[str, Any]:
    """Hand in a workbook of ten thousand rows, every twentieth with a fault, and have them all listed."""
    import xlsxwriter
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from jiheng.web.accounts.models import User
    from jiheng.web.imports.models import Import

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "evidence.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("佐证台账")
            sheet.write_row(0, 0, ("编号", "指标", "材料", "日期"))
            for n in range(ROWS):
                faulty = n % (ROWS // FAULTS) == 0
                row = (
                    f"K{n:05d}",
                    f"P{n % 50 + 1:02d}-01",
                    f"第{n}份验收单",
                    "去年底" if faulty else f"{YEAR}-12-{n % 28 + 1:02d}",
                )
                sheet.write_row(n + 1, 0, row)
        content = path.read_bytes()
    client = Client()
    client.force_login(User.objects.get(username="filler3"))
    base = f"/{YEAR}/900003/import/"
    client.post(base, {"file": SimpleUploadedFile("佐证台账.xlsx", content)})
    found = Import.objects.latest("pk")
    columns = {f"column-{n}": name for n, name in enumerate(("code", "indicator", "title", "dated"))}
    match = {"sheet": "佐证台账", "table": "evidence", **columns}
    taken = seconds(lambda: (client.post(f"{base}{found.pk}/columns/", match), _do_waiting_jobs()))
    found.refresh_from_db()
    return {"rows": ROWS, "faults": len(found.faults), "seconds": taken}


def _do_waiting_jobs() -> None:
    """What the embedded worker does."""
    from jiheng.web.jobs.models import Job, JobState
    from jiheng.web.jobs.tasks import perform

    for job in Job.objects.filter(state=JobState.WAITING):
        perform.func(job.pk)


def main() -> None:
    import django

    django.setup()
    print(json.dumps({"queries": queries(), "forms": forms(), "import": imported()}))


if __name__ == "__main__":
    sys.exit(main())
