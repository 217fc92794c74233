"""Slips of the keyboard: each told once, at its own line, with the right form."""

from __future__ import annotations

import pytest

from jiheng.core.fault import Refused
from jiheng.packs.load import named, read_pack
from jiheng.packs.typography import slips
from tests.packs.conftest import SMALL, Packs

SLIPS = [
    ("    weight: 60\n", "\tweight: 60\n", "Tab", "空格"),
    ("    weight: 60\n", "    weight：60\n", "全角冒号", "weight: "),
    ("    weight: 60\n", "    weight:60\n", "冒号后没有空格", "weight: "),
    ("    weight: 60\n", "\u3000\u3000weight: 60\n", "全角空格", "半角空格"),
    ("    weight: 60\n", "    weight: 6\u200b0\n", "看不见的字符", "重新输入"),
    ('code: "1.1"', "code: “1.1”", "中文引号", '"1.1"'),
    ("{name: 良, at_least: 80}", "{name: 良， at_least: 80}", "中文逗号", ","),
    ("{name: 良, at_least: 80}", "{name：良, at_least: 80}", "全角冒号", "name: "),
    ("own: {level_1: 产出指标}", "own: {level_1: 产出指标, level_2: [数量指标、质量指标]}", "顿号", "[数量指标, 质量指标]"),
    ("own: {level_1: 产出指标}", "own: ｛level_1: 产出指标｝", "全角括号", "{ }"),
    ("kind: proportional, measure: 执行率, target: 100%", "kind: all_or_nothing, measure: 执行率, operator: >=, target: 95%", "比较符号要加引号", '"≥"'),
    ("kind: proportional, measure: 执行率, target: 100%", "kind: all_or_nothing, measure: 执行率, operator: >, target: 95%", "比较符号要加引号", '">"'),
    ('  "≥": {kind: proportional}', "  >=: {kind: proportional}", "比较符号要加引号", '"≥"'),
    ("formula: 支出数 ÷ 调整后预算数,", "formula: 最小(1, 支出数 ÷ 年初预算数),", "公式含有逗号", 'formula: "'),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "problem", "right"), SLIPS)
def test_a_slip_is_told_once_at_its_own_line(packs: Packs, old: str, new: str, problem: str, right: str) -> None:
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    line = text[: text.index(new)].count("\n") + 1
    with pytest.raises(Refused) as refused:
        read_pack(packs.write("test/small", text))
    (fault,) = refused.value.faults
    assert fault.place.line == line
    assert problem in fault.problem
    assert right in fault.fix


@pytest.mark.parametrize(
    "text",
    [
        SMALL,
        "title: “三公”经费控制（示例：一）\n",
        "meaning: |\n  weight：60\n\t制表\n",
        "note: '见“通知”，weight：60'\n",
        "# weight：60\ncite: 通知：第三条\n",
        'operator: ">"\n',
        "evidence: [合同、验收单, 台账]\n",
    ],
)
def test_what_is_written_rightly_is_no_slip(text: str) -> None:
    assert list(slips(text)) == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("pack.yml", "pack.yaml"), ("guide.yml", "guide.yaml"), ("report.yaml.txt", "report.yaml")],
)
def test_a_file_that_would_not_be_read_is_told(packs: Packs, wrong: str, right: str) -> None:
    folder = packs.write("test/small")
    (folder / wrong).write_text("x: 1\n", "utf-8")
    with pytest.raises(Refused) as refused:
        read_pack(folder)
    assert [(fault.value, fault.expected) for fault in refused.value.faults] == [(wrong, right)]


def test_a_folder_of_the_wrong_name_is_told(packs: Packs) -> None:
    folder = packs.write("test/small")
    (folder / "scenario").mkdir()
    with pytest.raises(Refused, match="scenarios"):
        read_pack(folder)


def test_a_folder_without_a_pack_says_what_is_missing(packs: Packs) -> None:
    folder = packs.write("test/small")
    (folder / "pack.yaml").rename(folder / "pack.yml")
    with pytest.raises(Refused, match="改名为"):
        read_pack(folder)


def test_signs_as_keyboards_write_them_are_understood(packs: Packs) -> None:
    method = 'method: {kind: all_or_nothing, measure: 执行率, operator: "<=", target: 95%}'
    loaded = read_pack(packs.changed("method: {kind: proportional, measure: 执行率, target: 100%}", method))
    assert next(node.method.goal() for node in loaded.pack.nodes() if node.code == "1.1" and node.method)[0] == "≤"


def test_a_folder_is_meant_by_its_path_even_without_a_pack_in_it(packs: Packs) -> None:
    (packs.root / "leer").mkdir(parents=True)
    assert named(str(packs.root / "leer")) == packs.root / "leer"
    assert named("cn/project") == "cn/project"
