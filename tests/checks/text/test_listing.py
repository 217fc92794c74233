from jiheng.checks.finding import Kind, Verdict
from tests.checks.text.said import found, quiet, relations


def test_an_announced_number_is_counted() -> None:
    text = "主要面临以下三方面问题：一是目标不科学。二是人员不足。三是协调难度大。\n三、下一步措施"
    sound = relations(text, Kind.COUNT)
    assert [span.text for span in sound[0].spans][1:] == ["一是", "二是", "三是"]


def test_a_missing_entry_is_found() -> None:
    text = "存在四个方面的问题：一是目标不科学。二是人员不足。三是协调难度大。\n三、下一步措施\n加强管理。"
    assert found(text, "T132")[0].expected == "3"


def test_a_list_that_the_text_cuts_off_is_not_judged() -> None:
    text = "主要包括以下四个方面：（1）养老服务。（2）康复服务。（3）孤儿"
    assert quiet(text)
    assert relations(text, Kind.COUNT, Verdict.UNCHECKED)


def test_batches_are_counted_by_the_parts_of_the_sum() -> None:
    text = "中央分2批次下达补助资金，合计138.04万元。其中第一批111.93万元，第二批26.11万元。"
    assert any(r.stated == "2批次" for r in relations(text, Kind.COUNT))


def test_some_and_the_rest_make_up_the_whole() -> None:
    text = "下达10个项目均完工，其中3个项目资金执行100%，剩余甲项目执行99.97%，乙项目99.89%，丙项目95.6%。"
    assert found(text, "T132")[0].expected == "6"


def test_people_are_not_the_number_of_parts_of_a_sum() -> None:
    text = "手术并发症对象3人。共投入资金406.5万元，其中中央279万元，自治区85万元，盟旗42.5万元。"
    assert not relations(text, Kind.COUNT)
