"""``jiheng packs``: list, show, lint, test and compare rule packs."""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from itertools import groupby
from typing import NamedTuple

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.tree import Tree

from jiheng.cli import packs_book, packs_draft
from jiheng.core.fault import Faults
from jiheng.core.i18n import N_, _
from jiheng.packs.describe import Part, parts
from jiheng.packs.diff import Change, diff
from jiheng.packs.lint import Note, lint
from jiheng.packs.load import library, load_pack, named, read_pack
from jiheng.packs.loaded import Loaded
from jiheng.packs.model import Node, Pack
from jiheng.packs.said import number
from jiheng.packs.scenario import Scenario, add_misfits, read_scenarios
from jiheng.packs.vocabulary import VOCABULARY
from jiheng.scoring.scenario import Failure, Outcome, run

FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("输出格式"))


@click.group(
    name="packs", help=_("查看、检查、测试和比较规则包；规则包用编号（如 cn/project+cn/caps）或所在文件夹指明")
)
def command() -> None:
    """Work with rule packs."""


def _print_json(content: object) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))


def _table(*heads: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head, overflow="fold")
    return table


@command.command("list", help=_("列出全部规则包"))
@click.option("--all", "fragments", is_flag=True, help=_("也列出只供引用的部分"))
@FORMAT
def list_packs(*, fragments: bool, form: str) -> None:
    """List the packs that can be named by id."""
    found = library(fragments=fragments)
    if form == "json":
        keys = ("id", "version", "title", "region", "object", "status", "fragment")
        _print_json([{key: getattr(info, key) for key in keys} for info in found])
        return
    table = _table(_("编号"), _("版本"), _("对象"), _("年度"), _("名称"))
    for info in found:
        span = f"{info.years.first}—{info.years.last or ''}"
        table.add_row(info.id, info.version, info.object or _("供引用"), span, escape(info.label))
    Console().print(table)


@command.command(help=_("显示规则包的全部规定和依据"))
@click.argument("pack")
@FORMAT
def show(pack: str, form: str) -> None:
    """Show everything that a pack says, and on what ground."""
    shown = load_pack(named(pack))
    if form == "json":
        _print_json(shown.model_dump(mode="json"))
        return
    console = Console(soft_wrap=True, highlight=False)
    console.print(f"[bold]{escape(shown.label)}[/]\n{shown.id}  {shown.version}  SHA-256 {shown.sha256}\n")
    console.print(_tree(shown))
    for key, part in parts(shown).items():
        if key[0] not in ("header", "form"):
            _print_part(console, part)


def _print_part(console: Console, part: Part) -> None:
    """A part and what it says; a ground stands once, behind the first line that rests on it."""
    console.print(f"\n[bold]{escape(part.title)}[/]")
    told = {part.says["依据"].text} if "依据" in part.says else set()
    for aspect, said in part.says.items():
        ground = "" if said.cite in told else _cite(said.cite)
        told.add(said.cite)
        console.print(escape(f"  {aspect}：{said.text}") + ground)


def _cite(cite: str) -> str:
    return f" [dim]〔{escape(cite)}〕[/]" if cite else ""


def _tree(pack: Pack) -> Tree:
    tree = Tree(_("满分 {points}").format(points=number(pack.full_marks, "分")))
    for node in pack.indicators:
        _add_branch(tree, node)
    return tree


def _add_branch(tree: Tree, node: Node) -> None:
    branch = tree.add(escape(f"{node.code} {node.name}  {number(node.weight, '分')}"))
    for child in node.children:
        _add_branch(branch, child)


@command.command(help=_("列出公式里可以使用的登记数据"))
def names() -> None:
    """List the vocabulary of formulas."""
    table = _table(_("名称"), _("单位"), _("含义"), _("所需数值"))
    for term in VOCABULARY.values():
        table.add_row(term.name, term.unit, term.meaning, "、".join(term.values))
    Console().print(table)


_STYLES = {"error": ("red", N_("错误")), "warning": ("yellow", N_("提醒")), "info": ("cyan", N_("提示"))}


