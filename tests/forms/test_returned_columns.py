"""The national form as two counties print it (their column orders are in rules.md, section 6), with invented units."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from jiheng.core.exact import Points
from jiheng.facts.dataset import DataSet
from jiheng.forms import read_back
from jiheng.packs.load import load_pack

FUNDS = ["年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"]
AMOUNTS = {
    "年度资金总额": [120, 120, 108.6, 10, "90.50%", 9.05],
    "其中：本年财政拨款": [100, 100, 88.6, "—", "88.60%", "—"],
    "上年结转资金": [20, 20, 20, "—", "100.00%", "—"],
    "其他资金": [0, 0, 0, "—", "—", "—"],
}
ROWS = [
    {
        "一级指标": "产出指标",
        "二级指标": "数量指标",
        "三级指标": "整修渠道长度",
        "年度指标值": "≥5.2公里",
        "实际完成值": "5.2公里",
        "分值": 20,
        "得分": 20,
        "why": "",
    },
    {
        "一级指标": "产出指标",
        "二级指标": "时效指标",
        "三级指标": "工程按期完工率",
        "年度指标值": "100%",
        "实际完成值": "90%",
        "分值": 30,
        "得分": 27,
        "why": "汛期停工，已顺延并于次年一月补完",
    },
    {
        "一级指标": "效益指标",
        "二级指标": "社会效益指标",
        "三级指标": "改善灌溉面积",
        "年度指标值": "≥800亩",
        "实际完成值": "812亩",
        "分值": 30,
        "得分": 30,
        "why": "",
    },
    {
        "一级指标": "满意度指标",
        "二级指标": "服务对象满意度指标",
        "三级指标": "受益农户满意度",
        "年度指标值": "≥90%",
        "实际完成值": "95%",
        "分值": 10,
        "得分": 10,
        "why": "",
    },
]
TIANCHANG = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
ZHONGJIANG = [
    "一级指标",
    "二级指标",
    "三级指标",
    "分值",
    "年度指标值",
    "实际完成值",
    "得分",
    "未完成原因及拟采取的改进措施",
]


def form(path: Path, heads: list[str], title: str) -> Path:
    """The form with merged cells; the last head is the county's own word for the reasons."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]

    def put(*cells: object, row: int, merged: str = "") -> None:
        for column, value in enumerate(cells, 1):
            if value is not None:
                sheet.cell(row, column, value)  # type: ignore[call-overload] # openpyxl knows what it takes
        if merged:
            sheet.merge_cells(merged)

    put(title, row=1, merged="A1:H1")
    put("（2023年度）", row=2, merged="A2:H2")
    put("项目名称", "末级渠道整修", row=3, merged="B3:H3")
    put("主管部门", "青禾县水利局", None, None, "实施单位", "青禾县渠道管理站", row=4)
    put("项目资金（万元）", "", *FUNDS, row=5, merged="A5:A9")
    for at, (name, values) in enumerate(AMOUNTS.items(), 6):
        put(None, name, *values, row=at)
    put("年度总体目标", "预期目标", None, None, None, "实际完成情况", row=10, merged="B10:E10")
    put(None, "整修渠道5.2公里，改善灌溉800亩", None, None, None, "整修5.2公里，改善灌溉812亩", row=11)
    put(*heads, row=12)
    for at, row in enumerate(ROWS, 13):
        put(*[row.get(head, row["why"]) for head in heads], row=at)
    sheet.merge_cells("A13:A14")
    total = {heads[0]: "总分", "分值": 100, "得分": 96.05}
    put(*[total.get(head) for head in heads], row=17)
    put("注：得分最高不能超过该指标分值上限。", row=18, merged="A18:H18")
    book.save(path)
    return path


def claims(data: DataSet) -> dict[tuple[str, str], Fraction | None]:
    return {(claim.item, claim.part): claim.stated for claim in data.claims}


@pytest.mark.parametrize(
    ("heads", "title"), [(TIANCHANG, "项目支出绩效自评表"), (ZHONGJIANG, "青禾县2023年度项目支出绩效自评表")]
)
def test_both_column_orders_give_the_same_rows(tmp_path: Path, heads: list[str], title: str) -> None:
    data = read_back(form(tmp_path / "自评.xlsx", heads, title), load_pack("cn/project"))
    (project,) = data.projects
    assert (project.name, project.department, project.implementer) == (
        "末级渠道整修",
        "青禾县水利局",
        "青禾县渠道管理站",
    )
    assert (project.goal, project.achieved) == ("整修渠道5.2公里，改善灌溉800亩", "整修5.2公里，改善灌溉812亩")
    assert data.unit.year == 2023
    stated = claims(data)
    assert stated["全年执行数", "年度资金总额"] == 1_086_000
    assert stated["全年执行数", "财政拨款"] == 886_000
    assert stated["全年预算数", "上年结转资金"] == 200_000
    assert stated["执行率", "年度资金总额"] == Fraction(905, 1000)
    assert stated["执行得分", "年度资金总额"] == Fraction(905, 100)
    assert stated["自评总分", "年度资金总额"] == Fraction(9605, 100)
    assert [(each.level_1, each.name, each.operator, each.target, each.unit) for each in data.indicators] == [
        ("产出指标", "整修渠道长度", "≥", Fraction(26, 5), "公里"),
        ("产出指标", "工程按期完工率", "=", 100, "%"),
        ("效益指标", "改善灌溉面积", "≥", 800, "亩"),
        ("满意度指标", "受益农户满意度", "≥", 90, "%"),
    ]
    assert [each.weight for each in data.indicators] == [Points.parse(text) for text in ("20", "30", "30", "10")]
    assert [each.claimed for each in data.results] == [Points.parse(text) for text in ("20", "27", "30", "10")]
    assert [each.reason for each in data.results] == ["", "汛期停工，已顺延并于次年一月补完", "", ""]
