from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jiheng.checks.answer.marks import Mark, MarkedText

TEXT = "预算一百万元，支出九十五万元，执行率百分之九十五。"
places = st.integers(0, len(TEXT))
marks = st.builds(
    lambda rank, ends, name: Mark(rank, min(ends), max(ends), f"f{name}", "error"),
    st.integers(0, 4), st.tuples(places, places), st.integers(0, 9),
)  # fmt: skip


@given(st.lists(marks, max_size=5), places, places)
def test_segments_join_to_the_text_and_carry_exactly_the_marks_over_them(
    found: list[Mark], one: int, other: int
) -> None:
    start, end = sorted((one, other))
    at = start
    for segment in MarkedText(TEXT, found).segments(start, end):
        assert segment.text == TEXT[at : at + len(segment.text)]
        over = {mark for mark in found if mark.start <= at and at + len(segment.text) <= mark.end}
        assert set(segment.marks) == over
        assert list(segment.marks) == sorted(segment.marks)
        at += len(segment.text)
    assert at == end
