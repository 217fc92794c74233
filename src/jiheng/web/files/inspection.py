"""Whether an upload is what its name says, and harmless: by extension and by content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from jiheng.core.apart import DiedError, Limits, call
from jiheng.core.fault import Refused
from jiheng.reading.filetype import FileType
from jiheng.reading.guarded import told
from jiheng.reading.inspection import Inside
from jiheng.web.actions import Refusal
from jiheng.web.files.scanner import scan

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
LIMITS = Limits(memory=2**30, processor=60, clock=60)
"""What looking into one upload may use."""


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
    """Look at the content, in a child process; then let the installation's virus scanner look, if there is one.

    Args:
        path: the stored file, whose extension is that of ``name``.
        name: what the person called it.

    Raises:
        Refusal: something else than the extension promises, damaged, locked, or hostile.
    """
    extension = path.suffix.lower()
    found = _look_inside(path, name)
    if found.kind is not None and found.kind not in ALLOWED[extension]:
        raise Refusal(
            _("“%(name)s”的内容是%(found)s，与扩展名不符；请改正扩展名后再上传。")
            % {"name": name, "found": found.kind.title}
        )
    if found.pixels > MAX_PIXELS:
        raise Refusal(
            _("“%(name)s”有 %(n)d 万像素，超过 5000 万；请缩小后再上传。") % {"name": name, "n": found.pixels // 10_000}
        )
    _judge_names(found, name, extension)
    scan(path, name)


def _look_inside(path: Path, name: str) -> Inside:
    try:
        found: Inside = call("jiheng.reading.inspection:look_inside", path, limits=LIMITS, warm=("PIL.Image",))
    except DiedError as died:
        raise _refusal(name, told(path, died)) from died
    except Refused as refused:
        raise _refusal(name, refused) from refused
    return found


def _refusal(name: str, refused: Refused) -> Refusal:
    fault = refused.faults[0]
    return Refusal(f"“{name}”：{fault.problem}。{fault.fix}。")


def _judge_names(found: Inside, name: str, extension: str) -> None:
    if found.macros:
        raise Refusal(_("“%(name)s”含有宏，不能上传；请另存为不含宏的格式。") % {"name": name})
    strange = next(_strange(found.names), None) if extension == ".zip" else None
    if strange:
        raise Refusal(
            _("压缩包“%(name)s”里的“%(inside)s”不是可以上传的格式，请去掉后再上传。")
            % {"name": name, "inside": strange}
        )


def _strange(inside: Iterable[str]) -> Iterator[str]:
    """What an archive of evidence may not hold: programs, and archives within archives."""
    files = (each for each in inside if not each.endswith(("/", "\\")))
    return (PurePosixPath(each).name[:60] for each in files if PurePosixPath(each).suffix.lower() not in ALLOWED)
