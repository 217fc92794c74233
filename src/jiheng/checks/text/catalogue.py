"""The catalogue of text checks: each code, its sentence, gravity, ground and mend.

A code never changes its meaning and is never used again. The sentence is a template that the
relation fills; severity is the usual one, which thin evidence may lower but nothing may raise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from jiheng.checks.finding import Consequence, Finding, Kind, Severity, Span


@dataclass(frozen=True, slots=True)
class TextCheck:
    """One entry: what is said, how grave it is, why it matters and what to do."""

    code: str
    kind: Kind
    severity: Severity
    title: str
    why: str
    fix: str
    cites: tuple[str, ...] = ()


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_DEFINITIONS = (
    "口径一：实际支出公用经费总额 ÷ 预算安排公用经费总额 × 100%（不会为负，不高于100%为好）",
    "口径二：（实际 − 预算）÷ 预算 × 100%（不高于0为好）",
    "口径三：（本年 − 上年）÷ 上年 × 100%（不高于0为好）",
)
_ENTRIES = (
    TextCheck("T101", Kind.RATIO, _E, "比率与分子分母不符", "用文中的两个数重算，得不到所写的比率。", "核对分子、分母和比率，改正写错的一个。"),
    TextCheck("T102", Kind.RATIO, _W, "比率与文中数字对不上", "文中找不到能得出该比率的一对数字。", "写明比率的分子和分母，或改正比率。"),
    TextCheck("T103", Kind.RATIO, _I, "比率是截尾，不是四舍五入", "按四舍五入，末位应进一。", "按四舍五入改写末位，或说明取值办法。"),
    TextCheck("T104", Kind.RATIO, _W, "执行率超过100%", "支出不应超过预算；超过须有追加或结转依据。", "核对预算数口径，说明超出的资金来源。"),
    TextCheck("T105", Kind.RATIO, _I, "比率与所示数字有尾差", "按文中所示的数重算，末位不同；可能是用未四舍五入的数算出的。", "核对末位，或写出更多小数。"),
    TextCheck("T106", Kind.RATIO, _E, "平均数与总数、个数不符", "总数除以个数，不等于所写的平均数。", "核对总数、个数和平均数。"),
    TextCheck("T107", Kind.RATIO, _E, "比例与两数不符", "用文中的两个数相除，得不到所写的比例。", "核对两个数和比例。"),
    TextCheck("T108", Kind.RATIO, _E, "算式与结果不符", "按文中写出的算式计算，不等于所写的结果。", "核对算式中的各数和结果。"),
    TextCheck("T111", Kind.SUM, _E, "分项之和与总数不符", "列全的分项相加，不等于总数。", "逐项核对，改正写错的分项或总数。"),
    TextCheck("T112", Kind.SUM, _W, "分项之和与总数可能不符", "按文中列出的分项相加，不等于总数；也可能有未列出的分项。", "补列缺少的分项，或改正分项、总数。"),
    TextCheck("T113", Kind.SUM, _I, "分项之和与总数有尾差", "差额在各数四舍五入的范围之内。", "如非四舍五入所致，请改正。"),
    TextCheck("T114", Kind.SUM, _E, "差额与两数之差不符", "用文中的两个数相减，不等于所写的差额。", "核对三个数，改正写错的一个。"),
    TextCheck("T121", Kind.GROWTH, _E, "增减幅度与增减额不符", "用文中的本期数和增减额反推上期数，重算的幅度与所写不同。", "核对本期数、增减额和幅度。"),
    TextCheck("T122", Kind.GROWTH, _E, "增减幅度误用本期数作分母", "增减幅度应以上期（或预算）数为分母。", "以上期（或预算）数为分母重算。"),
    TextCheck("T123", Kind.GROWTH, _I, "增减幅度是截尾，不是四舍五入", "按四舍五入，末位应进一。", "按四舍五入改写末位。"),
    TextCheck("T124", Kind.GROWTH, _W, "增减方向与数字不符", "按文中的两个数，增减方向相反。", "核对增减方向。"),
    TextCheck("T125", Kind.GROWTH, _I, "增减幅度与所示数字有尾差", "按文中所示的数重算，末位不同；可能是用未四舍五入的数算出的。", "核对末位，或写出更多小数。"),
    TextCheck("T126", Kind.GROWTH, _E, "年均增长率与期初、期末数不符", "按期初数和年均增长率逐年推算，得不到期末数。", "核对期初、期末数、年数和年均增长率。"),
    TextCheck("T127", Kind.GROWTH, _E, "百分点与两个比率之差不符", "两个比率相减，不等于所写的百分点。", "核对两个比率和百分点。"),
    TextCheck("T128", Kind.GROWTH, _W, "大小、增减的说法与数字相反", "文中的两个数与“大于”“小于”“持平”等说法不一致。", "核对两个数，或改正说法。"),
    TextCheck("T131", Kind.COUNT, _E, "个数与分项之和不符", "列出的各类个数相加，不等于总个数。", "逐类核对个数。"),
    TextCheck("T132", Kind.COUNT, _W, "个数与列举不符", "写明的个数与随后列举的条数不同。", "补列或改正个数。"),
    TextCheck("T141", Kind.SCORE_SUM, _E, "各项得分之和与总分不符", "各项得分相加，不等于总分。", "核对各项得分和总分。"),
    TextCheck("T142", Kind.SCORE_SUM, _W, "指标分值之和与上级分值不符", "下级指标的分值相加，应等于上级指标的分值。", "核对各指标分值。"),
    TextCheck("T143", Kind.SCORE_SUM, _W, "执行率得分与“分值×执行率”不符", "预算执行率得分 = 分值 × 执行率，最高为满分。", "按执行率重算得分。"),
    TextCheck("T144", Kind.SCORE_SUM, _E, "得分与满分、扣分不符", "满分减去扣分，不等于所写的得分。", "核对满分、扣分和得分。"),
    TextCheck("T151", Kind.GRADE, _E, "等级与得分不符", "按现行等级区间，该得分不属于所写等级。", "核对得分、等级和所用的等级区间。"),
    TextCheck("T161", Kind.UNMET, _W, "实际值未达到指标值", "实际完成值没有达到写明的指标值。", "说明未达到的原因和改进措施。"),
    TextCheck("T162", Kind.UNMET, _W, "未达到指标值却得满分", "实际完成值没有达到指标值，得分却是满分。", "按评分办法扣分，或说明理由。"),
    TextCheck("T171", Kind.UNIT, _W, "金额缺少单位", "数字后面没有“元”或“万元”，读者无法判断大小。", "补写货币单位。"),
    TextCheck("T172", Kind.UNIT, _W, "单价乘数量与金额不符", "用文中的单价和数量相乘，不等于所写金额。", "核对单价、数量和金额。"),
    TextCheck("T173", Kind.UNIT, _E, "同一数额两种单位换算不符", "换成同一单位后，两个数不相等。", "核对单位和换算。"),
    TextCheck("T174", Kind.UNIT, _E, "金额单位有误（“万”字多写或漏写）", "补上或去掉“万”字，才与文中其他数字相符。", "核对金额单位。"),
    TextCheck("T301", Kind.CONFLICT, _E, "同一事项前后数字不一致", "同一事项只能有一个数；按其他数字可以判断哪一个正确。", "以能与其他数字相符的一个为准，改正另一个。"),
    TextCheck("T302", Kind.CONFLICT, _W, "同一事项前后数字可能不一致", "两处说法相同而数字不同；也可能口径不同。", "核对两处数字；口径不同的，请写明。"),
    TextCheck("T303", Kind.CONFLICT, _W, "出现其他单位的名称", "同样的句子里换成了别的单位，可能是复制后未改。", "改为本单位名称，并核对相关数字。"),
    TextCheck("T304", Kind.FORM, _W, "出现其他年度的说法", "本文写的是一个年度，这里却写成另一个年度，可能是沿用旧稿未改。", "改为本年度；确指其他年度的，请写明对比关系。"),
    TextCheck("T311", Kind.CONFLICT, _E, "与数据不一致", "文中的数与本单位数据中的同一事项不相等。", "以数据为准改正文字，或更正数据。"),
    TextCheck("T401", Kind.VAGUE, _I, "目标不可衡量", "目标里没有数值、单位和时限，年末无法判断是否完成。", "写明指标、数值、单位和完成时间。"),
    TextCheck("T402", Kind.FORM, _I, "比率没有写明口径", "同名比率有几种算法，不写分子分母无法判断好坏。", "在数字旁写明计算口径和分子、分母。", _DEFINITIONS),
    TextCheck("T403", Kind.FORM, _I, "前后说法不一致", "一处说目标完成良好，另一处说没有按时完成。", "统一说法，写明未完成的具体指标。"),
    TextCheck("T501", Kind.TYPO, _I, "可能有错别字", "与常用语相差一个形近或音近的字。", "核对原文。"),
    TextCheck("T502", Kind.TYPO, _I, "可能多字、漏字或重复", "这样的写法多半是笔误或转换出错。", "核对原文。"),
    TextCheck("T503", Kind.TYPO, _I, "文号不完整", "文号应写作“某字〔年份〕序号号”，这里缺少括号或序号。", "对照原文件补全文号。"),
    TextCheck("T504", Kind.TYPO, _I, "日期不成立", "月份或日期超出范围，或丢了“月”“日”。", "核对日期。"),
    TextCheck("T505", Kind.TYPO, _I, "混入无关内容", "广告、电话或网页残留，不属于报告正文。", "删除。"),
    TextCheck("T511", Kind.FORM, _W, "模板文字未删除", "填表说明或占位符留在了正文里。", "换成实际内容或删除。"),
)  # fmt: skip
CATALOGUE: Mapping[str, TextCheck] = MappingProxyType({entry.code: entry for entry in _ENTRIES})


def report(
    code: str,
    message: str,
    spans: tuple[Span, ...],
    *,
    stated: str = "",
    expected: str = "",
    kind: Kind | None = None,
    severity: Severity | None = None,
    consequences: tuple[Consequence, ...] = (),
) -> Finding:
    """Make the finding of one code; ``severity`` may only be lower than the catalogue's."""
    entry = CATALOGUE[code]
    return Finding(
        code=code,
        kind=kind or entry.kind,
        severity=severity or entry.severity,
        message=f"{entry.title}：{message}",
        spans=spans,
        stated=stated,
        expected=expected,
        why=entry.why,
        fix=entry.fix,
        cites=entry.cites,
        consequences=consequences,
    )
