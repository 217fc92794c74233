"""Filling in over the API: results, chapters, the monthly form, adjustments, imports and their jobs; and the county."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from jiheng.core.calendar import Month
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import Reminder, Stage, State, Task
from jiheng.web.jobs.models import Job, JobState
from jiheng.web.monitoring.evaluation import evaluate_year
from jiheng.web.records.models import Record
from tests.web.api import DOSSIER, call, caller
from tests.web.conftest import County
from tests.web.test_adjustment import approved  # noqa: F401 - a fixture
from tests.web.test_api_management import done
from tests.web.test_import_ledger import COLUMNS as LEDGER_COLUMNS
from tests.web.test_import_ledger import HEAD, ROWS
from tests.web.test_import_ledger import town as paying  # noqa: F401 - a fixture
from tests.web.test_imports import LEDGER, book
from tests.web.test_monitoring import town  # noqa: F401 - a fixture
from tests.web.test_review import reviewed  # noqa: F401 - a fixture

# ruff: noqa: F811 - the fixtures above are asked for by their names
YEAR = "/api/v1/years/2024"
IMPORTS = f"{DOSSIER}/imports"


def cells(county: County, table: str, key: str) -> dict[str, str]:
    return Record.objects.get(dossier=county.dossier, table=table, key=key).cells


def test_a_result_is_filled_in_and_what_another_changed_is_told(town: County) -> None:
    client, line = caller(town, "filler"), f"{DOSSIER}/evaluation/results/1.1.3"
    assert call(client, "PUT", line, {"cells": {"reason": "汛期停工"}}).json()["conflicts"] == []
    other = {"cells": {"reason": "雨季停工"}, "before": {"reason": "别的"}}
    assert call(client, "PUT", line, other).json()["conflicts"][0]["theirs"] == "汛期停工"
    assert cells(town, "results", "1.1.3")["reason"] == "汛期停工"
    assert task_of(town.dossier, Stage.EVALUATION).state == State.DRAFTING
    assert call(client, "PUT", f"{DOSSIER}/evaluation/results/9.9.9", other).status_code == 404
    assert done("填报完成情况")


def test_the_fields_of_the_reviewer_are_none_of_the_fillers(town: County) -> None:
    client = caller(town, "filler")
    for name in ("score", "percent", "rule", "category"):
        answer = call(client, "PUT", f"{DOSSIER}/evaluation/results/1.1.3", {"cells": {name: "1"}})
        assert answer.status_code == 422, name
    change = {"row": 0, "cells": {"indicator": {"before": "", "now": "2.5.4"}, "score": {"before": "", "now": "3"}}}
    answer = call(client, "PATCH", f"{DOSSIER}/tables/reviews", {"changes": [change]})
    assert answer.status_code == 409
    assert "由复核人填写" in answer.json()["problem"]
    assert call(client, "PUT", f"{DOSSIER}/review/lines/2.5.4", {"score": "3"}).status_code == 403
    assert not Record.objects.filter(table="reviews").exists()


def test_a_chapter_is_written(town: County) -> None:
    client, chapter = caller(town, "filler"), f"{DOSSIER}/evaluation/chapters/2"
    before = cells(town, "narrative", "2")["text"]
    assert call(client, "PUT", chapter, {"text": "全年工作平稳。", "before": before}).json()["conflicts"] == []
    assert cells(town, "narrative", "2")["text"] == "全年工作平稳。"
    assert call(client, "PUT", f"{DOSSIER}/evaluation/chapters/99", {"text": "x"}).status_code == 404
    assert done("填写文字说明")


def test_what_a_program_wrote_in_lines_of_windows_is_changed_on_the_page(town: County) -> None:
    client, line = caller(town, "filler"), f"{DOSSIER}/evaluation/results/1.1.3"
    call(client, "PUT", line, {"cells": {"reason": "汛期停工\r\n材料晚到 "}})
    page, at = town.client("filler"), "/2024/900001/evaluation/"
    typed = {"reason": "汛期停工", "before:reason": "汛期停工\r\n材料晚到"}
    page.post(f"{at}line/1.1.3/save/", typed)
    assert cells(town, "results", "1.1.3")["reason"] == "汛期停工"
    before = cells(town, "narrative", "2")["text"]
    call(client, "PUT", f"{DOSSIER}/evaluation/chapters/2", {"text": "工作平稳。\r\n任务完成。", "before": before})
    page.post(f"{at}narrative/2/save/", {"text": "任务完成。", "before": "工作平稳。\r\n任务完成。"})
    assert cells(town, "narrative", "2")["text"] == "任务完成。"


def test_cells_that_a_program_wrote_are_kept_as_the_page_keeps_them(town: County) -> None:
    row = Record.objects.get(dossier=town.dossier, table="narrative", key="2")
    change = {"row": row.pk, "cells": {"text": {"before": row.cells["text"], "now": "工作平稳。\r\n任务完成。\n"}}}
    answer = call(caller(town, "filler"), "PATCH", f"{DOSSIER}/tables/narrative", {"changes": [change]})
    assert answer.json()["conflicts"] == []
    assert cells(town, "narrative", "2")["text"] == "工作平稳。\n任务完成。"


def test_the_monthly_form_is_read_and_filled_in(town: County) -> None:
    client, form = caller(town, "filler"), f"{DOSSIER}/monitoring/forms/2024-08"
    code = client.get(form).json()[0]["indicator"]
    given = {"value": "12", "likelihood": "有可能", "measure": ""}
    line = call(client, "PUT", f"{form}/{code}", given).json()
    assert (line["value"], line["likelihood"]) == ("12", "有可能")
    assert line["missing"] == ["请填写改进措施"]
    assert call(client, "PUT", f"{form}/ZZ", {"value": "1"}).status_code == 404
    assert client.get(f"{DOSSIER}/monitoring/forms/2023-08").status_code == 404
    assert done("填报运行监控")


def test_an_adjustment_opens_approved_targets(approved: County) -> None:
    client = caller(approved, "filler")
    task = call(client, "POST", f"{DOSSIER}/targets/adjustment", {"reason": "预算调减"}).json()
    assert (task["stage"], task["period"], task["state"]) == ("adjustment", "1", "drafting")
    assert call(client, "POST", f"{DOSSIER}/targets/adjustment", {"reason": "再来"}).status_code == 409


def test_rows_are_taken_out_and_a_table_declared_empty(county: County) -> None:
    client, table = caller(county, "filler"), f"{DOSSIER}/tables/projects"
    new = {"row": 0, "cells": {"code": {"before": "", "now": "P1"}, "name": {"before": "", "now": "路灯"}}}
    row = call(client, "PATCH", table, {"changes": [new]}).json()["rows"][0]
    assert call(client, "PUT", f"{table}/nil", {"nil": True}).status_code == 409
    assert call(client, "DELETE", f"{table}/rows/{row}").json() == []
    assert call(client, "PUT", f"{table}/nil", {"nil": True}).json() == {"nil": True}
    assert client.get(table).json() == []
    assert done("删除数据行")
    assert done("零填报")


def send(county: County, rows: Any, sheet: str, name: str = "台账.xlsx") -> tuple[Any, dict[str, Any]]:
    client = caller(county, "filler")
    answer = client.post(IMPORTS, {"file": SimpleUploadedFile(name, book(rows, sheet))})
    return client, answer.json()


def test_a_table_is_matched_checked_and_taken_over(county: County) -> None:
    client, new = send(county, LEDGER, "台账")
    assert (new["state"], new["sheets"][0]["table"]) == ("new", "projects")
    one, offered = f"{IMPORTS}/{new['number']}", new["sheets"][0]
    given = {"sheet": offered["sheet"], "table": "projects", "columns": offered["columns"]}
    checked = call(client, "PUT", f"{one}/columns", given).json()
    assert (checked["state"], checked["counts"], checked["fault_count"]) == ("checked", {"projects": 2}, 0)
    assert call(client, "POST", f"{one}/take", {}).json()["state"] == JobState.DONE
    assert client.get(one).json()["state"] == "taken"
    assert cells(county, "projects", "P1")["name"] == "路灯"
    assert [each["number"] for each in client.get(IMPORTS).json()] == [new["number"]]
    job = client.get(one).json()["job"]["job"]
    assert client.get(f"{DOSSIER}/jobs/{job}").json()["shown"] == "已完成"
    assert call(client, "DELETE", f"{DOSSIER}/jobs/{job}").status_code == 409
    assert done("导入数据")


def test_faults_are_told_with_their_cells_and_marked_in_a_copy(county: County) -> None:
    client, new = send(county, [["项目编码", "项目名称"], ["P1", "路灯"], ["P2", ""]], "台账")
    one = f"{IMPORTS}/{new['number']}"
    given = {"sheet": "台账", "table": "projects", "columns": {"0": "code", "1": "name"}}
    checked = call(client, "PUT", f"{one}/columns", given).json()
    assert "第 3 行" in checked["faults"][0]["place"]
    assert client.get(f"{one}/marked").status_code == 404
    call(client, "POST", f"{one}/mark")
    copy = client.get(f"{one}/marked").content
    assert openpyxl.load_workbook(io.BytesIO(copy)).sheetnames[0] == "错误清单"
    assert call(client, "POST", f"{one}/take", {"sound_only": True}).json()["state"] == JobState.DONE
    assert list(Record.objects.values_list("key", flat=True)) == ["P1"]


def test_a_ledger_is_reconciled_and_accepted_with_assent(paying: County) -> None:
    client, new = send(paying, [HEAD, *ROWS, ["0301", "2024-03-09", "道路", "", "超支", 5000]], "支付明细", "明细.xlsx")
    one = f"{IMPORTS}/{new['number']}"
    columns = {str(index): name for index, name in enumerate(LEDGER_COLUMNS) if name}
    given = {"sheet": "支付明细", "table": "treasury", "columns": columns}
    told = call(client, "PUT", f"{one}/columns", given).json()
    assert told["ledger"]["entries"] > 0
    assert told["needs_assent"]
    assert call(client, "POST", f"{one}/take", {}).status_code == 409
    assert call(client, "POST", f"{one}/take", {"assent": True}).status_code == 200


def test_what_is_no_table_is_refused_in_a_sentence(county: County) -> None:
    client = caller(county, "filler")
    answer = client.post(IMPORTS, {"file": SimpleUploadedFile("x.exe", b"MZ")})
    assert answer.status_code == 409
    assert "x.exe" in answer.json()["problem"]


def test_the_empty_workbook_is_fetched(county: County) -> None:
    answer = caller(county, "filler").get(f"{DOSSIER}/workbook")
    assert "单位基本情况" in openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames


def test_a_job_that_waits_is_cancelled(county: County) -> None:
    job = Job.objects.create(kind="forms", dossier=county.dossier, by=county.people["filler"])
    told = call(caller(county, "filler"), "DELETE", f"{DOSSIER}/jobs/{job.pk}").json()
    assert told["state"] == "cancelled"
    assert caller(county, "neighbour").get(f"/api/v1/dossiers/2024/900002/jobs/{job.pk}").status_code == 404


@pytest.fixture
def watched(town: County, settings: Any, tmp_path: Path) -> County:
    settings.STATE = tmp_path
    evaluate_year(town.dossier.year, date(2024, 8, 31), Month(2024, 8))
    return town


def test_the_board_has_the_figures_of_its_page(watched: County) -> None:
    board = caller(watched, "finance").get(f"{YEAR}/monitoring").json()
    assert (board["month"], board["months"]) == ("2024-08", ["2024-08"])
    assert [each["unit"] for each in board["units"]] == ["900001", "900002"]
    assert board["units"][0]["level"] == "yellow"
    page = watched.client("finance").get("/2024/monitoring/").content.decode()
    assert board["at_risk"] == board["units"][0]["at_risk"]
    assert f"{float(board['budget']) / 10000:,.2f}" in page


def test_the_monthly_pack_is_made_and_fetched(watched: County, django_capture_on_commit_callbacks: Any) -> None:
    client, pack = caller(watched, "finance"), f"{YEAR}/monitoring/2024-08/pack"
    assert not client.get(pack).json()["asked"]
    assert client.get(f"{pack}/xlsx").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        call(client, "POST", pack)
    told = client.get(pack).json()
    assert (told["finished"], told["files"]) == (True, ["xlsx", "docx"])
    file = client.get(f"{pack}/xlsx")
    assert openpyxl.load_workbook(io.BytesIO(file.content)).sheetnames
    page = watched.client("finance").get("/2024/monitoring/2024-08/pack.xlsx")
    assert file["Content-Disposition"] == page["Content-Disposition"]
    assert done("生成月报")


def test_all_units_are_evaluated_in_the_background(town: County, django_capture_on_commit_callbacks: Any) -> None:
    client = caller(town, "finance")
    with django_capture_on_commit_callbacks(execute=True):
        call(client, "POST", f"{YEAR}/monitoring/evaluate", {"month": "2024-08"})
    assert client.get(f"{YEAR}/monitoring").json()["month"] == "2024-08"
    assert call(client, "POST", f"{YEAR}/monitoring/evaluate", {"month": "2023-08"}).status_code == 404


@time_machine.travel("2025-03-14T10:00:00+08:00", tick=False)
def test_what_is_late_is_told_and_reminded_of_once(county: County) -> None:
    Task.objects.filter(pk=task_of(county.dossier, Stage.EVALUATION).pk).update(due=date(2025, 3, 10))
    client = caller(county, "finance")
    late = client.get(f"{YEAR}/reminders").json()[0]
    assert (late["unit"], late["days_late"], late["reminded"]) == ("900001", 4, 0)
    given = {"tasks": [late["task"]], "words": "盼复"}
    assert call(client, "POST", f"{YEAR}/reminders", given).json() == {"reminded": 1}
    assert "盼复" in Reminder.objects.get().text
    assert call(client, "POST", f"{YEAR}/reminders", given).status_code == 409


def test_the_forms_of_a_queue_are_looked_through(reviewed: County) -> None:
    client = caller(reviewed, "finance")
    assert call(client, "POST", f"{YEAR}/review/weigh").json() == {"forms": 1}
    assert client.get(f"{YEAR}/review").json()[0]["doubt"] is not None


def test_a_workbook_does_not_bring_the_reviewers_rows_in(county: County) -> None:
    rows = [["指标编码", "复核得分", "扣分理由"], ["2.5.4", "3", "无"]]
    client, new = send(county, rows, "复核", "数据.xlsx")
    assert "由审核人填写" in new["faults"][0]["problem"]
    call(client, "POST", f"{IMPORTS}/{new['number']}/take", {"sound_only": True})
    assert not Record.objects.filter(table="reviews").exists()
