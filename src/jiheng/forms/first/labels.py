"""What offices print beside and above the values of official forms. A wording that is new is one more row here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

LONGEST_LABEL = 12
"""Of a label that shares its cell with its value."""
_NUMBERED = re.compile(r"^(?:[\d一二三四五六七八九十]+[、.．]|[(][\d一二三四五六七八九十]+[)])")
_LEADING = re.compile(r"^(?:其中|加|减)[:,]?|^按[^:]{1,4}(?:分)?:")
_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
MONEY_UNIT = re.compile(r"(亿元|万元|千元|元)")

SINGLE: Mapping[str, str] = {
    "unit.name": "(?:填报|预算|部门|申报)?(?:单位|部门)(?:部门)?(?:名称|全称)|填报单位|填报部门|部门单位名称|自评单位",
    "unit.code": "(?:预算|部门)?单位(?:编码|代码)|部门(?:编码|代码)",
    "unit.contact": "填报人|填表人|联系人|经办人",
    "unit.phone": "(?:联系|办公)?电话|联系方式",
    "project.name": "(?:预算)?项目(?:支出)?名称|专项(?:资金)?名称|转移支付(?:项目)?名称",
    "project.code": "(?:预算)?项目(?:支出)?(?:编码|代码|编号)",
    "project.department": "(?:项目)?(?:预算)?主管(?:部门|单位)(?:及代码|名称)?|预算部门",
    "project.implementer": "(?:项目)?(?:具体)?(?:实施|承担|执行)(?:单位|部门)(?:名称)?|项目单位|预算单位|用款单位",
    "project.leader": "(?:项目)?负责人(?:姓名)?",
    "project.attribute": "项目(?:属性|类型|性质|类别)",
    "project.start": "(?:项目)?(?:开始|起始|开工)(?:日期|时间)",
    "project.end": "(?:项目)?(?:结束|终止|完工|竣工)(?:日期|时间)",
    "total": "(?:自评|评价)?(?:总得?分|得分合计)|自评得分",
    "grade": "(?:自评|评价|绩效)?(?:等级|等次|结论)",
    "goal": "(?:年度|年初)?(?:总体)?(?:预期|设定|绩效)(?:的)?(?:总体)?(?:绩效)?目标|年初(?:设定)?(?:绩效)?目标|年度(?:总体|绩效)?目标",
    "achieved": "(?:年度)?(?:总体)?(?:绩效)?(?:目标)?(?:全年)?(?:实际)?完成情况|(?:全年|年度)?(?:总体)?目标实际完成情况|全年实际完成情况",
}
"""Attribute → the labels that name it, as :func:`plain` gives them."""

TEXTS = ("goal", "achieved")
"""Values that may stand below their label, and be long."""
CLAIMS = ("total", "grade")
"""What the form says of itself."""

MONEY: Mapping[str, str] = {
    "original": "(?:本年|当年)?年初(?:部门)?(?:预算|批复)(?:安排|批复|资金)?(?:数|额|总额)?|年初(?:批复)?(?:预算)?安排数?|批复预算数?",
    "adjusted": "(?:全年|调整后?|年度|当年|本年)(?:部门)?预算(?:数|额|总额)?|(?:全年|年度)?预算(?:数|安排|总额)|调整后?(?:全年)?预算数?|最终预算数?",
    "paid": "(?:全年|年度|当年|本年|实际|预算|累计)?(?:预算)?(?:执行|支出|支付)(?:数|额|金额|总额)|实际(?:支出|支付|执行)|决算数",
    "rate": "(?:预算|资金|支出)?执行(?:率|进度)|预算完成率|支出进度",
    "weight": "分值|权重|标准分值?",
    "score": "(?:自评|实际|执行|评价)?(?:得分|评分)",
}
"""Column of amounts → its heads."""

PARTS: Mapping[str, str] = {
    "年度资金总额": "(?:年度|项目|部门)?(?:资金|预算|金额|支出|收入)?(?:总额|合计|总计|总数)|年度(?:预算|资金)",
    "一般公共预算": "(?:当年|本年|年度|同级)?财政(?:预算)?拨款(?:资金|收入)?|一般公共预算(?:拨款|财政拨款|资金)*|(?:当年|本级)?财政(?:预算)?资金",
    "政府性基金预算": "政府性基金(?:预算)?(?:拨款|财政拨款|资金)*",
    "国有资本经营预算": "国有资本经营预算?(?:拨款|财政拨款|资金)*",
    "财政专户管理资金": "财政专户(?:管理|核拨)?资金",
    "上年结转": "(?:上年|以前年度|年初)(?:财政拨款)?(?:结转|结余)(?:和?结余)?(?:资金)?|结转(?:结余)?资金",
    "其他资金": "其[他它](?:资金|来源|收入)?|(?:单位)?自[有筹](?:资金)?|社会资金",
    "人员经费": "人员(?:经费|支出)",
    "公用经费": "(?:日常)?公用(?:经费|支出)",
    "基本支出": "基本支出",
    "项目支出": "项目支出",
    "分级": "(?:中央|省级?|市级?|县级?|区级?|镇级?|市县|区县|地方|本级)(?:级?财政)?(?:补助|拨款|安排|配套)?(?:资金|补助)",
}
"""Row of amounts → its titles. 分级 are the shares of the levels of government in the 财政拨款 above them."""

INDICATOR: Mapping[str, str] = {
    "level_1": "一级指标",
    "level_2": "二级指标",
    "name": "三级指标|指标名称|绩效指标名称|指标内容",
    "target": "(?:年度|年初|全年|预期|计划|设定|绩效)*(?:指标|目标)(?:目标)?值|年度指标|计划(?:完成)?值|目标值及单位|年初目标",
    "actual": "(?:全年|年度|年末|自评)?(?:指标)?(?:实际)?完成(?:指标)?(?:值|情况|数)|实际(?:完成)?(?:指标)?值|完成指标",
    "operator": "指标(?:性质|方向|类型)|(?:计算|比较)符号|性质",
    "unit": "(?:度量|计量|指标)单位|单位",
    "weight": "(?:指标)?(?:分值|权重|标准分|满分)值?",
    "score": "(?:单位|部门)?(?:自评|评价|实际)?(?:得分|评分|分数)",
    "reason": "(?:未完成|偏差|存在)?.{0,6}原因.*|偏差说明|未完成(?:情况)?说明",
    "measure": "(?:拟采取的?|整改|改进|纠偏)(?:整改|改进)?措施",
    "last_actual": "(?:上年|上年度|去年)(?:实际|完成)*(?:完成)?(?:指标)?值",
    "meaning": "指标(?:解释|说明|内涵|释义).*",
    "data_source": "(?:数据|资料|指标值)(?:数据)?来源.*",
}
"""Column of the table of indicators → its heads."""

STOP = re.compile(r"(?:自评)?(?:总得?分|合计|总计|得分合计|总评分?).*|(?:自评|评价)?(?:等级|结论|结果).*")
"""Begins the row below the last indicator."""
BOILERPLATE = re.compile(
    r"^(?:注|说明|填[表报]说明|备注|其中)[:\d].*|^(?:单位|金额单位|计量单位)[:].{0,6}$|^[-—－/\\.…。·\s]*$|^[√✓×]$|^示例口径.*"
)
"""What forms print for who fills them in."""
GROUPS = re.compile(
    r"(?:.{0,6}(?:绩效|产出|效益|满意度|成本)指标.{0,4}|指标值?|(?:项目|年度|部门)?(?:整体)?(?:资金|预算|收支)(?:情况|执行情况|使用情况|构成|来源)*|"
    r"(?:年度)?总?体?(?:绩效)?目标(?:及)?(?:完成情况)?|(?:资金|支出)(?:来源|类型|项目|构成|类别)|(?:年度|部门)*预算资金|序号|项目基本信息|基本情况|评价等级|自评等级)"
)
"""Titles over several rows or columns: they say nothing of their own."""
PLACEHOLDER = re.compile(r"(?:指标\s*\d*\s*[:：]?\s*)?[.…。—－/\-\s]*")
"""An indicator's name that nobody filled in: 指标1：, ……."""
NAMED = re.compile(r"^指标\s*\d+\s*[:：]\s*")
"""What stands before a name that was filled in: 指标1：."""


