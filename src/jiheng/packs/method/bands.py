"""分档赋分."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Literal

from pydantic import Field

from jiheng.core.exact import fraction_text
from jiheng.packs.interval import Interval, left_over
from jiheng.packs.method.base import Doubt, Told, Valued
from jiheng.packs.method.qualitative import share_doubts
from jiheng.packs.said import number
from jiheng.packs.typing import Limit, Share, Strict


class Band(Strict):
    """One band: x inside its borders scores ``share`` of the weight; without any border it takes what is left.

    ``at_least`` and ``at_most`` are inside, ``above`` and ``below`` are not. With ``to_share`` the share goes straight
    from ``share`` at the lower border to ``to_share`` at the upper one (70%—90%按比例).
    """

    at_least: Limit | None = Field(default=None, title="达到")
    above: Limit | None = Field(default=None, title="高于")
    at_most: Limit | None = Field(default=None, title="不超过")
    below: Limit | None = Field(default=None, title="低于")
    share: Share = Field(title="得分比例")
    to_share: Share | None = Field(default=None, title="升（降）至")

    @property
    def interval(self) -> Interval:
        """The values that are inside."""
        low = self.at_least if self.at_least is not None else self.above
        high = self.at_most if self.at_most is not None else self.below
        return Interval(low, high, self.at_least is not None, self.at_most is not None)

    @property
    def rest(self) -> bool:
        """Whether it has no border."""
        return self.interval.low is None and self.interval.high is None


class Bands(Valued):
    """分档赋分: the first band, as written, whose borders hold x; 0 if none does.

    Bands that have nothing but ``at_least`` are looked at from the top down.
    """

    ONE_WAY = False
    TITLE = "分档赋分"
    RIGHT_FORMS = {
        "Band": "{at_least: 90%, share: 100%}",
        "Bands": "{kind: bands, measure: 支出率, bands: [{at_least: 90%, share: 100%}, {share: 0}]}",
    }

    kind: Literal["bands"]
    bands: tuple[Band, ...] = Field(min_length=1, title="各档")

    @property
    def ordered(self) -> tuple[Band, ...]:
        """The bands in the order in which they are looked at; what takes the rest comes last."""
        bordered = [band for band in self.bands if not band.rest]
        if all(band.at_least is not None and band.interval.high is None for band in bordered):
            bordered.sort(key=lambda band: band.interval.low or 0, reverse=True)
        return (*bordered, *(band for band in self.bands if band.rest))

    def borders(self, target: Fraction | None) -> Iterator[Fraction]:
        """Those of all bands."""
        del target
        for band in self.bands:
            yield from (each for each in (band.interval.low, band.interval.high) if each is not None)

    def rises(self) -> bool:
        """Whether the band that gives most lies above the others."""
        best = max(self.bands, key=lambda band: band.share).interval
        return best.low is not None and (
            best.high is None
            or all(other.interval.low is None or other.interval.low <= best.low for other in self.bands)
        )

    def says(self, unit: str) -> Iterator[tuple[str, str]]:
        """The bands, from the first."""
        for place, band in enumerate(self.bands, 1):
            yield f"第 {place} 档", f"{self._where(band, unit)}，得 {number(band.share, '%')}{self._way(band)}"

    @staticmethod
    def _where(band: Band, unit: str) -> str:
        pairs = (("达到", band.at_least), ("高于", band.above), ("不超过", band.at_most), ("低于", band.below))
        borders = [f"{word} {number(value, unit)}" for word, value in pairs if value is not None]
        return "、".join(borders) or "其余"

    @staticmethod
    def _way(band: Band) -> str:
        return "" if band.to_share is None else f"至 {number(band.to_share, '%')}，按直线"

    def sentence(self, told: Told) -> str:
        """E.g. 签订率达到 95% 得 40 分；80% 至 95%（不含）得 24 分；其余 0 分."""
        name = self.subject if told.weight is not None else "完成值"
        return f"{name}" + "；".join(self._clause(place, told) for place in range(len(self.bands)))

    def _clause(self, place: int, told: Told) -> str:
        band = self.bands[place]
        earned = f"得 {told.points(band.share)}"
        if band.to_share is not None:
            earned = f"按直线得 {told.points(band.share).removesuffix(' 分')} 至 {told.points(band.to_share)}"
        if band.rest:
            return f"其余{earned}"
        low, high = band.interval.low, band.interval.high
        if high is None and place and self.bands[place - 1].interval.high is None:
            high = self.bands[place - 1].interval.low
            return f"{told.limit(low or Fraction(0))} 至 {told.limit(high or Fraction(0))}（不含）{earned}"
        if low is None or high is None:
            word = (
                ("达到" if band.at_least is not None else "高于")
                if high is None
                else ("不超过" if band.at_most is not None else "低于")
            )
            border = low if high is None else high
            return f"{word} {told.limit(border or Fraction(0))} {earned}"
        closed = ("" if band.at_least is not None else "（不含）", "" if band.at_most is not None else "（不含）")
        return f"{told.limit(low)}{closed[0]} 至 {told.limit(high)}{closed[1]}{earned}"

    def doubts(self, weight: Fraction | None) -> Iterator[Doubt]:
        """Every band has its turn, nothing is left out unsaid, shares are shares."""
        yield from super().doubts(weight)
        for place, band in enumerate(self.bands):
            yield from share_doubts(("bands", place), band.share)
            if band.to_share is not None:
                yield from share_doubts(("bands", place), band.to_share)
            yield from self._borders(place, band)
        if not any(band.rest for band in self.bands):
            yield from self._left_over()
        yield from self._uneven()

    def _uneven(self) -> Iterator[Doubt]:
        """Shares that fall and rise again, or that fall where the bands name nothing but their lower borders."""
        shares = [share for share, _ in groupby(self._along())]
        falls = [before > after for before, after in pairwise(shares)]
        plain = all(band.rest or (band.at_least is not None and band.interval.high is None) for band in self.bands)
        if any(falls[at] and not falls[at + 1] for at in range(len(falls) - 1)) or (plain and len(set(falls)) > 1):
            listed = "、".join(number(share, "%") for share in shares)
            fix = "请核对各档的界限有没有空档（空档按兜底的一档计）、得分比例有没有写反。"
            yield Doubt("PK319", ("bands",), f"从低到高依次得 {listed}，忽高忽低", fix)

    def _along(self) -> Iterator[Fraction]:
        """The shares from the lowest value to the highest, at and between all borders."""
        borders = sorted(set(self.borders(None)))
        between = [(low + high) / 2 for low, high in pairwise(borders)]
        ends = [borders[0] - 1, borders[-1] + 1] if borders else [Fraction(0)]
        for x in sorted([*borders, *between, *ends]):
            band = next((each for each in self.ordered if each.interval.holds(x)), None)
            if band is None or band.to_share is None:
                yield Fraction(0) if band is None else band.share

    def _borders(self, place: int, band: Band) -> Iterator[Doubt]:
        inside = band.interval
        path = ("bands", place)
        if (band.at_least is not None and band.above is not None) or (
            band.at_most is not None and band.below is not None
        ):
            yield Doubt(
                "PK316",
                path,
                f"的第 {place + 1} 档同一头写了两个界限",
                "at_least 与 above 只写一个，at_most 与 below 只写一个。",
            )
        elif inside.empty:
            yield Doubt("PK316", path, f"的第 {place + 1} 档没有一个值能落在里面", "请核对上下界。")
        elif any(not left_over(inside, [other.interval]) for other in self.bands[:place]) or (
            not band.rest and not left_over(inside, [other.interval for other in self.bands[:place]])
        ):
            fix = "各档按 at_least 从高到低写，不重复；兜底的一档写在最后。"
            yield Doubt("PK301", path, f"的第 {place + 1} 档永远轮不到", fix)
        if band.to_share is not None and (inside.low is None or inside.high is None):
            yield Doubt("PK316", path, f"的第 {place + 1} 档按直线计分，须有上下两个界限", "请补上 at_least 和 below。")

    def _left_over(self) -> Iterator[Doubt]:
        fix = "如本意如此，请加一档 {share: 0} 写明。"
        for gap in left_over(Interval(None, None), [band.interval for band in self.bands]):
            yield Doubt(
                "PK302",
                ("bands",),
                f"{gap.text(lambda value: fraction_text(value, 4))}时没有写得多少分，将得 0 分",
                fix,
            )
