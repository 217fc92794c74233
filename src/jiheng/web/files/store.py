"""Files on the disk: in the state folder, outside of the web root, under generated names."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from jiheng.core.durable import written_whole

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Digest:
    """A file's size and its two hashes in hexadecimal."""

    size: int
    sha256: str
    sm3: str


def folder(name: str = "files") -> Path:
    """One of the folders that hold what people send."""
    path = Path(settings.STATE) / name
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def path_of(stored: str, where: str = "files") -> Path:
    """Where a stored file lies."""
    return folder(where) / stored[:2] / stored


def keep(upload: UploadedFile[Any], where: str = "files") -> str:
    """Write an upload whole or not at all; returns its generated name, which keeps only the extension."""
    stored = f"{secrets.token_hex(16)}{Path(upload.name or '').suffix.lower()[:8]}"
    path = path_of(stored, where)
    path.parent.mkdir(exist_ok=True, mode=0o700)
    with written_whole(path) as draft, draft.open("wb") as file:
        for chunk in upload.chunks(_CHUNK):
            file.write(chunk)
    path.chmod(0o600)
    return stored


def remove(stored: str, where: str = "files") -> None:
    """Take it from the disk; one that is gone already is no fault."""
    path_of(stored, where).unlink(missing_ok=True)


def digest(path: Path) -> Digest:
    """Hash a file by SHA-256 and SM3 (GB/T 32905) in one pass."""
    hashes = (hashlib.sha256(), hashlib.new("sm3"))
    size = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            for each in hashes:
                each.update(chunk)
    sha256, sm3 = (each.hexdigest() for each in hashes)
    return Digest(size, sha256, sm3)


def names() -> Iterator[Path]:
    """Every file that lies in the store."""
    return (path for path in folder().glob("??/*") if path.is_file())
