"""Whether an upload is what its name says, and harmless: by extension and by content."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _
from PIL import Image
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from jiheng.core.fault import Refused
from jiheng.reading.archive import open_archive
from jiheng.reading.filetype import FileType, identify
from jiheng.web.actions import Refusal

ALLOWED: dict[str, frozenset[FileType]] = {
    ".pdf": frozenset({FileType.PDF}),
    ".ofd": frozenset({FileType.OFD}),
    ".docx": frozenset({FileType.WORD}),
    ".doc": frozenset({FileType.OLD_WORD}),
    ".wps": frozenset({FileType.WORD, FileType.OLD_WORD}),
    ".xlsx": frozenset({FileType.SHEET}),
    ".xls": frozenset({FileType.OLD_SHEET}),
    ".et": frozenset({FileType.SHEET, FileType.OLD_SHEET}),
    ".jpg": frozenset({FileType.IMAGE}),
    ".jpeg": frozenset({FileType.IMAGE}),
    ".png": frozenset({FileType.IMAGE}),
}
"""Extension → what the content may be; .zip beside, judged by what it holds."""
EXTENSIONS = (*ALLOWED, ".zip")
MAX_PIXELS = 50_000_000
MAX_NAME = 120
"""Characters of a file's name."""
_PICTURES: dict[str, Callable[[Path], ImageFile]] = {
    ".png": PngImageFile,
    ".jpg": JpegImageFile,
    ".jpeg": JpegImageFile,
}
_MACROS = "vbaproject.bin"


def refuse_name(name: str) -> None:
    """Look at the name alone.

    Raises:
        Refusal: too long, or an extension that is not on the list.
    """
    if len(name) > MAX_NAME:
        raise Refusal(
            _("文件名有 %(n)d 个字，超过 %(most)d 个；请改短后再上传：%(name)s…")
            % {"n": len(name), "most": MAX_NAME, "name": name[:20]}
        )
    if Path(name).suffix.lower() not in EXTENSIONS:
        allowed = "、".join(EXTENSIONS)
        raise Refusal(_("“%(name)s”不是可以上传的格式；可以上传 %(allowed)s。") % {"name": name, "allowed": allowed})


def inspect(path: Path, name: str) -> None:
    """Look at the content.

    Args:
        path: the stored file, whose extension is that of ``name``.
        name: what the person called it.

    Raises:
        Refusal: something else than the extension promises, damaged, locked, or hostile.
    """
    extension = path.suffix.lower()
    try:
        found = identify(path) if extension in ALLOWED else None
    except Refused as refused:
        raise _refusal(name, refused) from refused
    if found is not None and found not in ALLOWED[extension]:
        raise Refusal(
            _("“%(name)s”的内容是%(found)s，与扩展名不符；请改正扩展名后再上传。")
            % {"name": name, "found": found.title}
        )
    if found is FileType.IMAGE:
        _inspect_picture(path, name)
    elif zipfile.is_zipfile(path) or extension == ".zip":
        _inspect_archive(path, name)


def _refusal(name: str, refused: Refused) -> Refusal:
    fault = refused.faults[0]
    return Refusal(f"“{name}”：{fault.problem}。{fault.fix}。")


def _inspect_picture(path: Path, name: str) -> None:
    """Read the head of the picture only; its pixels are not unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with _PICTURES[path.suffix.lower()](path) as picture:
                width, height = picture.size
    except (SyntaxError, OSError, ValueError) as broken:
        raise Refusal(_("“%(name)s”不是完好的图片，请重新导出后再上传。") % {"name": name}) from broken
    if width * height > MAX_PIXELS:
        raise Refusal(
            _("“%(name)s”有 %(n)d 万像素，超过 5000 万；请缩小后再上传。")
            % {"name": name, "n": width * height // 10_000}
        )


def _inspect_archive(path: Path, name: str) -> None:
    try:
        with open_archive(path) as archive:
            inside = archive.namelist()
    except Refused as refused:
        raise _refusal(name, refused) from refused
    if any(each.lower().endswith(_MACROS) for each in inside):
        raise Refusal(_("“%(name)s”含有宏，不能上传；请另存为不含宏的格式。") % {"name": name})
    strange = next(_strange(inside), None) if path.suffix.lower() == ".zip" else None
    if strange:
        raise Refusal(
            _("压缩包“%(name)s”里的“%(inside)s”不是可以上传的格式，请去掉后再上传。")
            % {"name": name, "inside": strange}
        )


def _strange(inside: list[str]) -> Iterator[str]:
    """What an archive of evidence may not hold: programs, and archives within archives."""
    files = (each for each in inside if not each.endswith(("/", "\\")))
    return (PurePosixPath(each).name[:60] for each in files if PurePosixPath(each).suffix.lower() not in ALLOWED)
