"""A short search for texts that the checks do not bear."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.search import linux_only, search


@linux_only
def test_a_short_search_among_the_words_of_reports_finds_no_crash(tmp_path: Path) -> None:
    search("fuzz_checking.py", tmp_path, "-runs=1200", "-seed=11", "-max_len=200")
