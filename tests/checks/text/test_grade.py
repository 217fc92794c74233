from fractions import Fraction

import pytest

from jiheng.checks.finding import Kind, Verdict
from jiheng.checks.text import GradeBands, check_text
from jiheng.reading.document import Document
from tests.checks.text.said import found, relations


@pytest.mark.parametrize(
    "text", ["综合得分93.22分，评价等级为优。", "自评得分为98分，自评结论为“优秀”。", "自评得分85.5分，等级为“良”。"]
)
def test_a_grade_that_the_score_earns_is_sound(text: str) -> None:
    assert relations(text, Kind.GRADE)


def test_a_grade_above_the_score_is_an_error() -> None:
    assert found("综合得分89.99分，评价等级为优。", "T151")[0].expected == "良"


def test_bands_of_the_pack_in_force_decide() -> None:
    bands = GradeBands((("优", Fraction(95)), ("良", Fraction(85)), ("中", Fraction(70)), ("差", Fraction(0))))
    document = Document("", "", "综合得分93.22分，评价等级为优。")
    assert not check_text(document).findings
    assert [f.code for f in check_text(document, grades=bands).findings] == ["T151"]


def test_bands_that_the_text_declares_come_first() -> None:
    text = "评价分为四级：95分以上为优，85分以上为良，70分以上为中。综合得分93.22分，评价等级为良。"
    assert relations(text, Kind.GRADE)


def test_a_grade_unknown_to_the_bands_is_not_judged() -> None:
    assert relations("综合得分65分，评价等级为“低”。", Kind.GRADE, Verdict.UNCHECKED)


def test_a_score_without_its_unit_is_read_from_its_noun() -> None:
    assert relations("自评得分92.45，综合评价结果为：优。", Kind.GRADE)
