"""What stands beside each target under review, and the opinion as it is drafted from the remarks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from jiheng.checks.review import Sentence
from jiheng.core.exact import Money, Ratio
from jiheng.facts.rows import Indicator
from jiheng.targets import Challenge, Remark, asked, match
from jiheng.targets.known import kind_of
from jiheng.targets.library import Entry, entries
from jiheng.web.cycle.models import Dossier
from jiheng.web.records.dataset import draft_of
from jiheng.web.targets.known import known_of

MOST_SENTENCES = 12
"""More belong into the table beside, not into an opinion."""
GRAVE = 5
"""From this weight on a remark sends the targets back."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One target with what helps to judge it."""

    indicator: Indicator
    last_target: Fraction | None
    years: tuple[Fraction, ...]
    """Results of the years before, oldest first."""
    peers: int
    """How many similar units have the same indicator; 0 where they are too few to be told."""
    median: Fraction | None
    share: str
    """Of the unit's project money, what the indicator's project has."""
    measured: str
    """How the library says that it is measured."""
    challenge: Challenge
    remarks: tuple[Remark, ...]

    @property
    def weight(self) -> int:
        """The heaviest remark's."""
        return max((each.weight for each in self.remarks), default=0)


@cache
def _library() -> Mapping[str, Entry]:
    return {entry.name: entry for entry in entries()}


def rows_of(dossier: Dossier, found: Sequence[Remark]) -> list[Beside]:
    """Every target, those that are remarked on first, by weight."""
    dataset, known = draft_of(dossier).dataset, known_of(dossier)
    told: defaultdict[str, list[Remark]] = defaultdict(list)
    for remark in found:
        told[remark.code].append(remark)
    last = {each.code: each.target for each in known.last.indicators} if known.last else {}
    matched = match(dataset)
    shares = {each.code: Ratio(each.money.units, matched.money.units).percent() for each in matched.projects}
    rows = []
    for each in dataset.indicators:
        peers = sorted(known.peers.get(kind_of(each), ()))
        entry = _library().get(each.name)
        own = (*known.earlier.get(each.code, ()), *(() if each.last_actual is None else (each.last_actual,)))
        rows.append(
            Beside(
                indicator=each,
                last_target=last.get(each.code),
                years=own,
                peers=len(peers),
                median=peers[(len(peers) - 1) // 2] if peers else None,
                share=shares.get(each.project, ""),
                measured=entry.meaning_told if entry else "",
                challenge=known.challenge(each),
                remarks=tuple(told[each.code]),
            )
        )
    return sorted(rows, key=lambda row: -row.weight)


def drafted(dossier: Dossier, found: Sequence[Remark]) -> tuple[list[Sentence], tuple[str, ...]]:
    """The opinion, each sentence with clause and figure, and at most five questions."""
    dataset = draft_of(dossier).dataset
    count, money = len(dataset.indicators), match(dataset).money
    opening = Sentence(
        f"该单位 {dossier.year.year} 年度共申报绩效目标 {count} 项，涉及项目资金 {money.wan()} 万元。",
        clause="绩效目标申报表",
        figure=f"{count} 项，{money.wan()} 万元",
    )
    sentences = [opening]
    for number, each in enumerate(found[:MOST_SENTENCES], 1):
        advice = f"建议改为：{each.rewrite}。" if each.rewrite else ""
        sentences.append(Sentence(f"{number}. {each.text}{advice}依据：{each.clause}。", each.clause, each.figure))
    sentences.append(_closing(found))
    return sentences, asked(found)


def _closing(found: Sequence[Remark]) -> Sentence:
    grave = [each for each in found if each.weight >= GRAVE]
    money = max((each.money for each in found), default=Money(0), key=lambda each: each.units)
    if grave:
        text, figure = f"建议退回修改：{len(grave)} 处须改正。", f"{len(grave)} 处"
    elif found:
        text, figure = f"建议请单位说明后再定：{len(found)} 处疑点，涉及资金 {money.wan()} 万元。", f"{len(found)} 处"
    else:
        text, figure = "未发现疑点（0 处），建议审核通过。", "0 处"
    return Sentence(text, clause="绩效目标审核：完整性、相关性、适当性、可行性", figure=figure)
