"""Official forms in a document that was read: taken back into rows and checked by the rules that they can answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from jiheng.checks.answer.data import score_what_can_be
from jiheng.checks.finding import Finding
from jiheng.checks.form.catalogue import catalogue
from jiheng.checks.form.run import FormAnswer, check_dataset
from jiheng.facts import DataSet
from jiheng.facts.rows import TABLES, Result
from jiheng.forms.recognise import TITLE_ROWS, read_layout, recognise
from jiheng.forms.returned import read_document
from jiheng.forms.sighted import Sheet
from jiheng.packs.layout import TableForm
from jiheng.packs.load import library, load_pack
from jiheng.packs.model import Pack
from jiheng.reading import Document

ANSWERED = frozenset(f"R{number:02d}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 18, 20, 23, 29, 31))
"""Rules that look only at what official forms hold; the others need registers that no form shows."""
_SUBJECT = "绩效"


def check_forms(document: Document, known: DataSet | None = None) -> FormAnswer | None:
    """Read the official forms of a document back and run the rules on them.

    Args:
        document: any file that was read.
        known: its packs are tried first, and it gives the codes of projects and indicators.

    Returns:
        What the rules found; None if no table of the document is a form of any pack.
    """
    sheets = [sheet for table in document.tables if _is_about_performance(sheet := Sheet.of(document, table))]
    pack = _best(sheets, _packs(known)) if sheets else None
    return _checked(read_document(document, pack, known), pack, known) if pack else None


def _packs(known: DataSet | None) -> Iterator[Pack]:
    if known is not None:
        pack = load_pack(known.unit.pack)
        yield pack
        if pack.project_pack:
            yield load_pack(pack.project_pack)
    yield from _library()


@cache
def _library() -> tuple[Pack, ...]:
    """Every pack with forms of its own, the general ones first."""
    packs = [load_pack(info.id) for info in library()]
    return tuple(sorted((pack for pack in packs if pack.forms), key=lambda pack: len(pack.id)))


def _is_about_performance(sheet: Sheet) -> bool:
    return any(_SUBJECT in cell.text for cell in sheet.cells if cell.row < TITLE_ROWS)


def _best(sheets: list[Sheet], packs: Iterator[Pack]) -> Pack | None:
    """The pack whose layouts find the most in the sheets."""
    rated = [(sum(_found(sheet, pack) for sheet in sheets), pack) for pack in packs]
    most, pack = max(rated, key=lambda pair: pair[0], default=(0, None))
    return pack if most else None


def _found(sheet: Sheet, pack: Pack) -> int:
    form = recognise(sheet, [form for form in pack.forms if isinstance(form, TableForm)])
    if form is None:
        return 0
    returned = read_layout(form, sheet)
    return 1 + len(returned.values) + sum(map(len, returned.rows))


def _checked(dataset: DataSet, pack: Pack, known: DataSet | None) -> FormAnswer:
    dataset = replace(dataset, results=tuple(_result(row) for row in dataset.results if _says_something(row)))
    of_projects = load_pack(pack.project_pack) if pack.project_pack and pack.object != "项目" else pack
    sheets, _ = score_what_can_be(dataset, pack, of_projects) if dataset.results else ([], [])
    answer = check_dataset(dataset, pack, of_projects, sheets, rules=[r for r in catalogue() if r.code in ANSWERED])
    unanswered = {rule.code: "表中没有这条规则所需的数据" for rule in catalogue() if rule.code not in ANSWERED}
    not_checked = dict(sorted({**answer.not_checked, **unanswered}.items()))
    found = tuple(_named(_with_column(finding, dataset), dataset, known) for finding in answer.findings)
    return FormAnswer(found, answer.checked, not_checked)


def _says_something(row: Result) -> bool:
    return bool(row.actual is not None or row.level or row.claimed is not None)


def _result(row: Result) -> Result:
    """Reasons and measures share one column of the forms."""
    return replace(row, measure=row.reason)


def _named(finding: Finding, dataset: DataSet, known: DataSet | None) -> Finding:
    """Projects by their names, where their codes are only counted."""
    codes = () if known else dataset.projects
    message = finding.message
    for project in codes:
        message = message.replace(f" {project.code}", f"“{project.name}”")
    return replace(finding, message=message)


def _with_column(finding: Finding, dataset: DataSet) -> Finding:
    """The place with the column that the rows were read from."""
    place = finding.place
    if place is None:
        return finding
    for table in TABLES:
        rows = getattr(dataset, table) if table != "unit" else ()
        for row in rows:
            if (row.place.sheet, row.place.row) == (place.sheet, place.row):
                return replace(finding, place=row.place)
    return finding
