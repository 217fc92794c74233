from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from jiheng.checks.answer.batch import Listed, Outcome
from jiheng.checks.answer.summary import print_outcome, print_totals
from jiheng.checks.finding import Coverage, Severity
from jiheng.core.fault import Fault, Place

WRONG = Outcome(
    "报告.txt",
    findings=(Listed(Severity.ERROR, "合计不符" * 12, "第 3 段", "请改正", "T111"),),
    coverage=Coverage(8, 5),
    unread=("报告.txt 第 2 页：扫描件。请换原件",),
    notes=("一条说明",),
    written=("out/报告.核查.html",),
)
SOUND = Outcome("好.txt", coverage=Coverage(2, 2))
REFUSED = Outcome("坏.txt", (Fault(Place("坏.txt"), "", "文件是空的", "", "请另存"),))


def printed(*outcomes: Outcome, many: bool = False, terminal: bool = False) -> str:
    console = Console(file=StringIO(), force_terminal=terminal, no_color=True, width=60)
    for outcome in outcomes:
        print_outcome(console, outcome, many=many)
    print_totals(console, outcomes)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_each_finding_is_one_line_for_other_programs() -> None:
    assert f"● 错误　第 3 段　{'合计不符' * 12}　请改正 T111\n" in printed(WRONG)


def test_on_a_terminal_long_messages_stay_in_their_column() -> None:
    lines = printed(WRONG, terminal=True).splitlines()
    first = next(index for index, line in enumerate(lines) if "合计不符" in line)
    assert "错误" in lines[first]
    assert lines[first + 1].startswith(" " * 12)


@pytest.mark.parametrize(
    "said",
    [
        "▲ 未能读取　报告.txt 第 2 页：扫描件",
        "◆ 说明　一条说明",
        "→ out/报告.核查.html",
        "■ 已核 5 · □ 未核 3 · ● 错误 1",
    ],
)
def test_what_was_not_read_is_told_beside_the_findings(said: str) -> None:
    assert said in printed(WRONG)


def test_a_refused_file_is_told_as_not_checked() -> None:
    assert "● 未核查　坏.txt：文件是空的。请另存" in printed(REFUSED)


def test_among_many_only_files_with_something_to_say_are_listed() -> None:
    out = printed(SOUND, WRONG, REFUSED, many=True)
    assert "好.txt" not in out
    assert {line.split()[-2]: line.split()[-1] for line in out.splitlines()[-8:]} == {
        "有错误的文件": "1", "错误合计": "1", "有存疑的文件": "0", "存疑合计": "0",
        "没有发现错误和存疑的文件": "1", "未读全或未核查的文件": "2", "数字合计": "10", "其中已核": "7",
    }  # fmt: skip


def test_many_files_end_with_where_to_begin() -> None:
    short = replace(WRONG, findings=(Listed(Severity.ERROR, "合计不符：差1万元", "第 3 段", "请改正", "T111"),))
    said = printed(*[short] * 3, *[SOUND] * 9, REFUSED)
    assert "最常见的问题" in said
    assert re.search(r"合计不符 T111 +3\n", said)
    assert "问题最多的文件\n  报告.txt　● 错误 1 · ▲ 存疑 0\n" in said
    assert "  坏.txt：文件是空的。请另存\n" in said
    assert "  报告.txt：第 2 页：扫描件。请换原件\n" in said


def test_a_few_files_need_no_list_of_where_to_begin() -> None:
    assert "问题最多的文件" not in printed(WRONG, SOUND)


def test_a_long_list_of_unread_files_is_cut_and_counted() -> None:
    assert "另有 5 份，见上文" in printed(*[REFUSED] * 55)
