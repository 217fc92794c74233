"""Every operation of the API, as every role: nothing without a token, nothing for a neighbour, writing only by right."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiheng.web import rights
from jiheng.web.api.views import api
from jiheng.web.audit import trail
from jiheng.web.audit.models import Entry
from jiheng.web.organisation.models import Role
from tests.web.api import call, caller
from tests.web.conftest import County

UNIT = "/dossiers/{year}/{unit}"
SAMPLES = {
    "year": "2024",
    "unit": "900001",
    "stage": "evaluation",
    "table": "projects",
    "code": "2.5.4",
    "name": "x.xlsx",
    "case": "1",
    "item": "1",
    "file": "1",
    "note": "1",
    "row": "1",
    "chapter": "2",
    "month": "2024-08",
    "number": "1",
    "job": "1",
    "kind": "xlsx",
    "account": "filler",
    "role": "expert",
}
BODIES: dict[str, dict[str, Any]] = {
    "WithdrawalIn": {"reason": "金额有误"},
    "DeedIn": {"deed": "submit"},
    "RowsIn": {"changes": []},
    "RescoreIn": {"percent": "20"},
    "OpinionIn": {"text": "同意"},
    "MonthIn": {"month": "2024-08"},
    "AnswerIn": {"choice": "继续执行", "reason": "汛期停工", "measure": "增加班组"},
    "CloseIn": {"outcome": "属实", "because": "已核实"},
    "ItemIn": {"problem": "合同逾期", "owner": "李明", "due": "2099-09-30"},
    "FeedbackIn": {"feedback": "已整改"},
    "ConfirmIn": {"done": True},
    "ConfirmCarriedIn": {},
    "ConfirmCellsIn": {"cells": [{"row": 1, "columns": ["name"]}]},
    "ConfirmRescoreIn": {"version": "1-1"},
    "NoticeIn": {"off": "2024-01-01", "ground": "放假通知"},
    "DecisionIn": {"decision": "adopted", "reason": "结果可靠"},
    "NilIn": {"nil": True},
    "ResultIn": {"cells": {"reason": "汛期停工"}},
    "ChapterIn": {"text": "全年工作平稳。"},
    "ObservationIn": {"likelihood": "确定能"},
    "ReasonIn": {"reason": "预算调减"},
    "ColumnsIn": {"sheet": "台账", "table": "projects", "columns": {"0": "code"}},
    "TakeIn": {},
    "EvaluateIn": {"month": "2024-08"},
    "RemindIn": {"tasks": [1]},
    "YearIn": {"year": 2030},
    "OpenIn": {"open": True},
    "OpenUnitsIn": {"units": ["900001"], "pack": "cn/guangdong/department"},
    "DueIn": {"due": {"evaluation": "2025-03-31"}},
    "PackIn": {"pack": "cn/guangdong/department"},
    "UnitIn": {"code": "900003", "name": "新丰镇人民政府", "level": "乡镇", "parent": "900"},
    "ChangedUnitIn": {"name": "新丰镇人民政府", "level": "乡镇", "parent": "900"},
    "ActiveIn": {"active": True},
    "AccountIn": {"account": "zhang.san", "name": "张三"},
    "PersonIn": {"name": "张三"},
    "AccountDeedIn": {"deed": "enable"},
    "RoleIn": {"role": "expert", "unit": "900"},
    "AnchorIn": {},
}
WRITES = {
    f"PATCH {UNIT}/tables/{{table}}": "records.write",
    f"PUT {UNIT}/review/lines/{{code}}": "review.write",
    f"DELETE {UNIT}/review/lines/{{code}}": "review.write",
    f"POST {UNIT}/review/confirmed/{{code}}": "review.write",
    f"PUT {UNIT}/review/opinion": "review.write",
    f"POST {UNIT}/monitoring/evaluate": "warning.evaluate",
    f"POST {UNIT}/monitoring/cases/{{case}}/answer": "warning.answer",
    f"POST {UNIT}/monitoring/cases/{{case}}/close": "warning.close",
    f"POST {UNIT}/monitoring/reminders": "task.remind",
    f"POST {UNIT}/disclosure": "disclosure.publish",
    f"POST {UNIT}/disclosure/withdrawal": "disclosure.publish",
    f"POST {UNIT}/rectification": "rectification.manage",
    f"POST {UNIT}/rectification/{{item}}/feedback": "rectification.answer",
    f"POST {UNIT}/rectification/{{item}}/confirm": "rectification.manage",
    f"POST {UNIT}/proposal": "proposal.decide",
    f"POST {UNIT}/proposal/decision": "proposal.decide",
    f"POST {UNIT}/evidence": "evidence.upload",
    f"DELETE {UNIT}/evidence/files/{{file}}": "evidence.upload",
    f"POST {UNIT}/forms": "dossier.view",
    f"GET {UNIT}/review": "review.queue",
    f"DELETE {UNIT}/tables/{{table}}/rows/{{row}}": "records.write",
    f"PUT {UNIT}/tables/{{table}}/nil": "records.write",
    f"POST {UNIT}/carry": "records.write",
    f"DELETE {UNIT}/carry": "records.write",
    f"POST {UNIT}/tables/{{table}}/confirm": "records.write",
    f"POST {UNIT}/tables/{{table}}/confirm/cells": "records.write",
    f"PUT {UNIT}/evaluation/results/{{code}}": "evaluation.write",
    f"PUT {UNIT}/evaluation/chapters/{{chapter}}": "evaluation.write",
    f"PUT {UNIT}/monitoring/forms/{{month}}/{{code}}": "monitoring.write",
    f"POST {UNIT}/targets/adjustment": "targets.write",
    f"POST {UNIT}/targets/adjustment/consent": "task.review.finance",
    f"GET {UNIT}/imports": "records.write",
    f"POST {UNIT}/imports": "records.write",
    f"GET {UNIT}/imports/{{number}}": "records.write",
    f"DELETE {UNIT}/imports/{{number}}": "records.write",
    f"PUT {UNIT}/imports/{{number}}/columns": "records.write",
    f"POST {UNIT}/imports/{{number}}/take": "records.write",
    f"POST {UNIT}/imports/{{number}}/mark": "records.write",
    f"GET {UNIT}/imports/{{number}}/marked": "records.write",
    f"GET {UNIT}/workbook": "records.write",
    "POST /years/{year}/review/weigh": "review.queue",
    "GET /years/{year}/monitoring": "task.remind",
    "POST /years/{year}/monitoring/evaluate": "warning.evaluate",
    "GET /years/{year}/monitoring/{month}/pack": "task.remind",
    "POST /years/{year}/monitoring/{month}/pack": "task.remind",
    "GET /years/{year}/monitoring/{month}/pack/{kind}": "task.remind",
    "GET /years/{year}/reminders": "task.remind",
    "POST /years/{year}/reminders": "task.remind",
    "POST /years": "cycle.manage",
    "PUT /years/{year}/open": "cycle.manage",
    "GET /years/{year}/units": "cycle.manage",
    "POST /years/{year}/units": "cycle.manage",
    "PUT /years/{year}/deadlines": "cycle.manage",
    "PUT /years/{year}/units/{unit}/pack": "cycle.manage",
    "GET /packs": "packs.manage",
    "GET /units": "units.manage",
    "POST /units": "units.manage",
    "PUT /calendar/{year}": "calendar.manage",
    "PUT /units/{unit}": "units.manage",
    "PUT /units/{unit}/active": "units.manage",
    "GET /accounts": "accounts.view",
    "POST /accounts": "accounts.manage",
    "PATCH /accounts/{account}": "accounts.manage",
    "POST /accounts/{account}/deeds": "accounts.manage",
    "POST /accounts/{account}/roles": "roles.grant",
    "DELETE /accounts/{account}/roles/{role}/{unit}": "roles.grant",
    "GET /audit": "audit.read",
    "POST /audit/verification": "audit.read",
    "DELETE /token": "token.make",
    "GET /years": "cycle.manage",
    "GET /years/{year}/review": "review.queue",
    "GET /years/{year}/proposals": "proposal.decide",
}
"""Operation → the right that opens it."""
BY_STATE = {f"POST {UNIT}/tasks/{{stage}}", f"DELETE {UNIT}/jobs/{{job}}"}
"""Deeds of the workflow ask for the right of the step that the task is at, those on a job for the right of its kind."""
ADMINISTRATORS = ("system_admin", "security_admin", "auditor")
QUERIES = {
    f"GET {UNIT}/evidence": "?indicator=1.1.3",
    f"POST {UNIT}/evidence": "?indicator=1.1.3",
    f"DELETE {UNIT}/review/lines/{{code}}": "?version=1-1",
}
"""Operation → what its address asks for beside places."""
HOLDERS = ("filler", "head", "department", "finance_desk", "finance", "expert")


def operations() -> dict[str, dict[str, Any]]:
    """``METHOD path`` → its description."""
    described = api.get_openapi_schema(path_prefix="")["paths"]
    return {f"{method.upper()} {path}": each for path, found in described.items() for method, each in found.items()}


ALL = operations()
OF_A_UNIT = sorted(name for name in ALL if UNIT in name)
READS = sorted(name for name in ALL if name.startswith("GET ") and name not in WRITES)


def ask(client: Client, name: str) -> Any:
    """Call an operation with sample places and a sound body."""
    method, path = name.split(" ")
    for place, value in SAMPLES.items():
        path = path.replace(f"{{{place}}}", value)
    content = ALL[name].get("requestBody", {}).get("content", {})
    address = f"/api/v1{path}{QUERIES.get(name, '')}"
    if "multipart/form-data" in content:
        return client.post(address, {"file": [SimpleUploadedFile("说明.txt", "验收".encode())]})
    schema = content.get("application/json", {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
    return call(client, method, address, BODIES[schema] if schema else None)


def test_every_writing_operation_names_its_right() -> None:
    writing = {name for name in ALL if not name.startswith("GET ")}
    assert writing <= set(WRITES) | BY_STATE
    assert set(WRITES) <= set(ALL)


@pytest.mark.parametrize("name", sorted(ALL))
def test_without_a_token_nothing_is_told(db: None, name: str) -> None:
    assert ask(Client(), name).status_code == 401


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_log_in_without_a_token_opens_nothing(county: County, name: str) -> None:
    assert ask(county.client("filler"), name).status_code == 401


@pytest.mark.parametrize("name", OF_A_UNIT)
def test_the_neighbour_and_the_administrators_find_nothing(county: County, name: str) -> None:
    for role in ("neighbour", *ADMINISTRATORS):
        answer = ask(caller(county, role), name)
        assert answer.status_code == 404, (name, role)
        assert answer.json()["problem"]


@pytest.mark.parametrize("name", sorted(WRITES))
def test_a_token_does_what_its_role_may_and_nothing_else(county: County, name: str) -> None:
    for role in HOLDERS if UNIT in name else (*HOLDERS, *ADMINISTRATORS):
        holds = Role(role) in rights.RIGHTS[WRITES[name]]
        answer = ask(caller(county, role), name)
        assert (answer.status_code == 403) is not holds, (name, role, answer.content)


@pytest.mark.parametrize("name", READS)
def test_nothing_changes_by_reading(county: County, name: str) -> None:
    clients = [caller(county, role) for role in ("filler", "head", "finance")]
    deeds = Entry.objects.exclude(action__in=(trail.FETCHED, trail.READ_SCORE))  # who looked is on record
    before = deeds.count()
    for client in clients:
        assert ask(client, name).status_code in {200, 404, 409}, name
    assert deeds.count() == before
