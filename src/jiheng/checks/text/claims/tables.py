"""Tables: what their rows and columns claim, row by row and column by column, through the same equation.

A grid's rows are parts, subtotals and totals; its columns have heads whose words give a role. A total
may be read over the rows above, the rows below, or the subtotals: the reading under which most of its
columns hold is the table's, and then binds the columns that do not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiheng.checks.text.claims.claim import Bound, Claim, claim, fits
from jiheng.checks.text.equation import Given, Number, Op, Term, total
from jiheng.checks.text.page import Page
from jiheng.checks.text.statement import Statement
from jiheng.reading.grid import Grid, Kind, Role, Row
from jiheng.reading.grids import grids

_NOT_ADDED = re.compile(
    r"率|比例|占比|比重|%|单价|标准|均|排名|序号|年份|等级|幅|进度|指标值|目标|完成值|实际值|行次|程度"
)
_POINTS = re.compile(r"分值|得分|扣分|权重|评分|满分|分数")
_COUNTED = re.compile(r"[(（](?:个|人|户|项|次|件|家|名|台|辆|套|人次|场|期|份|条|处|座|所|只|头)[)）]")
_UNIT_OF_ROW = re.compile(r"[(（]([^()（）]{1,6})[)）]$")
_FEW = 2
_SIDE = 60


@dataclass(frozen=True, slots=True)
class RowEquation:
    """What one column is made of in each row: the words of the result's head, of its slots, and the equation."""

    frame: str
    result: str
    slots: tuple[str, ...]
    make: str


_ROWS = (
    RowEquation(
        "rate",
        r"执行率|支出率|支付率|使用率|支出进度|支付进度|执行进度|预算完成率|资金完成率|执行比例",
        (r"执行数|支出|决算|支付|实际|使用", r"调整后|调整预算|全年预算|预算|下达|指标|计划|安排|到位"),
        "÷",
    ),
    RowEquation("rate", r"到位率", (r"到位(?!率)", r"预算|计划|下达|应到|安排|批复"), "÷"),
    RowEquation("rate", r"完成率|完成比例", (r"完成(?!率|比例)|实际|实绩", r"目标|计划|任务|指标值|应"), "÷"),
    RowEquation("rate", r"得分率", (r"得分(?!率)", r"分值|满分|权重"), "÷"),
    RowEquation(
        "rate",
        r"(?:增长|增减|变动|增幅|降幅|同比)[^额]*(?:率|%|幅|比例|度)|^(?:增幅|降幅|同比增长|增长率)",
        (r"本年|今年|决算|执行|本期|20\d\d", r"上年|去年|上期|20\d\d"),
        "growth",
    ),
    RowEquation(
        "change",
        r"增减额|增减数|增减$|增减[(（]|增加额|变动额|比上年增减|增减变化|差额|较上年",
        (r"本年|今年|决算|执行|本期|20\d\d", r"上年|去年|上期|预算|20\d\d"),
        "|-|",
    ),
    RowEquation("deduction", r"扣分", (r"分值|满分|权重|标准分", r"得分|评分"), "-"),
    RowEquation(
        "rest",
        r"结余|剩余|结转|余额|未支付|未执行",
        (r"预算|下达|指标|计划|到位|安排|收入", r"执行|支出|支付|使用|决算|拨付"),
        "-",
    ),
    RowEquation(
        "price",
        r"金额|合计|总价|小计|总额|补助资金|经费",
        (r"单价|标准|价格", r"数量|人数|户数|面积|个数|次数|台数|株数|套数"),
        "×",
    ),
)
_TOGETHER = re.compile(r"^(?:合计|总计|小计|共计|总额|合计下达|合计金额|合计数|总分|总得分|全年合计|全年|资金总额)")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid with the numbers of its cells: row, column → statement."""

    grid: Grid
    cells: dict[tuple[int, int], Statement]
    rows: tuple[Row, ...]
    columns: tuple[int, ...]
    heads: dict[int, str]

    def at(self, row: Row, column: int) -> Statement | None:
        """The number of one cell."""
        return self.cells.get((row.number, column))


def sheets(page: Page) -> list[Sheet]:
    """The tables of a page with the numbers of their cells."""
    origins = [page.folded.origin(s.start) for s in page.statements]
    return [sheet for grid in grids(page.document) if (sheet := _sheet(page, grid, origins)).cells]


def cells_of(read: Sequence[Sheet]) -> set[int]:
    """The numbers that fill a cell, by index; prose leaves them alone."""
    return {s.index for sheet in read for s in sheet.cells.values()}


def homes(page: Page) -> dict[int, tuple[int, int, int]]:
    """The cell (table, row, column) in which a number stands, by the number's index; prose has none."""
    origins = [page.folded.origin(s.start) for s in page.statements]
    found: dict[int, tuple[int, int, int]] = {}
    for number, grid in enumerate(grids(page.document)):
        for row in grid.rows:
            for column, cell in row.cells.items():
                first, last = bisect_left(origins, cell.start), bisect_left(origins, cell.end)
                found |= dict.fromkeys(range(first, last), (number, row.number, column))
    return found


