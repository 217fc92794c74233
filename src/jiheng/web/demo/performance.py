"""Targets, monthly observations, results and words of an invented unit: what falls short follows from what was paid late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction

from jiheng.core.calendar import Month
from jiheng.core.exact import Points
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import (
    AssetIncome,
    Disclosure,
    Evidence,
    Filing,
    Indicator,
    Narrative,
    Observation,
    Purchase,
    Result,
    RuleDocument,
)
from jiheng.packs.load import load_pack
from jiheng.scoring import score
from jiheng.web.demo.figures import (
    ORIGIN,
    Invention,
    adjustments_of,
    budget_of,
    fund_of,
    payments_of,
    projects_of,
)
from jiheng.web.demo.pool import Aim, Kind

SLOW = Fraction(9, 10)
"""A project that ends below this rate does not reach its output."""
QUALITY = Aim("质量指标", "验收合格率", "%", Fraction(100))
TIMELY = Aim("时效指标", "按计划完成率", "%", Fraction(100))
CONTENT = Aim("服务对象满意度指标", "服务对象满意度", "%", Fraction(90))
MONTHS = (4, 6, 8, 10)
WATCHED = {Fraction(0): "确定能", Fraction(1, 20): "有可能", Fraction(1, 8): "不可能"}
"""From so large a lag on the target is thought so likely."""
REASON = "项目前期工作慢，资金到位晚，工程进度后延"
MEASURE = "倒排工期，资金和进度按月对账，剩余任务下年上半年完成"
OF_LEAVES = {
    "1.1.1": ("部分项目前期工作慢、资金到位晚，未按期完成", "按项目倒排工期，资金与进度按月对账"),
    "1.1.2": ("受项目进度影响，部分效益尚未显现", "项目完工后跟踪效益，纳入下年目标"),
    "1.1.3": ("部分项目支出进度慢", "定期统计资金使用情况，对进展缓慢项目及时预警反馈"),
    "1.2.1": ("专项资金项目有任务未完成", "列入下年首季度计划，按周调度"),
    "1.2.2": ("专项资金支付进度慢", "验收后及时结算支付"),
    "2.6.6": ("部分房屋阶段性闲置", "及时调剂使用，办理资产状态变更"),
}
UNTOLD = ("责任分工不明确，工作衔接不够", "明确责任人和时限，纳入内控流程")


@dataclass(frozen=True, slots=True)
class Task:
    """One project with how it ended."""

    code: str
    kind: Kind
    rate: Fraction

    @property
    def late(self) -> bool:
        """Whether it fell short of its output."""
        return self.rate < SLOW

    @property
    def aims(self) -> tuple[tuple[str, Aim], ...]:
        """The indicators of the project, by code."""
        listed = (self.kind.output, QUALITY, TIMELY, self.kind.benefit, CONTENT)
        return tuple((f"{self.code}-{number:02d}", aim) for number, aim in enumerate(listed, 1))


WEIGHTS = {"数量指标": 20, "质量指标": 15, "时效指标": 15, "服务对象满意度指标": 10}
BENEFIT = 30


def whole_year(made: Invention) -> DataSet:
    """The unit's data set of the year."""
    year = made.unit.year
    lines = tuple(budget_of(made, year))
    payments = tuple(payments_of(made, lines, year))
    tasks = [Task(code, kind, made.final(code, kind, year)) for code, kind in made.kinds]
    indicators = (*_of_unit(tasks), *_of_projects(tasks))
    dataset = replace(
        _routine(made, tasks),
        projects=tuple(projects_of(made)),
        budget=lines,
        payments=payments,
        adjustments=tuple(adjustments_of(made, lines)),
        special_funds=(fund_of(made, lines, payments),),
        indicators=indicators,
        results=tuple(_results(made, tasks, indicators)),
        observations=tuple(_observations(made, tasks)),
        evidence=tuple(_evidence(made, indicators)),
        narrative=tuple(_narrative(tasks)),
    )
    return _explained(dataset, made.town)