def tidy(text: str) -> str:
    """The words of a cell in one line, in plain forms."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def plain(text: str) -> str:
    """A label without numbering, brackets, colons and blanks, e.g. ``其中：当年财政拨款`` → ``当年财政拨款``."""
    bare = _LEADING.sub("", _NUMBERED.sub("", tidy(text)))
    return re.sub(r"[A-Z]+$", "", re.sub(r"[:、/÷.·*]+", "", _BRACKETS.sub("", bare)))


def inline(text: str) -> tuple[str, str]:
    """Label and value of a cell that holds both, such as ``填报人：李四``; two empty words if it does not."""
    label, colon, value = unicodedata.normalize("NFKC", text).partition(":")
    return (plain(label), value.strip()) if colon and value.strip() and len(label) <= LONGEST_LABEL else ("", "")


def known_as(label: str, names: Mapping[str, str]) -> str:
    """Which of the names a plain label is; empty if none."""
    return next((name for name, pattern in names.items() if re.fullmatch(pattern, label)), "")


def money_unit(text: str) -> str:
    """The money unit that a label names in brackets or behind «单位：»; empty if none."""
    inside = [*_BRACKETS.findall(tidy(text)), *re.findall(r"单位[:：](?:人民币)?(\S{1,6})", tidy(text))]
    found = next((match for part in inside if (match := MONEY_UNIT.search(part))), None)
    return found[1] if found else ""


def is_label(text: str) -> bool:
    """Whether a cell is a label of any kind, never a value."""
    label = plain(text)
    tables = (SINGLE, MONEY, PARTS, INDICATOR)
    return bool(label) and (bool(GROUPS.fullmatch(label)) or any(known_as(label, names) for names in tables))
