"""The kinds of claim: each is a row of data; none brings code of its own.

``kind`` is the contract's kind (for sums and differences it follows what is counted), ``wrong`` the
code of a claim that does not hold, ``cut`` and ``near`` those of results that were cut off or lie
within the rounding of their inputs, ``equation`` how its slots make the result, for the reader.
"""

from __future__ import annotations

from dataclasses import dataclass

from jiheng.checks.finding import Kind


@dataclass(frozen=True, slots=True)
class Frame:
    """One kind of claim."""

    name: str
    kind: Kind
    equation: str
    wrong: str
    cut: str = ""
    near: str = ""


_ROWS = (
    Frame("rate", Kind.RATIO, "分子 ÷ 分母", "T101", "T103", "T105"),
    Frame("share", Kind.RATIO, "部分 ÷ 总数", "T101", "T103", "T105"),
    Frame("completion", Kind.RATIO, "完成数 ÷ 预算（目标）数", "T101", "T103", "T105"),
    Frame("mean", Kind.RATIO, "总数 ÷ 个数", "T106", "", "T105"),
    Frame("proportion", Kind.RATIO, "前项 ÷ 后项", "T107", "T103", "T105"),
    Frame("formula", Kind.RATIO, "文中写出的算式", "T108", "T103", "T105"),
    Frame("sum", Kind.SUM, "各分项之和", "T111", "", "T113"),
    Frame("count", Kind.COUNT, "各分项之和", "T131", "", ""),
    Frame("scores", Kind.SCORE_SUM, "各项得分之和", "T141", "", ""),
    Frame("rest", Kind.SUM, "总数 − 已用数", "T114", "", "T113"),
    Frame("change", Kind.SUM, "本期数 − 上期数", "T114", "", "T113"),
    Frame("deduction", Kind.SCORE_SUM, "满分 − 扣分", "T144", "", ""),
    Frame("growth", Kind.GROWTH, "增减额 ÷ 上期数", "T121", "T123", "T125"),
    Frame("compound", Kind.GROWTH, "期末数 = 期初数 ×（1 + 年均增长率）^ 年数", "T126", "", "T125"),
    Frame("points", Kind.GROWTH, "两个比率之差", "T127", "", "T125"),
    Frame("price", Kind.UNIT, "单价 × 数量", "T172", "T105", "T105"),
    Frame("number", Kind.COUNT, "每份数量 × 份数", "T131", "", ""),
    Frame("unit", Kind.UNIT, "同一数额换算单位", "T173", "T105", ""),
)
FRAMES = {row.name: row for row in _ROWS}
"""Name → row."""
