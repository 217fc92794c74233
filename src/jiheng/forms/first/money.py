"""The amounts of a form → budget lines, payments and what the form claims; a unit that is not written is never guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import count

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.core.measure_unit import unit as unit_of
from jiheng.core.numeral import normalise, read_number
from jiheng.facts.rows import SOURCES_OF_MONEY, BudgetLine, Claim, Payment
from jiheng.forms.first.account import CATEGORIES, LEVELS_OF_GOVERNMENT, OF_ALL, Gathered, Line, Read, source_of
from jiheng.forms.first.labels import MONEY_UNIT
from jiheng.forms.first.looking import AMOUNTS, Amount, Looked
from jiheng.forms.first.understanding import Left

TOTAL = "年度资金总额"
CLAIMED_PARTS = {
    TOTAL: TOTAL,
    OF_ALL: "财政拨款",
    "上年结转": "上年结转资金",
    "其他资金": "其他资金",
    "基本支出": "基本支出",
    "项目支出": "项目支出",
}
CLAIMED_ITEMS = {
    "original": "年初预算数",
    "adjusted": "全年预算数",
    "paid": "全年执行数",
    "rate": "执行率",
    "score": "执行得分",
}
YEARS_END = 12
NO_UNIT = "没有写明金额单位（元或万元），未登记"
NO_ORIGINAL, NO_ADJUSTED = "表中没有年初预算数，按全年预算数登记", "表中没有全年预算数，按年初预算数登记"
ONLY_TOTAL = "表中只有资金总额，按一般公共预算登记，请核对资金来源"
NO_BUDGET = "表中没有预算数，未登记执行数"
SOURCE_WIDE = "“财政拨款”按一般公共预算登记；其中有政府性基金等的，请在预算表中分开"
SOURCE_UNSAID = "表中没有资金来源，按一般公共预算登记，请核对"


def gather_money(looked: Looked, gathered: Gathered, project: str) -> None:
    """Take the money of one sheet; what becomes of it is settled when every sheet was read."""
    about = gathered.about(project)
    parts: dict[str, dict[str, Read]] = {}
    for each in _read(looked, gathered):
        _claim(each.at, Fraction(each.money.units, 100), gathered, project)
        parts.setdefault(_key(each.at), {})[each.at.column] = each
    _shares(looked, gathered, project, about)
    lines = {key: row for key, row in parts.items() if _is_line(key, parts, project)}
    for key, row in parts.items():
        if key in lines:
            _keep(Line(project, key), row, gathered)
        else:
            _only_stated(key, row, gathered, about)
    _unequal(parts, lines, gathered)


def _key(amount: Amount) -> str:
    """The part; the shares of levels of government are told apart by their titles."""
    return f"{amount.part}:{amount.said}" if amount.part == LEVELS_OF_GOVERNMENT else amount.part


def _keep(line: Line, row: Mapping[str, Read], gathered: Gathered) -> None:
    """Put what is said of a line beside what other sheets said of it; the first word stays, another is told."""
    kept = gathered.lines.setdefault(line, {})
    for column, each in row.items():
        before = kept.setdefault(column, each)
        if before.money != each.money:
            why = f"与 {before.at.cell.place.text()} 的 {before.money.text()} 元不一致，登记的是先读到的数"
            gathered.left.append(Left(each.at.cell.place, each.at.cell.text, why))


def settle_money(gathered: Gathered, year: int) -> None:
    """Make budget lines and payments of all that the sheets said."""
    sourced = {line.project for line in gathered.lines if line.key != TOTAL}
    for line, row in gathered.lines.items():
        if line.key == TOTAL and line.project in sourced:
            _only_stated(TOTAL, row, gathered, gathered.about(line.project))
        elif any(each.money.units for each in row.values()):  # a form prints every source, also those that give nothing
            _settle(line, row, gathered, year)


def _read(looked: Looked, gathered: Gathered) -> Iterator[Read]:
    for amount in looked.money:
        if amount.column not in AMOUNTS:
            continue
        text = normalise(amount.cell.text)
        own = MONEY_UNIT.search(text)
        unit = own[1] if own else amount.unit or gathered.money
        try:
            number = (
                amount.cell.exact
                if amount.cell.exact is not None
                else read_number(text[: own.start()] if own else text)
            )
        except ValueError:
            if text.strip("-—－/ "):
                gathered.left.append(Left(amount.cell.place, amount.cell.text, "不是金额"))
            continue
        if not unit:
            gathered.left.append(Left(amount.cell.place, amount.cell.text, NO_UNIT))
        else:
            yield Read(amount, Money.rounded(number * unit_of(unit).factor))


def _claim(amount: Amount, stated: Fraction, gathered: Gathered, project: str) -> None:
    item, part = CLAIMED_ITEMS.get(amount.column), CLAIMED_PARTS.get(amount.part)
    if item and part:
        claim = Claim(project=project, item=item, part=part, stated=stated, place=amount.cell.place)
        gathered.claims.setdefault((project, item, part), claim)


def _shares(looked: Looked, gathered: Gathered, project: str, about: str) -> None:
    """The rate and the score of the budget's execution, as stated."""
    for amount in looked.money:
        text = normalise(amount.cell.text)
        if amount.column not in {"rate", "score"} or not text.strip("-—－/ "):
            continue
        try:
            stated = read_number(text.rstrip("%分")) / (100 if text.endswith("%") else 1)
        except ValueError:
            gathered.left.append(Left(amount.cell.place, amount.cell.text, "不是数字"))
            continue
        if amount.part in CLAIMED_PARTS:
            _claim(amount, stated, gathered, project)
            label = f"{amount.said} {CLAIMED_ITEMS[amount.column]}"
            gathered.take(amount.cell, label, ("claims", about, amount.cell.text))


