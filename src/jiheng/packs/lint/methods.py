"""PK3: scoring methods, grades, caps and thresholds that cannot work as written."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from jiheng.core.exact import fraction_text
from jiheng.packs.lint.note import Remark, Rule, named, nodes
from jiheng.packs.lint.weights import points
from jiheng.packs.loaded import Loaded
from jiheng.packs.method import (
    Bands,
    Linear,
    Method,
    OneOf,
    OverCompletion,
    Proportional,
    Qualitative,
    Step,
)
from jiheng.packs.model import Pack
from jiheng.packs.typed import KeyPath

Placed = tuple[KeyPath, str, Method]


def _methods(pack: Pack) -> Iterator[Placed]:
    for path, node in nodes(pack):
        if node.method is not None:
            yield (*path, "method"), named(node), node.method
    for sign, method in pack.own_methods.items():
        yield ("own_methods", sign), f"自设指标（{sign}）", method


def _percent(value: Fraction) -> str:
    return f"{fraction_text(value * 100, 4)}%"


def unreachable_bands(loaded: Loaded) -> Iterator[Remark]:
    """No band is hidden by one above it."""
    for path, by, method in _methods(loaded.pack):
        if isinstance(method, Bands):
            for place, band in enumerate(method.bands):
                above = method.bands[:place]
                if any(_covers(other.at_least, band.at_least) for other in above):
                    sentence = f"{by}的第 {place + 1} 档永远轮不到"
                    yield Remark(
                        (*path, "bands", place), sentence, "各档按 at_least 从高到低写，不重复；兜底的一档写在最后。"
                    )


def _covers(above: Fraction | None, below: Fraction | None) -> bool:
    """Whether every value that reaches ``below`` reaches ``above`` already."""
    return above is None or (below is not None and above <= below)


def open_bands(loaded: Loaded) -> Iterator[Remark]:
    """The last band catches everything below the others."""
    for path, by, method in _methods(loaded.pack):
        if isinstance(method, Bands) and all(band.at_least is not None for band in method.bands):
            lowest = min(band.at_least for band in method.bands if band.at_least is not None)
            sentence = f"{by}低于 {fraction_text(lowest, 4)} 时没有写得多少分，将得 0 分"
            yield Remark((*path, "bands"), sentence, "如本意如此，请加一档 {share: 0} 写明。")


def shares(loaded: Loaded) -> Iterator[Remark]:
    """A share of the weight lies between 0 and 100 %."""
    for path, by, method in _methods(loaded.pack):
        for below, share in _shares(method):
            if not 0 <= share <= 1:
                yield Remark((*path, *below), f"{by}的得分比例为 {_percent(share)}", "得分比例应在 0 到 100% 之间。")


def _shares(method: Method) -> Iterator[tuple[KeyPath, Fraction]]:
    match method:
        case Bands(bands=bands):
            yield from ((("bands", place), band.share) for place, band in enumerate(bands))
        case OneOf(choices=choices):
            yield from ((("choices", place), choice.share) for place, choice in enumerate(choices))
        case Qualitative(levels=levels):
            yield from (
                (("levels", place), share) for place, each in enumerate(levels) for share in (each.low, each.high)
            )
        case _:
            return


def no_full_choice(loaded: Loaded) -> Iterator[Remark]:
    """Some alternative gives all the points."""
    for path, by, method in _methods(loaded.pack):
        if isinstance(method, OneOf) and max(choice.share for choice in method.choices) < 1:
            yield Remark((*path, "choices"), f"{by}没有一种情形能得满分", "请核对各情形的 share。")


def level_bands(loaded: Loaded) -> Iterator[Remark]:
    """Qualitative levels follow each other from 100 % to 0 without gap or overlap."""
    for path, by, method in _methods(loaded.pack):
        if isinstance(method, Qualitative):
            for problem in _level_problems(method):
                fix = "各等级应首尾相接，从 100% 到 0，如 100%至80%、80%至60%、60%至0。"
                yield Remark((*path, "levels"), f"{by}的{problem}", fix)


def _level_problems(method: Qualitative) -> Iterator[str]:
    for level in method.levels:
        if level.low >= level.high:
            yield f"等级“{level.name}”上限 {_percent(level.high)} 不高于下限 {_percent(level.low)}"
    ranked = sorted(method.levels, key=lambda level: level.high, reverse=True)
    for upper, lower in pairwise(ranked):
        if upper.low != lower.high:
            word = "之间有空档" if upper.low > lower.high else "重叠"
            yield f"等级“{upper.name}”与“{lower.name}”{word}"
    if ranked[0].high != 1:
        yield f"最高等级“{ranked[0].name}”的上限为 {_percent(ranked[0].high)}，得不到满分"
    if ranked[-1].low != 0:
        yield f"最低等级“{ranked[-1].name}”的下限为 {_percent(ranked[-1].low)}，得不到 0 分"


def sizes(loaded: Loaded) -> Iterator[Remark]:
    """Steps and thresholds have a size, so that nothing is divided by nothing."""
    pack = loaded.pack
    for path, by, method in _methods(pack):
        yield from _method_sizes(path, by, method)
    yield from _over_size(("own_over",), "自设指标", pack.own_over)
    for place, rule in enumerate(pack.deductions):
        path = ("deductions", place)
        yield from _positive((*path, "per"), f"扣分“{rule.name}”的 per", rule.per)
        yield from _positive((*path, "lose"), f"扣分“{rule.name}”的 lose", rule.lose)
        yield from _positive((*path, "at_most"), f"扣分“{rule.name}”的 at_most", rule.at_most)
    for place, deadline in enumerate(pack.deadlines):
        if deadline.days == 0:
            fix = "应填不为 0 的天数；负数表示在该事项之前，如 -30。"
            yield Remark(("deadlines", place, "days"), f"期限“{deadline.matter}”的 days 为 0", fix)


def _method_sizes(path: KeyPath, by: str, method: Method) -> Iterator[Remark]:
    match method:
        case Step(per=per, lose=lose, at_most=at_most):
            yield from _positive((*path, "per"), f"{by}的 per", per)
            yield from _positive((*path, "lose"), f"{by}的 lose", lose)
            yield from _positive((*path, "at_most"), f"{by}的 at_most", at_most)
        case Linear(zero_at=zero_at, full_at=full_at) if zero_at == full_at:
            yield Remark(path, f"{by}的 zero_at 与 full_at 相同", "两个值应不同，得 0 分的值和得满分的值各写一个。")
        case Proportional(over=over):
            yield from _over_size((*path, "over"), by, over)
        case _:
            return


def _over_size(path: KeyPath, by: str, over: OverCompletion | None) -> Iterator[Remark]:
    if over is None:
        return
    yield from _positive((*path, "above"), f"{by}超额完成的 above", over.above)
    if over.effect == "deduct":
        yield from _positive((*path, "lose"), f"{by}超额完成的 lose", over.lose)


def _positive(path: KeyPath, what: str, value: Fraction | None) -> Iterator[Remark]:
    if value is not None and value <= 0:
        yield Remark(path, f"{what} 为 {fraction_text(value, 4)}", "应填大于 0 的数。")


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
    Rule("PK301", "error", "分档应都轮得到", unreachable_bands),
    Rule("PK302", "info", "分档应写明最低一档", open_bands),
    Rule("PK303", "error", "得分比例应在 0 到 100% 之间", shares),
    Rule("PK304", "warning", "择一赋分应有一种情形得满分", no_full_choice),
    Rule("PK305", "warning", "定性等级应首尾相接", level_bands),
    Rule("PK306", "error", "步长、扣分和期限应大于 0", sizes, fragment=True),
    Rule("PK307", "error", "等级应都够得着", grades),
    Rule("PK308", "warning", "最低等级应从 0 分起", lowest_grade),
    Rule("PK309", "warning", "封顶各档应都起作用", idle_caps, fragment=True),
    Rule("PK310", "warning", "监控阈值应分得开", monitoring, fragment=True),
)