def _sheet(page: Page, grid: Grid, origins: list[int]) -> Sheet:
    cells: dict[tuple[int, int], Statement] = {}
    rows = tuple(row for row in grid.rows if row.aligned and row.kind not in (Kind.SECTION, Kind.NOTE))
    for row in rows:
        for column, cell in row.cells.items():
            first, last = bisect_left(origins, cell.start), bisect_left(origins, cell.end)
            if last - first == 1 and _fills(cell.text, page.statements[first]):
                cells[row.number, column] = page.statements[first]
    heads = {column.number: column.head for column in grid.columns}
    numbers = tuple(column.number for column in grid.columns if column.role is Role.NUMBER)
    return Sheet(grid, cells, rows, numbers, heads)


def _fills(text: str, statement: Statement) -> bool:
    return len(text.strip()) <= len(statement.written) + len(statement.unit) + _FEW


def claims(read: Sequence[Sheet]) -> Iterator[Claim]:
    """What all tables claim."""
    for sheet in read:
        yield from _totals(sheet)
        yield from _across(sheet)
        yield from _together(sheet)


def _totals(sheet: Sheet) -> Iterator[Claim]:
    columns = [c for c in sheet.columns if not _NOT_ADDED.search(sheet.heads.get(c, ""))]
    if not columns or _unlike_rows(sheet):
        return
    for at, row in enumerate(sheet.rows):
        readings = [rows for rows in _readings(sheet, at) if len(rows) > 1]
        if readings:
            yield from _total(sheet, row, columns, readings)


def _unlike_rows(sheet: Sheet) -> bool:
    """Whether rows count different things, each in its own unit."""
    units = {match[1] for row in sheet.rows if (match := _UNIT_OF_ROW.search(row.label)) and not match[1].isdigit()}
    return len(units) > 1 and any(len(unit) <= _FEW for unit in units)


def _readings(sheet: Sheet, at: int) -> Iterator[list[Row]]:
    """The sets of rows that a row may be the total of, likeliest first."""
    rows, row = sheet.rows, sheet.rows[at]
    if row.kind is Kind.PART and row.level < 0:
        return
    if row.kind in (Kind.TOTAL, Kind.SUBTOTAL):
        yield from _of_total(rows, at)
    else:
        yield _children(rows, at)


def _children(rows: Sequence[Row], at: int) -> list[Row]:
    """The rows right below that stand one level deeper."""
    level = rows[at].level
    below: list[Row] = []
    for row in rows[at + 1 :]:
        if row.level <= level or row.kind is not Kind.PART:
            break
        below.append(row)
    deeper = min((row.level for row in below), default=0)
    return [row for row in below if row.level == deeper and not row.within]


