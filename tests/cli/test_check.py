from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner, Result

from jiheng.checks.answer import batch
from jiheng.checks.finding import Answer, Coverage, Finding, Kind, Severity, Span
from jiheng.cli.check import command
from jiheng.reading import EXTENSIONS, Document

MARKS = {"错": Severity.ERROR, "疑": Severity.WARNING, "提": Severity.INFO}


@pytest.fixture(autouse=True)
def _hand_made_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(document: Document, _facts: Sequence[Any]) -> Answer:
        found = [
            Finding("T111", Kind.SUM, severity, f"有{mark}", (Span(at, at + 1, mark),), fix="请改正")
            for mark, severity in MARKS.items()
            if (at := document.text.find(mark)) >= 0
        ]
        return Answer((), tuple(found), Coverage(3, 1))

    monkeypatch.setattr(batch, "check", check)


def write(folder: Path, **texts: str) -> list[str]:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return [str(folder / f"{name}.txt") for name in texts]


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(command, [str(arg) for arg in args])


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ("好", (), 0), ("提", (), 0), ("疑", (), 0), ("错", (), 1), ("疑", ("--strict",), 1), ("提", ("--strict",), 0),
        (" ", (), 2),
    ],
)  # fmt: skip
def test_the_exit_code_says_whether_anything_is_wrong(
    tmp_path: Path, text: str, options: tuple[str, ...], code: int
) -> None:
    assert run(*write(tmp_path, a=text), *options).exit_code == code


def test_a_file_that_cannot_be_read_exits_2_and_the_others_are_answered(tmp_path: Path) -> None:
    result = run(tmp_path / "无.txt", *write(tmp_path, a="错"))
    assert result.exit_code == 2
    assert "未核查　无.txt：文件不存在" in result.stdout
    assert "● 错误　第 1 行　有错　请改正 T111" in result.stdout


def test_json_is_one_object_and_nothing_else(tmp_path: Path) -> None:
    result = run("--format", "json", tmp_path / "无.txt", *write(tmp_path, b="错", a="好"))
    answer = json.loads(result.stdout)
    assert [Path(document["path"]).name for document in answer["documents"]] == ["b.txt", "a.txt"]
    assert answer["documents"][0]["findings"][0]["spans"] == [{"start": 0, "end": 1, "text": "错"}]
    assert Path(answer["unreadable"][0]["path"]).name == "无.txt"
    assert result.stderr == ""


def test_json_of_no_readable_file_is_still_one_object(tmp_path: Path) -> None:
    assert json.loads(run("--format", "json", tmp_path / "无.txt").stdout)["documents"] == []


def test_folders_are_searched_for_known_kinds_without_locks_and_hidden_files(tmp_path: Path) -> None:
    below = tmp_path / "下级"
    below.mkdir()
    write(tmp_path, a="好", **{"~$a": "x", ".b": "x"})
    write(below, c="好")
    (tmp_path / "d.exe").write_bytes(b"MZ")
    result = run("--format", "json", tmp_path)
    assert [Path(d["path"]).name for d in json.loads(result.stdout)["documents"]] == ["a.txt", "c.txt"]


