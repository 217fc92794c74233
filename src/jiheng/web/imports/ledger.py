"""国库支付明细: which column of a ledger is which, what it comes to beside the budget, and what accepting it would change."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from django.utils.translation import gettext_lazy
from rapidfuzz import fuzz

from jiheng.core.exact import Money
from jiheng.core.fault import Fault, Place
from jiheng.core.numeral import normalise
from jiheng.facts.cell import as_text
from jiheng.facts.grid import Grid
from jiheng.facts.heads import plain_title
from jiheng.facts.rows import Payment
from jiheng.facts.schema import columns
from jiheng.facts.written import written
from jiheng.monitoring.treasury import Balance, Entry, Posting, Reconciliation, reconcile
from jiheng.monitoring.vouchers import AMOUNTS, COLUMNS, NAMING, TITLES, Vouchers, read_vouchers
from jiheng.web.imports.models import Import, ImportState
from jiheng.web.imports.sheets import LIKE, MONEY_UNITS, Sheet, without_unit
from jiheng.web.records.dataset import draft_of

TABLE = "treasury"
"""Stands for the ledger where an import names the table that it fills."""
TITLE = gettext_lazy("国库支付明细")
LISTED = 200
"""Rows of each list that the page shows."""
_UNIT = re.compile(r"(?:单位|金额单位):?\(?(元|千元|万元|人民币元)\)?")
CHOICES = [(name, column.title) for name, column in COLUMNS.items()]


def offered(sheet: Sheet) -> dict[int, str]:
    """For each column of the file what it most likely is; an amount of unknown unit is left to be asked."""
    scored = [
        (max(fuzz.ratio(plain_title(without_unit(title)), ours) for ours in titles), index, name)
        for index, title in enumerate(sheet.head)
        if title
        for name, titles in TITLES.items()
    ]
    matched: dict[int, str] = {}
    for score, index, name in sorted(scored, key=lambda each: (-each[0], each[1])):
        if score >= LIKE and index not in matched and name not in matched.values():
            matched[index] = name
    return {index: _amount(sheet, index) if name in AMOUNTS else name for index, name in matched.items()}


def _amount(sheet: Sheet, index: int) -> str:
    """The amount in the unit that its title or the lines above the head name; empty if nobody says."""
    title = sheet.head[index]
    named = next((unit for unit in (*MONEY_UNITS, "元") if unit in title), "") or _unit_above(sheet)
    return next((name for name, unit in AMOUNTS.items() if unit == named), "")


def _unit_above(sheet: Sheet) -> str:
    above = (normalise(as_text(cell)) for _number, cells in sheet.rows[: sheet.at] for cell in cells)
    found = next((match for text in above if (match := _UNIT.search(text))), None)
    return found[1].removeprefix("人民币") if found else ""


def is_like(sheet: Sheet) -> bool:
    """Whether the sheet looks like a ledger of single payments."""
    matched = set(offered(sheet).values())
    return "dated" in matched and bool(matched & {*AMOUNTS, ""}) and bool(matched & set(NAMING))


def read(imported: Import, grid: Grid, counted: AbstractSet[int]) -> tuple[Vouchers, Reconciliation]:
    """The ledger beside the dossier's budget and payments as they are now; ``counted`` are rows said to be no duplicates."""
    dataset = draft_of(imported.dossier).dataset
    vouchers = read_vouchers(grid, imported.columns, dataset)
    return vouchers, reconcile(vouchers.entries, dataset, counted)


def rows_of(payments: Iterable[Payment]) -> list[dict[str, str]]:
    """The payments as rows to be written."""
    return [
        {field.name: written(column, getattr(row, field.name)) for field, column in columns(Payment)}
        for row in payments
    ]


def faults_of(vouchers: Vouchers, found: Reconciliation) -> list[Fault]:
    """Everything that is wrong, in the order of the file."""
    return sorted((*vouchers.faults, *found.faults), key=lambda fault: (fault.place.row, fault.place.column))


