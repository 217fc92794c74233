"""What the grid shows: the columns with their guides, the rows as written, and every fault at its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from jiheng.core.fault import Fault
from jiheng.facts.dataset import DataSet
from jiheng.facts.grid import column_letter
from jiheng.facts.guide import PURPOSES, ColumnHelp, column_guide, column_help
from jiheng.facts.rows import TABLES, TITLES
from jiheng.facts.schema import Column, columns
from jiheng.facts.workbook.prefill import HELP, NAME, Hints, Key, asked
from jiheng.packs.method import OneOf, Qualitative
from jiheng.web.cycle.models import Dossier
from jiheng.web.frame import address
from jiheng.web.records.dataset import NIL, draft_of, pack_of
from jiheng.web.records.models import Record

ELSEWHERE: Mapping[str, str] = {
    "indicators": "targets:table",
    "observations": "monitoring:forms",
    "claims": "evaluation:forms",
    "reviews": "review:form",
    "narrative": "evaluation:narrative",
}
"""Tables with pages of their own: table → address name."""
GRIDS = tuple(table for table in TABLES if table not in ELSEWHERE)
TABLE_OF = {title: table for table, title in TITLES.items()}
"""Sheet title → table."""
EDITABLE = frozenset({*GRIDS, "indicators"})
"""Tables that a grid edits, on whatever page it stands."""
LAST = ("origin", "note")
"""Columns that every table has; they stand last."""
FIXED: Mapping[str, frozenset[str]] = {"unit": frozenset({"code", "name", "year", "pack", "level"})}
"""Columns that the organisation and the cycle fill in, not the unit."""


KEYS: Mapping[str, tuple[str, ...]] = {"results": ("indicator",), "answers": ("indicator", "item")}
"""Tables whose rows are known beforehand, and the attributes that name a row."""
BY_HAND = (Qualitative, OneOf)
"""Methods whose outcome a person states; all others are computed from what the tables hold."""
OPTIONAL = frozenset({"plans", "history", "inputs", "lineage"})
"""Tables that help but that no score needs."""


def row_address(dossier: Dossier, table: str, row: int = 0) -> str:
    """Where a table is filled in, and the row of it where the page shows rows; no row is row 0."""
    at = f"#row-{row}" if row else ""
    if table in GRIDS:
        return address(dossier, "records:grid", table=table) + at
    there = address(dossier, ELSEWHERE[table])
    return f"{there}?row={row}{at}" if row and table == "indicators" else there


@dataclass(frozen=True, slots=True)
class TableTab:
    """One table in the list of tables: how far it is filled in."""

    name: str
    title: str
    rows: int
    nil: bool

    @property
    def open(self) -> bool:
        """Whether it still waits for rows or for the declaration that there are none."""
        return not (self.rows or self.nil or self.name in OPTIONAL)

    @property
    def mark(self) -> str:
        """Filled in, declared empty, or to be done."""
        return "✓" if self.rows else "零" if self.nil else "" if self.name in OPTIONAL else "○"


def tabs_of(dossier: Dossier) -> list[TableTab]:
    """All tables of the grid in the order in which they are filled in."""
    counted = Counter(
        (table, key == NIL) for table, key in Record.objects.filter(dossier=dossier).values_list("table", "key")
    )
    return [TableTab(name, TABLES[name][0], counted[name, False], counted[name, True] > 0) for name in GRIDS]


def next_tab(tabs: Sequence[TableTab], table: str) -> TableTab | None:
    """The table to go on with: the next one that is open, round to the first."""
    at = next((index for index, tab in enumerate(tabs) if tab.name == table), 0)
    return next((tab for tab in (*tabs[at + 1 :], *tabs[:at]) if tab.open), None)


def asked_rows(dossier: Dossier, table: str) -> list[dict[str, str]]:
    """The keys of the rows that targets and pack ask for and that are not there: values of indicators, items to be checked."""
    if table not in KEYS:
        return []
    names, pack = KEYS[table], pack_of(dossier)
    written = Record.objects.filter(dossier=dossier, table=table)
    given = {tuple(record.cells.get(name, "") for name in names) for record in written}
    computed = {node.code for node in pack.nodes() if node.method and not isinstance(node.method, BY_HAND)}
    wanted = asked(table, pack, draft_of(dossier).dataset).beyond(given)
    return [dict(zip(names, key, strict=True)) for key in wanted if table != "results" or key[0] not in computed]


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column of the grid."""

    name: str
    column: Column
    guide: str
    help: ColumnHelp

    @property
    def numeric(self) -> bool:
        """Whether values stand flush right."""
        return self.column.kind in {"money", "number", "points", "percent", "integer", "figure"}

    @property
    def good(self) -> str:
        """An example to follow."""
        return self.help.good or self.column.example or EXAMPLES.get(self._exemplary, ("", ""))[0]

    @property
    def bad(self) -> str:
        """An example that would come back."""
        return self.help.bad or EXAMPLES.get(self._exemplary, ("", ""))[1]

    @property
    def _exemplary(self) -> str:
        """Of texts the store of help knows its own examples."""
        return self.column.kind if self.column.kind != "text" else ""


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: its text and what is wrong with it."""

    name: str
    text: str
    fault: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row as written."""

    pk: int
    position: int
    cells: tuple[GridCell, ...]
    fault: str
    what: str
    """The name of what the row's code stands for, in tables whose rows are known beforehand."""
    hint: str
    waiting: tuple[str, ...] = ()
    """Columns that were carried from last year and that nobody has confirmed yet."""


