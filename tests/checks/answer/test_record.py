from __future__ import annotations

from pathlib import Path

from jiheng.checks.answer.record import document_record
from jiheng.checks.finding import Answer, Coverage, Span, Unchecked
from jiheng.reading import Document
from tests.checks.answer.example import read_report


def test_the_record_holds_what_the_contract_names(tmp_path: Path) -> None:
    document, answer = read_report(tmp_path)
    record = document_record(document, answer)
    assert record["path"] == str(tmp_path / "报告.txt")
    assert record["characters"] == len(document.text)
    assert len(record["sha256"]) == 64
    assert record["coverage"] == {"numbers": 8, "checked": 5, "not_checked": 3}
    assert record["relations"][0]["verdict"] == "ok"
    assert record["relations"][0]["kind"] == "ratio"
    assert set(record["findings"][0]) >= {
        "code", "kind", "severity", "message", "spans", "stated", "expected", "why", "fix", "cites", "place"
    }  # fmt: skip


def test_the_record_says_of_each_number_that_was_not_checked_why() -> None:
    answer = Answer((), (), Coverage(2, 1), left=(Unchecked(Span(2, 6, "12万元"), "是金额"),))
    record = document_record(Document("a.txt", "", "支出12万元。"), answer)
    assert record["not_checked"] == [{"span": {"start": 2, "end": 6, "text": "12万元"}, "why": "是金额"}]


def test_findings_come_by_weight_with_their_place_and_true_offsets(tmp_path: Path) -> None:
    document, answer = read_report(tmp_path)
    findings = document_record(document, answer)["findings"]
    assert [finding["severity"] for finding in findings] == ["error", "warning", "info"]
    assert findings[0]["place"] == "第 4 行"
    for finding in findings:
        for span in finding["spans"]:
            assert document.text[span["start"] : span["end"]] == span["text"]
