"""What the claims come to: relations that hold, findings with the number at fault and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiheng.checks.finding import Consequence, Finding, Kind, Relation, Severity, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.claims.arbitration import Fault, faults
from jiheng.checks.text.claims.claim import Bound, Claim, Outcome, against, chance_of_fit, explain, weigh
from jiheng.checks.text.equation import shown
from jiheng.checks.text.page import Page
from jiheng.checks.text.slips import SURE
from jiheng.checks.text.statement import Statement

WEAK = "数字相合，但文中未说明"
TOO_COARSE = "所示各数位数太少，算不出这么细的结果"
COARSE = Fraction(1, 25)
"""A reach wider than this share of a result would also bear the result with another digit: that is no check."""
_MOST = 40


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said of the claims, and which numbers they confirm or blame."""

    said: tuple[Relation | Finding, ...]
    sound: frozenset[int]
    faulty: frozenset[int]


def judge(page: Page, claims: Sequence[Claim]) -> Judged:
    """Weigh all claims, find the faults, and say both."""
    said: list[Relation | Finding] = []
    weighed = [claim for claim in claims if weigh(claim)]
    by_result = _best_of_each(weighed)
    sound = [claim for claim in by_result if claim.outcome is not Outcome.OFF]
    failing = list(_failing(by_result))
    found = list(faults([claim for claim in failing if _is_told(claim)], sound))
    wrong = {id(claim) for fault in found for claim in fault.claims}
    for claim in sound:
        said += _holds(page, claim)
    said += [_not_all(page, claim) for claim in failing if id(claim) not in wrong]
    for fault in found:
        said += _fault(page, fault)
    held = frozenset(number.index for claim in sound for number in claim.numbers)
    return Judged(tuple(said), held, frozenset(fault.number.index for fault in found))


def _best_of_each(claims: Sequence[Claim]) -> list[Claim]:
    """Of claims about one result with the same equation, those that language binds best; one that holds settles an open one."""
    held = {
        claim.result.index for claim in claims if claim.outcome is not Outcome.OFF and claim.bound is not Bound.OPEN
    }
    fits = {claim.result.index for claim in claims if claim.outcome is not Outcome.OFF}
    return [
        claim
        for claim in claims
        if claim.outcome is not Outcome.OFF
        or not (claim.result.index in held or (claim.bound is Bound.OPEN and claim.result.index in fits))
    ]


def _failing(claims: Sequence[Claim]) -> Iterator[Claim]:
    for claim in claims:
        if claim.outcome is Outcome.OFF:
            explain(claim)
            yield claim


def _is_told(claim: Claim) -> bool:
    """Whether a claim that fails is worth an objection: bound by words, explained by a slip, or parts over their total."""
    if claim.bound is not Bound.OPEN or claim.slips:
        return True
    return claim.exceeds and claim.computed > claim.result.value and claim.frame.name in ("sum", "count", "scores")


def _holds(page: Page, claim: Claim) -> Iterator[Relation | Finding]:
    stated = claim.result
    numbers = _distinct(claim.numbers)
    because = shown(claim.term) if claim.term is not None else ""
    if claim.bound is Bound.OPEN and not claim.listed and chance_of_fit(claim) > SURE:
        yield Relation(
            claim.frame.kind, Verdict.UNCHECKED, page.spans(numbers), stated.shown, stated.write(claim.computed), WEAK
        )
        return
    kind = _kind(claim)
    if claim.outcome is Outcome.NEAR and claim.high - claim.low > abs(claim.result.value) * COARSE:
        said = Relation(kind, Verdict.UNCHECKED, page.spans(numbers), stated.shown, _computed(claim), TOO_COARSE)
        yield said
        return
    if against(claim):
        yield Relation(kind, Verdict.WRONG, page.spans(numbers), stated.shown, _computed(claim), because)
        yield report(
            "T124",
            f"{because} = {_computed(claim)}，方向与“{stated.shown}”前的说法相反",
            page.spans(numbers),
            stated=stated.shown,
            kind=kind,
        )
        return
    yield Relation(kind, Verdict.OK, page.spans(numbers), stated.shown, _computed(claim), because)
    code = {Outcome.CUT: claim.frame.cut, Outcome.NEAR: claim.frame.near}.get(claim.outcome, "")
    if code:
        message = f"{because} = {_computed(claim)}，文中写{stated.shown}"
        yield report(
            code,
            message,
            page.spans(numbers),
            stated=stated.shown,
            expected=_rounded(stated, claim.computed),
            kind=kind,
        )


