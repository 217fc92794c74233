"""``jiheng check``: every number of every file, recomputed and compared."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jiheng.checks.answer.batch import Job, Outcome, Wish, answer_all, processors
from jiheng.checks.answer.data_kind import kind_of
from jiheng.checks.finding import Severity
from jiheng.cli.look import Look
from jiheng.core.i18n import _
from jiheng.reading import EXTENSIONS

if TYPE_CHECKING:
    from jiheng.checks.against import Known

INTERRUPTED = 130
"""What shells call a program that Ctrl-C ended."""
PROGRESS_FROM = 20
"""Files from which progress is shown."""


@click.command(help=_("核查报告、表格中的每一个数字。FILE 可以是文件、文件夹（含下级文件夹）或数据集。"))
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dataset", type=click.Path(path_type=Path, exists=True), help=_("与本单位数据集核对。"))
@click.option(
    "--format", "style", type=click.Choice(["text", "json", "html"]), default="text", show_default=True,
    help=_("输出格式：文字摘要、JSON 或 HTML 页面。"),
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False),
    help=_("输出目录：写入 HTML 页面、带批注的 Word、标注了单元格的 Excel。"),
)  # fmt: skip
@click.option("--strict", is_flag=True, help=_("存疑也算错误（退出码 1）。"))
@click.option("--jobs", type=click.IntRange(1), help=_("并行进程数，默认为处理器核数。"))
@click.pass_context
def command(
    ctx: click.Context,
    *,
    files: tuple[Path, ...],
    dataset: Path | None,
    style: str,
    output: Path | None,
    jobs: int | None,
    strict: bool,
) -> None:
    """Check files; exit 0 nothing wrong, 1 at least one error, 2 something could not be read."""
    paths = list(_expand(files, output))
    if style == "html" and output is None and len(paths) > 1:
        raise click.UsageError(_("多个文件的 HTML 结果请用 -o 指定输出目录。"))
    known, look = _known(dataset)
    wish = Wish(record=style == "json", page=style == "html" and output is None, known=known, look=look)
    with closing(answer_all(_jobs(paths, output), wish, jobs or processors())) as outcomes:
        answered = Answered(len(paths), output, strict=strict)
        try:
            answered.report(_with_progress(outcomes, len(paths)), style)
        except KeyboardInterrupt:
            click.echo(
                _("已中断：核查了 {done} 份，共 {total} 份。").format(done=answered.done, total=len(paths)), err=True
            )
            ctx.exit(INTERRUPTED)
    ctx.exit(answered.code)


@dataclass(slots=True)
class Answered:
    """What has been answered so far: how many files, with which exit code; the overview is written at the end, however it comes."""

    total: int
    output: Path | None
    strict: bool = field(kw_only=True)
    done: int = 0
    code: int = 0
    kept: list[Outcome] = field(default_factory=list)

    def report(self, outcomes: Iterable[Outcome], style: str) -> None:
        """Write every answer as it comes, and what sums them up."""
        write = {"text": _write_text, "json": _write_json, "html": _write_html}[style]
        try:
            with closing(write(outcomes, self.total)) as written:
                for outcome in written:
                    self._count(outcome)
        finally:
            self._write_overview()

    def _count(self, outcome: Outcome) -> None:
        wrong = outcome.count(Severity.ERROR) + (outcome.count(Severity.WARNING) if self.strict else 0)
        self.code = max(self.code, 1 if wrong else 0, 0 if outcome.complete else 2)
        self.done += 1
        if self.output is not None:
            self.kept.append(replace(outcome, record="", page=""))

    def _write_overview(self) -> None:
        """Among many files, one workbook says where to begin."""
        if self.output is None or self.total == 1 or not self.kept:
            return
        from jiheng.checks.answer.overview import write_overview  # noqa: PLC0415 - only where files are written

        try:
            click.echo(f"→ {write_overview(self.kept, self.output)}", err=True)
        except OSError as error:
            click.echo(_("汇总表未能写出：{why}").format(why=error.strerror), err=True)
            self.code = 2


def _known(dataset: Path | None) -> tuple[Known | None, Look]:
    """What the files are held against, and the eye for official forms; nothing is known without a data set."""
    if dataset is None:
        return None, Look()
    from jiheng import facts  # noqa: PLC0415 - all that scores and composes loads for a second
    from jiheng.cli.forms import score_all  # noqa: PLC0415 - as above
    from jiheng.forms.recited import know  # noqa: PLC0415 - as above
    from jiheng.packs.load import load_pack  # noqa: PLC0415 - as above

    data = facts.load(dataset)
    scored = score_all(data, load_pack(data.unit.pack))
    return know(data, scored), Look(data)


def _expand(files: Iterable[Path], output: Path | None) -> Iterator[Path]:
    """Files as given; of folders, every file of a known kind, except hidden ones, locks and what is written here.

    A folder that is itself a data set, or the Parquet tables of many units, is checked as one.
    """
    for given in files:
        if not given.is_dir() or kind_of(given):
            yield given
            continue
        found = [path for path in sorted(given.rglob("*")) if _is_wanted(path.relative_to(given), path, output)]
        if not found:
            raise click.UsageError(_("文件夹“{folder}”里没有可以核查的文件。").format(folder=given))
        yield from found


def _is_wanted(inside: Path, path: Path, output: Path | None) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in inside.parts)
    ours = output is not None and path.is_relative_to(output)
    return not hidden and not ours and path.suffix.lower() in EXTENSIONS and path.is_file()


def _jobs(paths: Sequence[Path], output: Path | None) -> list[Job]:
    """Give each file its own name in the output folder."""
    if output is None:
        return [Job(path) for path in paths]
    taken: set[str] = set()
    jobs = []
    for path in paths:
        names = (path.stem, path.name, *(f"{path.name}-{number}" for number in range(2, len(paths) + 2)))
        name = next(name for name in names if name not in taken)
        taken.add(name)
        jobs.append(Job(path, output / name))
    return jobs


def _with_progress(outcomes: Iterator[Outcome], total: int) -> Iterable[Outcome]:
    if total < PROGRESS_FROM or not sys.stderr.isatty():
        return outcomes
    from rich.console import Console  # noqa: PLC0415 - only for those who watch
    from rich.progress import track  # noqa: PLC0415 - only for those who watch

    return track(outcomes, _("核查"), total, console=Console(stderr=True), transient=True)


def _write_text(outcomes: Iterable[Outcome], total: int) -> Generator[Outcome, None, None]:
    from rich.console import Console  # noqa: PLC0415 - other formats need it not

    from jiheng.checks.answer.summary import MANY, print_outcome, print_totals  # noqa: PLC0415 - as above

    console = Console(file=sys.stdout, highlight=False)
    done = []
    try:
        for outcome in outcomes:
            print_outcome(console, outcome, many=total >= MANY)
            done.append(outcome)
            yield outcome
    finally:
        if total > 1:
            print_totals(console, done)


def _write_json(outcomes: Iterable[Outcome], total: int) -> Generator[Outcome, None, None]:
    """Print one object as answers come in, whole also when stopped; files that were refused stand apart."""
    refused: list[str] = []
    opening, left = '{"documents": [', total
    try:
        for outcome in outcomes:
            if outcome.coverage is None:
                refused.append(outcome.record)
            else:
                _print(f"{opening}\n{outcome.record}")
                opening = ","
            left -= 1
            yield outcome
    finally:
        stopped = f',\n"not_reached": {left}' if left else ""
        _print(f'{"" if opening == "," else opening}],\n"unreadable": [{", ".join(refused)}]{stopped}}}\n')


def _write_html(outcomes: Iterable[Outcome], total: int) -> Generator[Outcome, None, None]:
    """Print the page of a single file, or the names of the files written."""
    del total
    for outcome in outcomes:
        for fault in outcome.faults:
            click.echo(fault.text(), err=True)
        _print(outcome.page or "".join(f"{path}\n" for path in outcome.written))
        yield outcome


def _print(text: str) -> None:
    """Write UTF-8 whatever the terminal's encoding; undecodable parts of file names become escapes."""
    click.echo(text.encode("utf-8", "backslashreplace"), nl=False)
