"""Taking over a treasury ledger: duplicates and reversals recognised, totals reconciled, before anything is accepted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.core.fault import Fault, Faults, Place
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Payment


@dataclass(frozen=True, slots=True)
class Entry:
    """One voucher line of the ledger; a refund or a correction is negative."""

    voucher: str
    dated: date
    line: str
    amount: Money
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Overspent:
    """A budget line on which more was paid than it holds."""

    line: str
    budget: Money
    paid: Money


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What the ledger comes to, and everything that a person should see before accepting it."""

    payments: tuple[Payment, ...]
    """One per budget line and month; together with ``set_aside`` they add up to the ledger."""
    duplicates: tuple[Entry, ...]
    reversals: tuple[tuple[Entry, Entry], ...]
    """A payment and the entry that takes it back."""
    overspent: tuple[Overspent, ...]
    faults: tuple[Fault, ...]
    total: Money
    """Sum of the accepted entries."""
    set_aside: Money
    """Sum of duplicates and of entries at fault."""
    unchanged: bool
    """The data set already holds exactly these payments: the same file a second time."""


def reconcile(entries: Sequence[Entry], dataset: DataSet) -> Reconciliation:
    """Check a ledger against the data set's year and budget and add it up by line and month.

    Duplicates are entries that agree in voucher, day, line and amount; they are counted once. Entries outside the
    budget year or on unknown lines are faults and are not added up.
    """
    faults = Faults()
    fresh, duplicates = _without_duplicates(entries)
    known = {line.code: line.adjusted or Money(0) for line in dataset.budget}
    sound = [entry for entry in fresh if _is_sound(entry, known, dataset.unit.year, faults)]
    payments = _by_month(sound)
    total = _sum(sound)
    return Reconciliation(
        payments=payments,
        duplicates=tuple(duplicates),
        reversals=tuple(_reversals(sound)),
        overspent=tuple(_overspent(sound, known)),
        faults=tuple(faults.found),
        total=total,
        set_aside=_sum(entries) - total,
        unchanged=_content(payments) == _content(dataset.payments),
    )


def _without_duplicates(entries: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    seen: Counter[tuple[str, date, str, int]] = Counter()
    fresh: list[Entry] = []
    duplicates: list[Entry] = []
    for entry in entries:
        mark = (entry.voucher, entry.dated, entry.line, entry.amount.units)
        seen[mark] += 1
        # a ledger without voucher numbers may hold two equal payments of one day
        (duplicates if entry.voucher and seen[mark] > 1 else fresh).append(entry)
    return fresh, duplicates


def _is_sound(entry: Entry, known: dict[str, Money], year: int, faults: Faults) -> bool:
    if entry.dated.year != year:
        fix = "请核对日期；属于其他年度的，从文件中删去"
        faults.add(entry.place, "支付日期不在预算年度内", value=entry.dated.isoformat(), expected=f"{year} 年", fix=fix)
    if entry.line not in known:
        faults.add(
            entry.place,
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
        Payment(line=line, month=month, amount=amount, origin="系统") for (line, month), amount in sorted(sums.items())
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


def _overspent(entries: Sequence[Entry], known: dict[str, Money]) -> list[Overspent]:
    sums: dict[str, Money] = defaultdict(Money.zero)
    for entry in entries:
        sums[entry.line] += entry.amount
    return [Overspent(line, known[line], paid) for line, paid in sorted(sums.items()) if paid > known[line]]


def _sum(entries: Sequence[Entry]) -> Money:
    return Money(sum(entry.amount.units for entry in entries))


def _content(payments: Sequence[Payment]) -> set[tuple[str, Month | None, Money | None]]:
    return {(payment.line, payment.month, payment.amount) for payment in payments}
