"""What a fault says."""

from __future__ import annotations

import pytest

from jiheng.core.fault import Fault, Faults, Place, Refused, refuse


def test_a_fault_says_where_what_the_value_the_expectation_and_the_mend() -> None:
    place = Place(file="付款.xlsx", sheet="支付", row=7, column="C")
    fault = Fault(place, "3O.5", "金额不是数字", "数字，如 30.5", "请检查字母 O 与数字 0。")
    assert fault.text() == (
        "付款.xlsx 工作表“支付” 第 7 行 C 列：金额不是数字，现为“3O.5”，应为数字，如 30.5。请检查字母 O 与数字 0。"
    )


def test_what_is_not_known_is_not_said() -> None:
    assert (
        Fault(Place(file="pack.yaml", line=3), "", "缺少 id", "", "请补上。").text()
        == "pack.yaml 第 3 行：缺少 id。请补上。"
    )


def test_a_page_and_a_path_are_named() -> None:
    assert Place(file="a.pdf", page=2, path="表格 1").text() == "a.pdf 第 2 页 表格 1"


def test_a_long_value_is_cut() -> None:
    assert len(Fault(Place(), "长" * 500, "太长", "", "").text()) < 80


def test_all_faults_are_raised_together() -> None:
    faults = Faults()
    faults.raise_if_any()
    assert not faults
    faults.add(Place(file="a"), "一")
    faults.add(Place(file="b"), "二", value="x", expected="y", fix="z")
    assert faults
    with pytest.raises(Refused) as refused:
        faults.raise_if_any()
    assert [fault.problem for fault in refused.value.faults] == ["一", "二"]
    assert str(refused.value) == "a：一。\nb：二，现为“x”，应为y。z"


def test_a_single_fault_can_be_refused_at_once() -> None:
    assert [fault.value for fault in refuse(Place(), "坏", value="v").faults] == ["v"]
