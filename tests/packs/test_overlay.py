"""Overlays: what a pack keeps, changes, adds and takes out of the one it extends."""

from __future__ import annotations

from fractions import Fraction

import pytest

from jiheng.core.fault import Faults, Refused
from jiheng.packs.load import load_pack, read_pack
from jiheng.packs.overlay import merge
from jiheng.packs.source import Plain, plain, read_text
from tests.packs.conftest import SMALL, Packs


def merged(base: str, over: str) -> Plain:
    faults = Faults()
    result = merge(read_text(base, "下.yaml", faults), read_text(over, "上.yaml", faults))
    faults.raise_if_any()
    return plain(result)


@pytest.mark.parametrize(
    ("base", "over", "result"),
    [
        ("{a: 1, b: 2}", "{b: 3, c: 4}", {"a": "1", "b": "3", "c": "4"}),
        ("{a: {x: 1, y: 2}}", "{a: {y: 3}}", {"a": {"x": "1", "y": "3"}}),
        ("{a: [1, 2]}", "{a: [3]}", {"a": ["3"]}),
        ("{a: {x: 1}}", "{a: null}", {}),
        ("{a: [1]}", "{a: }", {}),
        ("{a: 1}", "{a: null}", {"a": None}),
        ("{b: 1}", "{a: null}", {"b": "1", "a": None}),
        ("{m: {kind: step, per: 1}}", "{m: {kind: linear, zero_at: 0}}", {"m": {"kind": "linear", "zero_at": "0"}}),
        ("{m: {kind: step, per: 1}}", "{m: {kind: step, lose: 2}}", {"m": {"kind": "step", "per": "1", "lose": "2"}}),
        ("{m: {kind: step, per: 1}}", "{m: {per: 3}}", {"m": {"kind": "step", "per": "3"}}),
        ("[{code: a, x: 1}, {code: b}]", "[{code: b, x: 2}, {code: c}]", [{"code": "a", "x": "1"}, {"code": "b", "x": "2"}, {"code": "c"}]),
        ("[{name: 优, at_least: 90}]", "[{name: 优, at_least: 95}]", [{"name": "优", "at_least": "95"}]),
        ("[{key: a}]", "[{key: a, t: 1}]", [{"key": "a", "t": "1"}]),
        ("[{at_least: 9}]", "[{at_least: 8}]", [{"at_least": "8"}]),
        ("[]", "[1]", ["1"]),
    ],
)  # fmt: skip
def test_it_merges_mappings_by_key_and_named_lists_by_name(base: str, over: str, result: Plain) -> None:
    assert merged(base, over) == result


def test_only_what_is_said_changes(packs: Packs) -> None:
    over = packs.overlay("grades: [{name: 优, at_least: 95}]\n")
    base = load_pack("test/small")
    assert [(grade.name, int(grade.at_least)) for grade in over.pack.grades] == [("优", 95), ("良", 80), ("差", 0)]
    assert over.pack.model_copy(update={"grades": base.grades}).indicators == base.indicators
    assert over.pack.id == "test/over"
    assert over.pack.status == "verified"


def test_an_indicator_deep_in_the_tree_is_changed_by_its_code_alone(packs: Packs) -> None:
    text = 'indicators:\n  - {code: "1.1", weight: 20}\n  - {code: "1.2", weight: 40}\n'
    pack = packs.overlay(text).pack
    assert [(node.code, int(node.weight)) for node in pack.nodes()][1:3] == [("1.1", 20), ("1.2", 40)]
    assert [top.code for top in pack.indicators] == ["1", "2"]


def test_a_new_indicator_is_added_where_it_is_written(packs: Packs) -> None:
    text = """
indicators:
  - code: "2.1"
    weight: 10
  - code: "2"
    children:
      - {code: "2.3", name: 新指标, weight: 10, cite: 本地, method: {kind: all_or_nothing, measure: 执行率}}
"""
    pack = packs.overlay(text).pack
    assert [node.code for node in pack.indicators[1].children] == ["2.1", "2.2", "2.3"]
    assert pack.indicators[1].children[0].weight == 10