def summary(vouchers: Vouchers, found: Reconciliation, names: Mapping[str, str]) -> dict[str, Any]:
    """What the page shows before anything is accepted, as texts; lists are cut, their lengths are told."""
    entries = vouchers.entries
    changed = sorted((each for each in found.postings if each.fate in {"改为", "新增"}), key=lambda each: each.fate)
    kept = [each for each in found.postings if each.fate == "保留"]
    return {
        "entries": len(entries),
        "void": vouchers.void,
        "guessed": vouchers.guessed,
        "sum": _yuan(Money(sum(each.amount.units for each in entries))),
        "stated": _yuan(vouchers.stated) if vouchers.stated else "",
        "total": _yuan(found.total),
        "set_aside": _yuan(found.set_aside),
        "months": [str(month) for month in sorted({row.month for row in found.payments if row.month})],
        "duplicates": _cut([_entry(each) for each in found.duplicates]),
        "reversals": _cut([[_entry(paid), _entry(back)] for paid, back in found.reversals]),
        "balances": [_balance(each, names) for each in found.balances],
        "overspent": len(found.overspent),
        "changed": _cut([_posting(each, names) for each in changed]),
        "kept": _cut([_posting(each, names) for each in kept]),
        "fates": {fate: sum(each.fate == fate for each in found.postings) for fate in ("新增", "改为", "不变", "保留")},
        "typed": sum(each.typed and each.fate == "改为" for each in found.postings),
        "odd_scale": found.odd_scale,
        "unchanged": found.unchanged,
    }


def needs_assent(told: Mapping[str, Any]) -> bool:
    """Whether something was told that a person should not pass over."""
    return bool(
        told["overspent"]
        or told["typed"]
        or told["odd_scale"]
        or told["duplicates"]["count"]
        or told["void"]
        or told["guessed"]
    )


def _cut(rows: list[Any]) -> dict[str, Any]:
    return {"count": len(rows), "rows": rows[:LISTED]}


def _yuan(amount: Money | None) -> str:
    return "" if amount is None else amount.text(grouped=True)


def _entry(entry: Entry) -> dict[str, str]:
    place = Place(sheet=entry.place.sheet, row=entry.place.row)
    return {
        "place": place.text(),
        "row": str(place.row),
        "voucher": entry.voucher,
        "dated": entry.dated.isoformat(),
        "line": entry.line,
        "amount": _yuan(entry.amount),
    }


def _balance(balance: Balance, names: Mapping[str, str]) -> dict[str, str | bool]:
    return {
        "line": balance.line,
        "name": names.get(balance.line, ""),
        "budget": _yuan(balance.budget),
        "ledger": _yuan(balance.ledger),
        "kept": _yuan(balance.kept),
        "paid": _yuan(balance.paid),
        "left": _yuan(balance.left),
        "over": balance.left.units < 0,
    }


def _posting(posting: Posting, names: Mapping[str, str]) -> dict[str, str | bool]:
    return {
        "line": posting.line,
        "name": names.get(posting.line, ""),
        "month": str(posting.month),
        "held": _yuan(posting.held),
        "after": _yuan(posting.after),
        "typed": posting.typed,
        "fate": posting.fate,
    }


def line_names(imported: Import) -> dict[str, str]:
    """What each budget line is for, in words."""
    dataset = draft_of(imported.dossier).dataset
    titles = {project.code: project.name for project in dataset.projects}
    return {line.code: f"{titles.get(line.project, line.category)} · {line.source}" for line in dataset.budget}


def earlier(imported: Import, digest: str) -> Import | None:
    """The same file, taken over before."""
    taken = Import.objects.filter(dossier=imported.dossier, state=ImportState.TAKEN, table=TABLE)
    return next((each for each in taken.exclude(pk=imported.pk) if digest_of(each) == digest), None)


def digest_of(imported: Import) -> str:
    """What the file is known by; empty for one that was not checked as a ledger."""
    return str(json.loads(imported.rows_text).get("sha256", ""))


def told_of(imported: Import) -> dict[str, Any]:
    """What was shown of the ledger."""
    told: dict[str, Any] = json.loads(imported.rows_text).get("ledger", {})
    return told


def counted_of(imported: Import) -> frozenset[int]:
    """The rows of which the clerk has said that they are payments of their own."""
    return frozenset(map(int, json.loads(imported.rows_text).get("counted", ())))
