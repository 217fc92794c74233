"""分档赋分."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sqlglot import exp

from jiheng.packs.method import Band, Bands
from jiheng.scoring.explain import words
from jiheng.scoring.explain.figures import gain, product, towards, value
from jiheng.scoring.explain.subject import Leaf, Subject
from jiheng.scoring.marks import Columns, Mark, nothing, portion, versus
from jiheng.scoring.method.room import Room
from jiheng.scoring.plan import Rule


def marks(method: Bands, _: Rule, row: Columns) -> Iterator[Mark]:
    """The bands in their order."""
    for band in method.ordered:
        condition = _inside(row, band)
        if band.to_share is None:
            yield portion(row, band.share, condition)
        else:
            yield _sliding(row, band, band.to_share, condition)
    if not any(band.rest for band in method.bands):
        yield nothing()


def _inside(row: Columns, band: Band) -> exp.Condition | None:
    borders = (("≥", band.at_least), (">", band.above), ("≤", band.at_most), ("<", band.below))
    found = []
    for operator, border in borders:
        if border is not None:
            sides = versus(row, border)
            found.append(sides.x.compare(operator, sides.t))
    return exp.and_(*found) if found else None


def _sliding(row: Columns, band: Band, to: Fraction, condition: exp.Expr | None) -> Mark:
    """Share + (to − share) × (x − low) ÷ (high − low), which lies between the two."""
    low, high = band.interval.low or Fraction(0), band.interval.high or Fraction(0)
    slope = (to - band.share) / (high - low)
    sides = versus(row, low)
    start = sides.base * band.share.numerator * slope.denominator
    way = (sides.x - sides.t) * slope.numerator * band.share.denominator
    whole = sides.base * band.share.denominator * slope.denominator
    return Mark(condition, row.weight * (start + way).at_least(0).at_most(whole), row.over * whole)


def _share(band: Band, actual: Fraction) -> Fraction:
    if band.to_share is None:
        return band.share
    low, high = band.interval.low or Fraction(0), band.interval.high or Fraction(0)
    return band.share + (band.to_share - band.share) * (actual - low) / (high - low)


def because(subject: Subject, leaf: Leaf, method: Bands) -> str:
    """The band that holds the value."""
    actual, told = leaf.entry.actual or Fraction(0), value(subject, leaf)
    band = next((band for band in method.ordered if band.interval.holds(actual)), None)
    if band is not None and band.to_share is not None:
        ends = f"{words.share(band.share)} 至 {words.share(band.to_share)}"
        share = _share(band, actual)
        way = f"按直线得分值的 {ends}，此处为 {words.share(share)}"
        return f"{told}，属“{_where(leaf, band)}”一档，{way}：{product(subject, leaf, share)}"
    share = Fraction(0) if band is None else band.share
    where = _where(leaf, band) if band is not None and not band.rest else _beside(leaf, method)
    if _climbs(method):
        where = _between(leaf, method, actual)
    return f"{told}，属“{where}”一档，得分值的 {words.share(share)}：{product(subject, leaf, share)}"


def _climbs(method: Bands) -> bool:
    return all(band.rest or (band.at_least is not None and band.interval.high is None) for band in method.bands)


def _between(leaf: Leaf, method: Bands, actual: Fraction) -> str:
    """Of bands that have nothing but a lower border: from this one to the next above."""
    floors = sorted(band.at_least for band in method.bands if band.at_least is not None)
    above = next((floor for floor in floors if floor > actual), None)
    below = next((floor for floor in reversed(floors) if floor <= actual), None)
    low = f"{leaf.value_text(below)} 及以上" if below is not None else ""
    high = f"低于 {leaf.value_text(above)}" if above is not None else ""
    return "、".join(part for part in (low, high) if part)


def _where(leaf: Leaf, band: Band) -> str:
    borders = (
        ("{} 及以上", band.at_least),
        ("高于 {}", band.above),
        ("不超过 {}", band.at_most),
        ("低于 {}", band.below),
    )
    return "、".join(text.format(leaf.value_text(border)) for text, border in borders if border is not None)


def _beside(leaf: Leaf, method: Bands) -> str:
    told = "；".join(_where(leaf, band) for band in method.bands if not band.rest)
    return f"{told}以外" if told else "任何值"


def regain(subject: Subject, leaf: Leaf, method: Bands) -> str:
    """The nearest band that gives more, above before below."""
    actual = leaf.entry.actual or Fraction(0)
    better = [(band, gain(subject, leaf, _best(band))) for band in method.ordered if not band.rest]
    better = [(band, more) for band, more in better if more > 0 and not band.interval.holds(actual)]
    above = [(band, more) for band, more in better if band.interval.low is not None and band.interval.low >= actual]
    if above:
        band, more = min(above, key=lambda pair: pair[0].interval.low or Fraction(0))
        return towards(subject, leaf, _entry(band), "≥" if band.interval.with_low else ">", more)
    below = [(band, more) for band, more in better if band.interval.high is not None and band.interval.high <= actual]
    if below:
        band, more = max(below, key=lambda pair: pair[0].interval.high or Fraction(0))
        return towards(subject, leaf, band.interval.high or Fraction(0), "≤" if band.interval.with_high else "<", more)
    return _falling(subject, leaf, method, actual)


def _best(band: Band) -> Fraction:
    return band.share if band.to_share is None else max(band.share, band.to_share)


def _entry(band: Band) -> Fraction:
    """The border at which a band gives its best that lies nearest below it."""
    if band.to_share is not None and band.to_share > band.share and band.interval.high is not None:
        return band.interval.high
    return band.interval.low or Fraction(0)


def _falling(subject: Subject, leaf: Leaf, method: Bands, actual: Fraction) -> str:
    """Of bands that give more the lower the value."""
    floors = sorted(((band.at_least, band.share) for band in method.bands if band.at_least is not None), reverse=True)
    for floor, share in floors:
        more = gain(subject, leaf, share)
        if floor <= actual and more > 0:
            return f"{leaf.name}在 {leaf.value_text(floor)} 起的一档，多得 {words.points(more)}"
    rest = next((band.share for band in method.bands if band.rest), None)
    more = gain(subject, leaf, rest) if rest is not None else 0
    if more > 0 and floors:
        return f"{leaf.name}降到 {leaf.value_text(floors[-1][0])} 以下，多得 {words.points(more)}"
    return ""


ROOM = Room(because, regain, marks)