def test_a_new_top_level_indicator_is_added_at_the_end(packs: Packs) -> None:
    text = 'full_marks: 110\nindicators: [{code: "3", name: 加分, weight: 10, own: {level_1: 加分}}]\n'
    assert [top.code for top in packs.overlay(text).pack.indicators] == ["1", "2", "3"]


def test_codes_that_are_removed_are_gone_at_any_depth(packs: Packs) -> None:
    text = 'remove: ["1.1", T1, 良, 通知]\nindicators: [{code: "1.2", weight: 60}]\n'
    pack = packs.overlay(text).pack
    assert [node.code for node in pack.nodes()] == ["1", "1.2", "2", "2.1", "2.2"]
    assert pack.deadlines == ()
    assert pack.sources == ()
    assert [grade.name for grade in pack.grades] == ["优", "差"]


def test_a_removed_code_can_be_declared_anew(packs: Packs) -> None:
    text = 'remove: ["2.1"]\nindicators: [{code: "2", children: [{code: "2.1", name: 新, weight: 20, own: {level_1: 新}}]}]\n'
    pack = packs.overlay(text).pack
    assert [node.code for node in pack.indicators[1].children] == ["2.2", "2.1"]
    assert pack.indicators[1].children[1].method is None


def test_removing_what_is_not_there_is_a_fault_with_its_line(packs: Packs) -> None:
    with pytest.raises(Refused) as refused:
        packs.overlay('remove: ["9.9"]\n')
    fault = refused.value.faults[0]
    assert (fault.place.line, fault.value) == (5, "9.9")


def test_null_takes_out_a_value_and_ends_a_rule(packs: Packs) -> None:
    pack = packs.overlay(
        "measures: {签订率: null}\nvalues: {合同签订期限: {since: {2025-01-01: {value: null, cite: 废止}}}}\n"
    ).pack
    assert list(pack.measures) == ["执行率"]
    days = pack.values["合同签订期限"].since
    assert [dated.value for dated in days.values()] == [30, None]


def test_null_over_a_plain_value_means_none(packs: Packs) -> None:
    packs.write("test/small", SMALL + "rounding: {row: 2}\n")
    packs.write("test/over", "id: test/over\nversion: '1'\ntitle: 上\nextends: test/small\nrounding: {row: null}\n")
    assert read_pack("test/over").pack.rounding.row is None


def test_overlays_are_laid_from_left_to_right_and_the_pack_s_own_words_last(packs: Packs) -> None:
    packs.write("test/small")
    packs.write(
        "test/a",
        "id: test/a\nversion: '1'\ntitle: 甲\nfragment: true\ngrades: [{name: 优, at_least: 91}, {name: 良, at_least: 81}]\n",
    )
    packs.write("test/b", "id: test/b\nversion: '1'\ntitle: 乙\nfragment: true\ngrades: [{name: 优, at_least: 92}]\n")
    packs.write(
        "test/over",
        "id: test/over\nversion: '9'\ntitle: 上\nextends: [test/small, test/a, test/b]\ngrades: [{name: 差, at_least: 1}]\n",
    )
    pack = read_pack("test/over").pack
    assert [grade.at_least for grade in pack.grades] == [92, 81, 1]
    assert (pack.id, pack.version, pack.title) == ("test/over", "9", "上")


def test_what_a_fragment_says_of_itself_does_not_flow_into_the_pack(packs: Packs) -> None:
    packs.write("test/small")
    packs.write(
        "test/frag",
        "id: test/frag\nversion: '1'\ntitle: 片段\nregion: 别处\nyears: {first: 1999}\nstatus: unverified\nfragment: true\n",
    )
    packs.write("test/over", "id: test/over\nversion: '1'\ntitle: 上\nextends: [test/small, test/frag]\n")
    pack = read_pack("test/over").pack
    assert (pack.region, pack.years.first, pack.status) == ("测试", 2020, "verified")


