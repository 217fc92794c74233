from jiheng.checks.finding import Kind
from tests.checks.text.said import relations

FORM = """计划安排资金 |
1208.75 |
实际支出 |
991.51 |
其中:中央财政 |
其中:中央财政 |
省财政 |
1125 |
省财政 |
907.76 |
县财政 |
83.75 |
县财政 |
83.75 |
"""


def test_columns_told_by_repeated_labels_are_added_apart() -> None:
    assert {r.stated for r in relations(FORM, Kind.SUM)} >= {"1208.75", "991.51"}


def test_columns_that_do_not_come_out_stay_unjudged() -> None:
    assert "991.51" not in {r.stated for r in relations(FORM.replace("907.76", "917.76"), Kind.SUM)}
