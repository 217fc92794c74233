"""What a paper says of itself: whose report of which year, who signs, and nothing of the machine once the pack is vouched for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.core.fault import Faults
from jiheng.facts.dataset import DataSet
from jiheng.forms.case import Case
from jiheng.forms.compose import Composer
from jiheng.forms.narrative import Report, compose_report
from jiheng.forms.watching import monitoring_forms, monitoring_pages
from jiheng.forms.word import write_word
from jiheng.forms.workbook import write_workbook
from jiheng.packs.layout import ReportForm, TableForm
from jiheng.packs.load import load_pack


def _report(case: Case) -> Report:
    form = next(each for each in case.pack.forms if isinstance(each, ReportForm))
    return compose_report(form, case, Faults())


@pytest.fixture
def vouched(unit_case: Case) -> Case:
    """The unit by a pack that the bureau vouches for."""
    return replace(unit_case, pack=unit_case.pack.model_copy(update={"status": "verified"}))


def test_the_title_names_unit_and_year_and_the_end_who_signs_and_when(unit_case: Case) -> None:
    first, *_, signed, dated = _report(unit_case).paragraphs
    unit = unit_case.dataset.unit
    assert first.text == f"{unit.name}2024年度部门整体支出绩效自评表说明"
    assert (signed.rank, signed.text) == ("closing", unit.name)
    assert dated.text == "2025年3月27日"


def test_a_report_that_was_not_filed_yet_bears_no_day(unit_case: Case) -> None:
    unit = replace(unit_case.dataset.unit, filed=None)
    case = replace(unit_case, dataset=replace(unit_case.dataset, unit=unit))
    assert _report(case).paragraphs[-1].text == unit.name


def test_pages_of_a_vouched_pack_bear_neither_note_nor_fingerprint_and_the_file_keeps_them(
    vouched: Case, tmp_path: Path
) -> None:
    assert (vouched.mark, vouched.footing) == ("", "")
    write_word(_report(vouched), tmp_path / "a.docx")
    document = docx.Document(str(tmp_path / "a.docx"))
    below = "".join(each.text for each in document.sections[0].footer.paragraphs)
    assert "指纹" not in below
    assert vouched.dataset.sha256[:12] in str(document.core_properties.comments)
    form = next(each for each in vouched.pack.forms if isinstance(each, TableForm))
    write_workbook([Composer(form, vouched, Faults()).page()], tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    footer = book.worksheets[0].oddFooter
    assert footer is not None
    assert "指纹" not in str(footer.left.text)
    assert vouched.dataset.sha256[:12] in str(book.properties.description)


def test_pages_of_an_unverified_pack_still_say_so(unit_case: Case) -> None:
    assert "示例口径" in unit_case.mark
    assert unit_case.dataset.sha256[:12] in unit_case.footing


def test_the_years_expected_payment_is_the_forecasts_where_there_is_one(town: DataSet) -> None:
    pack = load_pack("cn/guangdong/department")
    form = monitoring_forms(pack)[0]
    (page,) = monitoring_pages(town, pack, form, Month(2024, 10), expected={"": Money.of(123_456_700)})
    assert any(
        cell.number and cell.number.exact in {Money.of(123_456_700).exact, Money.of(123_456_700).exact / 10_000}
        for cell in page.cells
    )
    (bare,) = monitoring_pages(town, pack, form, Month(2024, 10))
    assert sum(cell.text == "" for cell in bare.cells) == sum(cell.text == "" for cell in page.cells) + 1