def test_a_fault_in_an_overlay_names_the_overlay_and_one_in_the_base_names_the_base(packs: Packs) -> None:
    packs.changed("良, at_least: 80", "良, at_least: 八十")
    packs.write(
        "test/over",
        "id: test/over\nversion: '1'\ntitle: 上\nextends: test/small\ngrades: [{name: 优, at_least: 九十}]\n",
    )
    with pytest.raises(Refused) as refused:
        read_pack("test/over")
    places = {fault.value: fault.place for fault in refused.value.faults}
    assert places["九十"].file.endswith("over/pack.yaml")
    assert places["九十"].line == 5
    assert places["八十"].file.endswith("small/pack.yaml")


def test_a_pack_that_extends_itself_through_others_is_refused(packs: Packs) -> None:
    for one, other in (("a", "b"), ("b", "c"), ("c", "a")):
        packs.write(f"test/{one}", f"id: test/{one}\nextends: test/{other}\n")
    with pytest.raises(Refused) as refused:
        read_pack("test/a")
    assert any("绕成了圈" in fault.problem for fault in refused.value.faults)


def test_the_same_base_reached_twice_is_no_circle(packs: Packs) -> None:
    packs.write("test/small")
    packs.write("test/a", "id: test/a\nversion: '1'\ntitle: 甲\nextends: test/small\n")
    packs.write("test/over", "id: test/over\nversion: '1'\ntitle: 上\nextends: [test/small, test/a]\n")
    assert read_pack("test/over").pack.indicators[0].weight == Fraction(60)


@pytest.mark.parametrize(
    "asked", ["../small", "/etc", "test\\small", "Test/Small", "test/", "测试", "test//small", "a" * 201]
)
def test_a_path_in_place_of_an_id_is_refused(packs: Packs, asked: str) -> None:
    packs.write("test/over", f"id: test/over\nextends: {asked}\n")
    with pytest.raises(Refused) as refused:
        read_pack("test/over")
    assert refused.value.faults[0].problem == "规则包编号写法不对"
    assert refused.value.faults[0].place.line == 2


def test_extending_a_pack_that_is_not_there_says_how_to_list_them(packs: Packs) -> None:
    packs.write("test/over", "id: test/over\nextends: test/none\n")
    with pytest.raises(Refused) as refused:
        read_pack("test/over")
    assert (refused.value.faults[0].problem, refused.value.faults[0].value) == ("没有这个规则包", "test/none")


def test_an_overlay_is_switched_on_by_naming_both(packs: Packs) -> None:
    packs.write("test/small")
    caps = "caps: [{code: C, name: 封顶, measure: 执行率, bands: [{below: 80%, at_most: 89}], cite: 手册}]\n"
    packs.write(
        "test/caps",
        "id: test/caps\nversion: '7'\ntitle: 封顶\nregion: 别处\nstatus: unverified\nfragment: true\n" + caps,
    )
    pack = load_pack("test/small+test/caps")
    assert (pack.id, pack.version, pack.title) == ("test/small+test/caps", "2024.1+7", "测试规则包＋封顶")
    assert (pack.status, pack.region) == ("unverified", "测试")
    assert pack.caps[0].code == "C"
    assert pack.sha256 != load_pack("test/small").sha256


def test_what_should_be_a_list_and_is_none_is_left_to_the_model(packs: Packs) -> None:
    packs.write("test/small", SMALL.replace("deadlines:\n  - ", "deadlines: 无\nforms:\n  - "))
    packs.write("test/over", "id: test/over\nversion: '1'\ntitle: 上\nextends: test/small\nremove: [良]\n")
    with pytest.raises(Refused) as refused:
        read_pack("test/over")
    assert "deadlines" in {fault.place.path for fault in refused.value.faults}
