"""The summary on a terminal: findings by weight, coverage, what was not read; totals for many files."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from jiheng.checks.answer.batch import Listed, Outcome
from jiheng.checks.answer.wording import SEVERITY, SOUND
from jiheng.checks.finding import Severity

MANY = 10
"""From this many files on, sound files are only counted."""


def print_outcome(console: Console, outcome: Outcome, *, many: bool) -> None:
    """Print what became of one file; among many, a sound and fully read one is passed over."""
    if many and outcome.complete and not outcome.findings:
        return
    console.print(Text(outcome.path, style="bold"))
    for fault in outcome.faults:
        _print(console, Text(f"● 未核查　{fault.text()}", style="red"))
    for unread in outcome.unread:
        _print(console, Text(f"▲ 未能读取　{unread}", style="yellow"))
    for note in outcome.notes:
        _print(console, Text(f"◆ {note}", style="dim"))
    for found in outcome.findings:
        _print(console, _finding(found))
    if outcome.coverage is not None:
        _print(console, _coverage(outcome))
    for path in outcome.written:
        _print(console, Text(f"→ {path}", style="dim"))
    console.print()


def _print(console: Console, text: Text) -> None:
    """Print indented; wrapped for a terminal, on one line for a file or another program."""
    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, 2)))
    else:
        console.file.write(f"  {text.plain}\n")


def _finding(found: Listed) -> Text:
    sign = SEVERITY[found.severity]
    text = Text(f"{sign.label}　", style=sign.colour)
    text.append(f"{found.place}　" if found.place else "", style="dim")
    text.append(found.message, style="default")
    text.append(f"　{found.fix}" if found.fix else "", style="dim")
    return text.append(f" {found.code}", style="dim")


def _coverage(outcome: Outcome) -> Text:
    assert outcome.coverage is not None
    cover = outcome.coverage
    text = Text(f"{SOUND.shape} 已核 {cover.checked}", style=SOUND.colour)
    text.append(f" · □ 未核 {cover.not_checked}", style="dim")
    for severity in Severity:
        sign, number = SEVERITY[severity], outcome.count(severity)
        text.append(f" · {sign.label} {number}", style=sign.colour if number else "dim")
    return text


def print_totals(console: Console, outcomes: Iterable[Outcome]) -> None:
    """Print the totals of many files."""
    found = list(outcomes)
    table = Table(title=f"共 {len(found)} 份文件", title_justify="left", show_header=False, box=None)
    table.add_column(justify="left")
    table.add_column(justify="right")
    for label, number, style in _totals(found):
        table.add_row(Text(label, style=style), Text(f"{number:,}", style=style))
    console.print(table)


def _totals(found: list[Outcome]) -> Iterable[tuple[str, int, str]]:
    for severity in (Severity.ERROR, Severity.WARNING):
        sign = SEVERITY[severity]
        files = sum(bool(outcome.count(severity)) for outcome in found)
        total = sum(outcome.count(severity) for outcome in found)
        yield f"{sign.shape} 有{sign.word}的文件", files, sign.colour
        yield f"　 {sign.word}合计", total, "default"
    sound = sum(not o.count(Severity.ERROR) and not o.count(Severity.WARNING) and o.complete for o in found)
    yield f"{SOUND.shape} 没有发现错误和存疑的文件", sound, SOUND.colour
    yield "▲ 未读全或未核查的文件", sum(not outcome.complete for outcome in found), "default"
    covers = [outcome.coverage for outcome in found if outcome.coverage is not None]
    yield "　 数字合计", sum(cover.numbers for cover in covers), "default"
    yield "　 其中已核", sum(cover.checked for cover in covers), "default"
