"""A passage that the data would write today is found again and compared number by number."""

from __future__ import annotations

from fractions import Fraction

from jiheng.checks.finding import Answer, Verdict
from jiheng.checks.text import Passage, Quoted, check_text
from jiheng.core.fault import Place
from jiheng.reading.document import Block, Document

WRITTEN = "2024年组织召开6场镇人民代表大会会议，联系群众活动99场；扣分情况：“支出率”扣0.25分（5.00分×95.1%=4.75分）。"
AT = WRITTEN.index("6场")
PASSAGE = Passage(WRITTEN, (Quoted(AT, AT + 1, Fraction(6), "“会议场次”完成值", "results.csv 第 2 行"),))


def answer(text: str, *passages: Passage) -> Answer:
    return check_text(Document("", "", text), quoted=passages or (PASSAGE,))


def compared(found: Answer) -> list[tuple[str, Verdict]]:
    return [(r.stated, r.verdict) for r in found.relations if r.because.startswith("与数据核对")]


def test_every_number_of_the_same_words_is_bound_and_sound() -> None:
    found = answer(WRITTEN)
    assert found.coverage.not_checked == 0
    assert {verdict for _, verdict in compared(found)} == {Verdict.OK}


def test_a_changed_number_is_an_error_that_names_the_row() -> None:
    found = answer(WRITTEN.replace("6场", "9场"))
    (finding,) = [f for f in found.findings if f.code == "T311"]
    assert (finding.stated, finding.expected) == ("9场", "6场")
    assert "results.csv 第 2 行" in finding.message


def test_full_width_forms_blanks_and_line_breaks_do_not_matter() -> None:
    text = WRITTEN.replace("6场", "６ 场").replace("扣0.25", "扣\n0.25")
    assert len(compared(answer(text))) == 6


def test_a_sentence_whose_neighbour_was_rewritten_is_still_bound() -> None:
    found = answer("全年工作有序推进。" + WRITTEN.partition("；")[2])
    assert [stated for stated, _ in compared(found)] == ["0.25分", "5.00分", "95.1%", "4.75分"]


def test_words_that_stand_twice_bind_nothing() -> None:
    assert (
        compared(answer("组织联系群众活动90场，其他方面良好。\n联系群众活动99场，其他。", Passage("联系群众活动90场")))
        == []
    )


def test_the_same_words_of_another_year_bind_nothing() -> None:
    assert (
        compared(answer("2023年组织召开5场镇人民代表大会会议。", Passage("2024年组织召开6场镇人民代表大会会议。")))
        == []
    )


def test_short_words_are_no_evidence() -> None:
    assert compared(answer("执行率为90%", Passage("执行率为95%"))) == []


def test_a_sign_belongs_to_the_number() -> None:
    found = answer("本年的公用经费控制率为-3.67%。", Passage("本年的公用经费控制率为-3.68%。"))
    assert [f.expected for f in found.findings if f.code == "T311"] == ["-3.68%"]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    parts = ("2024年组织召开6场镇人民代表", "— 1 —", "页眉", "大会会议，联系群众活动98场。")
    blocks, at = [], 0
    for part, kind in zip(parts, ("paragraph", "folio", "note", "paragraph"), strict=True):
        blocks.append(Block(at, at + len(part), Place(), kind))
        at += len(part) + 1
    document = Document("", "", "\n".join(parts), tuple(blocks))
    found = check_text(document, quoted=(Passage("2024年组织召开6场镇人民代表大会会议，联系群众活动99场。"),))
    assert compared(found) == [("6场", Verdict.OK), ("98场", Verdict.WRONG)]
    assert found.coverage.numbers == 2
