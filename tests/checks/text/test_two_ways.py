from jiheng.checks.finding import Kind
from tests.checks.text.said import found, relations

TABLE = "按收入性质分:{}\n\n按支出性质分:{}\n\n其中:一般公共预算:130.68\n\n其中:基本支出:90.47\n\n政府性基金:11.82\n\n项目支出:102.20\n\n其他资金:58.62\n\n"


def test_the_same_total_told_two_ways_is_compared() -> None:
    assert found(TABLE.format("201.12", "192.67"), "T112")[0].expected == "201.12"
    assert not found(TABLE.format("201.12", "201.12"), "T112")


def test_columns_read_line_by_line_are_added_apart() -> None:
    assert {r.stated for r in relations(TABLE.format("201.12", "192.67"), Kind.SUM)} == {"201.12", "192.67"}
