"""The scored sheet on a terminal: aligned with wide characters, marks that have words beside them."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from jiheng.core.i18n import _
from jiheng.scoring.explain.words import spoken
from jiheng.scoring.sheet import Input, Line, ScoreSheet

FULL, PART, NONE, APART = ("●", "green"), ("▲", "yellow"), ("■", "red"), ("○", "dim")


def mark(line: Line) -> str:
    """How a line stands, as a mark and a word."""
    if line.state == "not_applicable":
        (sign, style), word = APART, _("不适用")
    elif line.state == "missing":
        (sign, style), word = NONE, _("缺数据")
    elif line.lost.units <= 0:
        (sign, style), word = FULL, _("满分")
    else:
        (sign, style), word = (NONE, _("零分")) if not line.score else (PART, _("失分"))
    return f"[{style}]{sign} {word}[/]"


def heading(sheet: ScoreSheet) -> Iterator[str]:
    """Unit, rule pack and result."""
    subject = f" {sheet.subject}" if sheet.subject else ""
    year, by = _("{year} 年度").format(year=sheet.year), _("规则包")
    yield f"[bold]{escape(sheet.unit)}{escape(subject)}[/]  {year}"
    yield f"{by}  {escape(sheet.pack_label)}  {sheet.pack_id} {sheet.pack_version}"
    if sheet.pack_status == "unverified":
        yield f"[{PART[1]}]{escape(_('以上评分办法尚未与财政部门的文件核对，分值和标准以财政部门当年通知为准。'))}[/]"
    result = _("总得分 {total} 分，等级“{grade}”，失分 {lost} 分")
    lost = (sheet.full_marks - sheet.total).shown()
    yield f"[bold]{result.format(total=sheet.total.shown(), grade=sheet.verdict, lost=lost)}[/]"


def table(sheet: ScoreSheet) -> Table:
    """All lines with their reasons."""
    grid = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    grid.add_column(_("编码"), no_wrap=True)
    grid.add_column(_("指标"), overflow="fold", ratio=2)
    for head in (_("分值"), _("得分"), _("失分")):
        grid.add_column(head, justify="right", no_wrap=True)
    grid.add_column(_("状态"), no_wrap=True)
    grid.add_column(_("计算过程"), overflow="fold", ratio=5)
    parents = {line.parent for line in sheet.lines}
    for line in sheet.lines:
        level = line.code in parents
        style = "bold" if line.level == 1 else ""
        name = f"{'  ' * (line.level - 1)}{escape(line.name)}"
        points = (line.weight.shown(), line.score.shown(), line.lost.shown() if line.lost else "")
        grid.add_row(line.code, name, *points, mark(line), "" if level else escape(line.because), style=style)
    return grid


def lost(sheet: ScoreSheet) -> Iterator[RenderableType]:
    """Where points went, what would have kept them, and that it adds up."""
    parents = {line.parent for line in sheet.lines}
    for line in sheet.lines:
        if line.lost and line.code not in parents:
            yield f"{line.code} {escape(line.name)}  [bold]−{line.lost.shown()}[/]"
            if line.regain:
                yield Padding(escape(line.regain), (0, 0, 0, 4))
        elif line.rounding:
            told = _("逐级取整 {points} 分").format(points=line.rounding.shown())
            yield f"{line.code} {escape(line.name)}  {told}"
    for loss in sheet.losses:
        yield f"{loss.code} {escape(loss.name)}  [bold]−{loss.lost.shown()}[/]"
        yield Padding(f"{escape(loss.because)}；{escape(loss.regain)}", (0, 0, 0, 4))
    yield _("以上失分合计 {lost} 分，即满分 {full} 分减总得分 {total} 分。").format(
        lost=(sheet.full_marks - sheet.total).shown(), full=sheet.full_marks.shown(), total=sheet.total.shown()
    )


def notices(sheet: ScoreSheet) -> Iterator[RenderableType]:
    """What to know before submitting."""
    for notice in sheet.notices:
        yield f"[yellow]▲[/] {notice.code} {notice.indicator} {escape(notice.text)}"
        yield Padding(escape(notice.fix), (0, 0, 0, 4))


def detail(line: Line) -> Group:
    """One line in full."""
    parts: list[RenderableType] = [
        f"[bold]{line.code} {escape(line.name)}[/]  {mark(line)}",
        _("分值 {weight}  得分 {score}  失分 {lost}").format(
            weight=line.weight.shown(), score=line.score.shown(), lost=line.lost.shown()
        ),
    ]
    told = (
        (_("计算"), line.because),
        (_("挽回"), line.regain),
        (_("依据"), line.cite),
        (_("原因"), line.reason),
        (_("措施"), line.measure),
        *((_("数据"), _figure(each)) for each in line.inputs),
        (_("佐证"), "、".join(line.evidence)),
    )
    parts += [f"{head}  {escape(text)}" for head, text in told if text]
    return Group(*parts)


def _figure(each: Input) -> str:
    value = _("缺") if each.value is None else spoken(each.value, each.unit)
    where = "；".join(place.text() for place in each.places[:3])
    more = _(" 等 {count} 处").format(count=len(each.places)) if len(each.places) > 3 else ""
    return "  ".join(part for part in (f"{each.name} {value}", each.origin, where + more) if part)


def show(sheet: ScoreSheet, console: Console) -> None:
    """Print the whole sheet."""
    for row in heading(sheet):
        console.print(row)
    console.print(table(sheet))
    if sheet.total != sheet.full_marks:
        _print_head(console, _("失分和挽回办法"))
        for part in lost(sheet):
            console.print(part)
    if sheet.notices:
        _print_head(console, _("报送前请注意"))
        for part in notices(sheet):
            console.print(part)


def _print_head(console: Console, head: str) -> None:
    console.print(f"\n[bold]{head}[/]")
