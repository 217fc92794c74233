"""Whatever a pack's files hold, the answer is a pack or a refusal, never a crash."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiheng.core.fault import Fault, Refused
from jiheng.packs.describe import parts
from jiheng.packs.diff import diff
from jiheng.packs.lint import lint
from jiheng.packs.load import load_pack, read_pack
from jiheng.packs.loaded import Loaded
from jiheng.packs.source import MAX_DEPTH
from tests.packs.conftest import SMALL, Packs

DEEPER = MAX_DEPTH + 5

FaultsOf = Callable[[str | Path], list[Fault]]

LINES = SMALL.splitlines()
VALUES = [
    "",
    "null",
    "0",
    "-1",
    "1e30",
    "9" * 31,
    "9" * 29,
    "０",
    "[]",
    "{}",
    "[1, [2]]",
    "{a: b}",
    "是",
    "95%",
    "2024-01-01",
    "9999-12-31",
    "'\"'",
    "true",
    "=1+1",
    "../../etc",
    "公" * 500,
]


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """The small pack with some lines dropped, doubled, indented or given another value."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        deed = draw(st.sampled_from(["drop", "double", "indent", "value", "cut"]))
        if deed == "drop":
            lines.pop(at)
        elif deed == "double":
            lines.insert(at, lines[at])
        elif deed == "indent":
            lines[at] = "  " + lines[at]
        elif deed == "cut":
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
        else:
            key, colon, _value = lines[at].partition(": ")
            lines[at] = key + colon + draw(st.sampled_from(VALUES))
    return "\n".join(lines)


def looked_at(folder: Path) -> Loaded | list[str]:
    try:
        return read_pack(folder)
    except Refused as refused:
        return [fault.text() for fault in refused.faults]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damaged())
def test_a_damaged_pack_is_refused_with_reasons_or_can_be_linted_shown_and_compared(tmp_path: Path, text: str) -> None:
    loaded = looked_at(Packs(tmp_path).write("x", text))
    if isinstance(loaded, list):
        assert loaded
        assert all(loaded)
    else:
        assert all(note.text() for note in lint(loaded))
        assert parts(loaded.pack)
        assert diff(loaded.pack, loaded.pack) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("extends: {a: b}\n", "extends 应写规则包编号"),
        ("extends: [[a]]\n", "extends 应写规则包编号"),
        ("extends: cn/project\nremove: A\n", "remove 应为编码的列表"),
        ("extends: cn/project\nremove: [{code: A}]\n", "remove 应为编码的列表"),
        ("extends: cn/project\nfragment: 是\n", "fragment 只能写 true 或 false"),
        ("extends: cn/project\nindicators: 无\n", "写法不对"),
        ("extends: cn/project\nindicators: [无]\n", "写法不对"),
        ("extends: cn/project\nguide: 无\n", "guide 应为以指标编码为键的一组说明"),
        ("extends: cn/project\nyears: {first: 99999}\n", "超出范围"),
        ("extends: cn/project\nyears: {first: 0}\n", "超出范围"),
    ],
)
def test_keys_of_the_wrong_shape_are_told(tmp_path: Path, faults_of: FaultsOf, text: str, said: str) -> None:
    folder = Packs(tmp_path).write("x", "id: test/x\nversion: '1'\ntitle: 甲\n" + text)
    assert any(said in fault.text() for fault in faults_of(folder)), faults_of(folder)


def test_a_weight_of_thirty_digits_is_no_crash(packs: Packs) -> None:
    with pytest.raises(Refused, match="合计 100000000000000000000000000040 分"):
        load_pack(packs.changed("weight: 60", "weight: 100000000000000000000000000000"))


@pytest.mark.parametrize(
    "opening",
    ["a: " + "[" * DEEPER, "a: " + "{a: " * DEEPER, "- " * DEEPER, "? " * DEEPER],
    ids=["flow", "maps", "lists", "keys"],
)
def test_a_file_deeper_than_the_limit_is_refused_where_it_gets_too_deep(
    tmp_path: Path, faults_of: FaultsOf, opening: str
) -> None:
    folder = Packs(tmp_path).write("x", opening)
    assert any("层" in fault.text() for fault in faults_of(folder)), faults_of(folder)
