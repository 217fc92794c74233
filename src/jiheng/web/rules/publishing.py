"""The releases of the site as folders, which is how packs are found by everything that scores; and the bureau's signature."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from jiheng.packs.folder import RELEASED
from jiheng.web.rules.content import lay_out
from jiheng.web.rules.models import RuleState, RuleVersion

KEY = "bureau.key"
_RAW = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def publish() -> None:
    """Make the folders say what the database says: one root for each release that is not withdrawn."""
    room = Path(settings.STATE) / RELEASED
    room.mkdir(parents=True, exist_ok=True)
    wanted = {_root_of(each): each for each in RuleVersion.objects.filter(state=RuleState.RELEASED)}
    for path in room.iterdir():
        if path.name not in wanted:
            shutil.rmtree(path, ignore_errors=True)
    for name, version in wanted.items():
        if not (room / name).is_dir():
            _lay_out(version, room / name)


def _root_of(version: RuleVersion) -> str:
    assert version.in_force is not None
    return f"{version.in_force:%Y%m%d}-{version.pk:06d}"


def _lay_out(version: RuleVersion, root: Path) -> None:
    """Whole or not at all; another process may do the same at the same time."""
    with tempfile.TemporaryDirectory(dir=root.parent, prefix=".release-") as scratch:
        lay_out(version.files, Path(scratch) / "root" / version.pack)
        try:
            (Path(scratch) / "root").rename(root)
        except OSError:
            if not root.is_dir():
                raise


def _key() -> Ed25519PrivateKey:
    """The bureau's key, made at its first use, readable by the owner only."""
    path = Path(settings.STATE) / KEY
    if not path.exists():
        made = Ed25519PrivateKey.generate().private_bytes_raw()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(made)
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes())


def fingerprint(public: str) -> str:
    """How people compare a key by telephone: the first 32 digits of its SHA-256, in fours."""
    digits = hashlib.sha256(bytes.fromhex(public)).hexdigest()[:32]
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))


def signed(version: RuleVersion) -> dict[str, Any]:
    """The parcel for another site: the files, both digests of them, the key and its signature."""
    content = _canonical(version.files)
    key = _key()
    return {
        "pack": version.pack,
        "version": version.version,
        "title": version.title,
        "in_force": version.in_force.isoformat() if version.in_force else "",
        "pack_sha256": version.sha256,
        "sha256": hashlib.sha256(content).hexdigest(),
        "sm3": hashlib.new("sm3", content).hexdigest(),
        "key": key.public_key().public_bytes(*_RAW).hex(),
        "signature": key.sign(content).hex(),
        "files": version.files,
    }


def faults_of(parcel: dict[str, Any]) -> list[str]:
    """What does not agree in a parcel; empty if it is as its signer made it."""
    try:
        content = _canonical({str(path): str(text) for path, text in parcel["files"].items()})
        digests = (hashlib.sha256(content).hexdigest(), hashlib.new("sm3", content).hexdigest())
        if digests != (parcel["sha256"], parcel["sm3"]):
            return ["内容与摘要不符，传递中可能被改动"]
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(parcel["key"])).verify(
            bytes.fromhex(parcel["signature"]), content
        )
    except InvalidSignature:
        return ["签名与内容不符"]
    except (KeyError, TypeError, ValueError, AttributeError):
        return ["不是本系统导出的规则包文件"]
    return []


def _canonical(files: dict[str, str]) -> bytes:
    return json.dumps(files, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
