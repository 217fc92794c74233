"""Workbooks that went through another office program, as those of a clerk do."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from jiheng import facts
from jiheng.core.fault import Refused
from jiheng.reading import office
from tests.facts.sample import full_town
from tests.reading.containers import compound

needs_office = pytest.mark.skipif(office.converter() is None, reason="LibreOffice is not installed")


@needs_office
def test_a_workbook_saved_again_by_an_office_program_reads_back_equal(tmp_path: Path) -> None:
    facts.save_workbook(full_town(), tmp_path / "a.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for kind in ("xlsx:Calc MS Excel 2007 XML", "xls"):
        command = [
            str(office.converter()),
            profile,
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(tmp_path / "b"),
        ]
        subprocess.run([*command, str(tmp_path / "a.xlsx")], check=True, capture_output=True, timeout=90)
    (tmp_path / "b" / "a.xls").rename(tmp_path / "b" / "旧.et")
    for name in ("a.xlsx", "旧.et"):
        assert facts.load(tmp_path / "b" / name) == full_town()


@pytest.mark.parametrize("streams", [(), ("Workbook",), ("Book",), ("WordDocument",)])
def test_an_old_container_without_a_workbook_in_it_is_refused(tmp_path: Path, streams: tuple[str, ...]) -> None:
    (tmp_path / "a.xls").write_bytes(compound(*streams))
    with pytest.raises(Refused) as caught:
        facts.load(tmp_path / "a.xls")
    assert len(caught.value.faults) == 1