def _of_unit(tasks: Sequence[Task]) -> Iterator[Indicator]:
    """The unit's own indicators: output and benefit of every project, and the satisfaction of all."""
    outputs, benefits = _split(50, len(tasks)), _split(30, len(tasks))
    for number, (task, weight) in enumerate(zip(tasks, outputs, strict=True), 1):
        yield _indicator(f"Z{number:02d}", "", task.kind.output, weight, task.kind.name)
    for number, (task, weight) in enumerate(zip(tasks, benefits, strict=True), len(tasks) + 1):
        yield _indicator(f"Z{number:02d}", "", task.kind.benefit, weight, task.kind.name)
    yield _indicator(f"Z{2 * len(tasks) + 1:02d}", "", replace(CONTENT, name="群众满意度"), 10, "")


def _split(whole: int, parts: int) -> list[int]:
    return [whole // parts + (number < whole % parts) for number in range(parts)]


def _of_projects(tasks: Sequence[Task]) -> Iterator[Indicator]:
    for task in tasks:
        for code, aim in task.aims:
            yield _indicator(code, task.code, aim, WEIGHTS.get(aim.level_2, BENEFIT), task.kind.name)


def _indicator(code: str, project: str, aim: Aim, weight: int, about: str) -> Indicator:
    level_1 = "满意度指标" if "满意度" in aim.level_2 else "效益指标" if "效益" in aim.level_2 else "产出指标"
    level_1 = "效益指标" if aim.level_2 == "可持续影响指标" else level_1
    return Indicator(
        code=code,
        project=project,
        level_1=level_1,
        level_2=aim.level_2,
        name=aim.name if project or not about or about in aim.name else f"{about}：{aim.name}",
        operator="≥",
        target=aim.target,
        unit=aim.unit,
        weight=Points.of(Fraction(weight)),
        last_actual=_whole(aim.target * Fraction(96, 100), aim),
        meaning="按年度计划和验收资料统计",
        data_source="业务台账、验收单",
        origin=ORIGIN,
    )


def _whole(value: Fraction, aim: Aim) -> Fraction:
    """As exact as the target is written."""
    step = 1 if aim.target.denominator == 1 else 10
    return Fraction(int(value * step), step)


def _reached(made: Invention, task: Task, code: str, aim: Aim) -> Fraction:
    """What came of an indicator: late projects miss their output and their time, the others meet it or a little more."""
    if task.late and aim in {task.kind.output, TIMELY}:
        return _whole(aim.target * (task.rate + Fraction(3, 100)), aim)
    if task.late and aim.level_2.endswith("效益指标"):
        return _whole(aim.target * Fraction(made.dice(code, "benefit").randrange(90, 99), 100), aim)
    if aim.measured:
        return min(aim.target + made.dice(code, "rate").randrange(0, 4), Fraction(100))
    return _whole(aim.target * Fraction(made.dice(code, "more").randrange(100, 109), 100), aim)


def _results(made: Invention, tasks: Sequence[Task], indicators: Sequence[Indicator]) -> Iterator[Result]:
    """Of projects first by the rules above; the unit's own indicators say the same as the projects'."""
    known = {(task.kind.name, aim.name): _reached(made, task, code, aim) for task in tasks for code, aim in task.aims}
    names = {task.code: task.kind.name for task in tasks}
    for each in indicators:
        about, _, name = each.name.partition("：")
        key = (names[each.project], each.name) if each.project else (about, name or each.name)
        actual = known.get(key) or next((v for (_p, n), v in known.items() if n == each.name), Fraction(91))
        short = each.target is not None and actual < each.target
        reason, measure = (REASON, MEASURE) if short else ("", "")
        yield Result(indicator=each.code, actual=actual, reason=reason, measure=measure, origin=ORIGIN)


def _explained(dataset: DataSet, town: DataSet) -> DataSet:
    """With a reason and a measure at every leaf of the pack that lost points."""
    pack = load_pack(dataset.unit.pack)
    sheet = score(dataset, pack, engine="reference")
    lost = [line.code for line in sheet.lines if line.lost.units and not any(sheet.children(line.code))]
    told = {row.indicator: (row.reason, row.measure) for row in town.results if "项目" not in row.reason}
    rows = [(code, OF_LEAVES.get(code) or told.get(code) or UNTOLD) for code in lost]
    results = (
        Result(indicator=code, reason=reason, measure=measure, origin=ORIGIN) for code, (reason, measure) in rows
    )
    return replace(dataset, results=(*dataset.results, *results))


def _observations(made: Invention, tasks: Sequence[Task]) -> Iterator[Observation]:
    """The output of every project at the end of four months; what will be missed is seen coming."""
    for task in tasks:
        code, aim = task.aims[0]
        end = _reached(made, task, code, aim)
        for month in MONTHS:
            lag = Fraction(0) if not task.late else Fraction(month, 80)
            due = end * Fraction(month, 12) * (1 - lag)
            likely = max((limit, word) for limit, word in WATCHED.items() if limit <= lag)[1]
            reason, measure = (REASON, MEASURE) if likely != "确定能" else ("", "")
            yield Observation(
                indicator=code,
                month=Month(made.unit.year, month),
                value=_whole(due, aim),
                likelihood=likely,
                reason=reason,
                measure=measure,
                origin=ORIGIN,
            )


def _evidence(made: Invention, indicators: Sequence[Indicator]) -> Iterator[Evidence]:
    """The model's evidence for the pack's own leaves, and one sheet for each indicator of the unit."""
    own = {row.code for row in made.town.indicators}
    kept = [row for row in made.town.evidence if row.indicator not in own and "/" not in row.indicator]
    for number, row in enumerate(kept, 1):
        yield replace(row, code=f"ZJ{number:03d}", title=row.title.replace("新造", ""))
    surveys = {row.code for row in indicators if row.level_1 == "满意度指标"}
    for number, each in enumerate(indicators, len(kept) + 1):
        sample = made.dice(each.code, "survey").randrange(120, 400) if each.code in surveys else None
        dated = next(row.dated for row in kept if row.dated)
        yield Evidence(
            code=f"ZJ{number:03d}",
            indicator=each.code,
            title=f"{each.name}：{'满意度调查问卷和汇总表' if sample else each.data_source}",
            dated=dated,
            sample=sample,
            origin=ORIGIN,
        )


CHAPTERS: Mapping[str, str] = {
    "1.1": "{{ 预算年度 }}年，我单位围绕全县中心工作，组织实施{projects}等项目，保障日常运转和公共服务。",
    "1.2": "整体绩效目标依据职责和年度计划制定，指标有目标值、有数据来源。经自评，履职效能得分{{ 得分:1 }}，"
    "管理效率得分{{ 得分:2 }}，合计{{ 总得分 }}，评价等级为“{{ 评价等级 }}”。",
    "1.3": "年度总预算{{ 调整后预算数 }}，总支出{{ 支出数 }}，执行率{{ 支出率 }}；专项资金支出率{{ 专项资金支出率 }}。\n\n"
    "履职效能扣分情况：{{ 扣分说明:1 }}。",
    "1.4": "预算编制、执行、采购、资产和绩效管理制度健全，按规定公开预决算和绩效信息。\n\n管理效率扣分情况：{{ 扣分说明:2 }}。",
    "2": "一是个别项目前期工作不充分，支付集中在年底；二是绩效指标设置还不够细；三是绩效工作人员多为兼职。",
    "3": "希望加强业务培训，布置任务时同步下发填报指南。",
    "goal": "完成{projects}等年度任务，保障基本公共服务。",
    "achieved": "预算执行率{{ 支出率 }}，年度任务基本完成。",
    "thrift": "严格公用经费和“三公”经费预算管理，年中不追加公用经费。",
    "conclusion": "部门整体支出{{ 支出数 }}，执行率{{ 支出率 }}，自评{{ 总得分 }}，等级“{{ 评价等级 }}”。",
    "problems": "个别项目前期工作不充分，支付集中在年底；绩效指标设置还不够细。",
    "measures": "提前做好项目前期工作，按月通报支付进度；细化绩效指标。",
}


def _narrative(tasks: Sequence[Task]) -> Iterator[Narrative]:
    projects = "、".join(task.kind.name for task in tasks[:4])
    for chapter, text in CHAPTERS.items():
        yield Narrative(chapter=chapter, text=text.replace("{projects}", projects), origin=ORIGIN)


def _routine(made: Invention, tasks: Sequence[Task]) -> DataSet:
    """Registers of routine matters after the model's: few slips in a neat unit, many in one that is slow in all."""
    town, neat, slow = made.town, int(made.unit.code) % 3, made.slack >= 12
    return DataSet(
        unit=made.unit,
        answers=town.answers,
        purchases=tuple(_purchases(made, tasks, neat)),
        assets=tuple(replace(row, note="") for row in town.assets),
        asset_income=tuple(_income(town, neat)),
        disclosures=tuple(_disclosures(town, neat, slow=slow)),
        rule_documents=tuple(_named(row, made) for row in town.rule_documents[3 if slow else 0 :]),
        running_costs=town.running_costs,
        inspections=town.inspections if neat == 0 else (),
        filings=tuple(_filings(town, neat, slow=slow)),
        history=tuple(row for row in town.history if row.measure in {"支出率", "公用经费支出数"}),
        nil=("inspections",) if neat else (),
    )


def _income(town: DataSet, neat: int) -> Iterator[AssetIncome]:
    for number, row in enumerate(town.asset_income, 1):
        yield replace(row, name=f"出租收入（{number}）", paid=row.due if neat else row.paid)


def _disclosures(town: DataSet, neat: int, *, slow: bool) -> Iterator[Disclosure]:
    for number, row in enumerate(town.disclosures):
        late = timedelta(days=40 if slow and number % 2 and row.published else 0)
        published = row.published + late if row.published else None
        yield replace(row, complete=row.complete or neat == 2, published=published, note="")


def _filings(town: DataSet, neat: int, *, slow: bool) -> Iterator[Filing]:
    for number, row in enumerate(town.filings):
        late = timedelta(days=15 if slow and number % 2 and row.filed else 0)
        yield replace(row, returned=0 if neat == 2 else row.returned, filed=row.filed + late if row.filed else None)


def _named(row: RuleDocument, made: Invention) -> RuleDocument:
    short = made.unit.name.partition("县")[2].removesuffix("（演示）").removesuffix("人民政府")
    return replace(row, title=row.title.replace("新造镇", short), note="")


def _purchases(made: Invention, tasks: Sequence[Task], neat: int) -> Iterator[Purchase]:
    """One purchase for each project, with the model's dates; a neat unit signs and files in time."""
    budgets = {line.project: line.adjusted for line in budget_of(made, made.unit.year) if line.project}
    for row, task in zip(made.town.purchases, tasks, strict=False):
        budget = budgets[task.code]
        assert budget is not None
        planned = type(budget)(budget.units * 3 // 10 // 1_000_000 * 1_000_000)
        signed = row.award + timedelta(days=20) if neat and row.award else row.signed
        filed = signed + timedelta(days=4) if neat and signed else row.filed
        yield replace(
            row,
            name=f"{task.kind.name}服务采购",
            project=task.code,
            budget=planned,
            amount=type(planned)(planned.units * 97 // 100),
            signed=signed,
            announced=signed + timedelta(days=1) if signed else None,
            filed=filed,
        )
