"""How doubtful a self-evaluation is, on what grounds, and how high it stands when money counts too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from jiheng.checks.finding import Finding, Severity
from jiheng.core.exact import Money, Points, fraction_text
from jiheng.facts.dataset import DataSet
from jiheng.scoring.sheet import ScoreSheet

WEIGHTS: Mapping[Severity, int] = MappingProxyType({Severity.ERROR: 5, Severity.WARNING: 2, Severity.INFO: 0})
"""What one finding adds: certainly wrong, likely wrong, worth a look."""
CLAIM_WEIGHT = 5
"""A score that the unit states and the data do not give."""
MOST_OF_A_KIND = 5
"""The same fault a hundred times is one habit: only so many count."""
_UNIT_AND_YEAR = re.compile(r"^\S+ \d{4} 年度 ")


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground of doubt: a sentence, the clause or rule behind it, the figures in it, and what it weighs."""

    code: str
    severity: str
    text: str
    clause: str
    figure: str
    weight: int


def finding_grounds(findings: Iterable[Finding], titles: Mapping[str, str]) -> Iterator[Ground]:
    """Turn findings into grounds; ``titles`` names the rule where a finding cites nothing."""
    for finding in findings:
        figure = "，应为".join(part for part in (finding.stated, finding.expected) if part)
        clause = "；".join(finding.cites) or titles.get(finding.code, finding.code)
        weight = WEIGHTS[finding.severity]
        yield Ground(finding.code, finding.severity.value, _sentence(finding), clause, figure, weight)


def _sentence(finding: Finding) -> str:
    """What is wrong, without the unit and year that all share and without the mend that is the unit's affair."""
    text = finding.message.removesuffix(finding.fix).rstrip("。") if finding.fix else finding.message.rstrip("。")
    return _UNIT_AND_YEAR.sub("", text) + "。"


def claimed_grounds(dataset: DataSet, sheet: ScoreSheet) -> Iterator[Ground]:
    """Scores that the unit states beside what the data give."""
    scores = {line.code: (line.name, line.score) for line in sheet.lines}
    for row in dataset.results:
        name, computed = scores.get(row.indicator, ("", None))
        if row.claimed is not None and computed is not None and row.claimed != computed:
            yield _claimed(f"“{name}”自评得分", row.claimed.shown(), computed.shown())
    for claim in dataset.claims:
        stated = claim.stated
        if (claim.project, claim.item) == ("", "自评总分") and stated is not None and stated != sheet.total.exact:
            yield _claimed("自评总分", fraction_text(stated, Points.PLACES), sheet.total.shown())


def _claimed(what: str, stated: str, computed: str) -> Ground:
    text = f"{what}填报 {stated} 分，按规则计算为 {computed} 分。"
    figure = f"{stated}，应为{computed}"
    return Ground("自评与计算不符", Severity.ERROR.value, text, "规则包评分办法", figure, CLAIM_WEIGHT)


def score_of(grounds: Iterable[Ground]) -> int:
    """The doubt in one number: what the grounds weigh, each kind at most five times."""
    seen: dict[str, list[int]] = {}
    for ground in grounds:
        seen.setdefault(ground.code, []).append(ground.weight)
    return sum(sum(sorted(weights, reverse=True)[:MOST_OF_A_KIND]) for weights in seen.values())


def rank(score: int, money: Money) -> int:
    """Doubt × money: what a mistake here may cost. Without any doubt the larger budget still stands higher."""
    return score * money.units


def heaviest(grounds: Iterable[Ground]) -> list[list[Ground]]:
    """The grounds that weigh anything, by kind, the heaviest kind first."""
    kinds: dict[str, list[Ground]] = {}
    for ground in grounds:
        if ground.weight:
            kinds.setdefault(ground.code, []).append(ground)
    return sorted(kinds.values(), key=lambda each: -score_of(each))


def reasons(grounds: Iterable[Ground], most: int = 3) -> list[str]:
    """Why it stands high: the heaviest kinds, each with its count and its first sentence."""
    return [_reason(each) for each in heaviest(grounds)[:most]]


def _reason(grounds: list[Ground]) -> str:
    more = f"（共 {len(grounds)} 处）" if len(grounds) > 1 else ""
    return f"{grounds[0].text.rstrip('。')}{more}"
