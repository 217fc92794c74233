"""All forms of a data set at once: composed first, then written, then moved into place together."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from jiheng.core.fault import Faults
from jiheng.facts import DataSet, for_project
from jiheng.facts.measures import measure
from jiheng.forms.case import Case
from jiheng.forms.compose import Composer, Page
from jiheng.forms.ledger import BINDINGS, Ledger
from jiheng.forms.narrative import Report, compose_report
from jiheng.forms.pdf import write_pdf
from jiheng.forms.word import write_word
from jiheng.forms.workbook import write_workbook
from jiheng.packs.layout import ReportForm, TableForm
from jiheng.packs.model import Pack
from jiheng.scoring.sheet import ScoreSheet

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Scored:
    """A pack with the sheets scored by it: of the unit, or of its projects."""

    pack: Pack
    sheets: Sequence[ScoreSheet]
    anchor: str = ""
    """The head of the audit log, where there is one; see ``Case.anchor``."""


def build_all(
    dataset: DataSet, pack: Pack, sheets: Sequence[ScoreSheet], out: Path, progress: Progress | None = None
) -> list[Path]:
    """Write every form of one pack and its report into a folder; see ``build``."""
    return build(dataset, [Scored(pack, sheets)], out, progress)


def build(
    dataset: DataSet,
    scored: Sequence[Scored],
    out: Path,
    progress: Progress | None = None,
    waiting: Faults | None = None,
) -> list[Path]:
    """Write every form and report of the packs into a folder, all or nothing.

    Args:
        dataset: the unit's facts.
        scored: of a department pack, the forms about the unit are written; of a project pack, those
            about projects, one sheet for each scored project.
        out: made if it does not exist; files of the same name are replaced.
        progress: told the name of each form before it is written.
        waiting: takes what a report waits for (an unfinished chapter, a name that nothing has); the tables are then
            written without it. Where it is not given, that is refused like any other fault.

    Returns:
        The files written; the last one says which fact stands in which place.

    Raises:
        Refused: unknown or missing facts; nothing is written.
    """
    faults, used = Faults(), set[str]()
    told = (faults, faults if waiting is None else waiting)
    composed = [work for each in scored for work in _compose(each, cases(dataset, each), told, used)]
    faults.raise_if_any()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".forms-") as held:
        ledger = Ledger(dataset)
        for work in composed:
            (progress or _silent)(work.name)
            _write(work, Path(held), ledger)
        ledger.write(Path(held))
        return _move(Path(held), out)


def cases(dataset: DataSet, scored: Scored) -> list[Case]:
    """The subjects that the pack's forms are about: the unit, or every project with a sheet."""
    pack, by_subject = scored.pack, {sheet.subject: sheet for sheet in scored.sheets}
    if pack.of_whole:
        measured, sheet = measure(dataset, pack), by_subject.get("")
        return [Case(dataset=dataset, pack=pack, sheet=sheet, measures=measured, anchor=scored.anchor)]
    return [_project(dataset, scored, sheet) for subject, sheet in by_subject.items() if subject]


def _project(dataset: DataSet, scored: Scored, sheet: ScoreSheet) -> Case:
    own, pack = for_project(dataset, sheet.subject), scored.pack
    measured, project = measure(own, pack), own.projects[0]
    return Case(dataset=own, pack=pack, sheet=sheet, project=project, measures=measured, anchor=scored.anchor)


@dataclass(frozen=True, slots=True)
class _Work:
    """One file to write: a workbook of pages, or a report in two formats."""

    name: str
    pack: Pack
    content: Sequence[Page] | Report


def _compose(scored: Scored, found: Sequence[Case], told: tuple[Faults, Faults], used: set[str]) -> Iterator[_Work]:
    """The works of one pack; faults of tables and faults of reports are told apart."""
    (faults, waiting), pack = told, scored.pack
    subject = "单位" if pack.of_whole else "项目"
    for form in pack.forms:
        if form.per != subject or not found:
            continue
        if isinstance(form, TableForm):
            pages = [Composer(form, case, faults).page() for case in found]
            yield _Work(_file_name(pages[0].title, form, used), pack, pages)
        else:
            for case in found:
                own = Faults()
                report = compose_report(form, case, own)
                waiting.found.extend(own.found)
                if not own.found:
                    yield _Work(_file_name(report.title, form, used), pack, report)


def _file_name(title: str, form: TableForm | ReportForm, used: set[str]) -> str:
    plain = re.sub(r'[\\/:*?"<>|\s]+', "", title)[:60] or form.code
    tries = chain([plain], (f"{plain}-{number}" for number in count(2)))
    name = next(name for name in tries if name not in used)
    used.add(name)
    return name


def _write(work: _Work, folder: Path, ledger: Ledger) -> None:
    if isinstance(work.content, Report):
        write_word(work.content, folder / f"{work.name}.docx")
        write_pdf(work.content, folder / f"{work.name}.pdf")
        ledger.note_report((f"{work.name}.docx", f"{work.name}.pdf"), work.pack, work.content)
    else:
        cells = write_workbook(work.content, folder / f"{work.name}.xlsx")
        ledger.note_cells(f"{work.name}.xlsx", work.pack, cells)


def _move(held: Path, out: Path) -> list[Path]:
    written = sorted(held.iterdir(), key=lambda path: (path.name == BINDINGS, path.name))
    return [path.replace(out / path.name) for path in written]


def _silent(_name: str) -> None:
    return None
