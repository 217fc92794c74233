"""The head of the log, signed once a day and written where the copies of the installation lie.

A log that was cut or rewritten afterwards fits no head that was written before. The file holds the anchor, the time, the
key and the signature, each in a line; the key is compared with the one that the verifier has from elsewhere.
"""

from __future__ import annotations

import logging
import os
import re
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from jiheng.core.durable import written_whole
from jiheng.core.fault import Place, Refused, refuse
from jiheng.web.audit import chain
from jiheng.web.jobs.queues import ALL_UNITS
from jiheng.web.jobs.schedule import register

VARIABLE = "JIHENG_BACKUPS"
"""The second place, on another disk or machine; without it heads stay in the state folder."""
KEY = "sign.key"
ALGORITHM = "Ed25519"
_WRITTEN = re.compile(
    r"(?P<said>(?P<number>[0-9]+):(?P<hash>[0-9a-f]{64})\n[^\n]+\nEd25519 (?P<key>[0-9a-f]{64})\n)(?P<signature>[0-9a-f]{128})\n?"
)
log = logging.getLogger("jiheng")


def signed(anchor: tuple[int, str], at: datetime) -> str:
    """An anchor as it is written: number and hash, time, key, signature of the three."""
    key = _key()
    public = key.public_key().public_bytes_raw().hex()
    said = f"{anchor[0]}:{anchor[1]}\n{at.isoformat()}\n{ALGORITHM} {public}\n"
    return f"{said}{key.sign(said.encode()).hex()}\n"


def read(text: str, file: str, key: str = "") -> tuple[int, str]:
    """The anchor that a signed file holds; ``key``: the signing key as the verifier knows it, else this site's own.

    Raises:
        Refused: it is no such file, was changed, or is signed by another key.
    """
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise refuse(Place(file=file), _("不是签名的审计锚点文件"), fix=_("请用系统每日写出的 audit-日期.txt"))
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(found["key"]))
        public.verify(bytes.fromhex(found["signature"]), found["said"].encode())
    except InvalidSignature as changed:
        raise refuse(Place(file=file), _("签名不符，文件被改动过"), fix=_("请用另一天的锚点文件核验")) from changed
    if found["key"] != (key or public_key()):
        problem = _("签名所用的密钥不是本系统的密钥")
        raise refuse(Place(file=file), problem, value=found["key"], fix=_("请核对锚点文件是否属于本系统"))
    return int(found["number"]), found["hash"]


def public_key() -> str:
    """The key that verifies what this site signs; to be kept outside of it."""
    return _key().public_key().public_bytes_raw().hex()


def _key() -> Ed25519PrivateKey:
    path = Path(settings.STATE) / KEY
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw().hex() + "\n")
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text(encoding="ascii").strip()))


def place() -> Path:
    """Where heads are written: the second place, or the folder of the copies."""
    second = os.environ.get(VARIABLE)
    folder = Path(second) if second else Path(settings.STATE) / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@task(queue_name=ALL_UNITS)
def keep_head(day: str) -> dict[str, str]:
    """Write the day's head. Said in words, failures too."""
    number, hashed = chain.head()
    try:
        with written_whole(place() / f"audit-{day}.txt") as half:
            half.write_text(signed((number, hashed), timezone.localtime()), "ascii")
    except (OSError, Refused) as failed:
        log.exception("the head of the log was not written")
        return {"told": _("审计锚点没有写出：%(why)s") % {"why": failed}}
    elsewhere = "" if os.environ.get(VARIABLE) else _("；没有第二存放处（JIHENG_BACKUPS），只存在本机")
    return {"told": _("已写出第 %(n)d 条的锚点") % {"n": number} + elsewhere}


def in_words(done: dict[str, str] | None) -> str:
    """The result as it was said."""
    return (done or {}).get("told", "")


register(keep_head, gettext_lazy("每日审计锚点"), in_words, daily=True)
