from __future__ import annotations

from datetime import date

from jiheng.core.calendar import Month
from jiheng.monitoring import monitor
from jiheng.monitoring.note import draft_note
from tests.monitoring.build import CAPS, FLOORS, YEAR, line, pack, paid, unit

AUGUST = Month(YEAR, 8)


def test_the_note_names_each_warned_project_the_largest_risk_first() -> None:
    rows = (*paid("A-1", *[60] * 8), *paid("B-1", *[40] * 8), *paid("C-1", *[100] * 8))
    report = monitor(unit(line("A"), line("B"), line("C"), payments=rows), pack(caps=CAPS), AUGUST)
    note = draft_note(report, "清河县财政局", date(2024, 9, 2))
    assert note is not None
    assert note.addressee == "青溪镇："
    assert [row[0] for row in note.rows] == ["项目B", "项目A"]
    assert note.paragraphs[0].endswith("执行率 44.44%，序时进度 66.67%。")
    assert "2 个项目需要处理，其中红灯 1 个、黄灯 1 个" in note.paragraphs[1]
    assert "自评最高 59 分" in note.rows[0][5]
    assert all(len(row) == len(note.head) for row in note.rows)


def test_the_note_asks_for_an_answer_by_the_day_of_the_pack() -> None:
    report = monitor(unit(line("A"), payments=paid("A-1", *[10] * 8)), pack(FLOORS), AUGUST)
    note = draft_note(report, "清河县财政局", date(2024, 9, 2))
    assert note is not None
    assert "于2024年9月13日前答复" in note.closing[0]


def test_without_warnings_there_is_no_note() -> None:
    report = monitor(unit(line("A"), payments=paid("A-1", *[100] * 8)), pack(), AUGUST)
    assert draft_note(report, "清河县财政局", date(2024, 9, 2)) is None


def test_the_note_says_plainly_when_the_total_has_no_rate() -> None:
    rows = (*paid("A-1", *[5] * 8),)
    report = monitor(unit(line("A", 0), payments=rows), pack(), AUGUST)
    note = draft_note(report, "清河县财政局", date(2024, 9, 2))
    assert note is not None
    assert "执行率 无法计算" in note.paragraphs[0]
