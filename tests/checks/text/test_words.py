import pytest

from jiheng.checks.finding import Severity
from tests.checks.text.said import found


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("部门整体支出债效报告", "绩效"),
        ("改善牛态环境", "生态环境"),
        ("优美官居的新镇", "优美宜居"),
        ("财政专线扶贫资金", "财政专项扶贫"),
        ("项目其间费用", "期间费用"),
        ("题裁分类", "体裁分类"),
        ("项目顶算执行率", "预算执行"),
        ("公务接侍费", "公务接待"),
    ],
)
def test_a_misprinted_term_is_suggested(text: str, meant: str) -> None:
    suggestions = found(text, "T501")
    assert any(meant[:2] in finding.expected for finding in suggestions)
    assert all(finding.severity is Severity.INFO for finding in suggestions)


@pytest.mark.parametrize(
    "text",
    [
        "因贫因病致贫人数最多，持续效果较好。",
        "按得分折算后确定等级。",
        "既使群众受益，又使资金增效。",
        "选拔入库专家。",
        "绩效目标与绩效指标匹配，项目资金、专项资金专款专用。",
        "开展环境治理和环境整治，改善人居环境。",
    ],
)
def test_sound_words_are_left_alone(text: str) -> None:
    assert found(text, "T501") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2022年今年以来共接待500人次", "T502"),
        ("严格按照按照规定执行", "T502"),
        ("2021年年1231日之前", "T504"),
        ("2023年2月30日完成", "T504"),
        ("2023年13月完成", "T504"),
        ("云财社〔2020165号", "T503"),
        ("（云财教202060）", "T503"),
        ("白事一条龙服务价格 4008341834项目支出", "T505"),
        ("免费阅读已结束，点击下载", "T505"),
    ],
)
def test_misprints_of_form_are_suggested(text: str, code: str) -> None:
    assert found(text, code)[0].severity is Severity.INFO


@pytest.mark.parametrize("text", ["2024年年初预算", "联系电话：4008341834", "云财社〔2020〕165号", "2024年2月29日"])
def test_sound_forms_are_left_alone(text: str) -> None:
    assert not [f for code in ("T502", "T503", "T504", "T505") for f in found(text, code)]


def test_the_note_that_an_official_form_prints_is_no_residue() -> None:
    assert not found("注：1．执行率低于90%的，须在100字以内说明原因。\n", "T511")
    assert found("注：1．执行率低于90%的，须说明原因。\n说明完成情况（100字以内）\n", "T511")


@pytest.mark.parametrize("text", ["说明完成情况（100字以内）", "指标1：\n指标2：\n", "XX镇2023年度报告", "目标1：……\n"])
def test_template_residue_is_found(text: str) -> None:
    assert found(text, "T511")[0].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("总体绩效目标完咸情况良好。", "绩效目标完成情况"),
        ("其中：财政投款100万元。", "财政拨款"),
        ("惠及收益群众300人。", "受益群众"),
        ("落实例行节约要求。", "厉行节约"),
        ("已完成竣工结箅。", "竣工结算"),
        ("开展防讯抗旱工作。", "防汛抗旱"),
        ("发放优扶对象补助。", "优抚对象"),
    ],
)
def test_terms_of_the_trades_are_known(written: str, meant: str) -> None:
    assert meant in [finding.expected for finding in found(written, "T501")]


@pytest.mark.parametrize(
    "sound",
    [
        "将该病列入重点监测。",
        "项目投资全部到位。",
        "网络专线资金10万元。",
        "村集体收益分配及时，投资收益稳定。",
        "环境卫生整理有序，资料整理归档。",
        "拨款及时，投入合理，款项清楚。",
        "截至12月底，截止日期前全部完成。",
    ],
)
def test_words_that_only_look_like_misprints_are_left_alone(sound: str) -> None:
    assert not found(sound, "T501")
