from jiheng.checks.finding import Kind
from tests.checks.text.said import covers, found, relations


def test_a_percentage_of_a_named_whole_is_recomputed() -> None:
    sound = relations("已开展培训2399人，完成全年目标任务2000人的120%。", Kind.RATIO)
    assert covers(sound[0], "2399", "2000", "120%")


def test_a_note_in_brackets_may_stand_between() -> None:
    assert relations("取得证书774人（共24期），完成下达任务645人的120%。", Kind.RATIO)


def test_a_percentage_without_a_numerator_says_nothing() -> None:
    assert not relations("全面完成目标任务645人的120%。", Kind.RATIO)


def test_what_was_spent_and_what_is_left_make_up_the_whole() -> None:
    text = "全年资金支付18501.1万元，未支703万元，支付率{}。"
    assert covers(relations(text.format("96.34%"), Kind.RATIO)[0], "18501.1", "703")
    assert found(text.format("95%"), "T102")[0].expected == "96.34%"
