from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from jiheng.core.fault import Refused
from jiheng.reading import office, read
from tests.reading.containers import compound

needs_office = pytest.mark.skipif(office.converter() is None, reason="LibreOffice is not installed")
RTF = rb"{\rtf1\ansi\ansicpg936 \u39044?\u31639? 37,497.28\par\trowd\cellx2000\cellx4000 6\cell 99\cell\row}"


@needs_office
def test_an_old_document_is_read_with_its_tables(tmp_path: Path) -> None:
    (tmp_path / "旧.rtf").write_bytes(RTF)
    document = read(tmp_path / "旧.rtf")
    assert "预算 37,497.28" in document.text
    assert [document.text[c.start : c.end] for c in document.tables[0].cells] == ["6", "99"]
    assert document.blocks[0].place.file == "旧.rtf"
    assert document.path == str(tmp_path / "旧.rtf")


@needs_office
def test_what_the_converter_cannot_open_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "TIMEOUT", 0.01)
    (tmp_path / "a.rtf").write_bytes(RTF)
    with pytest.raises(Refused, match="打不开"):
        read(tmp_path / "a.rtf")


def test_without_the_converter_the_reader_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    (tmp_path / "a.doc").write_bytes(compound("WordDocument", "1Table"))
    with pytest.raises(Refused, match="请安装 LibreOffice"):
        read(tmp_path / "a.doc")
