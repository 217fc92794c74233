"""The workbook over many files."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from jiheng.checks.answer import overview
from jiheng.checks.answer.batch import Listed, Outcome
from jiheng.checks.answer.overview import commonest, verdict, worst, write_overview
from jiheng.checks.finding import Coverage, Severity
from jiheng.core.fault import Fault, Place


def outcome(name: str, errors: int = 0, warnings: int = 0, **more: object) -> Outcome:
    found = [Listed(Severity.ERROR, "合计不符：差1万元", "第 3 段", "请改正", "T111")] * errors
    found += [Listed(Severity.WARNING, "=实际值未达到指标值", "", "说明原因", "T161")] * warnings
    return Outcome(name, findings=tuple(found), coverage=Coverage(9, 4), **more)  # type: ignore[arg-type] # one of its fields


REFUSED = Outcome("坏.docx", (Fault(Place("坏.docx"), "", "文件是空的", "", "请另存"),))
HALF = outcome("半.pdf", unread=("半.pdf 第 2 页：扫描件",))


def test_every_file_gets_one_verdict() -> None:
    files = [outcome("错", 1, 2), outcome("疑", 0, 1), outcome("好"), HALF, REFUSED]
    assert [verdict(each) for each in files] == ["● 错误", "▲ 存疑", "■ 未见问题", "□ 未读全", "□ 未核查"]


def test_the_worst_come_first_and_the_sound_not_at_all() -> None:
    files = [outcome("好"), outcome("疑", 0, 5), outcome("错", 1), outcome("最错", 3)]
    assert [each.path for each in worst(files, 2)] == ["最错", "错"]
    assert [each.path for each in worst(files, 9)] == ["最错", "错", "疑"]


def test_faults_are_counted_by_their_codes() -> None:
    assert commonest([outcome("a", 1, 2), outcome("b", 0, 1)]) == [
        ("T161", "=实际值未达到指标值", 3),
        ("T111", "合计不符", 1),
    ]


def test_the_workbook_has_a_row_for_each_file_and_each_finding_and_leads_to_the_pages(tmp_path: Path) -> None:
    page = tmp_path / "甲.核查.html"
    files = [outcome("甲.docx", 1, 1, written=(str(page),)), REFUSED, HALF]
    path = write_overview(files, tmp_path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["文件", "问题"]
    rows = list(book["文件"].iter_rows(min_row=2, values_only=True))
    assert tuple(value or "" for value in rows[0]) == ("甲.docx", "● 错误", 1, 1, "", 9, 4, 5, "", "甲.核查.html")
    assert rows[1][:2] == ("坏.docx", "□ 未核查")
    assert rows[1][8] == "坏.docx：文件是空的。请另存"
    assert rows[2][8] == "半.pdf 第 2 页：扫描件"
    link = book["文件"]["J2"].hyperlink
    assert link is not None
    assert link.target == "甲.核查.html"
    faults = list(book["问题"].iter_rows(min_row=2, values_only=True))
    assert faults[0] == ("甲.docx", "● 错误", "T111", "第 3 段", "合计不符：差1万元", "请改正")
    assert book["问题"]["E3"].data_type == "s"  # begins with =, stays a text
    assert book["问题"].auto_filter.ref == "A1:F3"


def test_a_sheet_holds_only_so_many_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "MOST_ROWS", 3)
    book = openpyxl.load_workbook(write_overview([outcome("a", 5)], tmp_path / "新"))
    assert book["问题"].max_row == 4
