"""``jiheng carry`` opens the next year, and overwrites nothing."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from jiheng.cli.main import cli

TOWN = Path(__file__).parents[2] / "examples" / "xinzao-2024"


def run(*words: str) -> tuple[int, str]:
    answer = CliRunner().invoke(cli, list(words))
    return answer.exit_code, answer.output


def test_the_next_year_is_written_and_what_waits_is_told(tmp_path: Path) -> None:
    code, said = run("carry", str(TOWN), "-o", str(tmp_path / "2025"))
    assert code == 0
    assert "已由 2024 年度开启 2025 年度" in said
    assert "绩效指标：41 行待确认" in said
    assert "上年结转" in (tmp_path / "2025" / "indicators.csv").read_text(encoding="utf-8")


def test_rows_nobody_has_confirmed_are_told_when_it_is_scored(tmp_path: Path) -> None:
    run("carry", str(TOWN), "-o", str(tmp_path / "2025.xlsx"))
    code, said = run("score", str(tmp_path / "2025.xlsx"))
    assert code == 0
    assert "尚未确认" in said


def test_a_folder_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    code, said = run("carry", str(TOWN), "-o", str(tmp_path))
    assert code == 2
    assert "已存在" in said
