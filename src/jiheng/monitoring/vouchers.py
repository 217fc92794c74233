"""Reading the voucher lines of a treasury ledger: any columns, budget lines named by code or in words, a total at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from jiheng.core.exact import Money
from jiheng.core.fault import Fault, Faults, Place
from jiheng.core.numeral import normalise
from jiheng.facts.cell import Cell, Unfit, Value, as_text, is_blank
from jiheng.facts.coerce import coerce
from jiheng.facts.dataset import DataSet
from jiheng.facts.days import read_month
from jiheng.facts.grid import Grid, column_letter
from jiheng.facts.rows import BudgetLine
from jiheng.facts.schema import Column
from jiheng.monitoring.treasury import Entry

AMOUNTS = MappingProxyType({"amount": "元", "amount_thousand": "千元", "amount_wan": "万元"})
"""The amount in each unit that a ledger may be kept in."""
COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "voucher": Column("凭证号", "code"),
        "dated": Column("支付日期", "date"),
        "line": Column("预算项编码", "code"),
        "project": Column("项目编码或名称"),
        "category": Column("支出类别"),
        "source": Column("资金来源"),
        "function": Column("功能科目"),
        "economic": Column("经济分类"),
        "payee": Column("收款人"),
        "state": Column("支付状态"),
    }
    | {name: Column(f"支付金额（{unit}）", "money", signed=True) for name, unit in AMOUNTS.items()}
)
"""What a column of a ledger may be."""
TITLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "voucher": ("凭证号", "凭证编号", "支付凭证号", "支付令号", "支付申请编号", "交易流水号", "凭证字号"),
        "dated": ("支付日期", "日期", "付款日期", "记账日期", "清算日期", "交易日期", "业务日期"),
        "line": ("预算项编码", "预算项", "预算项目编码", "指标编码", "预算指标编码"),
        "project": ("项目编码", "项目名称", "项目", "项目代码"),
        "category": ("支出类别",),
        "source": ("资金来源", "资金性质"),
        "function": ("功能科目", "支出功能科目", "功能分类", "支出功能分类", "功能分类科目"),
        "economic": ("部门支出经济分类", "部门经济分类", "经济分类", "经济科目", "支出经济分类"),
        "payee": ("收款人", "收款方账户名称", "收款单位", "收款人名称", "收款方名称", "收款账户"),
        "state": ("支付状态", "凭证状态", "状态", "处理状态"),
        "amount": ("支付金额", "金额", "付款金额", "支出金额", "实付金额", "发生额"),
    }
)
"""How treasuries and cash books head these columns; the amount's unit is told apart by the heading."""
NAMING = ("line", "project", "category", "source")
"""The columns that say on which budget line was paid; one that names a single line is enough."""
HINTS = ("function", "economic")
"""Codes that decide between lines where the naming columns leave it open."""
_BASIC = {"301": "人员经费", "303": "人员经费", "302": "公用经费"}
"""部门支出经济分类 of basic expenditure, by its class (政府收支分类科目): what it is spent as."""
_LEADING = re.compile("[0-9]+")
_VOID = ("作废", "撤销", "撤回", "退票", "支付失败", "未支付")
"""A voucher in such a state paid nothing."""
_CODED = re.compile(r"([0-9A-Za-z]{2,40})[-—_－](.*[\u4e00-\u9fff].*)")
"""How treasuries write a code with its name: 111-一般公共预算资金."""
_WHOLE = frozenset({"合计", "总计", "累计"})
_PART = frozenset({"小计", "本页合计", "本月合计", "本日合计", "本年累计", "承前页", "过次页"})


@dataclass(frozen=True, slots=True)
class Vouchers:
    """The entries of a ledger, the total that it states itself, and what cannot be read."""

    entries: tuple[Entry, ...]
    stated: Money | None
    faults: tuple[Fault, ...]
    void: int = 0
    """Rows that were left out because their state says that nothing was paid."""
    guessed: int = 0
    """Rows whose words name no line and that function and economic class alone have placed."""


def lacking(matched: Sequence[str]) -> str:
    """What a ledger cannot do without and nobody matched, in words; empty if nothing."""
    amounts = [name for name in matched if name in AMOUNTS]
    if "dated" not in matched:
        return "支付日期"
    if len(amounts) != 1:
        return "支付金额（一列，并注明元、千元或万元）"
    return "" if set(matched) & set(NAMING) else "预算项编码、项目、支出类别或资金来源中的至少一列"


