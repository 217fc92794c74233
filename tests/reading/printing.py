"""Printed pages for tests: typst to PDF with fonts from a package, and scans of them."""

from __future__ import annotations

from pathlib import Path

import pylopdf_fonts_zh_cn
import pypdfium2 as pdfium
import typst

FONTS = '#set text(font: "Noto Serif SC", size: 14pt, lang: "zh", fallback: true)\n'
PAGE = (
    '#set page(paper: "a4", numbering: "— 1 —")\n#set par(first-line-indent: (amount: 2em, all: true), justify: true)\n'
)


def pdf(folder: Path, body: str) -> Path:
    fonts = str(Path(str(pylopdf_fonts_zh_cn.__file__)).parent)
    source, target = folder / "a.typ", folder / "报告.pdf"
    source.write_text(PAGE + FONTS + body, encoding="utf-8")
    typst.compile(str(source), output=str(target), font_paths=[fonts], ignore_system_fonts=True)
    return target


def scanned(path: Path) -> Path:
    with pdfium.PdfDocument(path) as document:
        document[0].render(scale=200 / 72).to_pil().save(path.with_name("扫描.pdf"))
    return path.with_name("扫描.pdf")
