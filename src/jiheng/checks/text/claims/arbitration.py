"""Which numbers are at fault: the smallest set whose change satisfies every claim, the likeliest first.

Claims that fail and share a number make one group. In a group a number is a candidate for a claim if
changing it alone mends the claim. One number that mends all of them the same way is the fault; where
none does, numbers are chosen by evidence, the one that mends most first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiheng.checks.text.claims.claim import Bound, Claim, mended
from jiheng.checks.text.slips import Slip
from jiheng.checks.text.statement import Statement


@dataclass(frozen=True, slots=True)
class Fault:
    """One number at fault: what was meant, the slip that explains it, the claims that tell it."""

    number: Statement
    meant: Fraction
    slip: Slip | None
    claims: list[Claim]


MOST_TOGETHER = 30
"""Claims of a connected group that are weighed together; of more, each by itself."""


def faults(failing: Sequence[Claim], sound: Sequence[Claim]) -> Iterator[Fault]:
    """The faults behind the claims that fail."""
    witnessed: dict[int, int] = defaultdict(int)
    for claim in sound:
        for number in claim.numbers:
            witnessed[number.index] += 1
    for group in _groups(failing):
        yield from _of_group(group, witnessed)


def _groups(failing: Sequence[Claim]) -> Iterator[list[Claim]]:
    """Claims that share a number, together."""
    parent = list(range(len(failing)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    first: dict[int, int] = {}
    for k, claim in enumerate(failing):
        for number in claim.numbers:
            if number.index in first:
                parent[root(k)] = root(first[number.index])
            else:
                first[number.index] = k
    made: dict[int, list[Claim]] = defaultdict(list)
    for k, claim in enumerate(failing):
        made[root(k)].append(claim)
    return iter(made.values())


def _of_group(group: list[Claim], witnessed: dict[int, int]) -> Iterator[Fault]:
    if len(group) > MOST_TOGETHER:
        yield from _one_by_one(group, witnessed)
        return
    left = list(group)
    while left:
        fault = max(_candidates(left), key=lambda each: _evidence(each, witnessed))
        yield fault
        left = [claim for claim in left if claim not in fault.claims]


def _one_by_one(group: list[Claim], witnessed: dict[int, int]) -> Iterator[Fault]:
    """Of a group too large to be weighed together: each claim's own likeliest number, claims that blame one number as one."""
    blamed: dict[int, Fault] = {}
    for claim in group:
        fault = max(_candidates([claim]), key=lambda each: _evidence(each, witnessed))
        met = blamed.get(fault.number.index)
        blamed[fault.number.index] = met if met is not None else fault
        if met is not None:
            met.claims.append(claim)
    yield from blamed.values()


def _candidates(left: Sequence[Claim]) -> Iterator[Fault]:
    by_number: dict[int, list[tuple[Claim, Statement, Fraction]]] = defaultdict(list)
    for claim in left:
        for number in dict.fromkeys(claim.numbers):
            meant = mended(claim, number)
            if meant is not None and meant >= 0:
                by_number[number.index].append((claim, number, meant))
    for entries in by_number.values():
        yield from _agreeing(entries)


def _agreeing(entries: list[tuple[Claim, Statement, Fraction]]) -> Iterator[Fault]:
    """The claims that one new value of a number mends, for each value proposed."""
    for claim, number, meant in entries:
        room = number.step * 2 if number.index not in claim.slips else number.step / 2
        alike = [other for other, _, value in entries if abs(value - meant) <= max(room, abs(meant) / 2000)]
        slips = [other.slips[number.index] for other in alike if number.index in other.slips]
        slip = slips[0] if slips else None
        yield Fault(
            number, slip.meant if slip else meant, slip, [claim, *(other for other in alike if other is not claim)]
        )


def _evidence(fault: Fault, witnessed: dict[int, int]) -> tuple[int, int, int, int, int]:
    """How much speaks for a fault: claims mended, a slip, few witnesses of the number as it stands, a result."""
    strong = sum(claim.bound is not Bound.OPEN for claim in fault.claims)
    results = sum(claim.result is fault.number for claim in fault.claims)
    seen = witnessed.get(fault.number.index, 0)
    return len(fault.claims), int(fault.slip is not None) - 2 * min(seen, 1), strong, results, -fault.number.index