@dataclass(frozen=True, slots=True)
class GridView:
    """One table of a dossier, ready to show."""

    table: str
    title: str
    purpose: str
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    faults: tuple[Fault, ...]
    nil: bool
    against: tuple[tuple[str, str], ...] = ()
    """What the total of the table's one column of money is held against: title and amount in yuan."""


def grid_columns(table: str) -> tuple[GridColumn, ...]:
    """The columns that a person fills in, the shared ones last."""
    fixed = FIXED.get(table, frozenset())
    listed = [
        GridColumn(field.name, column, column_guide(table, column), column_help(table, column))
        for field, column in columns(TABLES[table][1])
        if field.name not in fixed
    ]
    return tuple(sorted(listed, key=lambda each: each.name in LAST))


def grid_of(
    dossier: Dossier, table: str, shown_if: Callable[[Mapping[str, str]], bool] = lambda _cells: True
) -> GridView:
    """The table as it stands, or the rows of it whose cells fulfil a condition, with the faults that reading it finds."""
    title = TABLES[table][0]
    shown = grid_columns(table)
    faults = tuple(fault for fault in draft_of(dossier).faults if fault.place.sheet == title)
    at = faults_by_cell(table, faults)
    records = list(Record.objects.filter(dossier=dossier, table=table))
    known = asked(table, pack_of(dossier), draft_of(dossier).dataset).rows if table in KEYS else {}
    rows = tuple(
        _row(record, shown, at, _hints(record, known))
        for record in records
        if record.key != NIL and shown_if(record.cells)
    )
    nil = any(record.key == NIL for record in records)
    against = _against(table, draft_of(dossier).dataset)
    return GridView(table, title, PURPOSES[table], shown, rows, faults, nil, against)


def _against(table: str, dataset: DataSet) -> tuple[tuple[str, str], ...]:
    """Payments are held against the adjusted budget."""
    if table != "payments":
        return ()
    cents = sum(row.adjusted.units for row in dataset.budget if row.adjusted is not None)
    sign = "-" if cents < 0 else ""
    return (("调整后预算数", f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"),)


def faults_by_cell(table: str, faults: tuple[Fault, ...]) -> dict[tuple[int, str], str]:
    """(position, attribute) → sentence; an empty attribute means the row as a whole."""
    letters = {column_letter(index): field.name for index, (field, _) in enumerate(columns(TABLES[table][1]))}
    return {(fault.place.row, letters.get(fault.place.column, "")): _sentence(fault) for fault in faults}


def _sentence(fault: Fault) -> str:
    """The fault without its place, since it stands at it."""
    expected = f"，应为{fault.expected}" if fault.expected else ""
    return f"{fault.problem}{expected}。{fault.fix}"


def _hints(record: Record, known: Mapping[Key, Hints]) -> Hints:
    return known.get(tuple(record.cells.get(name, "") for name in KEYS.get(record.table, ())), {})


def _row(record: Record, shown: tuple[GridColumn, ...], at: Mapping[tuple[int, str], str], hints: Hints) -> GridRow:
    written = record.cells
    cells = tuple(
        GridCell(each.name, written.get(each.name, ""), at.get((record.position, each.name), ""), each.numeric)
        for each in shown
    )
    fault = at.get((record.position, ""), "")
    told = hints.get(NAME, ""), hints.get(HELP, "")
    return GridRow(record.pk, record.position, cells, fault, *told, record.waiting)


EXAMPLES: Mapping[str, tuple[str, str]] = {
    "money": ("1234567.89", "123.46万、约一百万"),
    "number": ("17.5", "17.5公里、约17"),
    "points": ("4.5", "四分半"),
    "percent": ("94.98%", "0.9498"),
    "figure": ("94.98%", "九成多"),
    "integer": ("12", "十二、12个"),
    "date": ("2024-03-05", "三月初"),
    "month": ("2024-08", "八月"),
    "year": ("2024", "今年"),
    "code": ("00017", "17（丢了前面的 0）"),
}
"""Kind of a column → a good and a bad example of what is written in it."""
