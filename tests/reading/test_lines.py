from __future__ import annotations

from pathlib import Path

from jiheng.reading.draft import Draft
from jiheng.reading.lines import Line, write_page


def page(*texts: str, gap: float = 20, last: float = 20) -> list[Line]:
    """Full lines below each other; the last one stands ``last`` below."""
    tops = [index * gap for index in range(len(texts))]
    tops[-1] += last - gap
    return [Line(text, 0, top, 10 * len(text), top + 10) for text, top in zip(texts, tops, strict=True)]


def kinds(lines: list[Line]) -> list[str]:
    draft = Draft(Path("a.pdf"))
    write_page(draft, lines, 1)
    return [block.kind for block in draft.blocks]


def test_a_dashed_number_below_is_a_page_number_and_one_above_too() -> None:
    assert kinds(page("正文正文正文", "— 3 —")) == ["paragraph", "folio"]
    assert kinds(page("第 3 页 共 9 页", "正文正文正文正文")) == ["folio", "paragraph"]


def test_a_bare_number_is_a_page_number_only_if_it_stands_apart() -> None:
    assert kinds(page("正文正文正文", "37", last=60)) == ["paragraph", "folio"]
    assert kinds(page("正文正文正文", "37", last=12)) == ["paragraph"]


def test_indents_gaps_and_short_lines_part_paragraphs() -> None:
    full = "满满满满满满满满满满"
    indented = Line(full[:8], 20, 40, 100, 50)
    assert len(kinds([*page(full, full), indented])) == 2
    assert len(kinds(page(full, "短", full))) == 2
    assert len(kinds(page(full, full, full, full, last=90))) == 2
    assert len(kinds(page(full, full, full))) == 1


def test_a_line_further_up_begins_another_column() -> None:
    left, right = page("左左左左", "左左左左"), page("右右右右", "右右右右")
    assert len(kinds([*left, *right])) == 2


def test_an_empty_page_has_no_paragraph() -> None:
    assert kinds([]) == []
