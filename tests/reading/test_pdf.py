from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest

from jiheng.core.fault import Refused
from jiheng.reading import Document, read, scan
from jiheng.reading import pdf as pdf_module
from jiheng.reading.pdf_glyphs import Glyph, is_garbled
from tests.reading.printing import pdf, scanned

LONG = "全年预算 37,497.28 万元，支出 35,616.40 万元，执行率 94.98%，" * 3 + "完成较好。"


def shown(document: Document, kind: str) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind == kind]


def test_lines_become_paragraphs_that_know_their_page(tmp_path: Path) -> None:
    document = read(pdf(tmp_path, f"一、基本情况\n\n{LONG}\n\n第二段。\n#pagebreak()\n下一页。"))
    paragraphs = shown(document, "paragraph")
    assert paragraphs[0] == "一、基本情况"
    assert paragraphs[1].replace(" ", "") == LONG.replace(" ", "")
    assert paragraphs[2:] == ["第二段。", "下一页。"]
    assert document.blocks[-2].place.text() == "报告.pdf 第 2 页 第 1 段"


def test_page_numbers_are_told_from_text(tmp_path: Path) -> None:
    assert shown(read(pdf(tmp_path, "正文。")), "folio") == ["— 1 —"]


def test_a_ruled_table_gives_true_cells_between_the_text_around_it(tmp_path: Path) -> None:
    table = "#table(columns: 3, [指标], [目标], [实际], table.cell(rowspan: 2)[执行], [100%], [94.98%], [6 场], [6 场], table.cell(colspan: 2)[合计], [96.37])"
    document = read(pdf(tmp_path, f"表前。\n\n{table}\n\n表后。"))
    (found,) = document.tables
    cells = {(c.row, c.column): (document.text[c.start : c.end], c.row_span, c.column_span) for c in found.cells}
    assert cells[1, 0] == ("执行", 2, 1)
    assert cells[3, 0] == ("合计", 1, 2)
    assert cells[1, 2] == ("94.98%", 1, 1)
    assert [document.text[b.start : b.end] for b in document.blocks if b.kind == "paragraph"] == ["表前。", "表后。"]
    assert document.text.index("表前") < document.text.index("指标") < document.text.index("表后")
    assert found.cells[3].place.text() == "报告.pdf 第 1 页 表 1 第 2 行第 1 列"


def test_without_the_extra_each_page_of_a_scan_is_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_installed", lambda: False)
    document = read(scanned(pdf(tmp_path, "正文。")))
    assert (
        document.unread[0].text().startswith("扫描.pdf 第 1 页：此页没有文字层（扫描件），未能读取。请安装文字识别组件")
    )


def test_a_blank_page_is_nothing_unread(tmp_path: Path) -> None:
    with pdfium.PdfDocument(pdf(tmp_path, "正文。")) as document:
        document.new_page(300, 300, 1)
        document.save(tmp_path / "b.pdf")
    assert read(tmp_path / "b.pdf").unread == ()


def locked() -> bytes:
    key = "<" + "41" * 32 + ">"
    return (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        f"3 0 obj<</Filter/Standard/V 1/R 2/O{key}/U{key}/P -4>>endobj\n"
        "trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<41><41>]>>\n%%EOF"
    ).encode()


