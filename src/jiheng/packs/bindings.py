"""The names that a form may bind beside measures: a test holds this list and ``forms.names`` equal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jiheng.packs.layout import Chapter, ReportForm
from jiheng.packs.model import Pack

NAMES = frozenset(
    [
        "一级分值",
        "一级得分",
        "一级指标",
        "三公经费类别",
        "三级分值",
        "三级得分",
        "三级指标",
        "上年实际值",
        "上年实际数",
        "不可能",
        "主管部门",
        "二级分值",
        "二级得分",
        "二级指标",
        "人员保障",
        "佐证材料",
        "依据",
        "偏差原因",
        "偏差原因及改进措施",
        "全年执行数",
        "全年预算数",
        "全年预计完成值",
        "全年预计执行数",
        "其他原因",
        "分值",
        "制度保障",
        "单位名称",
        "单位层级",
        "单位编码",
        "填报人",
        "备注",
        "完成值",
        "完成目标可能性",
        "定性目标",
        "实施单位",
        "实际完成值",
        "年初指标值",
        "年初预算数",
        "年度指标值",
        "年度目标",
        "度量单位",
        "开始日期",
        "当前完成值",
        "得分",
        "得分系数",
        "总得分",
        "所在地区",
        "扣分",
        "扣分原因",
        "扣分合计",
        "扣分说明",
        "执行率",
        "指标值",
        "指标名称",
        "指标性质",
        "指标编码",
        "指标解释",
        "挽回办法",
        "控制率",
        "改进措施",
        "数据指纹",
        "数据来源",
        "数据来源说明",
        "是否专项资金",
        "是否完成事前绩效评估",
        "是否核心指标",
        "有可能",
        "本年实际数",
        "本年预算数",
        "权重",
        "比上年增减",
        "满分",
        "监控原因说明",
        "监控改进措施",
        "监控月份",
        "监控期执行数",
        "监控期执行率",
        "目标完成情况",
        "硬件条件保障",
        "确定能",
        "经费保障",
        "结束日期",
        "结转结余数",
        "联系电话",
        "自评报送日期",
        "自评报送期限",
        "规则包名称",
        "规则包版本",
        "规则包编号",
        "计算过程",
        "评价等级",
        "评分标准",
        "费用编码",
        "费用项目",
        "适用规则包",
        "项目名称",
        "项目属性",
        "项目目标",
        "项目编码",
        "项目负责人",
        "预算年度",
    ]
)
"""Facts of the unit, the project, the sheet, and of the rows of tables."""

FAMILIES = frozenset(
    ["上年值", "偏差原因", "分值", "完成值", "得分", "扣分", "扣分说明", "指标名称", "文字", "目标值", "费用", "资金"]
)
"""What stands before a colon: ``得分:1.1``."""

OF_LINES = frozenset({"得分", "分值", "扣分", "指标名称", "偏差原因", "扣分说明"})
"""Families whose key is the code of an indicator of the pack."""

TEXTS = ("goal", "achieved", "process", "conclusion", "problems", "measures", "thrift")
"""Short texts of forms (``文字:problems``); of a project: ``项目编码/problems``. Chapters of the pack's reports come beside."""


def chapters_of(pack: Pack) -> Iterator[str]:
    """The codes of all chapters of the pack's reports, whose texts forms may show."""
    for form in pack.forms:
        if isinstance(form, ReportForm):
            yield from _codes(form.chapters)


def _codes(chapters: Sequence[Chapter]) -> Iterator[str]:
    for chapter in chapters:
        yield chapter.code
        yield from _codes(chapter.children)
