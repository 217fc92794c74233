"""导入: hand a file in, match its columns, see every fault, take its rows over. Tables and ledgers alike."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema
from pydantic import StringConstraints

from jiheng.web.actions import Actor
from jiheng.web.api.common import FAILURES, FILE, ONE_FILE, Key, UnitCode, YearNumber, demand_file_alone, fetched
from jiheng.web.api.jobs import JobOut, told
from jiheng.web.api.schemas import KEEPABLE, ONLY
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.imports import ledger, official, steps
from jiheng.web.imports.actions import DeleteImport
from jiheng.web.imports.models import Import, ImportState
from jiheng.web.imports.queries import matching, tables
from jiheng.web.imports.sheets import sheets
from jiheng.web.imports.work import marked, source

router = Router(tags=["imports"])
PLACE = "/dossiers/{year}/{unit}/imports"
ONE = f"{PLACE}/{{number}}"
RECENT, MOST_FAULTS = 50, 200
Money = Literal["", "元", "万元"]
"""The unit of amounts in a form that does not say it."""
ColumnName = Annotated[str, StringConstraints(max_length=40, pattern=KEEPABLE)]


class SheetOut(Schema):
    """A sheet of the file: its titles, the table it most likely fills, and which column (by index) is most likely which."""

    sheet: str
    head: list[str]
    table: str
    columns: dict[int, str]
    choices: dict[str, str]


class FaultOut(Schema):
    """Something wrong in the file: where, what stands there, what was expected, and how to mend it."""

    place: str
    value: str
    problem: str
    expected: str
    fix: str


class ImportOut(Schema):
    """One import. ``sheets`` and ``tables`` are told while columns are to be matched; ``ledger`` of a ledger, ``account`` of forms."""

    number: int
    name: str
    state: str
    shown: str
    table: str
    sheet: str
    job: JobOut | None
    counts: dict[str, int]
    faults: list[FaultOut]
    fault_count: int
    ledger: dict[str, Any]
    account: dict[str, Any]
    needs_assent: bool
    sheets: list[SheetOut]
    tables: dict[str, str]


class ColumnsIn(Schema):
    """Which table the sheet fills and which column is which, by index from 0."""

    sheet: Annotated[str, StringConstraints(max_length=100, pattern=KEEPABLE)]
    table: ColumnName
    columns: dict[Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4}$")], ColumnName] = Field(
        json_schema_extra=ONLY
    )


class TakeIn(Schema):
    """Whether only sound rows are taken, and whether what a ledger tells was looked at."""

    sound_only: bool = False
    assent: bool = False


def _sheets(imported: Import) -> list[SheetOut]:
    found = sheets(source(imported))
    return [_sheet(matching(imported, found, each.name, imported.table)) for each in found]


def _sheet(each: Any) -> SheetOut:
    columns = {index: name for index, _title, _samples, name in each.columns if name}
    return SheetOut(
        sheet=each.sheet.name, head=each.sheet.head, table=each.table, columns=columns, choices=dict(each.choices)
    )


def _import(imported: Import, *, whole: bool = True) -> ImportOut:
    faults, about = (imported.faults, ledger.told_of(imported)) if whole else ([], {})
    account = official.account_of(imported) if whole else {}
    new = whole and imported.state == ImportState.NEW and source(imported).is_file()
    plain = ("name", "state", "table", "sheet", "counts")
    return ImportOut(
        number=imported.pk,
        shown=imported.get_state_display(),
        job=told(imported.job) if imported.job else None,
        faults=[_fault(each) for each in faults[:MOST_FAULTS]],
        fault_count=len(faults),
        ledger=about,
        account=account,
        needs_assent=bool(about and ledger.needs_assent(about)) or bool(account and official.needs_assent(account)),
        sheets=_sheets(imported) if new else [],
        tables=dict(tables()) if new else {},
        **{name: getattr(imported, name) for name in plain},
    )


def _fault(fault: Any) -> FaultOut:
    given = {name: str(getattr(fault, name)) for name in ("value", "problem", "expected", "fix")}
    return FaultOut(place=fault.place.text(), **given)


def _again(imported: Import) -> ImportOut:
    found = Import.objects.select_related("job").get(pk=imported.pk)
    found.dossier = imported.dossier
    return _import(found)


@router.get(PLACE, response={200: list[ImportOut], **FAILURES})
def imports(request: HttpRequest, year: YearNumber, unit: UnitCode) -> Any:
    """The last 50 imports, newest first, without their faults."""
    dossier = dossier_or_404(request, year, unit, steps.RIGHT)
    found = Import.objects.filter(dossier=dossier).select_related("job").defer("faults_text")
    return [_import(each, whole=False) for each in found[:RECENT]]


@router.post(PLACE, response={200: ImportOut, **FAILURES}, openapi_extra=ONE_FILE)
def receive(
    request: HttpRequest, year: YearNumber, unit: UnitCode, kind: Literal["table", "forms"] = "table", money: Money = ""
) -> Any:
    """Hand a file in: our own workbook is checked at once, of any other the columns are to be matched.

    With ``kind=forms`` it is last year's official form or report: it is read, and ``account`` tells what was understood.
    """
    dossier = dossier_or_404(request, year, unit, steps.RIGHT)
    demand_file_alone(request)
    if kind == "forms":
        return _again(steps.receive_forms(request, dossier, {"money": money}))
    return _again(steps.receive(request, dossier))


@router.get(ONE, response={200: ImportOut, **FAILURES})
def one(request: HttpRequest, year: YearNumber, unit: UnitCode, number: Key) -> Any:
    """Where the import stands: its columns, its checking, its first 200 faults, what a ledger comes to."""
    return _import(steps.import_or_404(request, year, unit, number))


@router.put(f"{ONE}/columns", response={200: ImportOut, **FAILURES})
def columns(request: HttpRequest, given: ColumnsIn, year: YearNumber, unit: UnitCode, number: Key) -> Any:
    """Match the columns and have the file checked by it."""
    imported = steps.import_or_404(request, year, unit, number)
    matched = {int(index): name for index, name in given.columns.items()}
    steps.choose(Actor.of(request), imported, given.sheet, given.table, matched)
    return _again(imported)


@router.post(f"{ONE}/take", response={200: JobOut, **FAILURES})
def take(request: HttpRequest, given: TakeIn, year: YearNumber, unit: UnitCode, number: Key) -> Any:
    """Have the rows taken over in the background."""
    imported = steps.import_or_404(request, year, unit, number)
    return told(steps.take(Actor.of(request), imported, **given.dict()))


@router.post(f"{ONE}/mark", response={200: JobOut, **FAILURES})
def mark(request: HttpRequest, year: YearNumber, unit: UnitCode, number: Key) -> Any:
    """Have a copy made in which every fault stands at its cell."""
    return told(steps.mark(Actor.of(request), steps.import_or_404(request, year, unit, number)))


@router.delete(ONE, response={200: list[ImportOut], **FAILURES})
def delete(request: HttpRequest, year: YearNumber, unit: UnitCode, number: Key) -> Any:
    """Take the file out of the store; the imports that are left. What was taken over from it stays."""
    DeleteImport(Actor.of(request), steps.import_or_404(request, year, unit, number)).run()
    return imports(request, year, unit)


@router.get(f"{ONE}/marked", response=FAILURES, openapi_extra=FILE)
def marked_copy(request: HttpRequest, year: YearNumber, unit: UnitCode, number: Key) -> Any:
    """The copy with its faults, once it has been made."""
    imported = steps.import_or_404(request, year, unit, number)
    path = marked(imported)
    if not path.is_file():
        raise Http404
    return fetched(path.read_bytes(), path.name)


@router.get("/dossiers/{year}/{unit}/workbook", response=FAILURES, openapi_extra=FILE)
def workbook(request: HttpRequest, year: YearNumber, unit: UnitCode) -> Any:
    """The empty workbook to be filled in for this unit's pack."""
    dossier = dossier_or_404(request, year, unit, steps.RIGHT)
    return fetched(steps.empty_workbook(dossier), steps.workbook_name(dossier))
