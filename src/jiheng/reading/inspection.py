"""What a file is and holds, for those who only keep it: its kind, the size of a picture, programs and locks inside.

To be called through :func:`jiheng.reading.guarded.guarded`: archives are unpacked and heads of pictures are read.
"""

from __future__ import annotations

import mmap
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path

from jiheng.core.fault import Place, refuse
from jiheng.reading.archive import open_archive
from jiheng.reading.filetype import FileType, identify

_MACROS = "vbaproject.bin"
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
"""First bytes of what a machine would run."""
_PDF_TAIL = 2048
_PDF_PRELUDE = b"\xef\xbb\xbf\0 \t\r\n"
_REPAIR = "请检查是否传完，或重新导出后再上传"


@dataclass(frozen=True, slots=True)
class Inside:
    """What was found: the kind of file (None for a plain archive), a picture's pixels, names within an archive."""

    kind: FileType | None
    pixels: int = 0
    macros: bool = False
    names: tuple[str, ...] = ()


def look_inside(path: Path) -> Inside:
    """Look at a file as a whole; one called .zip is judged by what it holds.

    Raises:
        Refused: damaged, locked or hostile, or a PDF that holds a program, is locked or was cut short.
    """
    archive = path.suffix.lower() == ".zip"
    kind = None if archive else identify(path)
    if kind is FileType.PDF:
        _look_at_pdf(path)
    if kind is FileType.IMAGE:
        return Inside(kind, pixels=_pixels(path))
    if archive or zipfile.is_zipfile(path):
        return _look_at_archive(path, kind)
    return Inside(kind)


def _look_at_archive(path: Path, kind: FileType | None) -> Inside:
    if kind is FileType.PDF:
        raise refuse(Place(file=path.name), "PDF 后面附有压缩包", fix="请重新导出 PDF 后再上传")
    with open_archive(path) as opened:
        names = tuple(opened.namelist())
    return Inside(kind, macros=any(name.lower().endswith(_MACROS) for name in names), names=names)


def _pixels(path: Path) -> int:
    """Read the head of the picture only; its pixels are not unpacked."""
    from PIL import Image  # noqa: PLC0415 - pictures only
    from PIL.JpegImagePlugin import JpegImageFile  # noqa: PLC0415
    from PIL.PngImagePlugin import PngImageFile  # noqa: PLC0415

    reader = PngImageFile if path.suffix.lower() == ".png" else JpegImageFile
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with reader(path) as picture:
                width, height = picture.size
    except (SyntaxError, OSError, ValueError) as broken:
        raise refuse(Place(file=path.name), "不是完好的图片", fix="请重新导出后再上传") from broken
    return width * height


def _look_at_pdf(path: Path) -> None:
    """A PDF begins as one, ends as one and opens without a password."""
    place = Place(file=path.name)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        before = data[: data.find(b"%PDF-")].strip(_PDF_PRELUDE)
        if before:
            problem = "内容是程序，不是 PDF" if before.startswith(_PROGRAMS) else "PDF 前面还有别的内容"
            raise refuse(place, problem, fix="请勿上传来历不明的文件；正常的文件请重新导出 PDF 后再上传")
        if b"%%EOF" not in data[-_PDF_TAIL:]:
            raise refuse(place, "PDF 不完整（没有结尾）", fix=_REPAIR)
    if _is_locked(path):
        raise refuse(place, "PDF 设有打开密码", fix="请去掉密码后再上传")


def _is_locked(path: Path) -> bool:
    import pypdfium2 as pdfium  # noqa: PLC0415 - PDF files only

    try:
        pdfium.PdfDocument(path).close()
    except pdfium.PdfiumError as error:
        return bool(getattr(error, "err_code", None) == pdfium.raw.FPDF_ERR_PASSWORD)
    return False
