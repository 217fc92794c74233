"""Loading: what is found, what is refused and how it is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from jiheng.core.fault import Fault, Refused
from jiheng.packs.folder import LIBRARY
from jiheng.packs.load import library, load_pack, named, read_pack
from tests.packs.conftest import SMALL, Packs

FaultsOf = Callable[[str | Path], list[Fault]]


def test_a_pack_is_found_by_its_id_and_by_its_folder(packs: Packs) -> None:
    folder = packs.write("test/small")
    assert load_pack("test/small").title == "测试规则包"
    assert load_pack(folder) == load_pack("test/small")


def test_a_pack_outside_every_root_is_loaded_by_its_folder(tmp_path: Path) -> None:
    folder = Packs(tmp_path).write("somewhere")
    assert load_pack(folder).id == "test/small"


def test_packs_found_by_id_are_kept(packs: Packs) -> None:
    packs.write("test/small")
    assert load_pack("test/small") is load_pack("test/small")


def test_a_text_is_only_ever_an_id(packs: Packs) -> None:
    folder = packs.write("test/small")
    with pytest.raises(Refused, match="规则包编号写法不对"):
        load_pack(str(folder))


def test_at_the_command_line_a_text_may_name_a_folder(packs: Packs, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = packs.write("test/small")
    assert named("test/small") == "test/small"
    assert named(str(folder)) == folder
    assert named("cn/nowhere") == "cn/nowhere"
    monkeypatch.chdir(packs.root)
    packs.write("mine")
    monkeypatch.delenv("JIHENG_PACKS")
    assert named("mine") == Path("mine")


def test_the_library_lists_packs_and_on_demand_fragments(packs: Packs) -> None:
    packs.write("test/small")
    packs.write(
        "test/frag",
        "id: test/frag\nversion: '1'\ntitle: 片段\nyears: {first: 2020}\nstatus: verified\nfragment: true\n",
    )
    ids = {info.id: info for info in library()}
    assert "cn/guangdong/department" in ids
    assert ids["test/small"].label == "测试规则包"
    assert "test/frag" not in ids
    whole = {info.id: info for info in library(fragments=True)}
    assert whole["test/frag"].fragment
    assert whole["test/frag"].object == ""


def test_the_library_tells_the_faults_of_all_packs_at_once(packs: Packs) -> None:
    packs.write("test/a", "id: test/a\nno: 1\n")
    packs.write("test/b", "id: test/b\nno: 1\n")
    with pytest.raises(Refused) as refused:
        library()
    assert len({fault.place.file for fault in refused.value.faults}) == 2


def test_a_fragment_is_not_scored_alone(packs: Packs, faults_of: FaultsOf) -> None:
    packs.write(
        "test/frag",
        "id: test/frag\nversion: '1'\ntitle: 片段\nyears: {first: 2020}\nstatus: verified\nfragment: true\n",
    )
    assert [fault.problem for fault in faults_of("test/frag")] == ["这是供其他规则包引用的部分，不能单独用来打分"]
    assert read_pack("test/frag", fragment=True).pack.indicators == ()


def test_an_id_that_differs_from_its_folder_is_refused(packs: Packs, faults_of: FaultsOf) -> None:
    packs.write("test/elsewhere")
    fault = faults_of("test/elsewhere")[0]
    assert (fault.value, fault.expected, fault.place.line) == ("test/small", "test/elsewhere", 1)


def test_an_id_that_could_leave_its_root_is_refused(tmp_path: Path, faults_of: FaultsOf) -> None:
    folder = Packs(tmp_path).write("x", SMALL.replace("id: test/small", "id: ../evil"))
    assert faults_of(folder)[0].problem == "规则包编号写法不对"


def test_files_of_the_library_are_named_by_pack(faults_of: FaultsOf) -> None:
    assert read_pack("cn/base", fragment=True).tree.file == "cn/base/pack.yaml"
    assert (LIBRARY / "cn/base/pack.yaml").is_file()


@pytest.mark.parametrize("text", ["", "只有一句话", "- a\n- b\n"])
def test_a_pack_that_is_not_a_mapping_is_refused(tmp_path: Path, faults_of: FaultsOf, text: str) -> None:
    folder = Packs(tmp_path).write("x", text)
    assert "规则包应由“键: 值”组成" in [fault.problem for fault in faults_of(folder)]


def test_a_folder_without_a_pack_is_refused(tmp_path: Path, faults_of: FaultsOf) -> None:
    assert faults_of(tmp_path)[0].problem == "这个文件夹里没有 pack.yaml"


def test_the_guide_file_is_hung_on_the_indicators_and_the_indicator_s_own_words_win(packs: Packs) -> None:
    packs.write("test/small", guide='"1.1": {meaning: 被盖住, good: 94.98%}\n"2.1": {returns: [缺合同]}\n')
    nodes = {node.code: node for node in read_pack("test/small").pack.nodes()}
    assert nodes["1.1"].guide.good == "94.98%"
    assert nodes["1.1"].guide.meaning == "支出占预算的比例"
    assert nodes["2.1"].guide.returns == ("缺合同",)


def test_a_guide_for_a_code_that_is_not_there_is_a_fault(packs: Packs, faults_of: FaultsOf) -> None:
    packs.write("test/small", guide='"9.9": {meaning: 无}\n"1.1": {meening: 错}\n')
    said = {fault.problem: fault.place for fault in faults_of("test/small")}
    assert said["填报说明的编码不在指标体系里"].file.endswith("guide.yaml")
    assert said["没有“meening”这个键"].line == 2


def test_the_guide_of_a_removed_indicator_goes_with_it(packs: Packs) -> None:
    packs.write("test/small", guide='"1.1": {good: x}\n')
    packs.write(
        "test/over",
        'id: test/over\nversion: "1"\ntitle: 上\nextends: test/small\nremove: ["1.1"]\nindicators: [{code: "1.2", weight: 60}]\n',
    )
    assert "1.1" not in {node.code for node in read_pack("test/over").pack.nodes()}


FORM = "kind: table\ncode: {code}\ntitle: {title}\ncolumns: [10]\nblocks: [{{kind: grid, rows: [[名称]]}}]\n"


def test_forms_and_the_report_are_read_and_overlaid_by_code(packs: Packs) -> None:
    report = "kind: report\ncode: report\ntitle: 报告\nchapters: [{code: '1', title: 一}]\n"
    packs.write(
        "test/small",
        report=report,
        forms__b=FORM.format(code="b", title="乙"),
        forms__a=FORM.format(code="a", title="甲"),
    )
    packs.write(
        "test/over",
        'id: test/over\nversion: "1"\ntitle: 上\nextends: test/small\n',
        forms__x=FORM.format(code="b", title="新乙"),
    )
    assert [(form.code, form.title) for form in read_pack("test/small").pack.forms] == [
        ("a", "甲"),
        ("b", "乙"),
        ("report", "报告"),
    ]
    assert [form.title for form in read_pack("test/over").pack.forms] == ["甲", "新乙", "报告"]


def test_a_fault_in_a_form_names_the_form_s_file(packs: Packs, faults_of: FaultsOf) -> None:
    packs.write("test/small", forms__a=FORM.format(code="a", title="甲") + "colums: 3\n")
    fault = faults_of("test/small")[0]
    assert fault.place.file.endswith("forms/a.yaml")
    assert "colums" in fault.problem


def test_the_hash_names_the_content_and_not_its_layout(tmp_path: Path) -> None:
    packs = Packs(tmp_path)
    before = read_pack(packs.write("a")).pack.sha256
    assert (
        read_pack(packs.write("b", "# 注释\n" + SMALL.replace("{first: 2020}", "\n  first: 2020"))).pack.sha256
        == before
    )
    assert read_pack(packs.write("c", SMALL + "rounding: {row: 2}\n")).pack.sha256 == before
    assert read_pack(packs.write("d", SMALL.replace("at_least: 80}", "at_least: 81}"))).pack.sha256 != before
    assert read_pack(packs.write("e", guide='"2.1": {good: 好}\n')).pack.sha256 != before
    assert read_pack(packs.write("f", forms__a=FORM.format(code="a", title="甲"))).pack.sha256 != before
    assert len(before) == 64


@pytest.mark.parametrize(
    ("old", "new", "path", "said", "fix"),
    [
        ("title: 测试规则包\n", "", "title", "缺少“title”", "id: cn/guangdong/department"),
        ("weight: 60", "wieght: 60", "indicators → “1 履职效能” → weight", "缺少“weight”", "weight: 5"),
        ("weight: 60", "wieght: 60", "indicators → “1 履职效能” → wieght", "没有“wieght”这个键，应为以下各键之一：code、name、weight", "是否想写“weight”？"),
        ("weight: 60", "weight: 六十", "indicators → “1 履职效能” → weight", "不是数字：六十，现为“六十”，应为数字，如 5、0.5 或 95%", "weight: 5"),
        ("weight: 60", "weight:", "indicators → “1 履职效能” → weight", "留空了，应为数字", "weight: 5"),
        ("kind: proportional, measure: 执行率", "kind: 比例, measure: 执行率", "indicators → “1 履职效能” → children → “1.1 执行率” → method", "没有“比例”这种 kind，应为以下之一：all_or_nothing（直接赋分）、bands（分档赋分）", "kind: proportional"),
        ("kind: proportional, measure: 执行率", "measure: 执行率", "indicators → “1 履职效能” → children → “1.1 执行率” → method", "缺少“kind”", "kind: proportional"),
        ("target: 100%", "target: 100%, direction: 向上", "indicators → “1 履职效能” → children → “1.1 执行率” → method → direction", "不是可选的值，现为“向上”，应为以下之一：正向、反向", "kind: proportional"),
        ("at_least: 95%", "at_least: 很高", "indicators → “2 管理效率” → children → “2.1 合同签订” → method → bands → 第 1 项 → at_least", "不是数字：很高", "at_least: 90%"),
        ("days: 30", "days: 三十", "deadlines → “T1” → days", "写法不对，现为“三十”，应为整数，如 30", "days: 30"),
        ("2003-01-01:", "2003年1月1日:", "values → 合同签订期限 → since → 2003年1月1日", "写法不对，现为“2003年1月1日”，应为日期，如 2015-01-01", "{value: 30"),
        ("years: {first: 2020}", "years: 2020", "years", "写法不对，现为“2020”，应为一组“键: 值”", "{first: 2024, last: 2025}"),
        ("sources:\n  - {key: 通知, title: 自评通知（测财〔2024〕1号）, mark: V}", "sources: 通知", "sources", "应为列表", "key: 预算法"),
        ("status: verified", "status: 已核实", "status", "应为以下之一：verified、unverified", "id: cn/guangdong/department"),
        ("object: 部门整体", "object: 部门整体\nrounding: {row: 7}", "rounding → row", "超出范围，现为“7”，应为不大于 4", "row: 2"),
        ("{key: 通知,", "{key: 通知, key2: 3,", "sources → “通知” → key2", "没有“key2”这个键", "是否想写“key”？"),
        ("            - {at_least: 95%, share: 100%}\n            - {at_least: 80%, share: 50%}\n            - {share: 0}\n", "            []\n", "indicators → “2 管理效率” → children → “2.1 合同签订” → method → bands", "项数不够，应为至少 1 项", "[{at_least: 90%"),
        ("code: T1", "working: 也许, code: T1", "deadlines → “T1” → working", "应为true 或 false", "code: T1"),
        ("measures:\n", "measures: []\nvalues2:\n", "measures", "应为以名称为键的一组值", "formula"),
    ],
)  # fmt: skip
def test_a_fault_says_where_what_was_met_what_was_expected_and_the_right_form(
    packs: Packs, faults_of: FaultsOf, *, old: str, new: str, path: str, said: str, fix: str
) -> None:
    folder = packs.changed(old, new)
    faults = {fault.place.path: fault for fault in faults_of(folder)}
    assert path in faults, list(faults)
    assert said in faults[path].text()
    assert fix in faults[path].fix
    text = (folder / "pack.yaml").read_text("utf-8").splitlines()
    assert 0 < faults[path].place.line <= len(text)


def test_the_line_of_a_fault_is_the_line_in_the_file(packs: Packs, faults_of: FaultsOf) -> None:
    folder = packs.changed("at_least: 80%", "at_least: 很高")
    line = (folder / "pack.yaml").read_text("utf-8").splitlines().index("            - {at_least: 很高, share: 50%}")
    assert faults_of(folder)[0].place.line == line + 1


def test_every_fault_of_a_pack_is_told_in_one_pass(packs: Packs, faults_of: FaultsOf) -> None:
    text = (
        SMALL.replace("at_least: 80%", "at_least: 很高")
        .replace("days: 30", "days: x")
        .replace("years: {first: 2020}\n", "")
    )
    assert len(faults_of(packs.write("test/small", text))) == 3


def test_a_pack_that_lint_finds_wrong_is_refused_on_loading_but_can_be_looked_at(
    packs: Packs, faults_of: FaultsOf
) -> None:
    folder = packs.changed("weight: 60", "weight: 70")
    assert [fault.problem for fault in faults_of(folder)] == [
        "PK101 一级指标权重合计 110 分，应为 100 分（差 +10 分）",
        "PK102 “1 履职效能”的下级指标权重合计 60 分，应为 70 分（差 -10 分）",
    ]
    assert read_pack(folder).pack.indicators[0].weight == 70


def test_a_dated_value_is_the_one_in_force_on_the_day(packs: Packs) -> None:
    dated = "2003-01-01: {value: 30, cite: 旧}\n      2025-07-01: {value: 15, cite: 新}\n      2027-01-01: {value: null, cite: 废止}"
    pack = read_pack(packs.changed("2003-01-01: {value: 30, cite: 《政府采购法》第四十六条}", dated)).pack
    days = [date(2002, 12, 31), date(2003, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2027, 1, 1)]
    assert [pack.value("合同签订期限", day) for day in days] == [None, 30, 30, 15, None]
    with pytest.raises(KeyError):
        pack.value("没有", days[0])


@pytest.mark.parametrize(("total", "grade"), [("100", "优"), ("90", "优"), ("89.99", "良"), ("0", "差"), ("-1", "差")])
def test_a_grade_is_earned_by_reaching_its_floor(packs: Packs, total: str, grade: str) -> None:
    packs.write("test/small")
    assert load_pack("test/small").grade(Fraction(total)) == grade


def test_an_unverified_pack_says_so_in_its_label(tmp_path: Path) -> None:
    packs = Packs(tmp_path)
    assert read_pack(packs.write("a")).pack.label == "测试规则包"
    unverified = SMALL.replace("status: verified", "status: unverified")
    assert read_pack(packs.write("b", unverified)).pack.label == "测试规则包（示例口径，未核实）"