def _of_total(rows: Sequence[Row], at: int) -> Iterator[list[Row]]:
    row = rows[at]
    above, below = list(rows[:at]), list(rows[at + 1 :])
    since = _since_last(above, row.kind)
    if row.kind is Kind.TOTAL:
        yield _outermost([r for r in since if r.kind is Kind.PART])
        subtotals = [r for r in above if r.kind is Kind.SUBTOTAL]
        last = above.index(subtotals[-1]) if subtotals else -1
        if subtotals:
            yield [*subtotals, *_outermost([r for r in above[last + 1 :] if r.kind is Kind.PART])]
            yield _outermost([r for r in above if r.kind is Kind.PART])
        yield _outermost([r for r in below if r.kind is Kind.PART])
        yield [r for r in below if r.kind is Kind.SUBTOTAL]
        yield [r for r in since if r.kind is Kind.PART]
        yield [r for r in below if r.kind is Kind.PART]
    else:
        yield _outermost(since)
        following = []
        for r in below:
            if r.kind is not Kind.PART:
                break
            following.append(r)
        yield _outermost(following)
        yield since


def _since_last(above: Sequence[Row], kind: Kind) -> list[Row]:
    """The rows since the last total of the same or a higher rank."""
    stops = (Kind.TOTAL,) if kind is Kind.TOTAL else (Kind.TOTAL, Kind.SUBTOTAL)
    found: list[Row] = []
    for row in reversed(above):
        if row.kind in stops:
            break
        found.insert(0, row)
    return found


def _outermost(rows: Sequence[Row]) -> list[Row]:
    kept = [row for row in rows if not row.within]
    level = min((row.level for row in kept), default=-1)
    return [row for row in kept if row.level == level]


def _total(sheet: Sheet, row: Row, columns: Sequence[int], readings: Sequence[list[Row]]) -> Iterator[Claim]:
    """Choose the reading under which most columns hold; it binds the others."""
    made = [
        [
            (c, s, parts)
            for c in columns
            if (s := sheet.at(row, c)) is not None and not s.is_share and len(parts := _parts(sheet, rows, c)) > 1
        ]
        for rows in readings
    ]
    held = [sum(_holds(s, parts) for _, s, parts in each) for each in made]
    best = max(range(len(made)), key=lambda k: (held[k], -k))
    used = {c for c, _, _ in made[best]}
    if not made[best]:
        best = next((k for k, each in enumerate(made) if each), best)
    for column, stated, parts in made[best]:
        bound = Bound.WRITTEN if held[best] else Bound.STRONG
        name = _kind(sheet, column, stated)
        most = 1 if name == "scores" else _FEW  # points may come from another table of the form
        if not held[best] and (len(used) > most or row.kind is Kind.PART):
            bound = Bound.OPEN
        yield claim(name, stated, (total(parts),), bound, listed=True)


def _parts(sheet: Sheet, rows: Sequence[Row], column: int) -> list[Statement]:
    return [s for row in rows if (s := sheet.at(row, column)) is not None]


def _holds(stated: Statement, parts: Sequence[Statement]) -> bool:
    return bool(stated.value) and fits(stated, total(list(parts)))


def _kind(sheet: Sheet, column: int, stated: Statement) -> str:
    head = sheet.heads.get(column, "")
    if _POINTS.search(head) or stated.dimension == "points":
        return "scores"
    return "count" if _COUNTED.search(head) or stated.dimension.startswith("count") else "sum"


def _across(sheet: Sheet) -> Iterator[Claim]:
    """Equations between the columns of each row."""
    for equation in _ROWS:
        found = _columns_for(sheet, equation)
        if found is None:
            continue
        result, slots = found
        made = [
            (row, s, term)
            for row in sheet.rows
            if (s := sheet.at(row, result)) is not None and (term := _term(sheet, row, slots, equation, s))
        ]
        held = sum(fits(s, term) for _, s, term in made)
        if 2 * held < len(made) and len(made) > 1 and (held or len(made) > _FEW):
            continue  # another definition than the heads seem to say
        bound = Bound.WRITTEN if held > 1 else Bound.STRONG if held or len(made) == 1 else Bound.OPEN
        for _, stated, term in made:
            yield claim(equation.frame if equation.make != "growth" else "growth", stated, (term,), bound, listed=True)


