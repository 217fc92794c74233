"""A reader that dies costs one sentence about one file."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiheng.core import apart
from jiheng.core.apart import Limits
from jiheng.core.fault import Refused
from jiheng.reading import opening, read
from jiheng.reading.guarded import guarded

HERE = "tests.reading.stand_ins"


@pytest.fixture
def _apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart._Kept, "inside", False)


@pytest.mark.usefixtures("_apart")
@pytest.mark.parametrize(
    ("reader", "said"), [("abort", "异常终止"), ("eat_memory", "内存超过上限"), ("hang", "超过时限")]
)
def test_the_sentence_names_the_file_and_what_to_do(tmp_path: Path, reader: str, said: str) -> None:
    with pytest.raises(Refused) as caught:
        guarded(f"{HERE}:{reader}", tmp_path / "甲.docx", limits=Limits(memory=2**28, clock=2))
    (fault,) = caught.value.faults
    assert fault.text().startswith("甲.docx：读取")
    assert said in fault.text()
    assert "另存为新文件" in fault.text()


@pytest.mark.usefixtures("_apart")
@pytest.mark.parametrize(
    ("name", "content", "elsewhere"),
    [("a.txt", "支出 1 万元".encode(), False), ("a.txt", b"%PDF-1.4 x", True), ("a.docx", b"PK\x03\x04", True)],
)
def test_only_text_is_read_where_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, *, elsewhere: bool
) -> None:
    asked: list[str] = []

    def noted(work: str, *_given: object, **_more: object) -> object:
        asked.append(work)
        return None

    monkeypatch.setattr(opening, "guarded", noted)
    (tmp_path / name).write_bytes(content)
    read(tmp_path / name)
    assert bool(asked) is elsewhere
