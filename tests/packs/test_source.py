"""YAML as its author wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiheng.core.fault import Faults
from jiheng.packs.source import MAX_BYTES, MAX_DEPTH, Plain, plain, read_file, read_text


def read(text: str) -> Plain:
    faults = Faults()
    tree = read_text(text, "规则.yaml", faults)
    faults.raise_if_any()
    return plain(tree)


def faults_in(text: str) -> list[str]:
    faults = Faults()
    read_text(text, "规则.yaml", faults)
    return [fault.text() for fault in faults.found]


def test_every_scalar_is_text_and_nothing_is_guessed() -> None:
    text = "a: 1.10\nb: 2020-02-25\nc: yes\nd: 0x1F\ne: 1e3\nf: .inf\ng: 95%\nh: 1:30\n=: x\n"
    expected = {
        "a": "1.10", "b": "2020-02-25", "c": "yes", "d": "0x1F", "e": "1e3",
        "f": ".inf", "g": "95%", "h": "1:30", "=": "x",
    }  # fmt: skip
    assert read(text) == expected


def test_null_and_an_empty_place_are_nothing_but_quoted_they_are_text() -> None:
    assert read('a: null\nb:\nc: ~\nd: ""\ne: "null"\nf: [null, x]') == {
        "a": None, "b": None, "c": None, "d": "", "e": "null", "f": [None, "x"],
    }  # fmt: skip


def test_an_empty_file_is_nothing() -> None:
    assert read("") is None
    assert read("# 只有注释\n") is None


def test_everything_knows_its_line() -> None:
    tree = read_text("a: 1\nb:\n  - x\n  - c: |\n      长文\n", "规则.yaml", Faults())
    assert tree.mapping["a"].place.text() == "规则.yaml 第 1 行"
    assert tree.mapping["b"].line == 2
    assert [item.line for item in tree.mapping["b"].items] == [3, 4]
    assert tree.mapping["b"].items[1].mapping["c"].text == "长文\n"


def test_what_is_not_a_mapping_has_no_entries_and_what_is_no_list_has_no_items() -> None:
    tree = read_text("a: 1", "规则.yaml", Faults())
    assert tree.items == []
    assert tree.text == ""
    assert tree.mapping["a"].mapping == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x 1", "第 1 行：不能使用锚点（&）"),
        ("a: &锚 1", "规则包不使用锚点和引用"),
        ("a: 1\nb: *x", "第 2 行：不能使用引用（*）"),
        ("a: !!python/object:os.system x", "第 1 行：不能使用标签（!）"),
        ("a: !x [1]", "第 1 行：不能使用标签（!）"),
        ("a: &b {c: 1}", "第 1 行：不能使用锚点（&）"),
        ("a: 1\nb: 2\na: 3", "第 3 行：同一处重复写了“a”（第 1 行已有）"),
        ("{[1, 2]: 3}", "第 1 行：键只能是文字"),
        ("a: 1\n---\nb: 2", "第 2 行：一个文件只能有一份内容"),
        ("a: " + "[" * 60 + "]" * 60, f"层次超过 {MAX_DEPTH} 层"),
        ("a: b: c", "一行只能有一个“键: 值”"),
        ("\ta: 1", "缩进用空格"),
        ("a: [1, 2", "方括号内各项用英文逗号隔开"),
        ("a: {b: 1, c", "花括号内各项用英文逗号隔开"),
        ("a: '没有收尾", "引号或括号没有成对"),
        ("a:\n  - 1\n - 2", "左对齐"),
        ("a: 1\n b: 2", "一行只能有一个“键: 值”"),
        ("weight 5\nname: x", "冒号用英文半角"),
        ("a: x\u0007", "第 1 行：有不可见的控制字符"),
        ("a: @x", "特殊符号加引号"),
    ],
)
def test_what_hides_a_bomb_or_a_slip_is_refused_with_its_line_and_the_right_form(text: str, said: str) -> None:
    assert any(said in fault for fault in faults_in(text)), faults_in(text)


def test_every_anchor_and_every_alias_is_refused_and_none_is_followed() -> None:
    assert len(faults_in('a0: &a0 ["笑", "笑"]\na1: &a1 [*a0, *a0, *a0]')) == 2 + 3


def test_all_faults_are_found_in_one_pass() -> None:
    assert len(faults_in("a: &x 1\nb: *x\na: 2\nc: !!int 3")) == 4


def test_reading_stops_where_it_gets_too_deep() -> None:
    faults = Faults()
    tree = read_text(f"a: {'[' * 50}{']' * 50}\nb: &x 2", "规则.yaml", faults)
    assert len(faults.found) == 1
    assert tree.value is None


def test_utf_8_is_read_with_and_without_its_mark(tmp_path: Path) -> None:
    faults = Faults()
    for encoding in ("utf-8", "utf-8-sig"):
        path = tmp_path / f"{encoding}.yaml"
        path.write_text("名称: 测试", encoding=encoding)
        assert plain(read_file(path, faults)) == {"名称": "测试"}
    assert not faults


def test_gbk_is_recognised_and_told_how_to_save(tmp_path: Path) -> None:
    faults = Faults()
    path = tmp_path / "pack.yaml"
    path.write_bytes("id: x\n名称: 测试".encode("gbk"))
    read_file(path, faults)
    assert faults.found[0].place.line == 2
    assert "看来是 GBK" in faults.found[0].problem
    assert "UTF-8" in faults.found[0].fix


def test_garbage_is_refused(tmp_path: Path) -> None:
    faults = Faults()
    path = tmp_path / "pack.yaml"
    path.write_bytes(b"\xff\xff\xff\x81")
    read_file(path, faults)
    assert [fault.problem for fault in faults.found] == ["文件不是 UTF-8 编码"]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    faults = Faults()
    path = tmp_path / "pack.yaml"
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    read_file(path, faults, name="大.yaml")
    assert faults.found[0].text().startswith("大.yaml：文件过大，现为“2,000,001 字节”")


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    faults = Faults()
    assert read_file(tmp_path / "无.yaml", faults).value is None
    assert [fault.problem for fault in faults.found] == ["文件打不开"]
