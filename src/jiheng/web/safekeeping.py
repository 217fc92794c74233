"""The daily copy of a SQLite installation, what of it is kept, its second place, and the weekly proof by a restore.

Copies lie in ``backups`` of the state folder; ``JIHENG_BACKUPS`` names the second place, which should be another disk or
machine. A proof that could not be made never reads as one that was.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from jiheng.core.durable import written_whole
from jiheng.core.fault import Refused
from jiheng.web import backup, proof
from jiheng.web.audit import chain
from jiheng.web.database import in_one_file
from jiheng.web.jobs.queues import ALL_UNITS
from jiheng.web.jobs.schedule import register

VARIABLE = "JIHENG_BACKUPS"
DAILY, WEEKLY, MONTHLY = 14, 8, 12
"""How many copies of each kind stay."""
PROOF_WEEKDAY = 6
"""Sunday."""
RPO_HOURS, RTO_MINUTES = 24, 30
"""At most so much work may be lost, and so long may it take to be back, on a town's machine."""
PATIENCE = 2 * 3600
"""Seconds that a restore may take."""
log = logging.getLogger("jiheng")


@dataclass(frozen=True, slots=True)
class Proof:
    """One restore into an empty place: of which copy, when, how long it took, whether all was found as it was."""

    copy: str
    at: str
    seconds: int
    proven: bool
    told: str


def folder() -> Path:
    """Where the copies lie."""
    path = Path(settings.STATE) / "backups"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def kept_of(days: Iterable[date]) -> set[date]:
    """Of days with a copy, those that stay: the last 14, the first of each of 8 weeks and of each of 12 months."""
    found = sorted(days, reverse=True)
    weeks = _firsts(found, lambda day: tuple(day.isocalendar()[:2]), WEEKLY)
    months = _firsts(found, lambda day: (day.year, day.month), MONTHLY)
    return {*found[:DAILY], *weeks, *months}


def _firsts(days: list[date], period: Any, many: int) -> list[date]:
    first: dict[Any, date] = {}
    for day in days:
        first[period(day)] = min(day, first.get(period(day), day))
    return list(first.values())[:many]


def day_of(path: Path) -> date | None:
    """The day of a copy by its name, None for any other file."""
    try:
        return date.fromisoformat(path.stem.removeprefix("jiheng-"))
    except ValueError:
        return None


def copy_of(day: date, place: Path) -> Path:
    """What the copy of a day is called."""
    return place / f"jiheng-{day.isoformat()}.zip"


def prune(place: Path) -> None:
    """Remove the copies that need not stay."""
    days = {day: path for path in place.glob("jiheng-*.zip") if (day := day_of(path))}
    for day in days.keys() - kept_of(days):
        days[day].unlink(missing_ok=True)


@task(queue_name=ALL_UNITS)
def keep_safe(day: str) -> dict[str, str]:
    """Make the copy of a day, in both places; on Sundays prove it. Said in words, failures too."""
    if not in_one_file():
        return {"told": _("数据库为 PostgreSQL，由数据库自己的备份负责")}
    today = date.fromisoformat(day)
    try:
        told = [_copy(today)]
        if today.weekday() == PROOF_WEEKDAY:
            told.append(prove(copy_of(today, folder())).told)
    except (Refused, OSError) as failed:
        log.exception("the daily copy failed")
        told = [_("每日备份没有完成：%(why)s") % {"why": failed}]
    return {"told": "；".join(told)}


def _copy(day: date) -> str:
    first = copy_of(day, folder())
    kept = backup.save(Path(settings.STATE), first, chain.head(), proof.scores())
    prune(folder())
    second = os.environ.get(VARIABLE)
    if not second:
        return _("已备份 %(n)d 个文件；没有第二存放处（JIHENG_BACKUPS）") % {"n": len(kept.members)}
    place = Path(second)
    with written_whole(copy_of(day, place)) as half:
        shutil.copyfile(first, half)
    prune(place)
    return _("已备份 %(n)d 个文件，并存到第二存放处") % {"n": len(kept.members)}


def prove(copy: Path) -> Proof:
    """Restore a copy into an empty place with the command that people use, and keep what it said."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=folder()) as empty:
        code, said = _restored(copy, Path(empty, "home"))
    told = _("恢复演练成功，与备份时相同") if code == 0 else _("恢复演练未通过：%(said)s") % {"said": said[-300:]}
    made = Proof(copy.name, timezone.now().isoformat(), round(time.monotonic() - began), code == 0, told)
    with written_whole(folder() / "proofs.json") as half:
        half.write_text(json.dumps([*map(asdict, proofs()[-51:]), asdict(made)], ensure_ascii=False), "utf-8")
    return made


def _restored(copy: Path, home: Path) -> tuple[int, str]:
    apart = {name: text for name, text in os.environ.items() if not name.startswith("JIHENG_")}
    command = [sys.executable, "-m", "jiheng", "restore", str(copy)]
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            command, env=apart | {"JIHENG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "jiheng.web.settings"},
            capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as failed:
        return 1, str(failed)
    return done.returncode, f"{done.stdout}\n{done.stderr}".strip()


def proofs() -> list[Proof]:
    """The proofs so far, the newest last."""
    try:
        return [Proof(**each) for each in json.loads((folder() / "proofs.json").read_text("utf-8"))]
    except (OSError, ValueError, TypeError):
        return []


@dataclass(frozen=True, slots=True)
class Safety:
    """What the page says: the last copy, the last proven restore, and the last one that failed after it."""

    copy: date | None
    proven: datetime | None
    seconds: int
    failed: str
    rpo_hours: int = RPO_HOURS
    rto_minutes: int = RTO_MINUTES

    @property
    def stale(self) -> bool:
        """Whether the last copy is older than may be lost."""
        return self.copy is None or self.copy < timezone.localdate() - timedelta(hours=2 * RPO_HOURS)


def safety() -> Safety:
    """How safe the installation is, for its administrators."""
    made = proofs()
    good = next((each for each in reversed(made) if each.proven), None)
    failed = made[-1].told if made and not made[-1].proven else ""
    return Safety(
        max(_days(folder().glob("jiheng-*.zip")), default=None),
        datetime.fromisoformat(good.at) if good else None,
        good.seconds if good else 0,
        failed,
    )


def _days(paths: Iterable[Path]) -> Collection[date]:
    return [day for path in paths if (day := day_of(path))]


def in_words(done: Mapping[str, str] | None) -> str:
    """The result as it was said."""
    return (done or {}).get("told", "")


register(keep_safe, gettext_lazy("每日备份"), in_words, daily=True)