@command.command("lint", help=_("检查规则包：权重、分档、名称、依据、施行日期等；有错误时退出码为 1"))
@click.argument("packs", nargs=-1)
@click.option("--read", "read_back", is_flag=True, help=_("把每条规则读成一句话，供对照通知原文"))
@FORMAT
def lint_packs(packs: tuple[str, ...], *, read_back: bool, form: str) -> None:
    """Check packs; exit 1 when there is an error."""
    wanted = _loaded(packs)
    if read_back and form == "text":
        _print_read_back(wanted)
    found = [(loaded.pack.id, note) for loaded in wanted for note in lint(loaded)]
    if form == "json":
        _print_json([{"pack": pack_id, **asdict(note)} for pack_id, note in found])
    else:
        _print_notes(found)
    sys.exit(any(note.severity == "error" for __, note in found))


def _print_read_back(packs: Sequence[Loaded]) -> None:
    """Every rule as a sentence, to be held against the notice."""
    console = Console(soft_wrap=True, highlight=False)
    for loaded in packs:
        console.print(f"[bold]{loaded.pack.id}[/]")
        for part in parts(loaded.pack).values():
            if "读作" in part.says:
                console.print(escape(f"  {part.title}：{part.says['读作'].text}。") + _cite(part.says["读作"].cite))


def _loaded(packs: tuple[str, ...]) -> list[Loaded]:
    wanted = [named(pack) for pack in packs] or [info.id for info in library(fragments=True)]
    return [read_pack(pack, fragment=True) for pack in wanted]


def _print_notes(found: Sequence[tuple[str, Note]]) -> None:
    console = Console(soft_wrap=True, highlight=False)
    for pack_id, notes in groupby(found, key=lambda pair: pair[0]):
        console.print(f"[bold]{pack_id}[/]")
        for __, note in notes:
            style, word = _STYLES[note.severity]
            console.print(f"  [{style}]{_(word)}[/] {escape(note.text())}")
    counts = [sum(note.severity == severity for __, note in found) for severity in _STYLES]
    console.print(_("错误 {0} 处，提醒 {1} 处，提示 {2} 处。").format(*counts))


class Tested(NamedTuple):
    """A scenario of a pack, and what came out otherwise than it says."""

    pack_id: str
    scenario: Scenario
    failures: tuple[Failure, ...]


@command.command("test", help=_("运行规则包的情形测试；有不符或没有情形时退出码为 1"))
@click.argument("packs", nargs=-1)
def test_packs(packs: tuple[str, ...]) -> None:
    """Run scenario tests; exit 1 when one is not met, or a pack that could have some has none."""
    wanted, start = _loaded(packs), time.perf_counter()
    with _uncollected():
        tested = [each for loaded in wanted for each in _tested(loaded)]
    seconds = time.perf_counter() - start
    console = Console(soft_wrap=True, highlight=False)
    for pack_id, group in groupby(tested, key=lambda each: each.pack_id):
        _print_tested(console, pack_id, list(group))
    with_some = {each.pack_id for each in tested}
    without = [each for each in wanted if each.pack.id not in with_some and (packs or not each.fragment)]
    _print_untested(console, without)
    failed = sum(bool(each.failures) for each in tested)
    if tested:
        told = _("共 {count} 个情形，{failed} 个不符；每秒 {speed} 个。")
        console.print(told.format(count=len(tested), failed=failed, speed=round(len(tested) / seconds)))
    sys.exit(failed > 0 or bool(without))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave out the search for cycles: trees of cases have none, and it would take a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _print_untested(console: Console, packs: Sequence[Loaded]) -> None:
    for each in packs:
        console.print(f"[bold]{each.pack.id}[/]  [yellow]{_('没有情形')}[/]")
    if packs:
        console.print(_("没有情形就没有验证过计分：请在规则包文件夹下的 scenarios/ 里写情形（.yaml）。"))


