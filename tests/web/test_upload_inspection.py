"""What an upload holds is looked at in a child, and by the installation's virus scanner if it has one."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiheng.core.apart import DiedError
from jiheng.web.actions import Refusal
from jiheng.web.files import inspection, scanner
from jiheng.web.files.inspection import inspect
from tests.reading.printing import pdf
from tests.reading.test_pdf import locked


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\0 a program %PDF-1.7 %%EOF", "内容是程序"),
        (b"#!/bin/sh\nexit 0\n%PDF-1.7 %%EOF", "内容是程序"),
        (b"<html>%PDF-1.7 %%EOF", "前面还有别的内容"),
        (b"%PDF-1.7\n1 0 obj\n", "不完整"),
    ],
)
def test_what_only_carries_the_mark_of_a_pdf_or_was_cut_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(Refusal, match=said):
        inspect(path, "验收.pdf")


def test_a_locked_pdf_is_refused_and_a_whole_one_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(locked())
    with pytest.raises(Refusal, match="打开密码"):
        inspect(tmp_path / "a.pdf", "合同.pdf")
    inspect(pdf(tmp_path, "已经验收。"), "验收.pdf")


@pytest.mark.parametrize(("why", "said"), [("crash", "异常终止"), ("memory", "内存"), ("time", "时限")])
def test_a_reader_that_dies_is_a_sentence_about_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str, said: str
) -> None:
    def die(*_given: object, **_more: object) -> None:
        raise DiedError(why)

    monkeypatch.setattr(inspection, "call", die)
    with pytest.raises(Refusal, match=f"验收.pdf.*{said}"):
        inspect(tmp_path / "a.pdf", "验收.pdf")


@pytest.mark.parametrize(
    ("script", "said"), [("exit 1", "其中有病毒"), ("exit 2", "没有应答"), ('test -f "$1"', "")], ids=["1", "2", "0"]
)
def test_the_scanner_decides_and_one_that_fails_lets_nothing_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    program = tmp_path / "scanner"
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o700)
    monkeypatch.setenv(scanner.VARIABLE, str(program))
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 x %%EOF")
    if not said:
        inspect(path, "验收.pdf")
        return
    with pytest.raises(Refusal, match=said):
        inspect(path, "验收.pdf")


def test_a_scanner_that_is_not_there_lets_nothing_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(scanner.VARIABLE, str(tmp_path / "nothing"))
    with pytest.raises(Refusal, match="没有应答"):
        scanner.scan(tmp_path / "a.pdf", "验收.pdf")
