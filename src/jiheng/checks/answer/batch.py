"""Many files to many answers: read, check and write each, in this process or in several."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jiheng.checks.answer.copies import make_page, write_copies
from jiheng.checks.answer.data_kind import DataKind, kind_of
from jiheng.checks.answer.record import document_record, refusal_record
from jiheng.checks.answer.wording import by_weight, place_text
from jiheng.checks.finding import Answer, Coverage, Severity
from jiheng.core.fault import Fault, Place, Refused
from jiheng.reading import Document, read

if TYPE_CHECKING:
    from jiheng.checks.against import Known
    from jiheng.checks.form.run import FormAnswer

Look = Callable[[Document], "FormAnswer | None"]
"""Finds the official forms in a document that was read; None if it holds none."""

POOL_FROM_FILES = 24
"""Fewer files than this, if small, are answered sooner than a pool of processes starts."""
POOL_FROM_BYTES = 4 * 2**20
CHUNK = 16


@dataclass(frozen=True, slots=True)
class Job:
    """One file, and the path without suffix that its written answers get (None: nothing is written)."""

    path: Path
    target: Path | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What to make of each file: its JSON record, its page as text.

    ``known`` is the data to compare with; ``look`` reads official forms back and checks them by the rules.
    """

    record: bool = False
    page: bool = False
    known: Known | None = None
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A finding as the summary lists it."""

    severity: Severity
    message: str
    place: str
    fix: str
    code: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; ``faults`` say why there is no answer, or why a copy could not be written."""

    path: str
    faults: tuple[Fault, ...] = ()
    findings: tuple[Listed, ...] = ()
    coverage: Coverage | None = None
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    record: str = ""
    page: str = ""
    written: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the whole file was read and everything asked for was made."""
        return not self.faults and not self.unread

    def count(self, severity: Severity) -> int:
        """How many findings are of one gravity."""
        return sum(found.severity is severity for found in self.findings)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def answer_all(jobs: Sequence[Job], wish: Wish, processes: int) -> Generator[Outcome, None, None]:
    """Answer every file, in the order given.

    A file that ends its process (a library's crash) costs only its own answer. Closing what is
    returned ends the processes.
    """
    if processes == 1 or not _worth_a_pool(jobs):
        return (answer_one(job, wish) for job in jobs)
    return _gather(_Crew(processes, wish, deque(chunked(jobs, processes))))


def _gather(crew: _Crew) -> Generator[Outcome, None, None]:
    """Hand on what is answered, in order; when the caller stops, so do the processes."""
    try:
        while crew.waiting:
            yield from crew.next()
    except BaseException:
        crew.dismiss()
        raise
    crew.pool.shutdown()


class _Crew:
    """Processes and what they were given; started at once, before a caller's threads: a fork copies the locks they hold."""

    def __init__(self, processes: int, wish: Wish, chunks: deque[tuple[Job, ...]]) -> None:
        self.processes, self.wish = processes, wish
        self._hire(chunks)

    def _hire(self, chunks: Iterable[tuple[Job, ...]]) -> None:
        self.pool = _pool(self.processes)
        self.waiting = deque((chunk, self.pool.submit(_answer_chunk, chunk, self.wish)) for chunk in chunks)

    def next(self) -> Iterable[Outcome]:
        """The next chunk; after a crash its files one by one, and the rest by new processes."""
        chunk, future = self.waiting.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            self.pool.shutdown(wait=False)
            alone = [_answer_alone(job, self.wish) for job in chunk]
            self._hire([chunk for chunk, _ in self.waiting])
            return alone

    def dismiss(self) -> None:
        """End the processes without waiting for what they have in hand."""
        self.pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()


def chunked(jobs: Sequence[Job], processes: int) -> Iterator[tuple[Job, ...]]:
    """Cut the jobs so that every process gets several chunks, none above CHUNK."""
    size = max(1, min(CHUNK, len(jobs) // (processes * 4)))
    return (tuple(jobs[start : start + size]) for start in range(0, len(jobs), size))


def _worth_a_pool(jobs: Sequence[Job]) -> bool:
    if len(jobs) < 2:
        return False
    return len(jobs) >= POOL_FROM_FILES or sum(_size(job.path) for job in jobs) > POOL_FROM_BYTES


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _pool(processes: int) -> ProcessPoolExecutor:
    import jiheng.checks.text  # noqa: F401, PLC0415 - loaded once, then copied into each process

    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    return ProcessPoolExecutor(processes, multiprocessing.get_context(method), _leave_interrupts_to_the_parent)


def _leave_interrupts_to_the_parent() -> None:
    """Ctrl-C reaches every process of a terminal; the one that started the others ends them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _answer_chunk(chunk: Sequence[Job], wish: Wish) -> list[Outcome]:
    return [answer_one(job, wish) for job in chunk]


def _answer_alone(job: Job, wish: Wish) -> Outcome:
    try:
        with _pool(1) as pool:
            return pool.submit(answer_one, job, wish).result()
    except BrokenProcessPool:
        return _refused(job, (_crash(job, "读取时程序异常终止"),))


def answer_one(job: Job, wish: Wish) -> Outcome:
    """Read, check and write one file; whatever fails is told in the outcome."""
    try:
        kind = kind_of(job.path)
        document, answer = check_data(job.path, kind) if kind else (read(job.path), None)
    except Refused as refused:
        return _refused(job, refused.faults)
    try:
        if answer is None:
            document, answer = _with_forms(document, check(document, wish.known), wish.look)
        return _outcome(job, wish, document, answer)
    except Exception as error:  # noqa: BLE001 - a check that fails must not pass for a sound file, nor stop the others
        return _refused(job, (_crash(job, f"核查时程序出错（{type(error).__name__}：{error}）"),))


def check(document: Document, known: Known | None) -> Answer:
    """Run the text checks."""
    from jiheng.checks.text import check_text  # noqa: PLC0415 - loads the lexicon, needed only once there is a text

    if known is None:
        return check_text(document)
    return check_text(document, facts=known.facts, quoted=known.quoted, forms=known.forms, grades=known.grades)


def check_data(path: Path, kind: DataKind) -> tuple[Document, Answer]:
    """Run the rules on a data set."""
    from jiheng.checks.answer.data import answer_data  # noqa: PLC0415 - loads the database and the packs

    return answer_data(path, kind)


def _with_forms(document: Document, answer: Answer, look: Look | None) -> tuple[Document, Answer]:
    """Add what the rules say of official forms in the document."""
    if look is None or not document.tables or (found := look(document)) is None:
        return document, answer
    from jiheng.checks.answer.data import with_rules  # noqa: PLC0415 - loads the packs, needed only for forms

    return with_rules(document, answer, found)


def _crash(job: Job, problem: str) -> Fault:
    return Fault(Place(file=job.path.name), "", problem, "", "此文件未核查，请将它报告给系统维护人员")


def _refused(job: Job, faults: tuple[Fault, ...]) -> Outcome:
    record = json.dumps(refusal_record(str(job.path), faults), ensure_ascii=False)
    return Outcome(str(job.path), faults, record=record)


def _outcome(job: Job, wish: Wish, document: Document, answer: Answer) -> Outcome:
    written, faults = write_copies(job.path, job.target, document, answer)
    return Outcome(
        path=document.path,
        faults=tuple(faults),
        findings=tuple(
            Listed(found.severity, found.message, place_text(found, document), found.fix, found.code)
            for found in by_weight(answer)
        ),
        coverage=answer.coverage,
        unread=tuple(unread.text() for unread in document.unread),
        notes=document.notes,
        record=json.dumps(document_record(document, answer), ensure_ascii=False) if wish.record else "",
        page=make_page(document, answer) if wish.page else "",
        written=tuple(map(str, written)),
    )
