from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import xlsxwriter
from lxml import html

from jiheng.checks.answer.page import write_page
from jiheng.checks.finding import Answer, Coverage, Finding, Kind, Severity, Span, Unchecked
from jiheng.core.fault import Place
from jiheng.reading import Block, Cell, Document, Table, Unread, read
from tests.checks.answer.example import LINES, read_report


def parsed(document: Document, answer: Answer) -> Any:
    return html.fromstring(write_page(document, answer))


def made(folder: Path) -> Any:
    return parsed(*read_report(folder))


def test_the_text_stands_on_the_page_unchanged_and_escaped(tmp_path: Path) -> None:
    paragraphs = [node.text_content().strip() for node in made(tmp_path).xpath("//article[@class='paper']/p")]
    assert [re.sub("^[●▲◆]+", "", text) for text in paragraphs] == list(LINES)


def test_every_mark_leads_to_a_card_and_every_card_is_marked(tmp_path: Path) -> None:
    page = made(tmp_path)
    leads = {name for mark in page.xpath("//a[contains(@class,'mark')]/@data-to") for name in mark.split()}
    cards = set(page.xpath("//aside//*[@id]/@id"))
    assert leads == cards
    assert set(page.xpath("//a/@href")) <= {f"#{name}" for name in cards}


def test_cards_come_by_weight_and_say_shape_word_sum_and_ground(tmp_path: Path) -> None:
    cards = [re.sub(r"\s+", " ", card.text_content()) for card in made(tmp_path).xpath("//article[@tabindex]")]
    assert ["● 错误" in cards[0], "▲ 存疑" in cards[1], "◆ 提示" in cards[2]] == [True] * 3
    assert "96.37 − 47.00 = 49.37；文中 49.43 ✗" in cards[0]
    assert "示例办法 第三条" in cards[0]
    assert "文中 债效 → 应为 绩效" in cards[2]


def test_sound_and_unchecked_relations_are_drawn_out(tmp_path: Path) -> None:
    sound, unchecked, _left = (node.text_content() for node in made(tmp_path).xpath("//aside//details"))
    assert "95.00 ÷ 100.00 = 95% 文中 95% ✓" in sound
    assert "没有可以对照的列举" in unchecked


def test_every_number_that_was_not_checked_is_marked_and_listed_with_its_reason() -> None:
    answer = Answer((), (), Coverage(2, 1), left=(Unchecked(Span(2, 7, "12 万元"), "是金额，文中没有与它相加的数"),))
    page = parsed(Document("a.txt", "", "支出12 万元。", (Block(0, 8, Place(line=1)),)), answer)
    listed = page.xpath("//aside//details")[-1].text_content()
    assert "未核的数和原因（1）" in listed
    assert re.search(r"12 万元\s*是金额", listed)
    assert page.xpath("//a[contains(@class,'open')]")[0].text_content().startswith("12 万元")


def test_the_coverage_stands_on_top(tmp_path: Path) -> None:
    top = re.sub(r"\s+", "", made(tmp_path).xpath("//header")[0].text_content())
    assert "已核5□未核3●有误1▲存疑1" in top


def test_the_page_asks_nothing_from_outside(tmp_path: Path) -> None:
    assert not re.search(r"(src=|@import|url\(|https?://)", write_page(*read_report(tmp_path)))


def test_a_sparse_sheet_is_drawn_with_its_gaps_and_merged_cells(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        sheet = workbook.add_worksheet("预算")
        sheet.merge_range(0, 0, 1, 1, "合并")
        sheet.write(0, 2, "右")
        sheet.write(2, 2, "角")
    document = read(tmp_path / "a.xlsx")
    page = parsed(document, Answer((), (), Coverage(0, 0)))
    rows = [[(td.text_content(), td.get("rowspan"), td.get("colspan")) for td in tr] for tr in page.xpath("//tr")]
    assert rows == [[("合并", "2", "2"), ("右", None, None)], [("", None, None)] * 2 + [("角", None, None)]]


def test_a_sheet_too_wide_for_gaps_is_drawn_without(tmp_path: Path) -> None:
    cells = (Cell(0, 0, 0, 1, Place()), Cell(5, 90_000, 2, 3, Place()))
    document = Document(
        "a.xlsx", "0" * 64, "甲\n乙", tuple(Block(c.start, c.end, c.place, "cell") for c in cells), (Table(cells),)
    )
    page = parsed(document, Answer((), (), Coverage(0, 0)))
    assert [td.text_content() for td in page.xpath("//td")] == ["甲", "乙"]


def test_what_was_not_read_is_said_on_top_and_a_sound_text_says_so_carefully(tmp_path: Path) -> None:
    document = Document(
        "a.pdf", "0" * 64, "", unread=(Unread(Place(page=3), "此页是扫描件", "请换原件"),), notes=("一条说明",)
    )
    page = parsed(document, Answer((), (), Coverage(2, 0)))
    assert "第 3 页：此页是扫描件。请换原件" in page.xpath("//header")[0].text_content()
    assert "还有 2 个数没有可以对照的关系，未核" in page.text_content()


def test_pages_of_a_pdf_are_parted_and_margins_show_the_gravest_sign_first() -> None:
    blocks = (Block(0, 2, Place(page=1)), Block(3, 5, Place(page=2), "heading"))
    findings = tuple(
        Finding("T1", Kind.SUM, severity, "m", (Span(0, 2, "甲甲"),)) for severity in (Severity.INFO, Severity.ERROR)
    )
    page = parsed(Document("a.pdf", "0" * 64, "甲甲\n乙乙", blocks), Answer((), findings, Coverage(0, 0)))
    assert [node.text_content() for node in page.xpath("//p[@class='page']")] == ["第 1 页", "第 2 页"]
    assert page.xpath("//span[@class='margin']")[0].text_content() == "●◆"
