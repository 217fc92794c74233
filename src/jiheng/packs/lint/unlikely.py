"""PK33: what works as written but is hardly what its author meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from jiheng.core.exact import fraction_text
from jiheng.packs.lint.doubted import methods
from jiheng.packs.lint.note import Remark, Rule, named, nodes
from jiheng.packs.loaded import Loaded
from jiheng.packs.method import OverCompletion, Valued
from jiheng.packs.names import meant
from jiheng.packs.typed import KeyPath

_MORE = re.compile(r"(?:支出|执行|完成|达标|合格|及时|覆盖|签订|公开|入库|回收|整改|优良|利用)率$|满意度$")
_LESS = re.compile(
    r"(?:控制|调整|结余|结转|超支|违规|投诉|事故|差错|退回|空置|漏损)率$|(?:迟报|逾期).*[天日]数$|问题数$|退回次数$"
)
"""Names of measures that everybody reads one way."""
_LEVELS = ("产出指标", "效益指标", "满意度指标", "成本指标", "服务对象满意度指标")
"""First levels of units' own indicators, as 财预〔2020〕10号 and the budget system name them."""
_YEARS_AHEAD = 10


def directions(loaded: Loaded) -> Iterator[Remark]:
    """A rate that should rise is not scored the better the lower it is, nor the other way round."""
    for path, by, method, _weight in methods(loaded.pack):
        if not isinstance(method, Valued) or not method.ONE_WAY:
            continue
        name = method.measure
        more, less = bool(_MORE.search(name)), bool(_LESS.search(name))
        if not (more or less) or more == method.rises():
            continue
        usual, here = ("越高越好", "越低得分越高") if more else ("越低越好", "越高得分越高")
        yield Remark(path, f"{by}的数据“{name}”一般{usual}，这里写成了{here}", "请核对方向、比较符号和各个界限。")


def over_completion(loaded: Loaded) -> Iterator[Remark]:
    """To complete more than all begins above 100 %."""
    for path, by, over in _overs(loaded):
        if over.above < 1:
            shown = f"{fraction_text(over.above * 100, 4)}%"
            sentence = f"{by}的超额完成从 {shown} 算起，还没有完成也算超额"
            yield Remark((*path, "above"), sentence, "应大于 100%，如 130%。")


def _overs(loaded: Loaded) -> Iterator[tuple[KeyPath, str, OverCompletion]]:
    if loaded.pack.own_over is not None:
        yield ("own_over",), "自设指标", loaded.pack.own_over
    for path, by, method, _weight in methods(loaded.pack):
        over = getattr(method, "over", None)
        if isinstance(over, OverCompletion):
            yield (*path, "over"), by, over


def days_in_force(loaded: Loaded) -> Iterator[Remark]:
    """A value begins while the pack is used."""
    years = loaded.pack.years
    end = date(years.last or years.first + _YEARS_AHEAD, 12, 31)
    for name, value in loaded.pack.values.items():
        for day in value.since:
            if day > end:
                sentence = f"“{name}”自 {day} 起的数值，在适用年度（{years.first} 年起）里用不到"
                yield Remark(("values", name, "since", str(day)), sentence, "请核对施行日期的年份。")


def first_levels(loaded: Loaded) -> Iterator[Remark]:
    """A level of own indicators bears the name under which units write them."""
    for path, node in nodes(loaded.pack):
        if node.own is None or node.own.level_1 in ("", *_LEVELS):
            continue
        if near := meant(node.own.level_1, _LEVELS):
            sentence = (
                f"{named(node)}收一级指标为“{node.own.level_1}”的自设指标，单位填的不叫这个名称，{node.name}将无从计分"
            )
            yield Remark((*path, "own", "level_1"), sentence, near)


UNLIKELY = (
    Rule("PK330", "info", "得分方向应与数据的含义一致", directions),
    Rule("PK331", "warning", "超额完成应从 100% 以上算起", over_completion, fragment=True),
    Rule("PK332", "warning", "数值应在适用年度里施行", days_in_force),
    Rule("PK333", "warning", "自设指标的一级指标应用通行的名称", first_levels, fragment=True),
)
