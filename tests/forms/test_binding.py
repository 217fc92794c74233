from __future__ import annotations

from fractions import Fraction

from jiheng.core.exact import Money
from jiheng.core.fault import Faults, Place
from jiheng.forms import value as v
from jiheng.forms.binding import Filled, Keyed, Scope, fill

HERE = Place(file="narrative.yaml", line=3)
SCOPE = Scope(
    {
        "支出数": v.money(Money.parse("356164000")),
        "支出率": v.share(Fraction(95, 100)),
        "单位名称": v.words("清溪镇"),
        "联系电话": v.words(""),
        "年度目标": v.Value("文字", text="支出{{ 支出数 }}，其中{{ 文字:a }}", template=True),
    },
    {
        "得分": Keyed(["1.1", "1.2"], lambda code: v.share(Fraction(1) if code == "1.1" else Fraction(1, 2))),
        "文字": Keyed(["a"], lambda _key: v.Value("文字", text="支出率{{ 支出率 }}", template=True)),
    },
)


def filled(text: str, *, required: bool = False) -> tuple[Filled, Faults]:
    faults = Faults()
    return fill(text, SCOPE, faults, HERE, required=required), faults


def test_every_binding_is_written_and_its_place_is_known() -> None:
    done, faults = filled("{{ 单位名称 }}支出{{支出数}}，支出率{{ 支出率 | 数 }}。")
    assert not faults
    assert done.text == "清溪镇支出35,616.40万元，支出率95。"
    assert [done.text[each.start : each.end] for each in done.figures] == ["清溪镇", "35,616.40万元", "95"]


def test_a_keyed_name_takes_what_stands_behind_the_colon() -> None:
    assert filled("{{ 得分:1.2 }}")[0].text == "50%"


def test_an_unknown_name_is_a_fault_that_offers_the_names_near_it() -> None:
    _, faults = filled("支出{{ 支出总数 }}")
    (fault,) = faults.found
    assert fault.value == "支出总数"
    assert "支出数" in fault.expected
    assert fault.place == HERE


def test_an_unknown_code_is_a_fault_that_offers_the_codes_near_it() -> None:
    _, faults = filled("{{ 得分:1.3 }}")
    assert "得分:1.1" in faults.found[0].expected


def test_a_format_for_another_kind_of_value_is_a_fault() -> None:
    _, faults = filled("{{ 支出率|万元 }}")
    assert "“支出率”是比率，不能按“万元”书写" in faults.found[0].problem


def test_a_missing_value_leaves_a_gap_in_a_cell_but_is_a_fault_in_running_text() -> None:
    assert not filled("电话{{ 联系电话 }}")[1]
    assert "尚未填报" in filled("电话{{ 联系电话 }}", required=True)[1].found[0].problem


def test_braces_that_do_not_close_are_a_fault() -> None:
    assert filled("支出{{ 支出数 ")[1]


def test_a_text_of_the_narrative_is_filled_in_turn_and_its_figures_stay_known() -> None:
    done, faults = filled("目标：{{ 年度目标 }}。")
    assert not faults
    assert done.text == "目标：支出35,616.40万元，其中支出率95%。"
    assert [done.text[each.start : each.end] for each in done.figures] == ["35,616.40万元", "95%"]


def test_a_text_cannot_quote_itself_for_ever() -> None:
    scope = Scope({}, {"文字": Keyed(["a"], lambda _key: v.Value("文字", text="{{ 文字:a }}", template=True))})
    faults = Faults()
    fill("{{ 文字:a }}", scope, faults, HERE)
    assert faults.found[0].value == "文字:a"


def test_braces_inside_a_plain_value_are_not_read_as_bindings() -> None:
    scope = Scope({"单位名称": v.words("{{ 支出数 }}镇")})
    assert fill("{{ 单位名称 }}", scope, Faults(), HERE).text == "{{ 支出数 }}镇"
