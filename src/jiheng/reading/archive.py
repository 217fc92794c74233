"""Zip-based files (docx, xlsx, ofd), opened only after they proved harmless.

Limits: unpacked size, number of entries, ratio of unpacked to packed. Sizes are measured by
unpacking, never believed. Encrypted entries, links, paths that lead outside, repeated names,
and DOCTYPE or ENTITY declarations in XML parts are refused.
"""

from __future__ import annotations

import copy
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from jiheng.core.fault import Place, refuse

MAX_UNPACKED = 200 * 2**20
"""Bytes that all entries together may hold once unpacked."""
MAX_ENTRIES = 2_000
MAX_RATIO = 100
"""Unpacked bytes per byte of the file; judged above RATIO_FLOOR only, small files pack well."""
RATIO_FLOOR = 2**20

_CHUNK = 2**18
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_XML_SUFFIXES = (".xml", ".rels", ".vml")
_DECLARATIONS = tuple(
    word.encode(encoding) for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_OVERLAP = max(map(len, _DECLARATIONS)) - 1
_STRANGE_ENCODINGS = (b"utf-7", b"utf-32", b"ucs-4", b"ebcdic", b"ibm", b"cp037")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
_RESAVE = "请用 Word、Excel 或 WPS 打开后另存为新文件，再试"


def open_archive(path: Path) -> zipfile.ZipFile:
    """Open a zip-based file for reading; the caller closes it.

    Raises:
        Refused: not a zip file, damaged, encrypted, or hostile; nothing was unpacked to disk.
    """
    place = Place(file=path.name)
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN as broken:
        raise refuse(place, "文件已损坏或不完整，无法打开", fix=_RESAVE) from broken
    try:
        _inspect(archive, path.stat().st_size, place)
    except BaseException:
        archive.close()
        raise
    return archive


def refuse_if_hostile(path: Path) -> None:
    """Prove that a zip-based file is harmless, for libraries that open it themselves.

    Raises:
        Refused: as :func:`open_archive`.
    """
    open_archive(path).close()


def _inspect(archive: zipfile.ZipFile, packed: int, place: Place) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise refuse(place, f"压缩包内有 {len(entries)} 个部件，超过上限 {MAX_ENTRIES} 个", fix=_RESAVE)
    names = Counter(entry.filename for entry in entries)
    if len(names) < len(entries):
        raise refuse(place, "压缩包内有重名部件", value=names.most_common(1)[0][0], fix=_RESAVE)
    ceiling = _ceiling(packed)
    unpacked = 0
    for entry in entries:
        _refuse_odd_entry(entry, place)
        unpacked += _measure(archive, entry, ceiling - unpacked, place)


def _ceiling(packed: int) -> int:
    return min(MAX_UNPACKED, max(RATIO_FLOOR, packed * MAX_RATIO))


def _refuse_odd_entry(entry: zipfile.ZipInfo, place: Place) -> None:
    name = PurePosixPath(entry.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or stat.S_ISLNK(entry.external_attr >> 16):
        raise refuse(place, "压缩包内的部件指向包外", value=entry.filename, fix="请勿使用来历不明的文件")
    if entry.flag_bits & 1:
        raise refuse(place, "文件已加密，无法读取", fix="请去掉密码后再试")
    if entry.compress_type not in _READABLE:
        raise refuse(place, "压缩包使用了少见的压缩方法", value=entry.filename, fix=_RESAVE)


def _measure(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int, place: Place) -> int:
    is_xml = entry.filename.lower().endswith(_XML_SUFFIXES)
    size, tail = 0, b""
    for chunk in _unpack(archive, entry, place):
        if is_xml:
            _refuse_declarations(tail + chunk, entry, place, first=size == 0)
            tail = chunk[-_OVERLAP:]
        size += len(chunk)
        if size > room:
            raise refuse(
                place,
                f"解压后过大（疑似压缩炸弹）：超过 {MAX_UNPACKED // 2**20} MB 或压缩比超过 {MAX_RATIO} 倍",
                fix="请勿使用来历不明的文件；确需核查的，请另存为新文件或拆分",
            )
    if size != entry.file_size:
        raise refuse(place, "压缩包登记的大小与实际不符", value=entry.filename, fix=_RESAVE)
    return size


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Place) -> Iterator[bytes]:
    """Unpack to the true end: the size written in the directory may lie, and other readers follow the data."""
    unbounded = copy.copy(entry)
    unbounded.file_size = MAX_UNPACKED + 1
    try:
        with archive.open(unbounded) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except _BROKEN as broken:
        raise refuse(place, "文件已损坏或不完整", value=entry.filename, fix=_RESAVE) from broken


def _refuse_declarations(data: bytes, entry: zipfile.ZipInfo, place: Place, *, first: bool) -> None:
    declared = any(word in data for word in _DECLARATIONS)
    strange = first and any(name in data[:200].lower() for name in _STRANGE_ENCODINGS)
    if declared or strange:
        raise refuse(
            place,
            "文件内含外部实体声明（DOCTYPE），正常的办公文件没有这种内容",
            value=entry.filename,
            fix="请勿使用来历不明的文件；确需核查的，请另存为新文件后再试",
        )
