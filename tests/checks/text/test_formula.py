import pytest

from jiheng.checks.finding import Kind, Severity
from tests.checks.text.said import found, quiet, relations


@pytest.mark.parametrize(
    "sound",
    [
        "在职人员控制率=48/50×100%=96%。",
        "预算执行率=35616.40万元/37497.28万元×100%=94.98%。",
        "变动率=（95-100）÷100×100%=-5%。",
        "得分=10×95.35%=9.54分。",
        "补助资金=100元×50人=5000元。",
        "培训费=6个×5000元=3万元。",
        "总得分=18+19+28.5+28=93.5分。",
    ],
)
def test_a_calculation_written_out_is_carried_out(sound: str) -> None:
    assert quiet(sound)
    assert not found(sound, "T161")


def test_its_result_is_verified() -> None:
    assert relations("在职人员控制率=48/50×100%=96%。", Kind.RATIO)[0].because == "48/50×100%"
    assert relations("合计=600+400=1000万元。", Kind.SUM)


def test_a_wrong_result_is_an_error() -> None:
    finding = found("在职人员控制率=48/50×100%=98%。", "T101")[0]
    assert finding.severity is Severity.ERROR
    assert finding.expected == "96%"
    assert found("得分合计=18+19+28=66分。", "T114")[0].expected == "65"


@pytest.mark.parametrize(
    "other", ["规格为3*1.8*2。", "2023-2024年度=两年。", "满意度=95%。", "比例1/2。", "5/0=0。", "((((1+2=3。"]
)
def test_what_is_no_calculation_is_left_alone(other: str) -> None:
    assert quiet(other)
