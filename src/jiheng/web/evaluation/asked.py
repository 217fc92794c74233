"""What the unit fills in for one line of the score table: which fields, of which kind, with what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jiheng.facts.attainment import counted, counts, reached
from jiheng.facts.rows import TABLES, Indicator
from jiheng.facts.schema import Column, columns
from jiheng.packs.method import Checklist, OneOf, Qualitative
from jiheng.packs.method.base import Base
from jiheng.packs.model import Node
from jiheng.web.cycle.models import Dossier
from jiheng.web.records.dataset import draft_of
from jiheng.web.records.models import Record
from jiheng.web.records.queries import faults_by_cell

RESULTS, ANSWERS = "results", "answers"
ANSWER = "answer:"
"""Before the code of a checklist's item, the name of its field."""
PROOF = "proof:"
REASON, MEASURE = "reason:", "measure:"
"""Before the code of an indicator that a completion counts: why it fell short, and what is done about it."""
OF_PART = (ANSWER, PROOF, REASON, MEASURE)
REPLIES = ("是", "否", "不适用")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the drawer as written, and what is wrong with it; ``choices`` are (value, words)."""

    name: str
    title: str
    text: str
    fault: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    long: bool = False
    hint: str = ""


def fields_of(dossier: Dossier, code: str, node: Node | None) -> list[Field]:
    """The fields of a line: its result by the way it is scored, then reason, measure and why it may not apply."""
    written = _written(dossier, code, node)
    return [
        Field(name, title, written.text(name), written.fault(name), choices, long, hint)
        for name, title, choices, long, hint in _wanted(dossier, code, node)
    ]


Wanted = tuple[str, str, tuple[tuple[str, str], ...], bool, str]
TITLES = {field.name: column.title for field, column in columns(TABLES[RESULTS][1])}


def _wanted(dossier: Dossier, code: str, node: Node | None) -> Iterator[Wanted]:
    yield from _results(dossier, code, node)
    if node is not None and node.method is not None and counts(node.method):
        yield from _short(dossier, node.method)
    else:
        yield ("reason", TITLES["reason"], (), True, "")
        yield ("measure", TITLES["measure"], (), True, "")
    if node is None or not node.not_applicable.when:
        yield ("absent", TITLES["absent"], (), True, _("本单位确实没有此项时填写；填写后不再计算得分。"))


def _results(dossier: Dossier, code: str, node: Node | None) -> Iterator[Wanted]:
    method = node.method if node else None
    own = next((each for each in draft_of(dossier).dataset.indicators if each.code == code), None)
    if own is not None and own.operator == "定性":
        column = _column("level")
        yield ("level", column.title, tuple((each, each) for each in column.choices), False, "")
        yield ("coefficient", TITLES["coefficient"], (), False, _("如 95%；不填则取该等级的最高系数。"))
    elif own is not None:
        yield ("actual", TITLES["actual"], (), False, own.unit)
    elif isinstance(method, Qualitative):
        yield ("level", TITLES["level"], tuple((each.name, each.name) for each in method.levels), False, "")
        yield ("coefficient", TITLES["coefficient"], (), False, _("如 95%；不填则取该等级的最高系数。"))
    elif isinstance(method, OneOf):
        choices = tuple((each.code, f"{each.code} {each.name}") for each in method.choices)
        yield ("choice", TITLES["choice"], choices, False, "")
    elif isinstance(method, Checklist):
        yield from _items(method)
    elif method is not None and not counts(method) and not getattr(method, "measure", ""):
        yield ("actual", TITLES["actual"], (), False, "")


def _short(dossier: Dossier, method: Base) -> Iterator[Wanted]:
    """Reason and measure of every indicator that a completion counts and that was not reached."""
    for indicator in short(dossier, method):
        for prefix, attribute in ((REASON, "reason"), (MEASURE, "measure")):
            yield (f"{prefix}{indicator.code}", f"{TITLES[attribute]}（{indicator.name}）", (), True, "")


def short(dossier: Dossier, method: Base) -> list[Indicator]:
    """The indicators that a completion counts and that were not reached, as far as is known."""
    dataset = draft_of(dossier).dataset
    results = {row.indicator: row for row in dataset.results}
    return [row for row in counted(dataset, method) if not reached(row, results.get(row.code))]


def _items(method: Checklist) -> Iterator[Wanted]:
    """The items that the unit answers itself; those with a measure are answered by the data."""
    for item in method.items:
        if not item.measure:
            yield (f"{ANSWER}{item.code}", item.name, tuple((each, each) for each in REPLIES), False, "")
            yield (f"{PROOF}{item.code}", _("依据文件（%(item)s）") % {"item": item.name}, (), False, "")


def _column(name: str) -> Column:
    return next(column for field, column in columns(TABLES[RESULTS][1]) if field.name == name)


@dataclass(frozen=True, slots=True)
class _Written:
    """The texts of a line's rows, and the faults at their cells."""

    texts: Mapping[str, str]
    faults: Mapping[str, str]

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def fault(self, name: str) -> str:
        return self.faults.get(name, "")


def _written(dossier: Dossier, code: str, node: Node | None) -> _Written:
    texts: dict[str, str] = {}
    faults: dict[str, str] = {}
    at = {table: _faults(dossier, table) for table in (RESULTS, ANSWERS)}
    parts = [row.code for row in short(dossier, node.method)] if node and node.method else []
    for record in records_of(dossier, code, parts):
        cells, found = record.cells, at[record.table]
        names = _shown_as(record, own=record.key == code)
        texts |= {shown: cells.get(name, "") for name, shown in names.items()}
        faults |= {shown: text for name, shown in names.items() if (text := found.get((record.position, name)))}
    return _Written(texts, faults)


def _shown_as(record: Record, *, own: bool) -> dict[str, str]:
    """Attribute of a row → the name of its field in the drawer."""
    if record.table == ANSWERS:
        item = record.cells.get("item", "")
        return {"answer": f"{ANSWER}{item}", "proof": f"{PROOF}{item}"}
    if not own:
        return {"reason": f"{REASON}{record.key}", "measure": f"{MEASURE}{record.key}"}
    return {name: name for name in record.cells}


def records_of(dossier: Dossier, code: str, parts: Sequence[str] = ()) -> list[Record]:
    """The line's own row, its answers, and the rows of indicators that it counts."""
    found = Record.objects.filter(dossier=dossier, table__in=(RESULTS, ANSWERS))
    own = found.filter(table=RESULTS, key__in=[code, *parts]) | found.filter(table=ANSWERS, key__startswith=f"{code}/")
    return list(own)


def _faults(dossier: Dossier, table: str) -> dict[tuple[int, str], str]:
    title = TABLES[table][0]
    return faults_by_cell(table, tuple(fault for fault in draft_of(dossier).faults if fault.place.sheet == title))
