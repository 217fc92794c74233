from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jiheng.cli.template import command
from jiheng.core.fault import Refused


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def test_it_writes_the_workbook_of_a_pack(tmp_path: Path) -> None:
    path = tmp_path / "填报.xlsx"
    result = run("cn/project", "-o", str(path))
    assert (result.exit_code, path.exists()) == (0, True)
    assert str(path) in result.output


def test_it_never_overwrites_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"mine")
    refused = run("cn/project", "-o", str(path))
    assert (refused.exit_code, path.read_bytes()) == (2, b"mine")
    assert "--force" in refused.output
    assert run("cn/project", "-o", str(path), "--force").exit_code == 0
    assert path.read_bytes() != b"mine"


@pytest.mark.parametrize("name", ["a.csv", "nowhere/a.xlsx"])
def test_it_refuses_a_place_where_no_workbook_can_be(tmp_path: Path, name: str) -> None:
    assert run("cn/project", "-o", str(tmp_path / name)).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_it_refuses_a_pack_that_does_not_exist(tmp_path: Path) -> None:
    result = run("cn/nowhere", "-o", str(tmp_path / "a.xlsx"))
    assert isinstance(result.exception, Refused)
    assert list(tmp_path.iterdir()) == []