def _computed(claim: Claim) -> str:
    return claim.result.write(claim.computed)


def _rounded(stated: Statement, value: Fraction) -> str:
    """A value with the digits that the text shows."""
    places = stated.places
    return stated.write(value, max(places, 0))


def _not_all(page: Page, claim: Claim) -> Relation:
    because = (
        f"{shown(claim.term)} = {_computed(claim)}，与{claim.result.shown}不等；列出的各项可能未列全"
        if claim.term
        else ""
    )
    spans = page.spans(_distinct(claim.numbers)[:_MOST])
    return Relation(_kind(claim), Verdict.UNCHECKED, spans, claim.result.shown, _computed(claim), because)


def _kind(claim: Claim) -> Kind:
    if claim.frame.name in ("rest", "change") and claim.result.dimension.startswith("count"):
        return Kind.COUNT
    if claim.frame.name in ("change", "rest") and claim.result.dimension == "points":
        return Kind.SCORE_SUM
    return claim.frame.kind


def _fault(page: Page, fault: Fault) -> Iterator[Relation | Finding]:
    main = fault.claims[0]
    numbers = _distinct([fault.number, *main.numbers])
    spans = page.spans(numbers[:_MOST])
    because = shown(main.term) if main.term is not None else ""
    for claim in fault.claims:
        yield Relation(
            _kind(claim),
            Verdict.WRONG,
            page.spans(_distinct(claim.numbers)[:_MOST]),
            claim.result.shown,
            _computed(claim),
            shown(claim.term) if claim.term else "",
        )
    expected = _rounded(fault.number, fault.meant)
    message = f"{because} = {_computed(main)}，文中写{main.result.shown}"
    if fault.number is not main.result:
        message += f"；“{fault.number.shown}”应为{expected}"
    if fault.slip is not None:
        message += f"（{fault.slip.name}）"
    unit = fault.slip is not None and fault.slip.name.startswith("万") and fault.number.is_money
    code, kind = ("T174", Kind.UNIT) if unit else (_code(main), _kind(main))
    yield report(
        code,
        message,
        spans,
        stated=fault.number.shown,
        expected=expected,
        kind=kind,
        severity=_severity(fault),
        consequences=tuple(_consequence(page, claim) for claim in fault.claims[1:] if claim.result is not fault.number),
    )


def _code(claim: Claim) -> str:
    if claim.frame.name == "growth" and _took_now_as_base(claim):
        return "T122"
    return claim.frame.wrong


def _took_now_as_base(claim: Claim) -> bool:
    """Whether the rate is that of the change over this year's amount."""
    value = claim.computed
    for over_now in (value / (1 + value), value / (1 - value) if value != 1 else value):
        if abs(claim.result.value - over_now) <= claim.result.step:
            return True
    return False


def _severity(fault: Fault) -> Severity | None:
    """An error names its slip or rests on a written-out formula; else it is a warning."""
    sure = fault.slip is not None or any(claim.bound is Bound.WRITTEN for claim in fault.claims)
    sure = sure or any(_code(claim) == "T122" for claim in fault.claims)
    sure = sure or (len(fault.claims) > 1)
    return None if sure else Severity.WARNING


def _consequence(page: Page, claim: Claim) -> Consequence:
    return Consequence(page.spans([claim.result]), claim.result.shown)


def _distinct(numbers: Sequence[Statement]) -> list[Statement]:
    return list({number.index: number for number in numbers}.values())
