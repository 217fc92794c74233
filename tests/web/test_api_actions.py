"""Every mutation is an action, and every action can be done over the API, or it is said why not."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver

from jiheng.web.actions import Action
from tests.web.test_api_every_address import ALL, UNIT

REACHED = {
    "AddFile": f"POST {UNIT}/evidence",
    "AddUnit": "POST /units",
    "AddYear": "POST /years",
    "AnswerCase": f"POST {UNIT}/monitoring/cases/{{case}}/answer",
    "AnswerItem": f"POST {UNIT}/rectification/{{item}}/feedback",
    "Approve": f"POST {UNIT}/tasks/{{stage}}",
    "Begin": f"PATCH {UNIT}/tables/{{table}}",
    "BeginAdjustment": f"POST {UNIT}/targets/adjustment",
    "BeginImport": f"POST {UNIT}/imports",
    "CancelJob": f"DELETE {UNIT}/jobs/{{job}}",
    "CarryForward": f"POST {UNIT}/carry",
    "ChangeAccount": "PATCH /accounts/{account}",
    "ChangeUnit": "PUT /units/{unit}",
    "ChooseColumns": f"PUT {UNIT}/imports/{{number}}/columns",
    "CloseCase": f"POST {UNIT}/monitoring/cases/{{case}}/close",
    "ConfirmCarried": f"POST {UNIT}/tables/{{table}}/confirm",
    "ConsentToLowering": f"POST {UNIT}/targets/adjustment/consent",
    "ConfirmCells": f"POST {UNIT}/tables/{{table}}/confirm/cells",
    "ConfirmItem": f"POST {UNIT}/rectification/{{item}}/confirm",
    "CreateAccount": "POST /accounts",
    "Decide": f"POST {UNIT}/proposal/decision",
    "DeleteFile": f"DELETE {UNIT}/evidence/files/{{file}}",
    "DeleteImport": f"DELETE {UNIT}/imports/{{number}}",
    "DeleteRows": f"DELETE {UNIT}/tables/{{table}}/rows/{{row}}",
    "Disable": "POST /accounts/{account}/deeds",
    "DropRescore": f"DELETE {UNIT}/review/lines/{{code}}",
    "ConfirmRescore": f"POST {UNIT}/review/confirmed/{{code}}",
    "Enable": "POST /accounts/{account}/deeds",
    "Evaluate": f"POST {UNIT}/monitoring/evaluate",
    "EnterHolidays": "PUT /calendar/{year}",
    "EvaluateYear": "POST /years/{year}/monitoring/evaluate",
    "GrantRole": "POST /accounts/{account}/roles",
    "OpenItem": f"POST {UNIT}/rectification",
    "OpenYear": "POST /years/{year}/units",
    "PreparePack": "POST /years/{year}/monitoring/{month}/pack",
    "Propose": f"POST {UNIT}/proposal",
    "Publish": f"POST {UNIT}/disclosure",
    "Remind": "POST /years/{year}/reminders",
    "Rescore": f"PUT {UNIT}/review/lines/{{code}}",
    "ResetFactor": "POST /accounts/{account}/deeds",
    "Return": f"POST {UNIT}/tasks/{{stage}}",
    "RevokeRole": "DELETE /accounts/{account}/roles/{role}/{unit}",
    "RevokeToken": "DELETE /token",
    "SaveCells": f"PATCH {UNIT}/tables/{{table}}",
    "SaveChapter": f"PUT {UNIT}/evaluation/chapters/{{chapter}}",
    "SaveObservation": f"PUT {UNIT}/monitoring/forms/{{month}}/{{code}}",
    "SaveOpinion": f"PUT {UNIT}/review/opinion",
    "SaveResult": f"PUT {UNIT}/evaluation/results/{{code}}",
    "SendReminder": f"POST {UNIT}/monitoring/reminders",
    "SetDeadlines": "PUT /years/{year}/deadlines",
    "SetNil": f"PUT {UNIT}/tables/{{table}}/nil",
    "SetPack": "PUT /years/{year}/units/{unit}/pack",
    "SetUnitActive": "PUT /units/{unit}/active",
    "SetYearOpen": "PUT /years/{year}/open",
    "StartJob": f"POST {UNIT}/forms",
    "Submit": f"POST {UNIT}/tasks/{{stage}}",
    "TakeOver": f"POST {UNIT}/imports/{{number}}/take",
    "TakeForms": f"POST {UNIT}/imports/{{number}}/take",
    "TakeFrom": f"POST {UNIT}/tasks/{{stage}}",
    "TakeUp": f"POST {UNIT}/tasks/{{stage}}",
    "UndoCarry": f"DELETE {UNIT}/carry",
    "Unlock": "POST /accounts/{account}/deeds",
    "VerifyLog": "POST /audit/verification",
    "WeighAll": "POST /years/{year}/review/weigh",
    "WithdrawPublication": f"POST {UNIT}/disclosure/withdrawal",
    "Withdraw": f"POST {UNIT}/tasks/{{stage}}",
}
"""Action → the operation that runs it."""
BY_HAND = {
    "ExportData": "the API gives the rows of each table themselves",
    "KeepFilter": "a filter of a page is kept for that page; the API takes the filter with each call",
    "DropFilter": "belongs to KeepFilter",
    "ExportList": "the API gives the rows of each list themselves",
    "Activate": "chooses a password, which never goes through a program",
    "ChangePassword": "chooses a password, which never goes through a program",
    "SetUpFactor": "the secret is shown to the owner's telephone alone",
    "StartReset": "shows an activation code once, to be handed over on paper",
    "EndSession": "ends the log-in of a browser; a token has none",
    "RedoStep": "does again what was taken back on an open page; over the API the cells are written",
    "UndoStep": "takes back what was done on an open page; over the API the cells are written",
    "MakeToken": "a token that makes tokens could not be revoked",
    "ExportLog": "asks for the password again, since the log leaves the house",
    "CarryOnOpening": "a part of OpenYear, for each unit in the background",
    "NewRecoveryCodes": "shows codes once, to be kept on paper",
    "ImportDirectory": "shows activation codes once, to be handed over on paper; AddUnit and CreateAccount do the same singly",
    "NewSlip": "shows an activation code once, to be handed over on paper",
    "DecideAskedRoles": "decides a list that a page has shown; GrantRole does the same singly",
    "RegisterFiling": "the site writes down what Submit, Approve and Return have done",
    "MakeRules": "rules are proof-read on a page, each sentence beside the words of the notice",
    "ChangeRules": "rules are proof-read on a page, each sentence beside the words of the notice",
    "DropRules": "a draft is made and dropped where it is proof-read",
    "ReleaseRules": "who releases reads the rules and their trial first",
    "WithdrawRules": "who withdraws reads on the page which units rest on the rules",
    "ReplaceTables": "a part of TakeOver, and of the commands that load a data set",
}
"""Action → why it is done on a page only."""


def actions(kind: type[Action[Any]] = Action) -> Iterator[type[Action[Any]]]:
    """Every action of the product that can be run, by its class."""
    for each in kind.__subclasses__():
        runs = hasattr(each, "title") and not inspect.isabstract(each) and not each.__name__.startswith("_")
        if runs and each.__module__.startswith("jiheng."):
            yield each
        yield from actions(each)


def test_every_action_is_reached_by_the_api_or_it_is_said_why_not() -> None:
    assert get_resolver().url_patterns  # the addresses load the pages, and these the actions
    names = {each.__name__ for each in actions()}
    assert names == set(REACHED) | set(BY_HAND)
    assert not set(REACHED) & set(BY_HAND)


def test_what_is_named_is_an_operation_that_changes_something() -> None:
    assert set(REACHED.values()) <= set(ALL)
    assert not any(name.startswith("GET ") for name in REACHED.values())


def test_every_changing_operation_runs_an_action() -> None:
    changing = {name for name in ALL if not name.startswith("GET ")}
    assert changing - set(REACHED.values()) == {f"POST {UNIT}/imports/{{number}}/mark"}  # StartJob, too