def test_a_locked_file_is_said_to_be_locked(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(locked())
    with pytest.raises(Refused, match="打开密码"):
        read(tmp_path / "a.pdf")


def test_a_cut_file_is_refused(tmp_path: Path) -> None:
    path = pdf(tmp_path, "正文。")
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(Refused, match="损坏或不完整"):
        read(path)


def minimal(content: bytes, resources: str = "", extra: str = "") -> bytes:
    """A PDF of one page with this content stream."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R" + extra.encode() + b">>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<<"
        + resources.encode()
        + b">>>>endobj\n"
        b"4 0 obj<</Length %d>>stream\n" % len(content) + content + b"\nendstream endobj\n"
        b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


FONT = "/Font<</F1 5 0 R>>"
TEXT = b"BT /F1 12 Tf 20 200 Td (Budget 37,497.28) Tj ET"


def test_text_drawn_as_shapes_is_unread_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_installed", lambda: False)
    (tmp_path / "a.pdf").write_bytes(minimal(b"0 0 m 10 10 l S"))
    assert "没有文字层" in read(tmp_path / "a.pdf").unread[0].why


def test_a_font_without_its_code_is_unread_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_installed", lambda: False)
    monkeypatch.setattr(pdf_module, "is_garbled", lambda _glyphs, _share: True)
    (tmp_path / "a.pdf").write_bytes(minimal(TEXT, FONT))
    assert "字体没有编码" in read(tmp_path / "a.pdf").unread[0].why


@pytest.mark.parametrize(("text", "garbled"), [("预算37", False), ("\ue001\ue002\ufffd3", True), ("\x01\x02a", True)])
def test_private_and_unknown_characters_make_a_page_unreadable(text: str, garbled: bool) -> None:  # noqa: FBT001 - a table
    assert is_garbled([Glyph(char, 0, 0, 1, 1) for char in text], 20) is garbled


def test_form_fields_are_mentioned(tmp_path: Path) -> None:
    field = "/AcroForm<</Fields[<</FT/Tx/T(a)/V(12)>>]>>"
    (tmp_path / "a.pdf").write_bytes(minimal(TEXT, FONT, field))
    document = read(tmp_path / "a.pdf")
    assert document.text == "Budget 37,497.28\n"
    assert "表单域" in document.notes[0]


def test_a_large_picture_beside_text_is_mentioned(tmp_path: Path) -> None:
    picture = b"q 200 0 0 200 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q "
    (tmp_path / "a.pdf").write_bytes(minimal(picture + TEXT, FONT))
    assert "较大的图片" in read(tmp_path / "a.pdf").notes[0]


def test_a_turned_page_keeps_its_text(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(minimal(TEXT, FONT).replace(b"/MediaBox", b"/Rotate 90/MediaBox"))
    assert read(tmp_path / "a.pdf").text == "Budget 37,497.28\n"


def test_too_many_pages_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "MAX_PAGES", 0)
    (tmp_path / "a.pdf").write_bytes(minimal(TEXT, FONT))
    with pytest.raises(Refused, match="超过上限 0 页"):
        read(tmp_path / "a.pdf")


def test_lines_that_pdfplumber_cannot_take_apart_are_read_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("odd")

    monkeypatch.setattr("pdfplumber.open", fail)
    rules = b"".join(b"%d 0 m %d 90 l S " % (x, x) for x in range(0, 60, 10))
    (tmp_path / "a.pdf").write_bytes(minimal(rules + TEXT, FONT))
    assert "37,497.28" in read(tmp_path / "a.pdf").text


def test_a_file_that_takes_too_long_is_read_as_far_as_the_time_lasts_and_the_rest_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = pdf(tmp_path, "第一页。\n#pagebreak()\n第二页。\n#pagebreak()\n第三页。")
    now = iter(range(0, 10_000, 20))  # each look at the clock is twenty seconds later
    monkeypatch.setattr("jiheng.reading.pdf.time.monotonic", lambda: next(now))
    document = read(file)
    assert "第三页" not in document.text
    (left,) = document.unread
    assert "30 秒内没有读完，从此页起" in left.text()
    assert "请拆分" in left.text()


def test_a_page_of_more_pieces_than_anybody_writes_is_told_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = pdf(tmp_path, "第一页。\n#pagebreak()\n" + "\n\n".join(f"第二页的第 {n} 段。" for n in range(9)))
    monkeypatch.setattr(pdf_module, "MAX_PIECES", 5)
    document = read(file)
    assert "第一页" in document.text
    assert "第二页" not in document.text
    (left,) = document.unread
    assert left.text().startswith("报告.pdf 第 2 页：此页的内容超过")
