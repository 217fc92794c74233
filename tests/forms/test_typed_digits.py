from __future__ import annotations

import pytest

from jiheng.forms.typed_digits import typed_figures


@pytest.mark.parametrize(
    "text",
    [
        "2024年，我镇围绕年度重点工作",
        "2022—2024年、2021至2023年",
        "截至2024年12月31日，9月底前完成，1—8月支出平稳",
        "第3季度、第12号文件",
        "1．项目管理",
        "（2）资金管理",
        "按照财预〔2020〕10号和粤财绩〔2024〕3号要求",
        "5G基站、PM2.5监测、G105国道、4A级景区",
        "落实“1310”具体部署和“百千万工程”",
        "12345政务服务便民热线",
        "三方面问题：一是……",
    ],
)
def test_years_days_ordinals_documents_and_names_may_stand(text: str) -> None:
    assert list(typed_figures(text)) == []


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("年度总支出为35,616.40万元", "35,616.40"),
        ("预算执行率为94.98%", "94.98%"),
        ("履职效能得分为49.37分", "49.37"),
        ("召开会议6场", "6"),
        ("开展活动９９场", "９９"),
        ("公用经费控制率为-3.67%", "3.67%"),
        ("参与率达到百分之九十五", "百分之九十五"),
        ("剩余3公里", "3"),
        ("“满意度95%”", "95%"),
        ("在20日内公开", "20"),
        ("管网5KM", "5"),
        ("共2024户", "2024"),
        ("第3季度完成12个项目", "12"),
    ],
)
def test_any_other_figure_must_be_bound(text: str, figure: str) -> None:
    assert list(typed_figures(text)) == [figure]
