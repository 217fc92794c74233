"""``jiheng packs draft`` and ``jiheng packs new``."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from openpyxl import Workbook

from jiheng.cli.main import cli
from jiheng.packs.lint import lint
from jiheng.packs.load import read_pack

ROWS = (
    ("一级指标", "二级指标", "三级指标", "分值", "指标解释", "评分标准"),
    ("过程", "资金", "支出率", "60", "支出 ÷ 预算", "支出率达到95%得满分，每低1个百分点扣1分，扣完为止。"),
    ("过程", "资金", "合规性", "40", "", "根据情况酌情打分"),
)


def annex(folder: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    book.save(folder / "附件.xlsx")
    return folder / "附件.xlsx"


def run(*words: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["packs", *map(str, words)])
    return done.exit_code, done.output or str(done.exception)


def test_a_draft_keeps_what_it_could_not_read_as_open_and_lint_refuses_it(tmp_path: Path) -> None:
    code, said = run("draft", annex(tmp_path), "-o", tmp_path / "规则")
    assert code == 0, said
    assert "评分标准读出 1 个，待定 1 个" in said
    loaded = read_pack(tmp_path / "规则")
    open_ones = [note for note in lint(loaded) if note.code == "PK110"]
    assert any("合规性" in note.sentence and "酌情" in note.sentence for note in open_ones)
    assert {note.code for note in lint(loaded) if note.severity == "error"} == {"PK110"}


def test_a_draft_as_a_workbook_is_refused_until_the_open_rows_are_settled(tmp_path: Path) -> None:
    assert run("draft", annex(tmp_path), "-o", tmp_path / "规则.xlsx")[0] == 0
    code, said = run("read", tmp_path / "规则.xlsx", "-o", tmp_path / "规则")
    assert code != 0
    assert "待定" in said


def test_a_draft_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "规则").mkdir()
    code, said = run("draft", annex(tmp_path), "-o", tmp_path / "规则")
    assert code == 2
    assert "已存在" in said


def test_a_table_that_is_not_there_is_refused(tmp_path: Path) -> None:
    code, said = run("draft", annex(tmp_path), "--table", "3", "-o", tmp_path / "规则")
    assert code == 2
    assert "没有第 3 张" in said


def test_an_empty_pack_says_what_is_open(tmp_path: Path) -> None:
    assert run("new", "-o", tmp_path / "规则", "--region", "示例县")[0] == 0
    code, said = run("lint", tmp_path / "规则")
    assert code == 1
    assert "PK110" in said
    assert "地区" not in said
