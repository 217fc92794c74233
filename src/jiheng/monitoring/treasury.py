"""Taking over a treasury ledger: duplicates and reversals recognised, totals reconciled, before anything is accepted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.core.fault import Fault, Faults, Place
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Payment
from jiheng.monitoring.ledger import NOTHING, ODD_SCALE

FROM_LEDGER = "系统"
"""Origin of the payments that were taken from a ledger; any other was typed or handed in by a person."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One voucher line of the ledger; a refund or a correction is negative."""

    voucher: str
    dated: date
    line: str
    amount: Money
    place: Place = Place()
    """Its row."""
    date_column: str = ""
    line_column: str = ""
    payee: str = ""
    """Whom it was paid to; one voucher may pay several."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One budget line and month: what the data set holds, and what the ledger says; None where one is silent."""

    line: str
    month: Month
    held: Money | None
    ledger: Money | None
    typed: bool
    """Whether what is held was typed by a person, not taken from a ledger."""

    @property
    def after(self) -> Money:
        """What will be held once the ledger is accepted: the ledger's sum, or what was there if it says nothing."""
        return (self.held or NOTHING) if self.ledger is None else self.ledger

    @property
    def fate(self) -> str:
        """What accepting does to it: 新增, 改为, 不变 or 保留."""
        if self.ledger is None:
            return "保留"
        return "新增" if self.held is None else "不变" if self.held == self.ledger else "改为"


