from __future__ import annotations

import re
from pathlib import Path

import docx
import pypdfium2
import pytest

from jiheng.forms.case import Case
from jiheng.forms.narrative import Paragraph, Report
from jiheng.forms.pdf import write_pdf

from .conftest import Built

SPLITTING = "].)}#*_$`\\ \"'@//<label> = + - / [x] ~ --- ... #panic() $x$ *粗* _斜_ `码`"


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def body(text: str, footing: str, mark: str) -> str:
    """A page without its edges."""
    plain = squeezed(text).replace(squeezed(footing), "")
    plain = re.sub(r"—\d+—", "", plain)
    return plain.removeprefix(mark).removesuffix(mark)


def test_the_pdf_says_what_the_word_file_says(built: Built, unit_case: Case) -> None:
    edges = (unit_case.footing, unit_case.mark)
    said = "".join(body(page, *edges) for page in pages(built.file("部门整体支出绩效自评表说明.pdf")))
    word = docx.Document(str(built.file("部门整体支出绩效自评表说明.docx")))
    assert said == squeezed("".join(each.text for each in word.paragraphs))


def test_every_page_carries_number_pack_and_mark(built: Built, unit_case: Case) -> None:
    for number, page in enumerate(pages(built.file("部门整体支出绩效自评表说明.pdf")), 1):
        assert f"—{number}—" in squeezed(page)
        assert squeezed(unit_case.footing) in squeezed(page)
        assert "示例口径（未核实）" in page


def test_the_page_is_a4_and_only_the_packaged_fonts_are_embedded(built: Built) -> None:
    path = built.file("部门整体支出绩效自评表说明.pdf")
    document = pypdfium2.PdfDocument(path)
    assert [round(side) for side in document[0].get_size()] == [595, 842]
    document.close()
    assert set(re.findall(rb"/FontName /[A-Z]+\+([A-Za-z]+)", path.read_bytes())) <= {b"NotoSerifSC", b"NotoSansSC"}


@pytest.mark.parametrize("rank", ["body", "heading 1", "heading 2", "title", "closing"])
def test_no_text_can_act_as_markup(tmp_path: Path, unit_case: Case, rank: str) -> None:
    paragraph = Paragraph(rank, SPLITTING)  # type: ignore[arg-type]
    write_pdf(Report(SPLITTING, (paragraph,), SPLITTING, SPLITTING, unit_case.dated), tmp_path / "a.pdf")
    (page,) = pages(tmp_path / "a.pdf")
    assert squeezed(page).count(squeezed(SPLITTING)) == 3  # header, text, footer


def test_straight_quotes_stay_straight(tmp_path: Path, unit_case: Case) -> None:
    text = "评价等级为\"优\"，'引用'"
    write_pdf(Report("a", (Paragraph("body", text),), "", "", unit_case.dated), tmp_path / "a.pdf")
    assert text in squeezed(pages(tmp_path / "a.pdf")[0])