def read_vouchers(grid: Grid, matched: Mapping[int, str], dataset: DataSet) -> Vouchers:
    """Read every row; columns that were not matched are not looked at.

    Args:
        grid: the ledger as it was met.
        matched: index of a column → a name of :data:`COLUMNS`.
        dataset: holds the budget lines that are paid on.
    """
    reader = _Reader(grid, matched, dataset)
    for number, cells in grid.rows:
        reader.read(number, cells)
    return Vouchers(tuple(reader.entries), reader.proved(), tuple(reader.faults.found), reader.void, reader.guessed)


@dataclass(slots=True)
class _Reader:
    grid: Grid
    matched: Mapping[int, str]
    dataset: DataSet
    entries: list[Entry] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    stated: tuple[Place, Money] | None = None
    sum: Money = field(default_factory=Money.zero)
    """Of all rows whose amount can be read, whatever else is wrong with them."""
    void: int = 0
    guessed: int = 0
    known: dict[tuple[str, ...], tuple[BudgetLine, ...]] = field(default_factory=dict)
    """What the words of earlier rows named."""

    def read(self, number: int, cells: Sequence[Cell]) -> None:
        """One row: a voucher line, a total, or nothing."""
        words = {normalise(as_text(cell)).rstrip(":") for cell in cells}
        if words & _PART or all(is_blank(cells[index]) for index in self.matched if index < len(cells)):
            return
        if self._is_void(cells):
            self.void += 1
            return
        faults = self.faults if not words & _WHOLE else Faults()
        values = {
            name: (self._value(number, index, name, cells, faults), index) for index, name in self.matched.items()
        }
        amount, at = next(pair for name, pair in values.items() if name in AMOUNTS)
        if words & _WHOLE:
            place = self.grid.cell_place(number, at)
            self.stated = (place, amount) if isinstance(amount, Money) else self.stated
        else:
            self._enter(number, values)

    def _is_void(self, cells: Sequence[Cell]) -> bool:
        index = next((index for index, name in self.matched.items() if name == "state"), len(cells))
        return index < len(cells) and any(word in as_text(cells[index]) for word in _VOID)

    def _value(self, number: int, index: int, name: str, cells: Sequence[Cell], faults: Faults) -> Value:
        cell = cells[index] if index < len(cells) else None
        try:
            if name == "dated":
                return _day(cell)
            return coerce(COLUMNS[name], cell, AMOUNTS.get(name, "元"))
        except Unfit as unfit:
            place = self.grid.cell_place(number, index)
            faults.add(place, unfit.problem, value=as_text(cell), expected=unfit.expected, fix=unfit.fix)
            return _UNREAD

    def _enter(self, number: int, values: Mapping[str, tuple[Value, int]]) -> None:
        dated, date_at = values["dated"]
        amount, at = next(pair for name, pair in values.items() if name in AMOUNTS)
        for value, index, said in ((dated, date_at, "没有支付日期"), (amount, at, "没有支付金额")):
            if value is None:
                self.faults.add(self.grid.cell_place(number, index), said, fix="请补上；不是支付的行请删去")
        self.sum += amount if isinstance(amount, Money) else Money(0)
        line, line_at = self._line(number, values)
        if isinstance(dated, date) and isinstance(amount, Money) and line:
            voucher, payee = (str(values.get(name, ("", 0))[0] or "") for name in ("voucher", "payee"))
            place = self.grid.row_place(number)
            self.entries.append(
                Entry(voucher, dated, line, amount, place, column_letter(date_at), column_letter(line_at), payee)
            )

    def _line(self, number: int, values: Mapping[str, tuple[Value, int]]) -> tuple[str, int]:
        """The budget line that the row names; a code that the budget does not have is left to be told later."""
        named = {name: str(values[name][0] or "") for name in NAMING if name in values}
        first = next(values[name][1] for name in NAMING if name in values)
        at = next((values[name][1] for name, text in named.items() if text), first)
        hints = {name: str(values[name][0] or "") for name in HINTS if name in values}
        asked = (*named.values(), *hints.values())
        if (found := self.known.get(asked)) is None:
            found = self.known[asked] = tuple(matching_lines(named, self.dataset))
            found = self.known[asked] = tuple(by_codes(named, hints, found, self.dataset)) if len(found) != 1 else found
        if len(found) == 1:
            self.guessed += not any(matching_lines(named, self.dataset)) if any(hints.values()) else 0
            return found[0].code, at
        said = " ".join(text for text in named.values() if text)
        if not said:
            self.faults.add(self.grid.cell_place(number, at), "没有写明预算项", fix="请补上预算项编码或项目名称")
        elif found:
            codes = "、".join(line.code for line in found[:6])
            fix = f"对应的预算项有 {codes}，请写明预算项编码，或补上资金来源"
            self.faults.add(self.grid.cell_place(number, at), "对应不止一个预算项", value=said, fix=fix)
        else:
            self.faults.add(
                self.grid.cell_place(number, at),
                "找不到这个预算项",
                value=said,
                expected="预算表中的编码，或项目编码、项目名称",
                fix="请核对；确有此项的，先在预算表登记",
            )
        return "", at

    def proved(self) -> Money | None:
        """The total that the file states, once it was compared with the sum of its rows."""
        if self.stated is None:
            return None
        place, amount = self.stated
        unread = any(fault.place.column == place.column for fault in self.faults.found)
        if amount != self.sum and not unread:
            fix = "请核对是否漏行、多行，或公式没有包括全部行"
            expected = f"各行之和 {self.sum.text()} 元"
            self.faults.add(place, "合计数与各行之和不符", value=f"{amount.text()} 元", expected=expected, fix=fix)
        return amount


