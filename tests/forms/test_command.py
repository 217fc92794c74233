from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from jiheng.cli import demo, forms

from .conftest import TOWN


def test_forms_writes_everything_and_names_the_files(tmp_path: Path) -> None:
    result = CliRunner().invoke(forms.command, [str(TOWN), "-o", str(tmp_path / "out")], catch_exceptions=False)
    assert result.exit_code == 0
    assert len(result.output.splitlines()) == 11
    assert (tmp_path / "out" / "项目支出绩效自评表.xlsx").is_file()


def test_forms_of_another_pack_are_written_when_asked_for(tmp_path: Path) -> None:
    arguments = [str(TOWN), "-o", str(tmp_path), "--pack", "cn/sichuan/project"]
    result = CliRunner().invoke(forms.command, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    assert (tmp_path / "部门预算项目支出绩效自评表（2024年度）.xlsx").is_file()


def test_forms_needs_a_folder_to_write_to() -> None:
    assert CliRunner().invoke(forms.command, [str(TOWN)]).exit_code == 2


def test_demo_prints_the_explained_sheet_writes_the_forms_and_says_what_is_where(tmp_path: Path) -> None:
    result = CliRunner().invoke(demo.command, ["-o", str(tmp_path / "out"), "--no-site"], catch_exceptions=False)
    assert result.exit_code == 0
    for text in (
        "96.37",
        "优",
        "尚未与财政部门的文件核对",
        "−0.25",
        "−1.00",
        "部门整体支出绩效自评表说明.docx",
        "bindings.json",
    ):
        assert text in result.output
    assert (tmp_path / "out" / "部门整体支出绩效自评表说明.pdf").is_file()


def test_the_example_is_found_beside_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = tmp_path / "site" / "jiheng"
    (installed / "examples" / "xinzao-2024").mkdir(parents=True)
    monkeypatch.setattr(demo, "__file__", str(installed / "cli" / "demo.py"))
    assert demo.example() == installed / "examples" / "xinzao-2024"


def test_the_example_is_found_in_a_checkout() -> None:
    assert demo.example() == TOWN
