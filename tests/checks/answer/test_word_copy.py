from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from jiheng.checks.answer import word_copy
from jiheng.checks.answer.word_copy import write_word_copy
from jiheng.checks.finding import Answer, Coverage, Finding, Kind, Severity, Span
from jiheng.reading import Document, read
from tests.checks.answer.example import LINES, answer_for

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def commented(path: Path) -> dict[str, list[str]]:
    """The text that each comment is set at, with the comment's lines."""
    word = docx.Document(str(path))
    lines = {str(c.comment_id): [p.text for p in c.paragraphs] for c in word.comments}
    found: dict[str, list[str]] = {}
    for start in word.element.body.iter(f"{W}commentRangeStart"):
        number, text = start.get(f"{W}id"), ""
        for node in start.itersiblings():
            if node.tag == f"{W}commentRangeEnd" and node.get(f"{W}id") == number:
                break
            text += "".join(part.text or "" for part in node.iter(f"{W}t"))
        found[text] = lines[number]
    return found


def in_runs(path: Path, length: int) -> Document:
    word = docx.Document()
    for line in LINES:
        paragraph = word.add_paragraph()
        for start in range(0, len(line), length):
            run = paragraph.add_run(line[start : start + length])
            run.bold = start % 2 == 0
    word.save(str(path))
    return read(path)


@pytest.mark.parametrize("length", [1, 3, 100])
def test_comments_stand_exactly_at_the_findings_however_runs_are_cut(tmp_path: Path, length: int) -> None:
    document = in_runs(tmp_path / "a.docx", length)
    write_word_copy(document, answer_for(document), tmp_path / "b.docx")
    found = commented(tmp_path / "b.docx")
    assert set(found) == {"49.43", "49.37", "95%", "债效"}
    assert found["49.43"] == [
        "● 错误：履职效能得分前后不一致", "应为：49.37", "与合计相符的是 49.37。", "改法：改正另一处。",
        "依据：示例办法 第三条", "（T301）",
    ]  # fmt: skip


def test_the_text_and_its_looks_stay_as_they_were(tmp_path: Path) -> None:
    document = in_runs(tmp_path / "a.docx", 5)
    write_word_copy(document, answer_for(document), tmp_path / "b.docx")
    assert read(tmp_path / "b.docx").text == document.text

    def looks(path: Path) -> list[tuple[str, bool | None]]:
        runs = [run for paragraph in docx.Document(str(path)).paragraphs for run in paragraph.runs]
        return [(char, run.bold) for run in runs for char in run.text]

    assert looks(tmp_path / "b.docx") == looks(tmp_path / "a.docx")
    (comment, *_) = docx.Document(str(tmp_path / "b.docx")).comments
    assert comment.author == "绩衡"


def finding(*spans: Span) -> Answer:
    return Answer((), (Finding("T111", Kind.SUM, Severity.ERROR, "合计不符\x00", spans),), Coverage(1, 1))


def test_findings_in_cells_insertions_and_links_are_marked_in_place(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_table(1, 2).cell(0, 1).text = "合计 96.37 分"
    paragraph = word.add_paragraph("前")
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>插入 12 件</w:t></w:r></w:ins>"))
    word.save(str(tmp_path / "a.docx"))
    document = read(tmp_path / "a.docx")
    for quote in ("96.37", "12"):
        at = document.text.index(quote)
        write_word_copy(document, finding(Span(at, at + len(quote), quote)), tmp_path / "b.docx")
        assert list(commented(tmp_path / "b.docx")) == [quote]


def test_a_finding_outside_the_body_is_told_of_at_the_start(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("正文")
    word.sections[0].header.paragraphs[0].text = "2023 年度"
    word.save(str(tmp_path / "a.docx"))
    document = read(tmp_path / "a.docx")
    at = document.text.index("2023")
    write_word_copy(document, finding(Span(at, at + 4, "2023")), tmp_path / "b.docx")
    assert commented(tmp_path / "b.docx") == {"正文": ["页眉 第 1 段：", "● 错误：合计不符", "（T111）"]}


def test_a_document_without_any_run_is_given_back_without_comments(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "a.docx"))
    write_word_copy(read(tmp_path / "a.docx"), finding(), tmp_path / "b.docx")
    assert commented(tmp_path / "b.docx") == {}


def test_list_numbers_that_word_writes_do_not_shift_the_comments(tmp_path: Path) -> None:
    word = docx.Document()
    for line in ("合计 96.37 分", "合计 12 件"):
        word.add_paragraph(line, style="List Number")
    word.save(str(tmp_path / "a.docx"))
    document = read(tmp_path / "a.docx")
    assert document.text.startswith("1.\t合计")
    at = document.text.index("12")
    write_word_copy(document, finding(Span(at, at + 2, "12")), tmp_path / "b.docx")
    assert list(commented(tmp_path / "b.docx")) == ["12"]
    whole = document.text[at - len("2.\t合计 ") : at]
    write_word_copy(document, finding(Span(at - len(whole), at, whole)), tmp_path / "c.docx")
    assert list(commented(tmp_path / "c.docx")) == ["合计 "]


def test_beyond_the_limit_the_reader_is_sent_to_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_copy, "MAX_COMMENTS", 2)
    document = in_runs(tmp_path / "a.docx", 9)
    write_word_copy(document, answer_for(document), tmp_path / "b.docx")
    assert any("另有 1 处" in line for lines in commented(tmp_path / "b.docx").values() for line in lines)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_any_span_of_any_runs_gets_its_comment(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("w")
    word = docx.Document()
    paragraph = word.add_paragraph()
    for text in data.draw(st.lists(st.text("甲乙12 \t\n", min_size=1, max_size=5), min_size=1, max_size=4)):
        paragraph.add_run(text)
    word.add_paragraph("尾")
    word.save(str(folder / "a.docx"))
    document = read(folder / "a.docx")
    block = document.blocks[0]
    start = data.draw(st.integers(block.start, block.end - 1))
    end = data.draw(st.integers(start + 1, block.end))
    quote = document.text[start:end]
    write_word_copy(document, finding(Span(start, end, quote)), folder / "b.docx")
    assert read(folder / "b.docx").text == document.text
    (text,) = commented(folder / "b.docx")
    assert text == quote.replace("\t", "").replace("\n", "")
