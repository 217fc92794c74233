"""PK3: scoring methods, grades, caps and thresholds that cannot work as written."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise

from jiheng.core.exact import fraction_text
from jiheng.packs.lint.doubted import doubted
from jiheng.packs.lint.note import Remark, Rule
from jiheng.packs.loaded import Loaded
from jiheng.packs.method import Doubt, OverCompletion
from jiheng.packs.method.proportional import positive
from jiheng.packs.model import Pack
from jiheng.packs.names import meant
from jiheng.packs.said import points
from jiheng.packs.typed import KeyPath


def _percent(value: Fraction) -> str:
    return f"{fraction_text(value * 100, 4)}%"


def sizes(loaded: Loaded) -> Iterator[Remark]:
    """Steps and thresholds have a size, so that nothing is divided by nothing."""
    yield from doubted("PK306")(loaded)
    for path, doubt in _sizes(loaded.pack):
        yield Remark((*path, *doubt.path), doubt.sentence, doubt.fix)


def _sizes(pack: Pack) -> Iterator[tuple[KeyPath, Doubt]]:
    over: OverCompletion | None = pack.own_over
    yield from ((("own_over",), doubt) for doubt in (over.sizes("自设指标") if over else ()))
    for place, rule in enumerate(pack.deductions):
        for key, value in (("per", rule.per), ("lose", rule.lose), ("at_most", rule.at_most)):
            yield from (
                (("deductions", place), each) for each in positive((), key, f"扣分“{rule.name}”的 {key}", value)
            )
    for place, bonus in enumerate(pack.bonuses):
        for key, value in (("per", bonus.per), ("gain", bonus.gain), ("at_most", bonus.at_most)):
            yield from ((("bonuses", place), each) for each in positive((), key, f"加分“{bonus.name}”的 {key}", value))
    for place, deadline in enumerate(pack.deadlines):
        if deadline.days == 0:
            fix = "应填不为 0 的天数；负数表示在该事项之前，如 -30。"
            yield ("deadlines", place), Doubt("PK306", ("days",), f"期限“{deadline.matter}”的 days 为 0", fix)


def grades(loaded: Loaded) -> Iterator[Remark]:
    """There are grades, and every one can be reached."""
    pack = loaded.pack
    if not pack.grades:
        yield Remark(
            ("grades",), "没有等级", "正确写法举例：grades: [{name: 优, at_least: 90}, {name: 差, at_least: 0}]"
        )
    seen: set[Fraction] = set()
    for place, grade in enumerate(pack.grades):
        if grade.at_least > pack.full_marks:
            sentence = f"等级“{grade.name}”要求 {points(grade.at_least)}，高于满分 {points(pack.full_marks)}"
            yield Remark(("grades", place), sentence, "请核对 at_least。")
        if grade.at_least in seen:
            yield Remark(("grades", place), f"等级“{grade.name}”与另一等级的起分相同", "各等级的 at_least 应不同。")
        seen.add(grade.at_least)


_SCALES = (
    ("优", "良", "中", "差"),
    ("优秀", "良好", "中等", "较差"),
    ("优秀", "良好", "合格", "不合格"),
    ("优", "良", "合格", "不合格"),
    ("好", "较好", "一般", "较差", "差"),
    ("A", "B", "C", "D", "E"),
    ("甲", "乙", "丙", "丁"),
    ("一等", "二等", "三等", "四等"),
)
"""Grades from the best down, as they are named."""


def crossed_grades(loaded: Loaded) -> Iterator[Remark]:
    """A better grade starts higher than a worse one, and the best not absurdly low."""
    pack = loaded.pack
    told: set[int] = set()
    for (at, upper), (below, lower) in combinations(enumerate(pack.grades), 2):
        better, worse = (upper, lower) if _is_better(upper.name, lower.name, pack) else (lower, upper)
        place = at if better is upper else below
        if better.at_least < worse.at_least and place not in told:
            told.add(place)
            sentence = (
                f"等级“{better.name}”从 {points(better.at_least)}起，低于“{worse.name}”的 {points(worse.at_least)}"
            )
            yield Remark(("grades", place, "at_least"), sentence, "请核对各等级的 at_least，从高到低写。")
    best = max(pack.grades, key=lambda grade: grade.at_least, default=None)
    if best is not None and best.at_least < pack.full_marks / 2:
        sentence = f"最高的等级“{best.name}”只要 {points(best.at_least)}，满分是 {points(pack.full_marks)}"
        yield Remark(("grades",), sentence, "at_least 以分计，如 90；占满分的比例请写 share: 90%。")


def _is_better(one: str, other: str, pack: Pack) -> bool:
    """By the scale that both names are of; otherwise what is written first is better, unless all are written upwards."""
    for scale in _SCALES:
        if one in scale and other in scale:
            return scale.index(one) < scale.index(other)
    floors = [grade.at_least for grade in pack.grades]
    return floors != sorted(floors)


def unknown_grades(loaded: Loaded) -> Iterator[Remark]:
    """A use of results names a grade that there is."""
    names = [grade.name for grade in loaded.pack.grades]
    for place, veto in enumerate(loaded.pack.vetoes):
        if veto.best not in names:
            sentence = f"否决“{veto.name}”写的等级“{veto.best}”不存在"
            yield Remark(
                ("vetoes", place, "best"), sentence, f"{meant(veto.best, names)}现有等级：{'、'.join(names)}。"
            )
    for place, use in enumerate(loaded.pack.uses):
        if use.name not in names:
            sentence = f"结果应用写的等级“{use.name}”不存在"
            yield Remark(("uses", place, "name"), sentence, f"{meant(use.name, names)}现有等级：{'、'.join(names)}。")


def lowest_grade(loaded: Loaded) -> Iterator[Remark]:
    """The lowest grade starts at 0."""
    lowest = min(loaded.pack.grades, key=lambda grade: grade.at_least, default=None)
    if lowest is not None and lowest.at_least > 0:
        sentence = f"低于 {points(lowest.at_least)}没有对应的等级，将按“{lowest.name}”处理"
        yield Remark(("grades",), sentence, f"请把“{lowest.name}”的 at_least 写为 0，或补一个等级。")


def idle_caps(loaded: Loaded) -> Iterator[Remark]:
    """Every band of a cap has an effect of its own."""
    for place, cap in enumerate(loaded.pack.caps):
        for at, band in enumerate(cap.bands):
            others = [other for other in cap.bands if other is not band]
            if any(other.below >= band.below and other.at_most <= band.at_most for other in others):
                sentence = f"封顶“{cap.name}”的第 {at + 1} 档（低于 {_percent(band.below)}）不起作用，另有一档范围更大、封得更低"
                yield Remark(("caps", place, "bands", at), sentence, "数值越低，封顶分应越低。")
            if band.at_most >= loaded.pack.full_marks:
                sentence = f"封顶“{cap.name}”的第 {at + 1} 档封在 {points(band.at_most)}，等于没有封顶"
                yield Remark(("caps", place, "bands", at), sentence, "封顶分应低于满分。")


def monitoring(loaded: Loaded) -> Iterator[Remark]:
    """Yellow lies above red, and the floors rise with the months."""
    rule = loaded.pack.monitoring
    if rule.red_below is not None and rule.yellow_below is not None and rule.yellow_below <= rule.red_below:
        sentence = f"黄线 {_percent(rule.yellow_below)} 不高于红线 {_percent(rule.red_below)}，黄色永远不会出现"
        yield Remark(("monitoring", "yellow_below"), sentence, "黄线应高于红线。")
    for before, after in pairwise(rule.floors):
        if after.month <= before.month or after.rate < before.rate:
            sentence = (
                f"各月最低支出进度应逐月上升，但 {before.month} 月之后是 {after.month} 月（{_percent(after.rate)}）"
            )
            yield Remark(("monitoring", "floors"), sentence, "请按月份从小到大写，进度不下降。")


METHODS = (
    Rule("PK301", "error", "分档应都轮得到", doubted("PK301")),
    Rule("PK302", "info", "分档应写明每一种情形", doubted("PK302")),
    Rule("PK303", "error", "得分比例应在 0 到 100% 之间", doubted("PK303")),
    Rule("PK304", "warning", "择一赋分应有一种情形得满分", doubted("PK304")),
    Rule("PK305", "warning", "定性等级应首尾相接", doubted("PK305")),
    Rule("PK306", "error", "步长、扣分和期限应大于 0", sizes, fragment=True),
    Rule("PK307", "error", "等级应都够得着", grades),
    Rule("PK308", "warning", "最低等级应从 0 分起", lowest_grade),
    Rule("PK309", "warning", "封顶各档应都起作用", idle_caps, fragment=True),
    Rule("PK310", "warning", "监控阈值应分得开", monitoring, fragment=True),
    Rule("PK311", "error", "等级的高低应与起分一致", crossed_grades),
    Rule("PK318", "error", "结果应用的等级应存在", unknown_grades),
    Rule("PK312", "error", "计分方法应写全", doubted("PK312")),
    Rule("PK313", "warning", "自设指标的计分方法不应写不起作用的键", doubted("PK313"), fragment=True),
    Rule("PK314", "error", "一个指标的数值应只有一个来处", doubted("PK314")),
    Rule("PK315", "warning", "每步扣分不应超过分值", doubted("PK315")),
    Rule("PK316", "error", "分档的界限应成立", doubted("PK316")),
    Rule("PK317", "error", "事项、情形、等级不应重复", doubted("PK317")),
)