def _columns_for(sheet: Sheet, equation: RowEquation) -> tuple[int, tuple[int, ...]] | None:
    columns = [c.number for c in sheet.grid.columns]
    results = [c for c in columns if re.search(equation.result, sheet.heads.get(c, "")) and _has_numbers(sheet, c)]
    if len(results) != 1:
        return None
    result = results[0]
    slots: list[int] = []
    for words in equation.slots:
        fitting = [
            c
            for c in columns
            if c != result
            and c not in slots
            and _has_numbers(sheet, c)
            and re.search(words, sheet.heads.get(c, ""))
            and not _NO_SLOT.search(sheet.heads.get(c, ""))
        ]
        if not fitting:
            return None
        slots.append(_chosen(sheet, fitting, words))
    if equation.make in ("growth", "|-|") and slots[0] == slots[1]:
        return None
    return result, tuple(slots)


_NO_SLOT = re.compile(r"率|占比|比例|增减|增长")


def _chosen(sheet: Sheet, fitting: Sequence[int], words: str) -> int:
    """The column whose head matches the earliest word of the slot; of years the last for this year."""
    alternatives = words.split("|")

    def rank(column: int) -> tuple[int, int]:
        head = sheet.heads.get(column, "")
        return next((k for k, word in enumerate(alternatives) if re.search(word, head)), len(alternatives)), -column

    return min(fitting, key=rank)


def _has_numbers(sheet: Sheet, column: int) -> bool:
    return any((row.number, column) in sheet.cells for row in sheet.rows)


def _term(sheet: Sheet, row: Row, slots: Sequence[int], equation: RowEquation, stated: Statement) -> Term | None:
    numbers = [sheet.at(row, slot) for slot in slots]
    known = [Number(s) for s in numbers if s is not None]
    if len(known) < len(slots):
        return None
    if equation.make == "growth":
        term: Term = Op("|-|", (Op("÷", (known[0], known[1])), Given(Fraction(1), "1")))
    else:
        term = Op(equation.make, tuple(known))
    percent = equation.make in ("÷", "growth") and not stated.is_share
    if percent and (stated.value > _FEW or "%" in sheet.heads.get(slots[0], "") or _percent_head(sheet)):
        return Op("×", (term, Given(Fraction(100), "100")))
    return term


def _percent_head(sheet: Sheet) -> bool:
    return any("%" in head or "％" in head for head in sheet.heads.values())


def _together(sheet: Sheet) -> Iterator[Claim]:
    """A column of totals: the sum of the columns beside it in each row."""
    for column in sheet.columns:
        head = sheet.grid.columns[column - sheet.grid.columns[0].number].path if sheet.grid.columns else ()
        if not head or not _TOGETHER.search(head[-1]) or _NOT_ADDED.search("".join(head)):
            continue
        others = _beside(sheet, column, head)
        yield from _sum_of_row(sheet, column, others)


def _beside(sheet: Sheet, column: int, head: tuple[str, ...]) -> list[list[int]]:
    """The columns that a total column may add: those under the same group, those before it, those behind it."""
    plain = [c for c in sheet.columns if c != column and not _NOT_ADDED.search(sheet.heads.get(c, ""))]
    found = []
    if len(head) > 1:
        group = [c.number for c in sheet.grid.columns if c.number in plain and c.path[: len(head) - 1] == head[:-1]]
        found.append(group)
    found += [[c for c in plain if c < column], [c for c in plain if c > column]]
    return [each for each in found if len(each) > 1]


def _sum_of_row(sheet: Sheet, column: int, others: Sequence[list[int]]) -> Iterator[Claim]:
    best: tuple[int, list[tuple[Statement, list[Statement]]]] | None = None
    for columns in others:
        made = [
            (s, parts)
            for row in sheet.rows
            if (s := sheet.at(row, column)) is not None
            and len(parts := [p for c in columns if (p := sheet.at(row, c)) is not None]) > 1
        ]
        fits = sum(_holds(s, parts) for s, parts in made)
        if best is None or fits > best[0]:
            best = fits, made
    if best is None or best[0] < 2 or best[0] * 2 < len(best[1]):
        return
    for stated, parts in best[1]:
        yield claim(_kind(sheet, column, stated), stated, (total(parts),), Bound.WRITTEN, listed=True)
