"""A pack goes into a workbook and comes back with the same SHA-256; what a person spoils there is told at its row."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from jiheng.cli.main import cli
from jiheng.core.fault import Faults
from jiheng.packs.book.cells import flattened, read, shown, unflattened
from jiheng.packs.book.files import block
from jiheng.packs.load import library, read_pack
from jiheng.packs.scenario import read_scenarios
from jiheng.packs.source import Plain, Written, plain, read_text

ALL = [info.id for info in library(fragments=True)]
TEXT = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=12)
VALUES: st.SearchStrategy[Plain] = st.recursive(
    st.none() | TEXT | st.sampled_from(["null", "~", "{a}", "[1]", '"x"', "※读作", " 前后 ", "=1+1", "90%", "≥"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


def run(*words: str) -> tuple[int, str]:
    answer = CliRunner().invoke(cli, ["packs", *words])
    said = answer.output + "\n".join(fault.text() for fault in getattr(answer.exception, "faults", ()))
    return answer.exit_code, said


def book(pack: str, folder: Path) -> Path:
    path = folder / "规则.xlsx"
    assert run("book", pack, "-o", str(path))[0] == 0
    return path


@pytest.mark.parametrize("pack", ALL)
def test_every_pack_comes_back_from_its_workbook_as_it_was(pack: str, tmp_path: Path) -> None:
    code, said = run("read", str(book(pack, tmp_path)), "-o", str(tmp_path / "back"))
    before, after = read_pack(pack, fragment=True), read_pack(tmp_path / "back", fragment=True)
    assert code == 0, said
    assert after.pack.sha256 == before.pack.sha256
    assert [each.case for each in read_scenarios(tmp_path / "back")] == [
        each.case for each in read_scenarios(before.folder)
    ]


def test_an_overlay_stays_an_overlay(tmp_path: Path) -> None:
    run("read", str(book("cn/guangdong/department", tmp_path)), "-o", str(tmp_path / "back"))
    own = (tmp_path / "back" / "pack.yaml").read_text(encoding="utf-8")
    assert "extends: cn/base" in own
    assert "deadlines:" not in own


def test_the_rule_stands_beside_the_row_as_a_sentence(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(book("cn/guangdong/department", tmp_path))["指标"]
    heads = [cell.value for cell in sheet[1]]
    rows = {row[heads.index("编码")]: row for row in sheet.iter_rows(min_row=3, values_only=True)}
    assert rows["1.1.3"][heads.index("计分方法")] == "按比例"
    assert "支出率" in str(rows["1.1.3"][heads.index("※读作")])


def test_the_points_of_the_first_level_are_added_up_live(tmp_path: Path) -> None:
    path = book("cn/guangdong/department", tmp_path)
    values, formulas = openpyxl.load_workbook(path, data_only=True)["指标"], openpyxl.load_workbook(path)["指标"]
    (last,) = (row for row in formulas.iter_rows() if row[0].value == "※合计")
    total = next(cell for cell in last if str(cell.value).startswith("=SUMPRODUCT"))
    assert values[total.coordinate].value == 100


def spoiled(path: Path, sheet: str, row: int, heading: str, value: str | float) -> None:
    workbook = openpyxl.load_workbook(path)
    page = workbook[sheet]
    column = [cell.value for cell in page[1]].index(heading) + 1
    page.cell(row, column, value)
    workbook.save(path)


@pytest.mark.parametrize(
    ("at", "value", "said"),
    [
        (("指标", 3, "分值"), "十分", "工作表“指标” 第 3 行"),
        (("指标", 4, "层级"), "5", "层级写法不对"),
        (("指标", 3, "计分方法"), "按比列", "工作表“指标” 第 3 行"),
        (("等级", 4, "不低于"), 95, "工作表“等级”"),
        (("依据", 3, "核实程度"), "听说", "工作表“依据” 第 3 行"),
        (("基本情况", 3, "内容"), "{没有右括号", "工作表“基本情况” 第 3 行"),
    ],
)
def test_what_is_spoiled_is_told_at_its_sheet_and_row_and_nothing_is_written(
    tmp_path: Path, at: tuple[str, int, str], value: str | float, said: str
) -> None:
    path = book("cn/project", tmp_path)
    spoiled(path, *at, value)
    code, answer = run("read", str(path), "-o", str(tmp_path / "back"))
    assert (code, (tmp_path / "back").exists()) == (1, False)
    assert said in answer


def test_a_marked_copy_shows_the_faults_where_they_are(tmp_path: Path) -> None:
    path = book("cn/project", tmp_path)
    spoiled(path, "指标", 3, "分值", "十分")
    run("read", str(path), "-o", str(tmp_path / "back"), "--marked", str(tmp_path / "标注.xlsx"))
    marked = openpyxl.load_workbook(tmp_path / "标注.xlsx")
    assert marked["指标"]["A3"].comment is not None


def test_what_a_person_writes_beside_the_columns_is_told_not_dropped(tmp_path: Path) -> None:
    path = book("cn/project", tmp_path)
    workbook = openpyxl.load_workbook(path)
    workbook["等级"].cell(3, 20, "备用")
    workbook.save(path)
    assert "内容所在的列没有列名" in run("read", str(path), "-o", str(tmp_path / "back"))[1]


def test_a_file_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    path = book("cn/guangdong/department", tmp_path)
    spoiled(path, "表式", 3, "文件", "../../外面.yaml")
    code, said = run("read", str(path), "-o", str(tmp_path / "back"))
    assert (code, "文件名不对" in said) == (1, True)
    assert not (tmp_path.parent / "外面.yaml").exists()


def test_a_folder_or_workbook_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    path = book("cn/project", tmp_path)
    assert run("book", "cn/project", "-o", str(path))[0] == 2
    assert run("read", str(path), "-o", str(tmp_path))[0] == 2


@given(VALUES)
def test_any_value_reads_back_from_its_cell(value: Plain) -> None:
    faults = Faults()
    assert plain(read("", shown("", value), "书", 3, faults)) == value
    assert faults.found == []


@given(st.dictionaries(TEXT, VALUES, max_size=4))
def test_any_tree_reads_back_from_its_file(tree: dict[str, Plain]) -> None:
    faults = Faults()
    found = plain(read_text(block(tree), "pack.yaml", faults))
    assert (found or {}) == tree
    assert faults.found == []


@given(st.dictionaries(st.sampled_from("甲乙丙/"), st.none() | st.dictionaries(TEXT, TEXT, max_size=3), max_size=4))
def test_flattening_loses_nothing(entries: dict[str, Plain]) -> None:
    flat = {key: _written(value) for key, value in flattened(entries).items()}
    assert plain(unflattened(flat, "书", 3)) == entries


def _written(value: Plain) -> Written:
    if isinstance(value, dict):
        return Written({key: _written(each) for key, each in value.items()}, "书", 3)
    return Written(value if isinstance(value, str) else None, "书", 3)
