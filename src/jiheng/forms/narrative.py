"""The narrative report as text: numbered headings and paragraphs, every figure bound to a fact.

Word and PDF are written from this one model, so they say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from jiheng.core.fault import Faults, Place
from jiheng.facts.rows import Narrative
from jiheng.forms.binding import Figure, Filled, Scope, fill
from jiheng.forms.case import Case
from jiheng.forms.names import scope as scope_of
from jiheng.forms.typed_digits import typed_figures
from jiheng.packs.layout import Chapter, ReportForm, parts

Rank = Literal["title", "heading 1", "heading 2", "heading 3", "heading 4", "body", "closing"]
WHOSE = "{{ 单位名称 }}{{ 预算年度 }}年度"
"""Stands before the title of a report that does not name unit and year itself."""
SIGNED = ("{{ 单位名称 }}", "{{ 自评报送日期|年月日 }}")
"""Sender and day below a report whose layout has none; the day once there is one."""
_HEADINGS: tuple[Rank, ...] = ("heading 1", "heading 2", "heading 3", "heading 4")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its rank, its text, and where the bound figures stand in it."""

    rank: Rank
    text: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report; ``mark`` and ``footing`` stand on every page."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    mark: str
    footing: str
    dated: date
    trace: str = ""
    """Pack, data and anchor, kept in the properties of the file."""


def compose_report(form: ReportForm, case: Case, faults: Faults) -> Report:
    """Fill the chapters from the unit's narrative, or from the layout where the unit wrote nothing."""
    writer = _Writer(form, case, faults)
    title = writer.fill(form.title, _place(form, case, "题目"))
    headed = writer.headed()
    paragraphs = (
        Paragraph("title", headed.text, headed.figures),
        *writer.chapters(form.chapters, 0),
        *writer.closing(),
    )
    return Report(title.text, paragraphs, case.mark, case.footing, case.dated, case.trace)


@dataclass(slots=True)
class _Writer:
    form: ReportForm
    case: Case
    faults: Faults
    scope: Scope = field(init=False)

    def __post_init__(self) -> None:
        self.scope = scope_of(self.case)

    def chapters(self, chapters: tuple[Chapter, ...], depth: int) -> Iterator[Paragraph]:
        for number, chapter in enumerate(chapters, 1):
            heading = self.fill(chapter.title, _place(self.form, self.case, f"章节 {chapter.code}"))
            yield _numbered(heading, depth, number)
            yield from self._body(chapter)
            yield from self.chapters(chapter.children, depth + 1)

    def headed(self) -> Filled:
        """The title as it is printed: with unit and year, unless the layout names them itself."""
        bare = all(isinstance(part, str) for part in parts(self.form.title))
        title = f"{WHOSE}{self.form.title}" if bare else self.form.title
        return self.fill(title, _place(self.form, self.case, "题目"))

    def closing(self) -> Iterator[Paragraph]:
        signed = SIGNED if self.case.dataset.unit.filed else SIGNED[:1]
        for line in self.form.closing or signed:
            filled = self.fill(line, _place(self.form, self.case, "落款"))
            yield Paragraph("closing", filled.text, filled.figures)

    def _body(self, chapter: Chapter) -> Iterator[Paragraph]:
        own = next((row for row in self.case.dataset.narrative if row.chapter == self._code(chapter)), None)
        text = own.text if own else chapter.text
        place = written_at(own) if own else _place(self.form, self.case, f"章节 {chapter.code}")
        if own is None:
            refuse_typed(text, place, self.faults)
        if not text.strip() and chapter.required:
            self.faults.add(
                place,
                f"章节“{chapter.title}”没有内容",
                fix=f"请在“文字说明”中补写章节 {chapter.code} 的正文。",
            )
        yield from _split(self.fill(text, place))

    def _code(self, chapter: Chapter) -> str:
        return f"{self.case.subject}/{chapter.code}" if self.case.project else chapter.code

    def fill(self, text: str, place: Place) -> Filled:
        return fill(text, self.scope, self.faults, place, required=True)


def _split(filled: Filled) -> Iterator[Paragraph]:
    """One paragraph for each line that says something, with the figures that stand in it."""
    start = 0
    for line in filled.text.split("\n"):
        text, first = line.strip(), start + len(line) - len(line.lstrip())
        inside = (each for each in filled.figures if first <= each.start and each.end <= first + len(text))
        moved = (replace(each, start=each.start - first, end=each.end - first) for each in inside)
        if text:
            yield Paragraph("body", text, tuple(moved))
        start += len(line) + 1


def refuse_typed(text: str, place: Place, faults: Faults) -> None:
    """Note every figure that is typed where a fact should be bound."""
    try:
        typed = "\ufffc".join(part if isinstance(part, str) else "" for part in parts(text))
    except ValueError:
        return  # told when the text is filled
    for figure in typed_figures(typed):
        faults.add(
            place,
            f"数字应引用数据：“{figure}”是直接写出的数字",
            expected="引用，如 {{ 支出率 }}、{{ 完成值:指标编码 }}",
            fix="请改为引用数据集中的数据名称，数据变动时文字随之更新。",
        )


def _place(form: ReportForm, case: Case, path: str) -> Place:
    return Place(file=f"规则包 {case.pack.id}", path=f"报告“{form.title}” {path}")


def written_at(row: Narrative) -> Place:
    """Where the unit wrote a chapter."""
    return replace(row.place, path=f"章节 {row.chapter}")


def _numbered(heading: Filled, depth: int, number: int) -> Paragraph:
    ordinal = (f"{chinese(number)}、", f"（{chinese(number)}）", f"{number}．", f"（{number}）")[depth]
    moved = (
        replace(figure, start=figure.start + len(ordinal), end=figure.end + len(ordinal)) for figure in heading.figures
    )
    return Paragraph(_HEADINGS[depth], ordinal + heading.text, tuple(moved))


def chinese(number: int) -> str:
    """A heading's ordinal, 1 to 99, e.g. 十二."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十"
    return head + (digits[ones] if ones else "")