_UNREAD = False
"""Stands for a value that was written but could not be read; the fault has been told."""


def _day(cell: Cell) -> Value:
    """The day of a payment, without its time; a ledger kept by month gives its first day."""
    bare = cell.partition(" ")[0] if isinstance(cell, str) and ":" in cell else cell
    try:
        return coerce(COLUMNS["dated"], bare)
    except Unfit as unfit:
        return _first_of_month(bare, unfit)


def _first_of_month(cell: Cell, unfit: Unfit) -> date:
    try:
        month = read_month(cell)
    except Unfit:
        raise unfit from None
    return date(month.year, month.month, 1)


def matching_lines(named: Mapping[str, str], dataset: DataSet) -> Iterator[BudgetLine]:
    """The budget lines that agree with everything that a row says; a row that says nothing names none."""
    titles = {project.code: _plain(project.name) for project in dataset.projects}
    said = {name: _ways(text) for name, text in named.items() if text}
    for line in dataset.budget if said else ():
        project = {_plain(line.project), titles.get(line.project, "")} - {""}
        means = {
            "line": {_plain(line.code)} | project,
            "project": project,
            "category": {_plain(line.category)},
            "source": {_plain(line.source)},
        }
        if all(ways & means[name] for name, ways in said.items()):
            yield line


def by_codes(
    named: Mapping[str, str], hints: Mapping[str, str], found: Sequence[BudgetLine], dataset: DataSet
) -> Iterator[BudgetLine]:
    """Decide by function and economic class: between lines that the words fit, or for pay and running costs without a project.

    Words that carry a project's code never become basic expenditure.
    """
    function, category = _leading(hints.get("function", "")), _BASIC.get(_leading(hints.get("economic", ""))[:3], "")
    coded = _CODED.fullmatch(_plain(named.get("project", ""))) or named.get("line")
    basic = {name: text for name, text in named.items() if name in {"category", "source"}}
    lines: Sequence[BudgetLine] = found
    if not found and not coded and function and category:
        lines = [line for line in matching_lines(basic, dataset) if not line.project and line.category == category]
    for line in lines:
        of_function = not function or not line.function or function.startswith(line.function)
        if of_function and (not category or line.project or line.category == category):
            yield line


def _leading(text: str) -> str:
    """The code before a name: 2010301-行政运行."""
    found = _LEADING.match(_plain(text))
    return found[0] if found else ""


def _ways(text: str) -> set[str]:
    """What a cell may mean: its words, the code or the name of «编码-名称», a fund without the word 资金."""
    plain = _plain(text)
    coded = _CODED.fullmatch(plain)
    ways = {plain, *(coded.groups() if coded else ())}
    return ways | {way.removesuffix("资金") for way in ways if way.endswith("资金")}


def _plain(text: str) -> str:
    return "".join(normalise(text).split())
