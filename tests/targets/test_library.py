"""指标库: every entry usable as it stands, found by words and pinyin, proposed for vague wording, figures only where measured."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest
from pypinyin import Style, lazy_pinyin

from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Indicator, Result, Unit
from jiheng.targets import doubts
from jiheng.targets.library import distribution, entries, find, functions, is_vague, suggest
from jiheng.targets.library.lint import faults, library_faults
from jiheng.targets.library.load import Function

SOUND = entries()[0]


@pytest.mark.parametrize("function", functions(), ids=lambda each: each.name)
def test_every_indicator_of_a_function_is_sound(function: Function) -> None:
    wrong = [f"{entry.name}：{fault}" for entry in function.entries for fault in faults(entry)]
    assert wrong == []


def test_the_library_repeats_no_name_and_is_made_by_no_template() -> None:
    assert list(library_faults(entries())) == []


def test_every_function_has_twenty_indicators() -> None:
    assert [each.name for each in functions() if len(each.entries) < 20] == []


def test_the_key_of_pinyin_is_made_of_the_initials_of_the_name() -> None:
    wrong = [
        each.name
        for each in entries()
        if each.pinyin
        != "".join(
            c for c in "".join(lazy_pinyin(each.name, style=Style.FIRST_LETTER)).lower() if c.isascii() and c.isalnum()
        )
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"operator": "≤", "kind": "满意度"}, "满意度用"),
        ({"kind": "成本", "operator": "≥"}, "成本不写"),
        ({"kind": "时效", "unit": "天", "operator": "≥"}, "时限不写"),
        ({"kind": "数量", "unit": "万元"}, "数量指标不用资金"),
        ({"unit": "%", "measured": "按台账统计"}, "没有写分子"),
        ({"unit": "%", "value": "120"}, "超过 100%"),
        ({"measured": "如实填报"}, "看不出怎样计算"),
        ({"evidence": ""}, "没有写清"),
        ({"value": "若干"}, "不是数"),
        ({"levels": ("省",)}, "适用层级"),
    ],
)
def test_an_unsound_indicator_is_told(changed: dict[str, object], said: str) -> None:
    entry = dataclasses.replace(SOUND, **changed)  # type: ignore[arg-type]
    assert any(said in fault for fault in faults(entry))


def test_four_indicators_of_one_stem_are_too_many() -> None:
    many = [
        dataclasses.replace(SOUND, name=f"公厕{tail}", measured=tail) for tail in ("数量", "面积", "成本", "覆盖率")
    ]
    assert any("同一词干" in fault for fault in library_faults(many))


def test_an_indicator_is_found_by_the_initials_of_its_pinyin() -> None:
    assert find(SOUND.pinyin[:4])[0].pinyin.startswith(SOUND.pinyin[:4])


def test_an_indicator_is_found_by_words_in_any_order() -> None:
    assert any(each.name == "乡村教师生活补助标准" for each in find("补助 教师"))


def test_a_search_keeps_to_the_function_and_the_level() -> None:
    found = find("满意度", function="教育", level="县")
    assert found
    assert {each.function for each in found} == {"教育"}


def test_nothing_is_found_for_words_that_the_library_does_not_know() -> None:
    assert find("星际航行燃料") == ()


@pytest.mark.parametrize("text", ["教育质量显著提升", "群众满意", "进一步改善医疗条件"])
def test_praise_without_a_figure_is_vague(text: str) -> None:
    assert is_vague(text)


def test_a_figure_is_not_vague() -> None:
    assert not is_vague("改善供水条件，惠及3200户")


@pytest.mark.parametrize(
    ("text", "function"),
    [
        ("教师队伍素质显著提升", "教育"),
        ("医疗服务能力有效提升，患者就医更方便", "卫生健康"),
        ("粮食生产能力稳步提高", "农业农村"),
    ],
)
def test_three_measurable_indicators_answer_a_vague_wording(text: str, function: str) -> None:
    found = suggest(text)
    assert len(found) == 3
    assert function in {each.function for each in found}
    assert not any(doubt.grave for each in found for doubt in doubts(each.indicator()))


def test_contentment_is_answered_with_a_survey() -> None:
    assert suggest("家长满意", "教育")[0].kind == "满意度"


def year(code: str, when: int, actual: str) -> DataSet:
    indicator = Indicator(code="1", level_1="产出指标", name="改造管网", operator="≥", unit="公里")
    result = Result(indicator="1", actual=Fraction(actual))
    return DataSet(unit=Unit(code=code, name=code, year=when), indicators=(indicator,), results=(result,))


def test_results_of_four_units_are_not_told() -> None:
    assert distribution("改造管网", "公里", [year(str(code), 2024, "7") for code in range(4)]) is None


def test_quartiles_and_trend_are_those_of_the_loaded_years() -> None:
    loaded = [year(str(code), 2022, str(code)) for code in range(5)] + [
        year(str(code), 2024, str(code + 4)) for code in range(5)
    ]
    found = distribution("改造管网", "公里", loaded)
    assert found is not None
    assert found.quartiles == (Fraction(5), Fraction(6), Fraction(7))
    assert (found.n, found.year, found.trend) == (5, 2024, Fraction(2))
