from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.core.fault import Refused
from jiheng.reading import draft as draft_module
from jiheng.reading.draft import Draft


def test_text_and_blocks_beyond_the_limits_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_module, "MAX_CHARACTERS", 5)
    with pytest.raises(Refused, match="万字"):
        Draft(Path("a.txt")).write("六个字六个字")
    monkeypatch.setattr(draft_module, "MAX_BLOCKS", 0)
    draft = Draft(Path("a.txt"))
    with pytest.raises(Refused, match="万个"):
        draft.block("字", draft.place())


@given(st.lists(st.text(min_size=1, max_size=5), max_size=9), st.integers(0, 60))
def test_every_offset_finds_the_block_that_holds_it_or_none(texts: list[str], offset: int) -> None:
    draft = Draft(Path("a.txt"))
    for text in texts:
        draft.block(text, draft.place())
    document = draft.finish("")
    held = [block for block in document.blocks if block.start <= offset < block.end]
    assert document.block_at(offset) == (held[0] if held else None)
    assert [document.text[block.start : block.end] for block in document.blocks] == texts
