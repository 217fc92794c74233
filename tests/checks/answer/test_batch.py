from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Sequence
from multiprocessing import connection, process
from pathlib import Path
from typing import Any

import docx
import pytest
import xlsxwriter

from jiheng.checks.answer import batch
from jiheng.checks.answer.batch import Job, Outcome, Wish, answer_all, answer_one
from jiheng.checks.finding import Answer, Coverage
from jiheng.reading import Document
from tests.checks.answer.example import LINES, answer_for, report


@pytest.fixture(autouse=True)
def _hand_made_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(document: Document, _facts: Sequence[Any]) -> Answer:
        if "崩溃" in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "出错" in document.text:
            raise ValueError("x")
        return answer_for(document) if "49.43" in document.text else Answer((), (), Coverage(0, 0))

    monkeypatch.setattr(batch, "check", check)


def many(folder: Path, texts: Sequence[str]) -> list[Job]:
    jobs = []
    for number, text in enumerate(texts):
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
        jobs.append(Job(folder / f"{number:03}.txt"))
    return jobs


def test_many_files_come_back_in_their_order_from_several_processes(tmp_path: Path) -> None:
    jobs = many(tmp_path, [f"第 {n} 份" for n in range(50)])
    outcomes = list(answer_all(jobs, Wish(record=True), 2))
    assert [outcome.path for outcome in outcomes] == [str(job.path) for job in jobs]
    assert all(outcome.record and outcome.complete for outcome in outcomes)


def test_a_file_that_kills_its_process_costs_only_itself(tmp_path: Path) -> None:
    texts = [f"第 {n} 份" for n in range(40)]
    texts[7] = "崩溃"
    outcomes = list(answer_all(many(tmp_path, texts), Wish(), 2))
    assert [n for n, outcome in enumerate(outcomes) if not outcome.complete] == [7]
    assert "异常终止" in outcomes[7].faults[0].text()


def test_after_a_crash_the_rest_is_answered_by_several_processes_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"第 {n} 份" for n in range(60)]
    texts[3] = texts[40] = "崩溃"
    alone: list[str] = []
    monkeypatch.setattr(batch, "_answer_alone", _noting(alone, batch._answer_alone))
    outcomes = list(answer_all(many(tmp_path, texts), Wish(), 2))
    assert [n for n, outcome in enumerate(outcomes) if not outcome.complete] == [3, 40]
    assert len(alone) < 30


def _noting(names: list[str], answer: Any) -> Any:
    def noted(job: Job, wish: Wish) -> Outcome:
        names.append(job.path.name)
        outcome: Outcome = answer(job, wish)
        return outcome

    return noted


def test_stopping_early_ends_the_processes(tmp_path: Path) -> None:
    outcomes = answer_all(many(tmp_path, [f"第 {n} 份" for n in range(60)]), Wish(), 2)
    next(outcomes)
    children = multiprocessing.active_children()
    outcomes.close()
    assert len(children) == 2
    assert all(_ended(child) for child in children)


def _ended(child: process.BaseProcess) -> bool:
    """Asked of the system: the pool's own thread may have taken the process's end before ``is_alive`` could."""
    return bool(connection.wait([child.sentinel], 30))


def test_a_check_that_fails_is_no_pass(tmp_path: Path) -> None:
    (outcome,) = answer_all(many(tmp_path, ["出错"]), Wish(), 2)
    assert outcome.coverage is None
    assert "核查时程序出错" in outcome.faults[0].text()


def test_an_unreadable_file_is_told_and_does_not_stop_the_others(tmp_path: Path) -> None:
    jobs = [Job(tmp_path / "无.txt"), Job(report(tmp_path))]
    first, second = answer_all(jobs, Wish(record=True), 2)
    assert "文件不存在" in first.record
    assert second.findings[0].place == "第 4 行"


def files(outcome: Outcome) -> list[str]:
    return sorted(Path(path).name for path in outcome.written)


def test_a_word_file_gives_a_page_and_a_commented_copy(tmp_path: Path) -> None:
    word = docx.Document()
    for line in LINES:
        word.add_paragraph(line)
    word.save(str(tmp_path / "报告.docx"))
    outcome = answer_one(Job(tmp_path / "报告.docx", tmp_path / "out" / "报告"), Wish(page=True))
    assert files(outcome) == ["报告.核查.docx", "报告.核查.html"]
    assert outcome.page.startswith("<!doctype html>")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == files(outcome)


def test_a_workbook_gives_a_page_and_a_marked_copy(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        workbook.add_worksheet().write(0, 0, 1)
    outcome = answer_one(Job(tmp_path / "a.xlsx", tmp_path / "a"), Wish())
    assert files(outcome) == ["a.核查.html", "a.核查.xlsx"]


def test_a_copy_that_cannot_be_written_is_told_and_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on_the_spot: None
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("odd")

    monkeypatch.setattr("jiheng.checks.answer.word_copy.write_word_copy", fail)
    docx.Document().save(str(tmp_path / "a.docx"))
    outcome = answer_one(Job(tmp_path / "a.docx", tmp_path / "out" / "a"), Wish())
    assert files(outcome) == ["a.核查.html"]
    assert "未能写出" in outcome.faults[0].text()
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.核查.html"]