def test_an_empty_folder_is_a_wrong_call(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "没有可以核查的文件" in result.stderr


def test_without_files_the_call_is_wrong() -> None:
    assert run().exit_code == 2


def test_html_of_one_file_goes_to_standard_output(tmp_path: Path) -> None:
    result = run("--format", "html", *write(tmp_path, a="错"))
    assert result.stdout.startswith("<!doctype html>")
    assert result.exit_code == 1


def test_html_of_several_files_needs_a_folder(tmp_path: Path) -> None:
    result = run("--format", "html", *write(tmp_path, a="错", b="好"))
    assert result.exit_code == 2
    assert "-o" in result.stderr


def test_html_tells_unreadable_files_on_standard_error(tmp_path: Path) -> None:
    result = run("--format", "html", tmp_path / "无.txt")
    assert "文件不存在" in result.stderr
    assert result.stdout == ""


def test_the_output_folder_gets_each_file_under_its_own_name(tmp_path: Path) -> None:
    one, two = tmp_path / "1", tmp_path / "2"
    one.mkdir()
    two.mkdir()
    write(one, 报告="好")
    write(two, 报告="好")
    word = docx.Document()
    word.add_paragraph("错")
    word.save(str(two / "报告.docx"))
    result = run("--format", "html", "-o", tmp_path / "out", one, two)
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [
        "报告.docx.核查.docx",
        "报告.docx.核查.html",
        "报告.txt.核查.html",
        "报告.核查.html",
        "核查汇总.xlsx",
    ]
    assert sorted(Path(line).name for line in result.stdout.splitlines()) == names[:-1]


def test_what_was_written_before_is_not_checked_again(tmp_path: Path) -> None:
    write(tmp_path, a="好")
    for _ in range(2):
        result = run("--format", "json", "-o", tmp_path / "核查", tmp_path)
        assert len(json.loads(result.stdout)["documents"]) == 1


def test_among_many_files_sound_ones_are_only_counted(tmp_path: Path) -> None:
    names = write(tmp_path, **{f"f{n}": "错" if n == 3 else "好" for n in range(12)})
    out = run(*names).stdout
    assert "f3.txt" in out
    assert "f4.txt" not in out
    assert "共 12 份文件" in out
    assert re.search(r"没有发现错误和存疑的文件 +11\b", out)


def test_the_command_starts_without_the_libraries_of_kinds_that_nobody_gave(tmp_path: Path) -> None:
    (name,) = write(tmp_path, a="全年预算 100 万元。")
    script = (
        "import sys, jiheng.cli.check, jiheng.reading; "
        "heavy = {'docx', 'pdfplumber', 'pypdfium2', 'openpyxl', 'python_calamine', 'rapidocr', 'jinja2', 'lxml.etree'}; "
        "from pathlib import Path; jiheng.reading.read(Path(sys.argv[1])); sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    assert subprocess.run([sys.executable, "-c", script, name], check=False).returncode == 0


def test_every_option_and_every_kind_of_file_is_in_the_manual() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "checking.md").read_text(encoding="utf-8")
    options = [name for parameter in command.params for name in parameter.opts if name.startswith("-")]
    assert [name for name in [*options, *EXTENSIONS] if f"`{name}" not in manual] == []


def test_a_data_set_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    result = run("--dataset", tmp_path / "无", *write(tmp_path, a="好"))
    assert result.exit_code == 2
    assert "--dataset" in result.stderr


def test_an_interrupt_ends_with_what_was_checked_so_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(document: Document, _facts: Sequence[Any]) -> Answer:
        if "停" in document.text:
            raise KeyboardInterrupt
        return Answer((), (), Coverage(3, 1))

    monkeypatch.setattr(batch, "check", stopped)
    files = write(tmp_path, a="好", b="好", c="停", d="好")
    result = run(*files)
    assert result.exit_code == 130
    assert "共 2 份文件" in result.stdout
    assert "已中断：核查了 2 份，共 4 份" in result.stderr
    answer = json.loads(run("--format", "json", *files).stdout)
    assert len(answer["documents"]) == 2
    assert answer["not_reached"] == 2


def test_many_files_with_an_output_folder_get_one_workbook_over_them(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    result = run("-o", tmp_path / "out", *write(tmp_path, a="错", b="好"))
    assert (tmp_path / "out" / "核查汇总.xlsx").is_file()
    assert "核查汇总.xlsx" in result.stderr
    assert result.exit_code == 1


def test_an_overview_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "out" / "核查汇总.xlsx").mkdir(parents=True)
    result = run("-o", tmp_path / "out", *write(tmp_path, a="好", b="好"))
    assert "汇总表未能写出" in result.stderr
    assert result.exit_code == 2
