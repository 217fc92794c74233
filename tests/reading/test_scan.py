from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw

from jiheng.core.fault import Refused
from jiheng.reading import read, scan
from jiheng.reading.lines import Line
from tests.reading.printing import pdf, scanned

needs_ocr = pytest.mark.skipif(not scan.is_installed(), reason="the extra ocr is not installed")


@needs_ocr
def test_a_scan_is_read_and_said_to_be_recognised(tmp_path: Path) -> None:
    document = read(scanned(pdf(tmp_path, "预算 37,497.28 万元，支出 35,616.40 万元。")))
    assert "37,497.28" in document.text
    assert "35,616.40" in document.text
    assert document.blocks[0].place.page == 1
    assert any("图像识别" in note for note in document.notes)
    assert not document.unread


@needs_ocr
def test_a_picture_of_text_is_read(tmp_path: Path) -> None:
    with pdfium.PdfDocument(pdf(tmp_path, "得分 96.37 分")) as document:
        document[0].render(scale=2).to_pil().crop((0, 0, 1190, 400)).save(tmp_path / "a.png")
    assert "96.37" in read(tmp_path / "a.png").text


@needs_ocr
def test_an_empty_picture_is_unread(tmp_path: Path) -> None:
    Image.new("RGB", (300, 300), "white").save(tmp_path / "a.jpg")
    assert "没有识别出文字" in read(tmp_path / "a.jpg").unread[0].why


def test_a_picture_without_the_extra_is_refused_with_advice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_installed", lambda: False)
    Image.new("RGB", (30, 30)).save(tmp_path / "a.png")
    with pytest.raises(Refused, match=r"jiheng\[ocr\]"):
        read(tmp_path / "a.png")


def test_a_picture_of_too_many_pixels_is_refused_unopened(tmp_path: Path) -> None:
    Image.new("1", (10_000, 6_000)).save(tmp_path / "a.png")
    with pytest.raises(Refused, match="10000×6000"):
        read(tmp_path / "a.png")


def test_a_cut_picture_is_refused(tmp_path: Path) -> None:
    image = Image.new("RGB", (200, 200))
    ImageDraw.Draw(image).ellipse((0, 0, 150, 99), fill="red")
    image.save(tmp_path / "a.png")
    (tmp_path / "a.png").write_bytes((tmp_path / "a.png").read_bytes()[:200])
    with pytest.raises(Refused, match="损坏"):
        read(tmp_path / "a.png")


def test_pieces_side_by_side_make_one_line() -> None:
    pieces = [Line("实际", 60, 1, 90, 11), Line("目标", 10, 0, 40, 10), Line("下行", 10, 20, 40, 30)]
    assert [line.text for line in scan.join_rows(pieces)] == ["目标\t实际", "下行"]


def test_a_permille_sign_is_read_where_recognition_writes_a_percent_and_a_nought() -> None:
    assert scan.with_permille("差错率≤5%0，实际6%o。") == "差错率≤5‰，实际6‰。"
    assert scan.with_permille("完成率100%0.5分") == "完成率100%0.5分"
