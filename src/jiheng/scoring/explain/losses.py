"""Deductions and caps: what they took, why, and the amount that avoids them; also those still in reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jiheng.core.exact import Points
from jiheng.packs.ground import ground
from jiheng.packs.model import Bonus, Cap, CapBand, Deduction
from jiheng.scoring.engines.verdict import Verdict
from jiheng.scoring.explain import words
from jiheng.scoring.explain.subject import Subject
from jiheng.scoring.plan import units
from jiheng.scoring.sheet import Loss, Notice


@dataclass(frozen=True, slots=True)
class _Bite:
    """A cap that holds the total down: its band, and the total it met."""

    cap: Cap
    band: CapBand


def losses(subject: Subject, verdict: Verdict) -> Iterator[Loss]:
    """What was taken off the sum of the indicators, adding up to exactly the difference."""
    left = verdict.sums[0]
    for deduction, taken in zip(subject.pack.deductions, verdict.deductions, strict=True):
        lost = min(taken, left)
        left -= lost
        if lost:
            yield _deducted(subject, deduction, lost)
    most = units(subject.pack.full_marks if subject.pack.total_at_most is None else subject.pack.total_at_most)
    for bonus, added in zip(subject.pack.bonuses, verdict.bonuses, strict=True):
        gained = min(added, max(most - left, 0))
        left += gained
        if gained:
            yield _added(subject, bonus, gained)
    binding = _lowest(subject, verdict)
    if binding is not None and left > verdict.total:
        yield _capped(subject, binding, left, verdict.total)


def _deducted(subject: Subject, deduction: Deduction, lost: int) -> Loss:
    measured = subject.measures[deduction.measure]
    free = f"超过 {subject.bound(deduction.measure, deduction.free)}的部分，" if deduction.free else ""
    rate = f"每 {words.gap(deduction.per, measured.unit)}扣 {words.points(units(deduction.lose))}"
    most = f"，最多扣 {words.points(units(deduction.at_most))}"
    remark = subject.remark(deduction.measure)
    value = subject.told(deduction.measure) + (f"（{remark}，拿不准的日子不计）" if remark else "")
    told = f"{deduction.measure} {value}，{free}{rate}{most}；扣 {words.points(lost)}"
    back = f"{deduction.measure}降到 {words.spoken(deduction.free, measured.unit)}即不扣分"
    return Loss(deduction.code, deduction.name, Points(lost), told, back, ground(deduction.cite))


def _added(subject: Subject, bonus: Bonus, gained: int) -> Loss:
    """A bonus is a loss below 0, so that all of them explain the whole difference."""
    value = subject.told(bonus.measure)
    rate = f"每 {words.gap(bonus.per, subject.measures[bonus.measure].unit)}加 {words.points(units(bonus.gain))}"
    told = f"{bonus.measure} {value}，{rate}，最多加 {words.points(units(bonus.at_most))}；加 {words.points(gained)}"
    return Loss(bonus.code, bonus.name, Points(-gained), told, "", ground(bonus.cite))


def _lowest(subject: Subject, verdict: Verdict) -> _Bite | None:
    bites = [
        (ceiling, cap)
        for cap, ceiling in zip(subject.pack.caps, verdict.ceilings, strict=True)
        if ceiling is not None and ceiling == verdict.total
    ]
    return _bite(subject, bites[0][1]) if bites else None


def _bite(subject: Subject, cap: Cap) -> _Bite | None:
    measured = subject.measures.get(cap.measure)
    if measured is None or measured.value is None:
        return None
    met = [band for band in cap.bands if measured.value < band.below]
    if not met:
        return None
    return _Bite(cap, min(met, key=lambda band: band.at_most))


def _capped(subject: Subject, bite: _Bite, before: int, total: int) -> Loss:
    cap = bite.cap
    told = (
        f"{_under(subject, bite)}，总分最高 "
        f"{words.points(units(bite.band.at_most))}；{words.points(before)}按 {words.points(total)}计"
    )
    return Loss(
        cap.code, cap.name, Points(before - total), told, _out_of(subject, bite, before, total), ground(cap.cite)
    )


def _under(subject: Subject, bite: _Bite) -> str:
    measure = bite.cap.measure
    return f"{measure} {subject.told(measure)}，低于 {subject.bound(measure, bite.band.below)}"


def _out_of(subject: Subject, bite: _Bite, before: int, total: int) -> str:
    """What lifts the measure out of its band, and the points that this gives back."""
    next_ceiling = min(
        (units(band.at_most) for band in bite.cap.bands if band.below > bite.band.below),
        default=units(subject.pack.full_marks),
    )
    gain = min(before, next_ceiling) - total
    return f"{amount_to(subject, bite.cap.measure, bite.band.below)}，多得 {words.points(gain)}"


def amount_to(subject: Subject, measure: str, goal: Fraction) -> str:
    """How much brings a measure up to a goal: ``还需支出 113.40 万元可达 90%``."""
    measured, pair = subject.measures[measure], subject.pair(measure)
    told = subject.bound(measure, goal)
    if pair is None:
        return f"{measure}再提高 {words.gap(goal - (measured.value or 0), measured.unit, Fraction(0))}可达 {told}"
    return f"{more_of(subject, pair, goal)}可达 {told}"


def more_of(subject: Subject, pair: tuple[str, str], target: Fraction) -> str:
    """How much more of the numerator brings a ratio to its target."""
    upper, lower = (subject.measures[name] for name in pair)
    need = target * (lower.value or 0) - (upper.value or 0)
    amount = words.needed(need, upper.unit)
    return f"还需支出 {amount}" if upper.name == "支出数" else f"{upper.name}再增加 {amount}"


def warnings(subject: Subject, verdict: Verdict) -> Iterator[Notice]:
    """Caps and deductions that hold now, told before anything is submitted, and those that cannot be judged."""
    for cap in subject.pack.caps:
        bite = _bite(subject, cap)
        if bite is None:
            yield from _unknown(subject, cap.code, cap.name, cap.measure)
            continue
        ceiling = units(bite.band.at_most)
        effect = "已压低总分" if verdict.total == ceiling < verdict.sums[0] else "目前总分在此以下"
        text = f"{_under(subject, bite)}，总分最高 {words.points(ceiling)}（{effect}）"
        yield Notice("N101", cap.code, text, amount_to(subject, cap.measure, bite.band.below))
    for deduction, taken in zip(subject.pack.deductions, verdict.deductions, strict=True):
        if taken:
            loss = _deducted(subject, deduction, taken)
            yield Notice("N102", deduction.code, f"{deduction.name}：{loss.because}", loss.regain)
        else:
            yield from _unknown(subject, deduction.code, deduction.name, deduction.measure)


def barred(subject: Subject, verdict: Verdict) -> Iterator[Notice]:
    """Vetoes that hold, and those that cannot be judged."""
    for veto, best in zip(subject.pack.vetoes, verdict.vetoes, strict=True):
        if best is None:
            yield from _unknown(subject, veto.code, veto.name, veto.measure)
            continue
        value = subject.told(veto.measure)
        yield Notice("N104", veto.code, f"{veto.name}：{veto.measure} {value}，等级最高为“{veto.best}”", _by(veto.cite))


def _by(cite: str) -> str:
    told = ground(cite)
    return "请核对是否属实" + (f"；依据：{told}" if told else "")


def _unknown(subject: Subject, code: str, name: str, measure: str) -> Iterator[Notice]:
    measured = subject.measures.get(measure)
    if measured is None or measured.value is None:
        why = measured.why if measured else f"没有“{measure}”的数据"
        yield Notice("N103", code, f"“{name}”无法判断：{why}", "请补齐数据后重新计算")
