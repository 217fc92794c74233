from jiheng.checks.finding import Kind
from tests.checks.text.said import covers, relations


def test_shares_of_an_unwritten_whole_are_recomputed() -> None:
    text = "公共预算安排支出2969.69亿元，占77.8%；政府性基金预算安排支出847.03亿元，占22.2%。"
    assert {r.stated for r in relations(text, Kind.RATIO)} == {"77.8%", "22.2%"}


def test_shares_that_do_not_make_up_the_whole_stay_unjudged() -> None:
    text = "公共预算安排支出2969.69亿元，占57.8%；政府性基金预算安排支出847.03亿元，占22.2%。"
    assert relations(text, Kind.RATIO) == []


def test_shares_told_together_make_up_the_whole() -> None:
    assert covers(relations("按比例分给四家，分别占比60%、30%、5%、5%。", Kind.RATIO)[0], "60%", "30%", "5%")
    assert not relations("两项分别占比60%、30%。", Kind.RATIO)
