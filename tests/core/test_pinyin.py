"""Names are ordered as people read them, and found by their pinyin."""

from __future__ import annotations

import pytest

from jiheng.core import pinyin


@pytest.mark.parametrize(
    ("name", "whole", "initials"),
    [
        ("重庆市", "chongqingshi", "cqs"),
        ("长沙市", "changshashi", "css"),
        ("单县", "shanxian", "sx"),
        ("长治市", "changzhishi", "czs"),
        ("长葛市", "changgeshi", "cgs"),
        ("涡阳县", "guoyangxian", "gyx"),
        ("洪洞县", "hongtongxian", "htx"),
        ("浚县", "xunxian", "xx"),
        ("什邡市", "shifangshi", "sfs"),
        ("筠连县", "junlianxian", "jlx"),
        ("青禾镇A12", "qinghezhena12", "qhza12"),
    ],
)
def test_a_place_is_spelled_as_those_who_live_there_say_it(name: str, whole: str, initials: str) -> None:
    assert (pinyin.whole(name), pinyin.initials(name)) == (whole, initials)


def test_names_stand_in_the_order_of_their_syllables_not_of_their_letters() -> None:
    # xi an zhen comes before xian he zhen: character by character, as in a list on paper
    names = ["仙河镇", "西安镇", "重庆街道", "长沙街道", "单城镇", "大营镇", "安平镇"]
    assert sorted(names, key=pinyin.key) == ["安平镇", "长沙街道", "重庆街道", "大营镇", "单城镇", "西安镇", "仙河镇"]


def test_two_names_that_sound_alike_have_one_order() -> None:
    assert pinyin.key("石桥镇") != pinyin.key("石樵镇")
    assert sorted(["石樵镇", "石桥镇"], key=pinyin.key) == sorted(["石桥镇", "石樵镇"], key=pinyin.key)