def _tested(loaded: Loaded) -> Iterator[Tested]:
    scenarios = sorted(read_scenarios(loaded.folder), key=lambda scenario: scenario.case.pack)
    for pack_id, group in groupby(scenarios, key=lambda scenario: scenario.case.pack):
        pack = load_pack(pack_id) if pack_id else loaded.pack
        members = list(group)
        for scenario, outcome in zip(members, _outcomes(pack, members), strict=True):
            yield Tested(loaded.pack.id, scenario, outcome.failures)


def _outcomes(pack: Pack, scenarios: Sequence[Scenario]) -> Sequence[Outcome]:
    faults = Faults()
    add_misfits(scenarios, pack, faults)
    faults.raise_if_any()
    return run(pack, [scenario.case for scenario in scenarios])


def _print_tested(console: Console, pack_id: str, tested: Sequence[Tested]) -> None:
    failed = [each for each in tested if each.failures]
    word = _("全部符合") if not failed else _("{count} 个不符").format(count=len(failed))
    console.print(f"[bold]{pack_id}[/]  {len(tested)}  [{'red' if failed else 'green'}]{word}[/]")
    for each in failed:
        console.print(escape(f"  {each.scenario.place.text()} {each.scenario.case.name}"))
        for failure in each.failures:
            text = _("{what}应为 {expected}，实为 {got}")
            text = text.format(what=failure.what, expected=failure.expected, got=failure.got)
            console.print(f"    [red]{escape(text)}[/]")


@command.command("diff", help=_("比较两个规则包：改了什么、依据什么、情形得分怎样变"))
@click.argument("old")
@click.argument("new")
@FORMAT
def diff_packs(old: str, new: str, form: str) -> None:
    """Compare two packs, and the scores of the old one's scenarios under both."""
    before, after = read_pack(named(old), fragment=True), read_pack(named(new), fragment=True)
    changes, effects = diff(before.pack, after.pack), _effects(before, after)
    if form == "json":
        _print_json({"changes": [asdict(change) for change in changes], "scenarios": [e._asdict() for e in effects]})
    else:
        _print_diff(changes, effects)


class Effect(NamedTuple):
    """What a change does to one scenario."""

    scenario: str
    what: str
    old: str
    new: str


def _effects(before: Loaded, after: Loaded) -> list[Effect]:
    scenarios = [each for each in read_scenarios(before.folder) if not each.case.pack]
    if before.fragment or after.fragment or not scenarios:
        return []
    fitting = [scenario for scenario in scenarios if _fits(scenario, after.pack)]
    cases = [scenario.case for scenario in fitting]
    pairs = zip(cases, run(before.pack, cases), run(after.pack, cases), strict=True)
    return [effect for case, old, new in pairs for effect in _moved(case.name, old, new)]


def _fits(scenario: Scenario, pack: Pack) -> bool:
    faults = Faults()
    add_misfits([scenario], pack, faults)
    return not faults


def _moved(name: str, old: Outcome, new: Outcome) -> Iterator[Effect]:
    for code, points in old.scores.items():
        now = new.scores.get(code)
        if now is not None and now != points:
            yield Effect(name, f"指标 {code}", points.shown(), now.shown())
    if old.total and new.total and old.total != new.total:
        yield Effect(name, "总分", old.total.shown(), new.total.shown())
    if old.grade != new.grade:
        yield Effect(name, "等级", old.grade, new.grade)


def _print_diff(changes: Sequence[Change], effects: Sequence[Effect]) -> None:
    console = Console(soft_wrap=True, highlight=False)
    for change in changes:
        console.print(escape(change.text()) + _cite(change.ground()))
    console.print(_("共 {count} 处不同。").format(count=len(changes)))
    moved = {
        scenario: "，".join(f"{effect.what} {effect.old} → {effect.new}" for effect in group)
        for scenario, group in groupby(effects, key=lambda effect: effect.scenario)
    }
    for scenario, text in moved.items():
        console.print(escape(_("情形“{name}”：{text}").format(name=scenario, text=text)))
    console.print(_("{count} 个情形的得分有变动。").format(count=len(moved)))


command.add_command(packs_book.book)
command.add_command(packs_book.read)
command.add_command(packs_draft.draft)
command.add_command(packs_draft.new)
