from jiheng.checks.finding import Kind
from tests.checks.text.said import covers, found, relations

_TABLE = (
    "三级指标 | 指标值 | 完成值 | 分值 | 得分 |\n预算执行率 | 100 | 98 | 98% | 10 | 9.8 |\n培训人数 | ≥100人 | 120人 | 30 | 30 |\n"
    "合格率 | ≥95% | 96% | 20 | 20 |\n群众收入 | 增加 | 30 | 28 |\n满意度 | ≥90% | 95% | 10 | 10 |\n总分 | 100 | {} | 优 |\n"
)


def test_weights_and_scores_of_a_table_add_up_to_its_last_row() -> None:
    sound = relations(_TABLE.format("97.8"), Kind.SCORE_SUM)
    assert any(covers(r, "97.8", "9.8", "28") for r in sound)


def test_a_total_score_that_its_column_does_not_give_is_an_error() -> None:
    finding = found(_TABLE.format("98.8"), "T141")[0]
    assert finding.expected == "97.8"


def test_the_grade_in_the_last_cell_is_that_of_the_score() -> None:
    assert relations(_TABLE.format("97.8"), Kind.GRADE)
    assert found(_TABLE.format("97.8").replace("优", "良"), "T151")


def test_a_column_that_was_not_read_in_full_is_not_judged() -> None:
    table = _TABLE.format("98.8").replace("满意度 | ≥90% | 95% | 10 | 10 |\n", "")
    assert not found(table, "T141")
