"""The files written for a checked file: the page always, and a marked copy of a Word file or workbook."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from jiheng.checks.finding import Answer
from jiheng.core.apart import call
from jiheng.core.fault import Fault, Place
from jiheng.reading import Document
from jiheng.reading.filetype import FileType

Writer = Callable[[Path], object]


def make_page(document: Document, answer: Answer) -> str:
    """Make the HTML page."""
    from jiheng.checks.answer.page import write_page  # noqa: PLC0415 - loads jinja2

    return write_page(document, answer)


def write_copies(path: Path, target: Path | None, document: Document, answer: Answer) -> tuple[list[Path], list[Fault]]:
    """Write ``<target>.核查.html`` and the marked copy; a copy that fails is told and the rest is written."""
    written: list[Path] = []
    faults: list[Fault] = []
    for suffix, write in _writers(path, document, answer).items() if target is not None else ():
        assert target is not None
        copy = target.with_name(f"{target.name}.核查{suffix}")
        try:
            _write_whole(copy, write)
            written.append(copy)
        except Exception as error:  # noqa: BLE001 - libraries fail on odd files; the answer itself stands
            problem = f"核查结果 {copy.name} 未能写出（{type(error).__name__}）"
            fix = "请检查输出目录能否写入；或将原文件另存为新文件后再试"
            faults.append(Fault(Place(file=path.name), "", problem, "", fix))
    return written, faults


def _writers(path: Path, document: Document, answer: Answer) -> dict[str, Writer]:
    writers: dict[str, Writer] = {".html": partial(_write_page, document, answer)}
    found = call("jiheng.reading.filetype:identify", path)
    if found is FileType.WORD:
        writers[".docx"] = partial(_write_word, document, answer)
    elif found is FileType.SHEET:
        writers[".xlsm" if path.suffix.lower() == ".xlsm" else ".xlsx"] = partial(_write_workbook, document, answer)
    return writers


def _write_page(document: Document, answer: Answer, target: Path) -> None:
    target.write_text(make_page(document, answer), "utf-8", "replace", "\n")


def _write_word(document: Document, answer: Answer, target: Path) -> None:
    """In a child process: python-docx reads the person's file anew."""
    call("jiheng.checks.answer.word_copy:write_word_copy", document, answer, target)


def _write_workbook(document: Document, answer: Answer, target: Path) -> None:
    """In a child process, as above."""
    call("jiheng.checks.answer.workbook_copy:write_workbook_copy", document, answer, target)


def _write_whole(target: Path, write: Writer) -> None:
    """Write beside the target and move into place, so that no half file is left."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{os.getpid()}-{target.name}")
    try:
        write(draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