def _is_line(key: str, parts: Mapping[str, object], project: str) -> bool:
    """Whether a part becomes a budget line: by its source for a project, by its category for a unit."""
    if not project:
        return key in CATEGORIES
    if key.startswith(LEVELS_OF_GOVERNMENT):
        return OF_ALL not in parts
    return key in SOURCES_OF_MONEY or (key == TOTAL and not any(source_of(each) for each in parts if each != TOTAL))


def _settle(line: Line, row: Mapping[str, Read], gathered: Gathered, year: int) -> None:
    original, adjusted = row.get("original"), row.get("adjusted")
    first, then = original or adjusted, adjusted or original
    code = _code(gathered, line)
    if first is not None and then is not None:
        gathered.budget[code] = BudgetLine(
            code=code,
            project=line.project,
            category=line.category,
            source=line.source,
            original=first.money,
            adjusted=then.money,
            place=first.at.cell.place,
        )
    _paid(row.get("paid"), code, gathered, year)
    _account(line, row, gathered)


def _account(line: Line, row: Mapping[str, Read], gathered: Gathered) -> None:
    named = all(OF_ALL in each.at.said for each in row.values())
    wide = SOURCE_WIDE if line.source == OF_ALL and not named else ""
    assumed = ONLY_TOTAL if line.key == TOTAL else wide if line.project else SOURCE_UNSAID
    gaps = {
        "adjusted": NO_ORIGINAL if "original" not in row else "",
        "original": NO_ADJUSTED if "adjusted" not in row else "",
    }
    for column, each in row.items():
        table = "payments" if column == "paid" else "budget"
        lost = NO_BUDGET if column == "paid" and len(row) == 1 else ""
        doubt = "；".join(filter(None, (assumed, gaps.get(column, ""), lost)))
        label = f"{each.at.said} {CLAIMED_ITEMS[column]}"
        gathered.take(each.at.cell, label, (table, gathered.about(line.project), _told(each, line)), doubt)


def _told(each: Read, line: Line) -> str:
    kind = line.source if line.category == "项目支出" else line.category
    month = "，记在 12 月" if each.at.column == "paid" else ""
    return f"{each.money.text(grouped=True)} 元（{kind}{month}）"


def _paid(paid: Read | None, code: str, gathered: Gathered, year: int) -> None:
    if paid is None or code not in gathered.budget:
        return
    month = Month(year, YEARS_END)
    row = Payment(line=code, month=month, amount=paid.money, note="全年执行数，表中不分月", place=paid.at.cell.place)
    gathered.payments[code] = row


def _code(gathered: Gathered, line: Line) -> str:
    """The code of a line: that of the data already there, or one of its own."""
    held = gathered.known.budget if gathered.known else ()
    mine = (line.project, line.source, line.category)
    free = (
        each.code
        for each in held
        if (each.project, each.source, each.category) == mine and each.code not in gathered.budget
    )
    used = {each.code for each in held} | set(gathered.budget)
    fresh = (f"{line.project or 'Z'}-B{number}" for number in count(1))
    return next(free, "") or next(code for code in fresh if code not in used)


def _only_stated(key: str, row: Mapping[str, Read], gathered: Gathered, about: str) -> None:
    """Totals and what has no line of its own: kept as stated, or left."""
    for column, each in row.items():
        if key in CLAIMED_PARTS:
            label = f"{each.at.said} {CLAIMED_ITEMS[column]}"
            gathered.take(each.at.cell, label, ("claims", about, f"{each.money.text(grouped=True)} 元"))
        elif key.startswith(LEVELS_OF_GOVERNMENT):
            gathered.left.append(Left(each.at.cell.place, each.at.cell.text, f"“{each.at.said}”已含在财政拨款中"))
        else:
            gathered.left.append(
                Left(each.at.cell.place, each.at.cell.text, f"“{each.at.said}”不能归入预算项，请在预算表中补填")
            )


def _unequal(
    parts: Mapping[str, Mapping[str, Read]], lines: Mapping[str, Mapping[str, Read]], gathered: Gathered
) -> None:
    """Say where the parts do not add up to the total."""
    for column, total in parts.get(TOTAL, {}).items():
        shares = [row[column].money.units for key, row in lines.items() if key != TOTAL and column in row]
        if shares and sum(shares) != total.money.units:
            why = f"各部分合计 {Money(sum(shares)).text()} 元，与资金总额 {total.money.text()} 元不一致，请核对"
            gathered.left.append(Left(total.at.cell.place, total.at.cell.text, why))
