"""Feed texts made of the words of reports to the text checks, as running text, as a table, and against a form.

Any failure, and any span that is not the text it says, is a fault. Run
``python tests/fuzz/fuzz_checking.py -max_total_time=600`` for a long search.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from fractions import Fraction

import atheris

with atheris.instrument_imports(include=["jiheng.checks.text"]):
    from jiheng.checks.text import KnownFact, Laid, LaidCell, Passage, Quoted, check_text
    from jiheng.core.fault import Place
    from jiheng.reading import Block, Cell, Document, Table

WORDS = (
    *"0123456789", *"，。；：、（）()%％.-+=≥≤|\n\t 　“”〔〕《》×÷", "万元", "亿元", "元", "分", "个", "项", "人", "次", "公里", "2023年", "2024年度",
    "其中", "分别为", "合计", "总计", "包括", "具体为", "占", "比上年", "较上年", "同比", "增长", "下降", "减少", "增加", "结余", "调减", "个百分点",
    "预算", "支出", "执行率", "预算执行率", "年初预算", "实际支出", "资金", "得分", "总得分", "自评得分", "等级", "优", "良", "目标", "完成", "不低于",
    "不超过", "三方面", "十五", "百分之五", "一是", "二是", "每人", "元/人", "共计", "左右", "约", "绩效", "债效", "三公经费", "年度资金总额", "分值", "完成值",
)  # fmt: skip
FACTS = (KnownFact(("预算执行率",), Fraction(9, 10), "%", "预算执行率", "数据"),)
QUOTED = (Passage("预算执行率90%，支出12万元", (Quoted(5, 8, Fraction(90), "执行率", "数据"),)),)
COLUMNS = 4


def text_of(data: bytes) -> str:
    """One word for each byte."""
    return "".join(WORDS[byte % len(WORDS)] for byte in data)


def table_of(text: str) -> Document:
    """The lines as rows of a table, cut at tabs and bars."""
    cells: list[Cell] = []
    blocks: list[Block] = []
    start = 0
    for number, piece in enumerate(text.replace("|", "\t").split("\t")):
        place = Place(row=number // COLUMNS + 1)
        end = start + len(piece)
        cells.append(Cell(number // COLUMNS, number % COLUMNS, start, end, place))
        blocks.append(Block(start, end, place, "cell"))
        start = end + 1
    return Document("表.xlsx", "", text.replace("|", "\t"), tuple(blocks), (Table(tuple(cells), "表"),))


def form_of(document: Document) -> Laid:
    """The same table as the data would write it, with other numbers."""
    text = document.text.translate(str.maketrans("1234567890", "2345678901"))
    cells = document.tables[0].cells
    return Laid("表", tuple(LaidCell(each.row, each.column, 1, 1, text[each.start : each.end]) for each in cells))


def cases(text: str) -> Iterator[tuple[Document, tuple[Laid, ...]]]:
    """The ways a text may come."""
    yield Document("文.txt", "", text), ()
    table = table_of(text)
    yield table, ()
    yield table, (form_of(table),)


def one_input(data: bytes) -> None:
    """Check one text in every way."""
    for document, forms in cases(text_of(data)):
        answer = check_text(document, facts=FACTS, quoted=QUOTED, forms=forms)
        cover = answer.coverage
        spans = [span for relation in answer.relations for span in relation.spans]
        spans += [span for finding in answer.findings for span in finding.spans]
        if any(document.text[span.start : span.end] != span.text for span in spans) or cover.checked > cover.numbers:
            raise AssertionError(document.text)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
