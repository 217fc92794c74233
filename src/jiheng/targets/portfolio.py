"""All targets of a unit or project together: weights that add up, and the questions a reviewer should put first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiheng.core.exact import Points
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures.coverage import OUTCOME
from jiheng.facts.rows import Indicator
from jiheng.packs.model import Pack
from jiheng.targets.challenge import Challenge
from jiheng.targets.known import Known, known
from jiheng.targets.measurable import doubts
from jiheng.targets.money import match

QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class WeightGap:
    """A level whose indicators' weights do not add up to what the pack gives it."""

    level: str
    stated: Points
    expected: Points

    @property
    def text(self) -> str:
        """The gap in a sentence."""
        missing = self.expected - self.stated
        verb = "还差" if missing.units > 0 else "多出"
        return f"{self.level or '全部指标'}权重合计 {self.stated.shown()} 分，应为 {self.expected.shown()} 分，{verb} {_abs(missing).shown()} 分"


def weight_gaps(indicators: Sequence[Indicator], pack: Pack) -> tuple[WeightGap, ...]:
    """Compare the weights under each own level of the pack with the level's own weight."""
    return tuple(gap for gap in _gaps(indicators, pack) if gap.stated != gap.expected)


def _gaps(indicators: Sequence[Indicator], pack: Pack) -> Iterator[WeightGap]:
    for node in pack.nodes():
        if node.own is not None:
            own = node.own
            under = [
                each
                for each in indicators
                if own.level_1 in {"", each.level_1} and (not own.level_2 or each.level_2 in own.level_2)
            ]
            stated = sum((each.weight or Points(0) for each in under), Points(0))
            yield WeightGap(node.name, stated, Points.rounded(node.weight))


def _abs(points: Points) -> Points:
    return Points(abs(points.units))


def judged(
    dataset: DataSet, project: str | None = None, against: Known | None = None
) -> Iterator[tuple[Indicator, Challenge]]:
    """Each indicator (of one project; "" the whole unit's; None all) with how much its target asks.

    ``against``: what is known beside the data set; by default its own 历史数据.
    """
    held = known(dataset) if against is None else against
    for each in dataset.indicators:
        if project is None or each.project == project:
            yield each, held.challenge(each)


def questions(dataset: DataSet, project: str = "", against: Known | None = None) -> tuple[str, ...]:
    """The three questions that the reviewer of these targets should put first; never one sentence twice."""
    found = list(judged(dataset, project, against))
    asked = [match(dataset).question] if not project else []
    if found and not any(OUTCOME in each.level_1 for each, _ in found):
        asked.append("这笔钱花完以后，谁会得到什么好处？目前没有一项效益指标。")
    easiest = sorted((challenged for _, challenged in found if challenged.question), key=lambda each: -each.ease)
    asked += [challenged.question for challenged in easiest]
    asked += [
        f"“{each.name}”{doubt.text}，请{doubt.fix}。" for each, _ in found for doubt in doubts(each)[:1] if doubt.grave
    ]
    return tuple(dict.fromkeys(question for question in asked if question))[:QUESTIONS]
