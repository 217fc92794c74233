"""Where the browser comes from: the machine, or npm; and if from nowhere, that is said, not passed over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.e2e import chromium


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine that has everything but a browser of its own."""
    for tool in (each for folder in os.environ["PATH"].split(os.pathsep) for each in Path(folder).glob("*")):
        if tool.name not in chromium.NAMES and not (tmp_path / tool.name).is_symlink():
            (tmp_path / tool.name).symlink_to(tool)
    monkeypatch.setenv("PATH", str(tmp_path))


def test_a_machine_without_a_browser_uses_the_one_that_npm_brings(bare: None) -> None:
    found = chromium.options()
    assert str(chromium.CARRIED) in str(found["executable_path"])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**found)
        page = browser.new_page()
        page.set_content("<h1>绩衡</h1>")
        assert page.inner_text("h1") == "绩衡"
        browser.close()


def test_without_any_browser_one_sentence_says_what_to_do(
    bare: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(chromium, "CARRIED", tmp_path / "none")
    with pytest.raises(FileNotFoundError, match="make setup-dev"):
        chromium.options()
