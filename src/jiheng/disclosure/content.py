"""The public pack: what was promised, done, spent, not done and why, in plain words, and the tables behind it.

Every sentence names the facts that it is made of; the same ids stand in the tables and in the files, and stay the
same from year to year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from jiheng.checks.review import Rescored, changed, rescore
from jiheng.core.exact import Money, Ratio, fraction_text
from jiheng.facts.attainment import reached
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures import measure
from jiheng.facts.rows import Indicator, Result, Review
from jiheng.packs.model import Pack
from jiheng.scoring.explain.words import with_unit
from jiheng.scoring.sheet import ScoreSheet


@dataclass(frozen=True, slots=True)
class Sentence:
    """One plain sentence and the ids of the facts in it."""

    chapter: str
    text: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenTable:
    """One table of the pack; the first column is the stable id of each row."""

    code: str
    title: str
    columns: tuple[tuple[str, str], ...]
    """Name and meaning (the data dictionary)."""
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PublicPack:
    """All that is published of one unit and year."""

    unit_code: str
    unit: str
    year: int
    total: str
    grade: str
    reviewed_total: str
    """After the review; as ``total`` if it changed nothing."""
    reviewed_grade: str
    pack_id: str
    pack_version: str
    pack_label: str
    dataset_sha256: str
    sentences: tuple[Sentence, ...]
    tables: tuple[OpenTable, ...]

    def chapter(self, name: str) -> tuple[Sentence, ...]:
        """The sentences of one chapter."""
        return tuple(sentence for sentence in self.sentences if sentence.chapter == name)

    @property
    def chapters(self) -> tuple[str, ...]:
        """Chapter names in order."""
        return tuple(dict.fromkeys(sentence.chapter for sentence in self.sentences))


def build(dataset: DataSet, pack: Pack, sheet: ScoreSheet) -> PublicPack:
    """Make the pack from one data set and its score sheet; nothing is typed."""
    results = {row.indicator: row for row in dataset.results}
    own = [each for each in dataset.indicators if not each.project]
    reviewed = rescore(sheet, dataset.reviews, pack)
    sentences = (
        *_money(dataset, pack),
        *_promises(own, results),
        *_score(sheet),
        *_cautions(pack),
        *_review(sheet, reviewed, dataset.reviews),
    )
    tables = (_budget_table(dataset), _indicator_table(dataset, results), _score_table(sheet))
    return PublicPack(
        unit_code=dataset.unit.code,
        unit=dataset.unit.name,
        year=dataset.unit.year,
        total=sheet.total.shown(),
        grade=sheet.verdict,
        reviewed_total=reviewed.reviewed.shown(),
        reviewed_grade=reviewed.grade,
        pack_id=pack.id,
        pack_version=pack.version,
        pack_label=pack.title,
        dataset_sha256=dataset.sha256,
        sentences=sentences,
        tables=tables,
    )


def _money(dataset: DataSet, pack: Pack) -> Iterator[Sentence]:
    known = measure(dataset, pack)
    budget, paid = known["调整后预算数"].value, known["支出数"].value
    if budget is None or paid is None:
        return
    rate = Ratio(Money.rounded(paid).units, Money.rounded(budget).units).percent()
    text = (
        f"{dataset.unit.year} 年全年可以使用的预算是 {Money.rounded(budget).wan()} 万元，"
        f"实际花了 {Money.rounded(paid).wan()} 万元，占 {rate}。"
    )
    yield Sentence("花了多少钱", text, ("调整后预算数", "支出数"))
    three_budget, three_paid = known["三公经费预算数"].value, known["三公经费支出数"].value
    if three_budget is not None and three_paid is not None:
        more = f"“三公”经费预算 {Money.rounded(three_budget).wan()} 万元，实际 {Money.rounded(three_paid).wan()} 万元。"
        yield Sentence("花了多少钱", more, ("三公经费预算数", "三公经费支出数"))


def _promises(own: list[Indicator], results: dict[str, Result]) -> Iterator[Sentence]:
    kept = [each for each in own if reached(each, results.get(each.code))]
    missed = [each for each in own if reached(each, results.get(each.code)) is False]
    open_ = len(own) - len(kept) - len(missed)
    if own:
        unknown = f"，{open_} 项还没有结果" if open_ else ""
        codes = tuple(each.code for each in own)
        yield Sentence(
            "答应了什么，做到了什么",
            f"年初答应的 {len(own)} 件事，做到 {len(kept)} 件，没做到 {len(missed)} 件{unknown}。",
            codes,
        )
    for each in kept:
        yield Sentence(
            "答应了什么，做到了什么", f"{_promise(each)}，{_outcome(each, results[each.code])}。", (each.code,)
        )
    for each in missed:
        result = results[each.code]
        reason = f"原因：{result.reason.rstrip('。')}。" if result.reason else "没有说明原因。"
        measure_ = f"下一步：{result.measure.rstrip('。')}。" if result.measure else ""
        yield Sentence(
            "没做到的，为什么", f"{_promise(each)}，{_outcome(each, result)}。{reason}{measure_}", (each.code,)
        )


def _promise(indicator: Indicator) -> str:
    if indicator.operator == "定性":
        return f"{indicator.name}（{indicator.text_target}）" if indicator.text_target else indicator.name
    words = {"≥": "不少于", ">": "多于", "≤": "不超过", "<": "少于", "=": ""}
    assert indicator.target is not None
    return f"{indicator.name}：目标{words[indicator.operator]} {_told(indicator, indicator.target)}"


def _outcome(indicator: Indicator, result: Result) -> str:
    if indicator.operator == "定性" or result.actual is None:
        return f"结果为“{result.level}”"
    return f"实际 {_told(indicator, result.actual)}"


def _told(indicator: Indicator, value: Fraction) -> str:
    """A target or a result with the digits that the score table shows."""
    held = [each for each in (indicator.target,) if each is not None]
    return with_unit(value, indicator.unit, *held).replace(" ", "")


def _score(sheet: ScoreSheet) -> Iterator[Sentence]:
    parents = {line.parent for line in sheet.lines}
    lost = sorted(
        (line for line in sheet.lines if line.code not in parents and line.lost.units > 0),
        key=lambda line: -line.lost.units,
    )
    total = f"按照“{sheet.pack_label}”，自评得分 {sheet.total.shown()} 分，等级为“{sheet.verdict}”。"
    yield Sentence("自评得了多少分", total, tuple(line.code for line in sheet.children("")))
    for line in lost:
        yield Sentence("自评得了多少分", f"“{line.name}”失 {line.lost.shown()} 分：{line.because}。", (line.code,))


def _cautions(pack: Pack) -> Iterator[Sentence]:
    """That the rules are not vouched for, once."""
    if pack.caution:
        yield Sentence("自评得了多少分", pack.caution, ("规则包",))


def _review(sheet: ScoreSheet, reviewed: Rescored, reviews: Iterable[Review]) -> Iterator[Sentence]:
    """What the review changed; nothing is said of a review that changed nothing."""
    found = changed(sheet, reviews)
    if found:
        codes = tuple(line.code for line, _score, _review in found)
        total = f"复核后得分 {reviewed.reviewed.shown()} 分，等级为“{reviewed.grade}”，改动 {len(found)} 项。"
        yield Sentence("复核改了什么", total, codes)
    for line, score, review in found:
        because = f"：{review.reason.rstrip('。')}" if review.reason else ""
        text = f"“{line.name}”由 {line.score.shown()} 分改为 {score.shown()} 分{because}。"
        yield Sentence("复核改了什么", text, (line.code,))


def _budget_table(dataset: DataSet) -> OpenTable:
    paid: dict[str, Money] = {}
    for payment in dataset.payments:
        paid[payment.line] = paid.get(payment.line, Money(0)) + (payment.amount or Money(0))
    names = {project.code: project.name for project in dataset.projects}
    rows = tuple(
        (
            line.code,
            names.get(line.project, "基本支出"),
            line.category,
            line.source,
            line.original.text() if line.original else "",
            line.adjusted.text() if line.adjusted else "",
            paid.get(line.code, Money(0)).text(),
        )
        for line in dataset.budget
    )
    columns = (
        ("id", "预算项编码，逐年不变"),
        ("project", "项目名称，基本支出除外"),
        ("category", "支出类别"),
        ("source", "资金来源"),
        ("original_yuan", "年初预算数，元"),
        ("adjusted_yuan", "调整后预算数，元"),
        ("paid_yuan", "支出数，元"),
    )
    return OpenTable("budget", "预算与支出", columns, rows)


def _indicator_table(dataset: DataSet, results: dict[str, Result]) -> OpenTable:
    rows = tuple(_indicator_row(each, results.get(each.code)) for each in dataset.indicators)
    columns = (
        ("id", "指标编码，逐年不变"),
        ("project", "项目编码，空为部门整体"),
        ("level_1", "一级指标"),
        ("name", "三级指标"),
        ("operator", "指标性质"),
        ("target", "年度指标值"),
        ("actual", "全年完成值"),
        ("unit", "度量单位"),
        ("reached", "是否完成：是、否、空为未知"),
        ("reason", "偏差原因"),
    )
    return OpenTable("indicators", "绩效指标完成情况", columns, rows)


def _indicator_row(indicator: Indicator, result: Result | None) -> tuple[str, ...]:
    done = reached(indicator, result)
    target = indicator.text_target if indicator.target is None else fraction_text(indicator.target, 6)
    actual = "" if result is None else result.level if result.actual is None else fraction_text(result.actual, 6)
    return (
        indicator.code,
        indicator.project,
        indicator.level_1,
        indicator.name,
        indicator.operator,
        target,
        actual,
        indicator.unit,
        "" if done is None else "是" if done else "否",
        "" if result is None else result.reason,
    )


def _score_table(sheet: ScoreSheet) -> OpenTable:
    rows = tuple(
        (line.code, line.parent, line.name, line.weight.text(2), line.score.text(2), line.lost.text(2), line.because)
        for line in sheet.lines
    )
    columns = (
        ("id", "指标编码"),
        ("parent", "上级指标编码"),
        ("name", "指标名称"),
        ("weight", "分值"),
        ("score", "得分"),
        ("lost", "失分"),
        ("because", "计算过程"),
    )
    return OpenTable("score", "自评评分表", columns, rows)
