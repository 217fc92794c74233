"""The reviewer's opinion as a draft: every sentence rests on a clause or a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiheng.checks.review.deviation import Rescored, changed
from jiheng.checks.review.doubt import Ground, heaviest
from jiheng.core.exact import fraction_text
from jiheng.facts.rows import Review
from jiheng.scoring.sheet import ScoreSheet

MOST_GROUNDS = 12
"""More belong into the annex, not into an opinion."""
TOLD_OF_A_KIND = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the opinion with what it rests on."""

    text: str
    clause: str = ""
    figure: str = ""


def draft(sheet: ScoreSheet, grounds: Sequence[Ground], reviews: Sequence[Review], result: Rescored) -> list[Sentence]:
    """Draft the opinion: the result, what is doubtful by weight, what was re-scored and why, the deviation."""
    return [
        _opening(sheet),
        *_doubts(grounds),
        *_changes(sheet, reviews),
        _closing(result),
    ]


def _opening(sheet: ScoreSheet) -> Sentence:
    total, lost = sheet.total.shown(), sheet.lost.shown()
    text = f"该单位 {sheet.year} 年度自评得分 {total} 分，等级为“{sheet.verdict}”，失分 {lost} 分。"
    return Sentence(text, clause=sheet.pack_label, figure=f"{sheet.full_marks.shown()} − {lost} = {total}")


def _doubts(grounds: Sequence[Ground]) -> Iterator[Sentence]:
    kinds = heaviest(grounds)
    if not kinds:
        yield Sentence("经按规则目录核查，未发现错误和疑点（0 项）。", clause="核查规则目录", figure="0 项")
    shown = [ground for kind in kinds for ground in kind[:TOLD_OF_A_KIND]][:MOST_GROUNDS]
    for number, ground in enumerate(shown, 1):
        yield Sentence(f"{number}. {ground.text}依据：{ground.clause.rstrip('。')}。", ground.clause, ground.figure)
    total = sum(map(len, kinds))
    if total > len(shown):
        yield Sentence(f"其余同类问题 {total - len(shown)} 项见核查清单。", figure=f"共 {total} 项")


def _changes(sheet: ScoreSheet, reviews: Sequence[Review]) -> Iterator[Sentence]:
    for line, score, review in changed(sheet, reviews):
        share = "" if review.percent is None else f"，扣分比例 {fraction_text(review.percent * 100, 2)}%"
        clause = f"，依据{review.rule}" if review.rule else ""
        reason = f"：{review.reason}" if review.reason else ""
        figure = f"{line.score.shown()} → {score.shown()}"
        text = f"“{line.name}”由 {line.score.shown()} 分改为 {score.shown()} 分{clause}{share}{reason}。"
        yield Sentence(text, review.rule, figure)


def _closing(result: Rescored) -> Sentence:
    text = f"复核得分 {result.reviewed.shown()} 分，等级为“{result.grade}”，偏离度 {result.deviation.percent()}。"
    own, reviewed = result.own.shown(), result.reviewed.shown()
    return Sentence(text, clause="偏离度 =（自评 − 复核）÷ 自评", figure=f"（{own} − {reviewed}）÷ {own}")
