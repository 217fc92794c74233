"""One report says the same whatever file it comes in: typed, Word, workbook, web page, printed by three programs."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import pytest

from jiheng.checks.text.answer import check_text
from jiheng.reading import office
from jiheng.reading.opening import read_here
from tests.e2e import chromium
from tests.reading.versions import VERSIONS, Report, as_text, as_web_page, as_word, report

LEAST = 97
"""Percent of what is said of the typed text that must be said of every other version."""
needs_office = pytest.mark.skipif(office.converter() is None, reason="LibreOffice is not installed")

Said = Counter[tuple[str, str]]


def said(path: Path) -> Said:
    answer = check_text(read_here(path))
    pairs = [(str(each.kind), each.stated) for each in answer.relations]
    pairs += [(str(each.kind), each.stated) for each in answer.findings]
    return Counter((kind, (stated or "").replace(",", "").replace(" ", "")) for kind, stated in pairs)


def share(typed: Said, other: Said) -> float:
    return 100 * (typed & other).total() / (typed | other).total()


@pytest.mark.parametrize("version", sorted(VERSIONS))
def test_every_version_of_a_report_is_said_the_same_of(version: str, tmp_path: Path) -> None:
    typed, other = Said(), Said()
    for seed in range(5):
        drawn = report(seed)
        typed += said(as_text(tmp_path, drawn))
        other += said(VERSIONS[version](tmp_path, drawn))
    assert typed.total() > 80
    assert share(typed, other) >= LEAST, (typed - other, other - typed)


@needs_office
def test_a_word_file_printed_by_libreoffice_says_the_same(tmp_path: Path) -> None:
    drawn = report(11)
    program = str(office.converter())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        program,
        "--headless",
        profile,
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(as_word(tmp_path, drawn)),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    _compare(tmp_path, drawn, tmp_path / "报告.pdf")


def test_a_web_page_printed_by_a_browser_says_the_same(tmp_path: Path) -> None:
    drawn = report(12)
    options = chromium.options()
    target = tmp_path / "打印.pdf"
    page = as_web_page(tmp_path, drawn).as_uri()
    command = [options["executable_path"], "--headless", *options["args"], f"--print-to-pdf={target}", page]
    subprocess.run(command, check=True, capture_output=True, timeout=120, env=options.get("env"))
    _compare(tmp_path, drawn, target)


def _compare(folder: Path, drawn: Report, path: Path) -> None:
    typed, other = said(as_text(folder, drawn)), said(path)
    assert typed.total() > 15
    assert share(typed, other) >= LEAST, (typed - other, other - typed)