@dataclass(frozen=True, slots=True)
class Balance:
    """One budget line once the ledger is accepted, beside its budget."""

    line: str
    budget: Money
    ledger: Money
    kept: Money
    """Held already, in months of which the ledger says nothing."""

    @property
    def paid(self) -> Money:
        """Everything paid on the line."""
        return self.ledger + self.kept

    @property
    def left(self) -> Money:
        """What remains of the budget; negative when overspent."""
        return self.budget - self.paid


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What the ledger comes to, and everything that a person should see before accepting it."""

    payments: tuple[Payment, ...]
    """One per budget line and month; together with ``set_aside`` they add up to the ledger."""
    duplicates: tuple[Entry, ...]
    reversals: tuple[tuple[Entry, Entry], ...]
    """A payment and the entry that takes it back."""
    postings: tuple[Posting, ...]
    balances: tuple[Balance, ...]
    faults: tuple[Fault, ...]
    total: Money
    """Sum of the accepted entries."""
    set_aside: Money
    """Sum of duplicates and of entries at fault."""

    @property
    def overspent(self) -> tuple[Balance, ...]:
        """The lines on which more is paid than they hold."""
        return tuple(each for each in self.balances if each.left.units < 0)

    @property
    def unchanged(self) -> bool:
        """Whether accepting changes nothing: the same file a second time."""
        told = [each for each in self.postings if each.ledger is not None]
        return bool(told) and all(each.fate == "不变" for each in told)

    @property
    def odd_scale(self) -> bool:
        """Whether the ledger and its budgets are so far apart that 元 and 万元 may be mixed up."""
        paid = sum(each.ledger.units for each in self.balances if each.ledger.units > 0)
        budget = sum(each.budget.units for each in self.balances if each.ledger.units > 0)
        return paid > 0 and budget > 0 and (paid * ODD_SCALE < budget or budget * ODD_SCALE < paid)


def reconcile(entries: Sequence[Entry], dataset: DataSet, counted: AbstractSet[int] = frozenset()) -> Reconciliation:
    """Check a ledger against the data set's year and budget and add it up by line and month.

    Duplicates are entries that agree in voucher, payee, day, line and amount; they are counted once, unless a person
    has said of their row (``counted``) that it is a payment of its own. Entries outside the
    budget year or on unknown lines are faults and are not added up. What the data set holds for a line and month
    of which the ledger says nothing is kept.
    """
    faults = Faults()
    fresh, duplicates = _without_duplicates(entries, counted)
    known = {line.code: line.adjusted or NOTHING for line in dataset.budget}
    sound = [entry for entry in fresh if _is_sound(entry, known, dataset.unit.year, faults)]
    payments = _by_month(sound)
    total = _sum(sound)
    postings = _postings(payments, dataset.payments)
    return Reconciliation(
        payments=payments,
        duplicates=tuple(duplicates),
        reversals=tuple(_reversals(sound)),
        postings=postings,
        balances=tuple(_balances(postings, known)),
        faults=tuple(faults.found),
        total=total,
        set_aside=_sum(entries) - total,
    )


def _postings(payments: Sequence[Payment], held: Sequence[Payment]) -> tuple[Posting, ...]:
    told = {(row.line, row.month): row for row in payments if row.month}
    before = {(row.line, row.month): row for row in held if row.month}

    def posting(key: tuple[str, Month]) -> Posting:
        new, old = told.get(key), before.get(key)
        typed = old is not None and old.origin != FROM_LEDGER
        return Posting(*key, old.amount if old else None, new.amount if new else None, typed)

    return tuple(posting(key) for key in sorted({*told, *before}))


def _balances(postings: Sequence[Posting], known: Mapping[str, Money]) -> Iterator[Balance]:
    ledger: dict[str, Money] = defaultdict(Money.zero)
    kept: dict[str, Money] = defaultdict(Money.zero)
    for each in postings:
        ledger[each.line] += each.ledger or NOTHING
        kept[each.line] += each.after if each.ledger is None else NOTHING
    for line in sorted(ledger):
        yield Balance(line, known.get(line, NOTHING), ledger[line], kept[line])


def _without_duplicates(entries: Sequence[Entry], counted: AbstractSet[int]) -> tuple[list[Entry], list[Entry]]:
    seen: Counter[tuple[str, str, date, str, int]] = Counter()
    fresh: list[Entry] = []
    duplicates: list[Entry] = []
    for entry in entries:
        mark = (entry.voucher, entry.payee, entry.dated, entry.line, entry.amount.units)
        seen[mark] += 1
        # a ledger without voucher numbers may hold two equal payments of one day
        again = entry.voucher and seen[mark] > 1 and entry.place.row not in counted
        (duplicates if again else fresh).append(entry)
    return fresh, duplicates


def _is_sound(entry: Entry, known: Mapping[str, Money], year: int, faults: Faults) -> bool:
    if entry.dated.year != year:
        fix = "请核对日期；属于其他年度的，从文件中删去"
        place = replace(entry.place, column=entry.date_column)
        faults.add(place, "支付日期不在预算年度内", value=entry.dated.isoformat(), expected=f"{year} 年", fix=fix)
    if entry.line not in known:
        faults.add(
            replace(entry.place, column=entry.line_column),
            "预算项编码没有登记",
            value=entry.line,
            expected="预算表中的编码",
            fix="请核对编码，或先在预算表登记",
        )
    return entry.dated.year == year and entry.line in known


def _by_month(entries: Sequence[Entry]) -> tuple[Payment, ...]:
    sums: dict[tuple[str, Month], Money] = defaultdict(Money.zero)
    for entry in entries:
        sums[entry.line, Month.of(entry.dated)] += entry.amount
    return tuple(
        Payment(line=line, month=month, amount=amount, origin=FROM_LEDGER)
        for (line, month), amount in sorted(sums.items())
    )


def _reversals(entries: Sequence[Entry]) -> list[tuple[Entry, Entry]]:
    """Pair each negative entry with the latest earlier payment of the same line and amount that is still unpaired."""
    paid: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    pairs = []
    for entry in sorted(entries, key=lambda each: each.dated):
        if entry.amount.units > 0:
            paid[entry.line, entry.amount.units].append(entry)
        elif earlier := paid.get((entry.line, -entry.amount.units)):
            pairs.append((earlier.pop(), entry))
    return pairs


def _sum(entries: Sequence[Entry]) -> Money:
    return Money(sum(entry.amount.units for entry in entries))
