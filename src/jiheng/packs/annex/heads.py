"""What the columns of an indicator table are for, by what stands above them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Use(StrEnum):
    """What a column holds."""

    LEVEL = "level"
    POINTS = "points"
    MEANING = "meaning"
    POINTS_OF = "points_of"
    """评价要点."""
    CRITERION = "criterion"
    TARGET = "target"
    EVIDENCE = "evidence"
    OTHER = "other"


_USES: tuple[tuple[Use, str], ...] = (
    (
        Use.OTHER,
        r"^(?:序号|编号|备注|说明|得分|自评得分|评价得分|自评分值?|自评分|实际得分|考核得分|复核得分|扣分|扣分原因|扣分理由|得分理由|得分情况|评分|完成值|实际完成值|完成情况|全年实际值|全年完成值|实际值|偏差.*|责任.*|牵头.*|考核单位|评分依据)$",
    ),
    (
        Use.CRITERION,
        r"(?:评分|评价|计分|赋分|考核|打分|得分|扣分|评定|评判)(?:标准|办法|方法|规则|细则|准则|方式)|^标准$|评分说明|计分公式|评分与扣分",
    ),
    (Use.POINTS_OF, r"(?:评价|评分|考核|评审|观测)(?:要点|内容|要素)|^(?:要点|主要内容|观测点)$"),
    (
        Use.POINTS,
        r"^(?:指标)?(?:标准|指标|参考|分配|设定|基本|基准|满分)?(?:分值|权重|分数|标准分|满分|分)(?:\(.*\)|%|\(%\))?$|^(?:一级|二级|三级|四级)?(?:指标)?(?:权重|分值)(?:\(.*\)|%)?$|^满分值?$|^标准分值?$|^权重.{0,4}分值?$",
    ),
    (Use.MEANING, r"(?:指标)?(?:解释|说明|释义|内涵|定义|含义|描述|概念)(?:及.*)?$|^计算公式$|公式"),
    (Use.TARGET, r"(?:目标值|指标值|标杆值|标准值|计划值|年初目标|基准值|预期值)"),
    (Use.EVIDENCE, r"数据来源|佐证|证明材料|评价依据|资料来源|支撑材料|取数|数据采集|备查材料|印证"),
    (
        Use.LEVEL,
        r"^[一二三四1-4]级(?:评价|考核|绩效)?(?:指标)?(?:名称|内容)?$|^(?:评价|绩效|考核|评分)?(?:指标|项目)(?:名称|内容)?$|^(?:评价|考核|评分)(?:项目|类别|维度|事项)$|^(?:类别|维度|指标类别|指标类型|大类|考核类别)$",
    ),
)
"""Looked at in order; the first that fits decides."""
_TOTALS = re.compile(r"^(?:合计|总计|总分|共计|小计|总得分|合计得分|总分值|得分合计)(?:\(.*\))?$")
_BLANKS = re.compile(r"[\s\u200b\ufeff]+")


def squeezed(text: str) -> str:
    """A head without blanks, brackets half-width."""
    return _BLANKS.sub("", text).replace("（", "(").replace("）", ")").replace("％", "%").rstrip(":：")


def use(head: str) -> Use | None:
    """What a column is for by its head; None where the head says nothing known."""
    plain = squeezed(head)
    return next((use for use, pattern in _USES if re.search(pattern, plain)), None)


def is_total(text: str) -> bool:
    """Whether a row's first cell says that it adds up."""
    return bool(_TOTALS.match(squeezed(text)))


@dataclass(frozen=True, slots=True)
class Heads:
    """Where the head rows end, and what each column is for."""

    body: int
    uses: Mapping[int, Use]
    texts: Mapping[int, str]

    def of(self, use: Use) -> list[int]:
        """The columns of a use, from the left."""
        return [column for column, each in sorted(self.uses.items()) if each is use]


def heads(rows: Sequence[Mapping[int, str]]) -> Heads | None:
    """The heads of a table: the first row that names levels and points or criteria, with the row below if it goes on.

    Args:
        rows: text by column, merged cells in each column that they cover.
    """
    for at, row in enumerate(rows):
        found = _uses(row)
        if _is_head(found):
            return _with_next(rows, at, row, found)
    return None


def _uses(row: Mapping[int, str]) -> dict[int, Use]:
    return {column: known for column, text in row.items() if (known := use(text)) is not None}


def _is_head(uses: Mapping[int, Use]) -> bool:
    held = set(uses.values())
    return Use.LEVEL in held and bool(held & {Use.POINTS, Use.CRITERION}) and len(uses) > 1


def _with_next(rows: Sequence[Mapping[int, str]], at: int, row: Mapping[int, str], found: dict[int, Use]) -> Heads:
    """Take a second head row in: one that splits a head into 名称 and 权重, or 指标 into levels."""
    texts = dict(row)
    below = rows[at + 1] if at + 1 < len(rows) else {}
    finer = {column: text for column, text in below.items() if text != row.get(column)}
    split = {column: known for column, text in finer.items() if (known := _finer(text)) is not None}
    if not split or len(split) < len(finer):
        return Heads(at + 1, found, texts)
    return Heads(at + 2, found | split, texts | finer)


def _finer(text: str) -> Use | None:
    plain = squeezed(text)
    return Use.LEVEL if plain in {"名称", "指标名称", "指标"} else use(text)
