"""The summary on a terminal: findings by weight, coverage, what was not read; totals for many files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from jiheng.checks.answer.batch import Outcome
from jiheng.checks.answer.overview import commonest, worst
from jiheng.checks.answer.wording import SEVERITY, SOUND
from jiheng.checks.finding import Severity
from jiheng.core.i18n import _

MANY = 10
"""From this many files on, sound files are only counted."""

_MOST_LISTED = 10
_MOST_UNREAD = 50
_COLOUR = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_LOUD = (Severity.ERROR, Severity.WARNING)

Row = tuple[str, str, str, str]
"""Sign, place, what is said, colour of the sign."""


def print_outcome(console: Console, outcome: Outcome, *, many: bool) -> None:
    """Print what became of one file; among many, a sound and fully read one is passed over."""
    if many and outcome.complete and not outcome.findings:
        return
    console.print(Text(outcome.path, style="bold"), soft_wrap=True)
    _print_rows(console, list(_rows(outcome)))
    if outcome.coverage is not None:
        console.print(Text("  ").append_text(_coverage(outcome)))
    for path in outcome.written:
        console.print(Text(f"  → {path}", style="dim"), soft_wrap=True)
    console.print()


def _rows(outcome: Outcome) -> Iterator[Row]:
    for fault in outcome.faults:
        yield f"● {_('未核查')}", "", fault.text(), "red"
    for unread in outcome.unread:
        yield f"▲ {_('未能读取')}", "", unread, "yellow"
    for note in outcome.notes:
        yield f"◆ {_('说明')}", "", note, "blue"
    for found in outcome.findings:
        said = "　".join(filter(None, [found.message, found.fix])) + f" {found.code}"
        yield f"{SEVERITY[found.severity].shape} {_word(found.severity)}", found.place, said, _COLOUR[found.severity]


def _print_rows(console: Console, rows: list[Row]) -> None:
    """Print aligned columns on a terminal, one line each for a file or another program."""
    if not console.is_terminal:
        console.file.writelines(f"  {'　'.join(filter(None, row[:3]))}\n" for row in rows)
        return
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for sign, place, said, colour in rows:
        grid.add_row(Text(sign, style=colour), Text(place), Text(said))
    console.print(Padding(grid, (0, 0, 0, 2)))


def _coverage(outcome: Outcome) -> Text:
    assert outcome.coverage is not None
    cover = outcome.coverage
    text = Text().append(f"{SOUND.shape} {_('已核')} {cover.checked}", style="green")
    text.append(f" · □ {_('未核')} {cover.not_checked}", style="dim")
    for severity in Severity:
        number = outcome.count(severity)
        text.append(f" · {SEVERITY[severity].shape} {_word(severity)} {number}", _COLOUR[severity] if number else "dim")
    return text


def print_totals(console: Console, outcomes: Iterable[Outcome]) -> None:
    """Print the totals of many files; for those who sent many, also where to begin."""
    found = list(outcomes)
    console.print(Text(_("共 {count} 份文件").format(count=len(found)), style="bold"))
    _print_counts(
        console, ((Text(label, style), Text(f"{number:,}", style)) for label, number, style in _totals(found))
    )
    if len(found) >= MANY:
        _print_beginnings(console, found)


def _print_counts(console: Console, rows: Iterable[tuple[Text, Text]]) -> None:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    for row in rows:
        table.add_row(*row)
    console.print(Padding(table, (0, 0, 0, 2), expand=False))


def _print_beginnings(console: Console, found: list[Outcome]) -> None:
    """The commonest faults, the files with most of them, and every file that was not read."""
    common = commonest(found)[:_MOST_LISTED]
    if common:
        console.print(Text(_("最常见的问题"), style="bold"))
        _print_counts(console, ((Text(f"{title} {code}"), Text(f"{number:,}")) for code, title, number in common))
    if bad := worst(found, _MOST_LISTED):
        console.print(Text(_("问题最多的文件"), style="bold"))
        for outcome in bad:
            counts = " · ".join(f"{SEVERITY[each].label} {outcome.count(each)}" for each in _LOUD)
            console.print(Text(f"  {outcome.path}　{counts}"), soft_wrap=True)
    unread = [outcome for outcome in found if not outcome.complete]
    if unread:
        console.print(Text(_("未读全或未核查的文件"), style="bold"))
    for outcome in unread[:_MOST_UNREAD]:
        why = next(iter((*(fault.text() for fault in outcome.faults), *outcome.unread)), "")
        console.print(
            Text(f"  {outcome.path}：{why.removeprefix(Path(outcome.path).name).lstrip('： ')}"), soft_wrap=True
        )
    if len(unread) > _MOST_UNREAD:
        console.print(Text("  " + _("另有 {count} 份，见上文").format(count=len(unread) - _MOST_UNREAD)))


def _totals(found: list[Outcome]) -> Iterator[tuple[str, int, str]]:
    errors, warnings = (sum(outcome.count(severity) for outcome in found) for severity in _LOUD)
    wrong, doubtful = (sum(bool(outcome.count(severity)) for outcome in found) for severity in _LOUD)
    sound = sum(outcome.complete and not any(map(outcome.count, _LOUD)) for outcome in found)
    covers = [outcome.coverage for outcome in found if outcome.coverage is not None]
    yield f"● {_('有错误的文件')}", wrong, "red"
    yield f"　 {_('错误合计')}", errors, "default"
    yield f"▲ {_('有存疑的文件')}", doubtful, "yellow"
    yield f"　 {_('存疑合计')}", warnings, "default"
    yield f"■ {_('没有发现错误和存疑的文件')}", sound, "green"
    yield f"□ {_('未读全或未核查的文件')}", sum(not outcome.complete for outcome in found), "default"
    yield f"　 {_('数字合计')}", sum(cover.numbers for cover in covers), "default"
    yield f"　 {_('其中已核')}", sum(cover.checked for cover in covers), "default"


def _word(severity: Severity) -> str:
    return {Severity.ERROR: _("错误"), Severity.WARNING: _("存疑"), Severity.INFO: _("提示")}[severity]
