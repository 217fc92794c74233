import pytest

from jiheng.checks.finding import Severity
from tests.checks.text.said import covers, found

TITLE = "青禾镇2024年度部门整体支出绩效自评报告\n"


def test_a_head_of_another_year_is_found() -> None:
    finding = found(TITLE + "一、2023年度部门整体支出绩效自评情况\n各项工作已完成。", "T304")[0]
    assert finding.severity is Severity.WARNING
    assert (finding.stated, finding.expected) == ("2023年", "2024年")
    assert covers(finding, "2023年度部门整体支出")


def test_a_reason_told_of_the_year_before_is_found() -> None:
    text = "青禾县2016年“三公”经费决算情况说明\n三公经费比上年减少。2015年我县“三公”经费支出决算同比下降的原因主要是：厉行节约。"
    assert found(text, "T304")[0].stated == "2015年"


@pytest.mark.parametrize(
    "sound",
    [
        "2024年度部门整体支出绩效自评得分较2023年度部门整体支出绩效自评得分提高2分。",
        "与2023年度部门整体支出绩效自评相比，得分提高。",
        "根据《关于开展2023年度部门整体支出绩效自评工作的通知》要求，整理资料。",
        "2022年、2023年度部门整体支出绩效自评均为优。",
        "2023年12月召开会议部署工作。2025年计划加快支出进度。",
        "按照2023年度部门整体支出绩效自评中发现的问题，逐项整改。",
        "2023年支出减少，2024年支出增加的主要原因是人员增加。",
    ],
)
def test_other_years_on_purpose_are_left_alone(sound: str) -> None:
    assert not found(TITLE + sound, "T304")


def test_a_report_of_several_years_has_no_year_of_its_own() -> None:
    text = "青禾县2021-2023年专项资金绩效评价报告\n2021年度专项资金绩效评价为良。2022年度专项资金绩效评价为优。"
    assert not found(text, "T304")


def test_a_text_without_a_title_of_a_year_is_not_judged() -> None:
    assert not found(
        "各项工作已完成。2023年度部门整体支出绩效自评情况良好。2024年度部门整体支出绩效自评情况良好。", "T304"
    )
