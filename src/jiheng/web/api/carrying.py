"""上年结转: lay out what goes on from the year before, confirm it, take it back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from jiheng.web.actions import Actor
from jiheng.web.api.common import FAILURES, Code, Key, UnitCode, YearNumber
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.records.carrying import CarryForward, ConfirmCarried, ConfirmCells, UndoCarry

router = Router(tags=["filling"])
PLACE = "/dossiers/{year}/{unit}"


class CarriedOut(Schema):
    """How many rows were laid out, confirmed or taken back."""

    rows: int


class ConfirmCarriedIn(Schema):
    """The rows to confirm; none named: the whole table."""

    rows: list[Key] = []


class CellsOfRowIn(Schema):
    """Number of the row, names of its columns."""

    row: Key
    columns: list[Code]


class ConfirmCellsIn(Schema):
    """The cells to confirm, row by row."""

    cells: list[CellsOfRowIn]


@router.post(f"{PLACE}/carry", response={200: CarriedOut, **FAILURES})
def carry(request: HttpRequest, year: YearNumber, unit: UnitCode) -> Any:
    """Lay out what goes on from the year before; done twice it doubles nothing."""
    dossier = dossier_or_404(request, year, unit, "records.write")
    return CarriedOut(rows=sum(CarryForward(Actor.of(request), dossier).run().values()))


@router.delete(f"{PLACE}/carry", response={200: CarriedOut, **FAILURES})
def undo(request: HttpRequest, year: YearNumber, unit: UnitCode) -> Any:
    """Take back every row that nobody has confirmed."""
    return CarriedOut(rows=UndoCarry(Actor.of(request), dossier_or_404(request, year, unit, "records.write")).run())


@router.post(f"{PLACE}/tables/{{table}}/confirm", response={200: CarriedOut, **FAILURES})
def confirm(request: HttpRequest, given: ConfirmCarriedIn, table: Code, year: YearNumber, unit: UnitCode) -> Any:
    """Take carried rows over as this year's own."""
    dossier = dossier_or_404(request, year, unit, "records.write")
    action = ConfirmCarried(Actor.of(request), dossier, table=table, rows=given.rows)
    return CarriedOut(rows=action.run())


@router.post(f"{PLACE}/tables/{{table}}/confirm/cells", response={200: CarriedOut, **FAILURES})
def confirm_cells(request: HttpRequest, given: ConfirmCellsIn, table: Code, year: YearNumber, unit: UnitCode) -> Any:
    """Take single cells of carried rows over; ``rows`` is how many rows are whole now."""
    dossier = dossier_or_404(request, year, unit, "records.write")
    return CarriedOut(
        rows=ConfirmCells(
            Actor.of(request), dossier, table=table, cells={each.row: each.columns for each in given.cells}
        ).run()
    )
