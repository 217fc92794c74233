"""PDF files: characters and rules by pypdfium2, cells by pdfplumber, pages without text by OCR where it is installed."""

from __future__ import annotations

import time
from collections import Counter
from itertools import takewhile

import pypdfium2 as pdfium

from jiheng.core.fault import refuse
from jiheng.reading.draft import Draft
from jiheng.reading.lines import Line, write_page
from jiheng.reading.pdf_glyphs import Glyph, glyph_lines, is_garbled, line_of
from jiheng.reading.pdf_rules import ruled_tables
from jiheng.reading.pdf_table import write_tables

MAX_PAGES = 3_000
SECONDS = 30
"""Which the text of a file may take; what was read by then is what is checked, and the rest is told."""
MAX_PIECES = 100_000
"""Pieces of text, lines and pictures on one page."""
MIN_RULES = 4
"""Drawn lines on a page below which no table can be ruled."""

_EDGE = 2
"""Lines at the top and at the bottom of a page that may be running heads and feet."""
_SAMPLED = 20
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_GARBLED_SHARE = 20
_SCAN_SCALE = 200 / 72
_PICTURE_SHARE = 0.2
_IMAGE, _PATH = 3, 2  # FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_PATH


def read_pdf(draft: Draft) -> None:
    """Read a PDF page by page; a page that cannot be read is noted and the rest goes on.

    Raises:
        Refused: damaged, locked, or above MAX_PAGES.
    """
    document = _open(draft)
    try:
        if len(document) > MAX_PAGES:
            problem = f"PDF 有 {len(document)} 页，超过上限 {MAX_PAGES} 页"
            raise refuse(draft.place(), problem, fix="请拆分为几个文件后再试")
        if document.get_formtype():
            draft.notes.append(f"{draft.path.name}：含可填写的表单域，域中填写的内容未核查")
        _read_pages(document, draft)
    finally:
        document.close()


def _read_pages(document: pdfium.PdfDocument, draft: Draft) -> None:
    """Every page, while the time that a file may take lasts; recognising scans takes its own time and does not count."""
    began = time.monotonic()
    running = _running(document)
    spent = time.monotonic() - began
    for number in range(1, len(document) + 1):
        if spent > SECONDS:
            rest = len(document) - number + 1
            why = f"文件内容过多，{SECONDS} 秒内没有读完，从此页起 {rest} 页未读取"
            draft.skip(draft.place(page=number), why, "请拆分为几个文件后再试")
            return
        began = time.monotonic()
        if not _read_page(document, number, draft, running):
            spent += time.monotonic() - began


def _open(draft: Draft) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(draft.path)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise refuse(draft.place(), "PDF 设有打开密码，无法读取", fix="请去掉密码后再试") from error
        raise refuse(draft.place(), "PDF 已损坏或不完整", fix="请检查是否传完，或重新导出后再试") from error


def _running(document: pdfium.PdfDocument) -> frozenset[tuple[str, int]]:
    """Running heads and feet by text and height: lines at the edge of at least half of the first pages."""
    pages = range(min(len(document), _SAMPLED))
    until = time.monotonic() + SECONDS / 3
    looked_at = takewhile(lambda _number: time.monotonic() < until, pages)
    found = Counter(edge for number in looked_at for edge in _edges(document, number))
    return frozenset(edge for edge, times in found.items() if times >= max(2, (len(pages) + 1) // 2))


def _edges(document: pdfium.PdfDocument, number: int) -> set[tuple[str, int]]:
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return set()
    try:
        lines = [] if _is_overfull(page) else [line_of(line) for line in _glyphs_of(page)]
    finally:
        page.close()
    ordered = sorted(lines, key=lambda line: line.top)
    return {_edge(line) for line in (*ordered[:_EDGE], *ordered[-_EDGE:])}


def _edge(line: Line) -> tuple[str, int]:
    return line.text, round(line.top)


def _read_page(document: pdfium.PdfDocument, number: int, draft: Draft, running: frozenset[tuple[str, int]]) -> bool:
    """Read one page; True if it is a scan."""
    try:
        page = document[number - 1]
    except pdfium.PdfiumError:
        draft.skip(draft.place(page=number), "此页已损坏，未能读取", "请重新导出 PDF 后再试")
        return False
    try:
        if not _is_overfull(page):
            return _read_open_page(page, number, draft, running)
        why = f"此页的内容超过 {MAX_PIECES // 10_000} 万段，未能读取"
        draft.skip(draft.place(page=number), why, "请重新导出 PDF，或打印成 PDF 后再试")
        return False
    finally:
        page.close()


def _is_overfull(page: pdfium.PdfPage) -> bool:
    """Whether a page holds more pieces than any page that a person wrote; asked before its text is put together."""
    return bool(pdfium.raw.FPDFPage_CountObjects(page.raw) > MAX_PIECES)


def _read_open_page(page: pdfium.PdfPage, number: int, draft: Draft, running: frozenset[tuple[str, int]]) -> bool:
    lines = _glyphs_of(page)
    drawn = list(page.get_objects(max_depth=3))
    glyphs = [glyph for line in lines for glyph in line]
    if not glyphs or is_garbled(glyphs, _GARBLED_SHARE):
        if glyphs or drawn:
            _read_scan(page, number, draft, "文字无法识别（字体没有编码）" if glyphs else "没有文字层（扫描件）")
        return True
    paths = [item for item in drawn if item.type == _PATH]
    upright = page.get_rotation() == 0
    tables = ruled_tables(paths, page.get_height()) if upright and len(paths) >= MIN_RULES else []
    if tables:
        write_tables(draft, number, lines, tables)
    else:
        _write_lines(draft, [line_of(line) for line in lines], number, running)
    if _pictured(page, [item for item in drawn if item.type == _IMAGE]):
        draft.notes.append(f"{draft.place(page=number).text()}：有较大的图片，图中的文字未核查")
    return False


def _write_lines(draft: Draft, lines: list[Line], page: int, running: frozenset[tuple[str, int]]) -> None:
    """Running heads and feet apart from the text that goes on over the page."""
    edges = [line for line in lines if _edge(line) in running]
    write_page(draft, [line for line in lines if _edge(line) not in running], page)
    for line in edges:
        draft.block(line.text, draft.place(page=page, path="页眉页脚"), "note")


def _glyphs_of(page: pdfium.PdfPage) -> list[list[Glyph]]:
    textpage = page.get_textpage()
    try:
        return glyph_lines(textpage, page.get_height())
    finally:
        textpage.close()


def _pictured(page: pdfium.PdfPage, images: list[pdfium.PdfObject]) -> bool:
    whole = page.get_width() * page.get_height()
    for image in images:
        left, bottom, right, top = image.get_bounds()
        if (right - left) * (top - bottom) > _PICTURE_SHARE * whole:
            return True
    return False


def _read_scan(page: pdfium.PdfPage, number: int, draft: Draft, why: str) -> None:
    from jiheng.reading import scan  # noqa: PLC0415 - its library loads for seconds and is needed for scans only

    if not scan.is_installed():
        draft.skip(draft.place(page=number), f"此页{why}，未能读取", scan.ADVICE)
        return
    scale = min(_SCAN_SCALE, (scan.MAX_PIXELS / max(page.get_width() * page.get_height(), 1)) ** 0.5)
    bitmap = page.render(scale=scale)
    try:
        scan.write_scan(draft, bitmap.to_numpy(), number)
    finally:
        bitmap.close()
