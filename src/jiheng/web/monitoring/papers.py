"""The official monitoring forms of a unit and month, as workbooks."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.core.fault import Refused
from jiheng.forms.watching import monitoring_forms, monitoring_pages
from jiheng.forms.workbook import write_workbook
from jiheng.packs.layout import TableForm
from jiheng.packs.load import load_pack
from jiheng.packs.model import Pack
from jiheng.web.audit import chain
from jiheng.web.audit.chain import printed
from jiheng.web.cycle.models import Dossier
from jiheng.web.monitoring.reports import report_of
from jiheng.web.records.dataset import draft_of, pack_of


@dataclass(frozen=True, slots=True)
class Paper:
    """One form of the unit's pack or of its projects' pack."""

    pack: Pack
    form: TableForm

    @property
    def code(self) -> str:
        """What its address names it by."""
        return self.form.code

    @property
    def title(self) -> str:
        """What it is called."""
        return self.form.title


def papers_of(dossier: Dossier) -> Iterator[Paper]:
    """The unit's form, then those of its projects."""
    pack = pack_of(dossier)
    for each in (pack, *((load_pack(pack.project_pack),) if pack.project_pack else ())):
        yield from (Paper(each, form) for form in monitoring_forms(each))


def _expected(dossier: Dossier, month: Month) -> dict[str, Money]:
    """The forecast as the pages of monitoring tell it; nothing where the month cannot be evaluated."""
    try:
        report = report_of(dossier, month)
    except Refused:
        return {}
    found = {"": report.total.expected} | {each.execution.code: each.expected for each in report.projects}
    return {code: amount for code, amount in found.items() if amount is not None}


def written(dossier: Dossier, month: Month, paper: Paper) -> bytes | None:
    """The form as a workbook; None where nothing is monitored that it could show.

    Raises:
        Refused: the layout asks for what is not there.
    """
    anchor = printed(chain.head())
    dataset, expected = draft_of(dossier).dataset, _expected(dossier, month)
    pages = monitoring_pages(dataset, paper.pack, paper.form, month, anchor, expected=expected)
    if not pages:
        return None
    with tempfile.TemporaryDirectory() as held:
        path = Path(held) / "form.xlsx"
        write_workbook(pages, path)
        return path.read_bytes()
