"""What report and forms would say today: composed from the data, for a text to be held against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiheng.checks.against import Known, grade_bands, known_facts
from jiheng.checks.text.laid import Laid, LaidCell
from jiheng.checks.text.passages import Passage, Quoted
from jiheng.core.fault import Faults, Place
from jiheng.facts import DataSet
from jiheng.forms.binding import Figure, Filled, fill
from jiheng.forms.build import Scored, cases
from jiheng.forms.case import Case
from jiheng.forms.compose import Composer, Page
from jiheng.forms.names import scope
from jiheng.forms.narrative import compose_report, written_at
from jiheng.forms.value import WAN, Value
from jiheng.forms.workbook import TOP
from jiheng.packs.layout import ReportForm, TableForm

MOST_PLACES = 2
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_NAME = re.compile(r"[\u4e00-\u9fff“”（）]+$")
_WRITTEN: Mapping[str, Fraction] = {"金额": Fraction(WAN), "比率": Fraction(1, 100)}
"""Kind → size of the unit that running text writes; others are written as they are held."""


def know(dataset: DataSet, scored: Sequence[Scored]) -> Known:
    """All that a text about this unit and year is held against."""
    figures = known_facts(dataset, [(each.pack, each.sheets) for each in scored])
    return Known(figures, recite(dataset, scored), lay_out(dataset, scored), grade_bands(scored[0].pack))


def recite(dataset: DataSet, scored: Sequence[Scored]) -> tuple[Passage, ...]:
    """Compose every paragraph of the reports and every text of the narrative.

    What cannot be composed (a figure that the data lack) is left out: it binds nothing.
    """
    found = dict.fromkeys(
        passage for each in scored for case in cases(dataset, each) for passage in _passages(case, each)
    )
    return tuple(passage for passage in found if _NUMBER.search(passage.text))


def lay_out(dataset: DataSet, scored: Sequence[Scored]) -> tuple[Laid, ...]:
    """Compose every form of the packs; figures that the data lack stay blank and bind nothing."""
    return tuple(
        _laid(Composer(form, case, Faults()).page(), _Sources.of(case))
        for each in scored
        for case in cases(dataset, each)
        for form in each.pack.forms
        if isinstance(form, TableForm) and form.per == _subject(case)
    )


def _laid(page: Page, sources: _Sources) -> Laid:
    """The cells of a page; title, subtitle and unit note stand in the two rows above them."""
    width = len(page.widths)
    top = (
        LaidCell(0, 0, 1, width, page.title),
        LaidCell(1, 0, 1, 1, page.subtitle.text, sources.quoted(page.subtitle)),
        LaidCell(1, width - 1, 1, 1, page.unit_note.text),
    )
    body = (
        LaidCell(
            cell.row + TOP,
            cell.column,
            cell.rows,
            cell.columns,
            cell.text,
            sources.quoted(Filled(cell.text, cell.figures)),
        )
        for cell in page.cells
    )
    return Laid(f"{page.title}（{page.subject}）", (*top, *body))


def _subject(case: Case) -> str:
    return "项目" if case.project else "单位"


def _passages(case: Case, scored: Scored) -> Iterator[Passage]:
    sources = _Sources.of(case)
    for form in scored.pack.forms:
        if isinstance(form, ReportForm) and form.per == _subject(case):
            for paragraph in compose_report(form, case, Faults()).paragraphs:
                yield sources.passage(Filled(paragraph.text, paragraph.figures))
    for row in case.dataset.narrative:
        if _is_about(case, row.chapter):
            faults = Faults()
            filled = fill(row.text, scope(case), faults, written_at(row), required=True)
            if not faults:
                yield from (sources.passage(line) for line in _lines(filled))


def _is_about(case: Case, chapter: str) -> bool:
    head, slash, _ = chapter.rpartition("/")
    return head == case.subject if slash else not case.project


def _lines(filled: Filled) -> Iterator[Filled]:
    start = 0
    for line in filled.text.split("\n"):
        inside = (f for f in filled.figures if start <= f.start and f.end <= start + len(line))
        yield Filled(line, tuple(Figure(f.start - start, f.end - start, f.name, f.value) for f in inside))
        start += len(line) + 1


@dataclass(frozen=True, slots=True)
class _Sources:
    """Names for the reader, and the rows behind the measures that an explanation names."""

    titles: Mapping[str, str]
    places: Mapping[str, tuple[Place, ...]]

    @classmethod
    def of(cls, case: Case) -> _Sources:
        lines = case.sheet.lines if case.sheet else ()
        scored = {f"{word}:{line.code}": f"“{line.name}”{word}" for line in lines for word in ("得分", "分值", "扣分")}
        own = {
            f"{word}:{each.code}": f"“{each.name}”{word}"
            for each in case.dataset.indicators
            for word in ("完成值", "目标值", "上年值")
        }
        places = {name: measured.places for name, measured in case.measures.items()}
        return cls({**scored, **own}, places)

    def passage(self, filled: Filled) -> Passage:
        """The text with all of its figures."""
        return Passage(filled.text, self.quoted(filled))

    def quoted(self, filled: Filled) -> tuple[Quoted, ...]:
        """The figures of a text, those that an explanation computed among them."""
        bound = [quoted for figure in filled.figures if (quoted := self._bound(filled.text, figure))]
        taken = [range(each.start, each.end) for each in bound]
        generated = (self._generated(filled.text, match) for match in _NUMBER.finditer(filled.text))
        free = [each for each in generated if each and not any(each.start in span for span in taken)]
        return (*bound, *free)

    def _bound(self, text: str, figure: Figure) -> Quoted | None:
        value = figure.value
        if value.exact is None:
            return None
        what = self.titles.get(figure.name, figure.name)
        return Quoted(
            figure.start, figure.end, _as_written(value, text[figure.start : figure.end]), what, _where(value.places)
        )

    def _generated(self, text: str, match: re.Match[str]) -> Quoted | None:
        """A number of a generated explanation, if a measure's name stands before it."""
        before = _NAME.search(text, 0, match.start())
        named = (name for name in self.places if before and before[0].endswith(name))
        name = max(named, key=len, default="")
        if not name:
            return None
        return Quoted(match.start(), match.end(), Fraction(match[0].replace(",", "")), name, _where(self.places[name]))


def _as_written(value: Value, text: str) -> Fraction:
    """The exact value in the unit that was written: 元 where the form says so."""
    assert value.exact is not None
    number = _NUMBER.search(text)
    sizes = (_WRITTEN.get(value.kind, Fraction(1)), Fraction(1))
    written = Fraction(number[0].replace(",", "")) if number else Fraction(0)
    return min((value.exact / size for size in sizes), key=lambda exact: abs(abs(exact) - written))


def _where(places: Sequence[Place]) -> str:
    told = [place.text() for place in dict.fromkeys(places) if place.text()]
    rest = f"等 {len(told)} 处" if len(told) > MOST_PLACES else ""
    return "、".join(told[:MOST_PLACES]) + rest if told else "按规则包计算"
