"""The pack for the leadership meeting, made in the background: how far it is, and the finished files."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from jiheng.core.calendar import Month
from jiheng.core.durable import written_whole
from jiheng.forms.meeting import write_minutes, write_pack
from jiheng.forms.monthly import Pack
from jiheng.web.cycle.models import Dossier, Year
from jiheng.web.monitoring.reports import report_or_faults
from jiheng.web.organisation.models import Unit

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the making is; ``title`` and nothing left to do once it is finished."""

    done: int
    total: int
    title: str = ""
    left_out: int = 0
    """Units whose ledger cannot be evaluated."""

    @property
    def finished(self) -> bool:
        """Whether the files are there."""
        return bool(self.title)


def folder_of(year: int, month: str, owner: Unit) -> Path:
    """Where the pack of one month for one owner lies: a superior sees other units than another."""
    return Path(settings.STATE) / "monthly" / f"{year}-{owner.pk}-{month[5:]}"


def progress_of(folder: Path) -> Progress | None:
    """How far it is; None if nobody asked for it."""
    try:
        return Progress(**json.loads((folder / "progress.json").read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def finished(folder: Path, kind: str) -> tuple[Path, str] | None:
    """A file of the finished pack, and the name under which it is saved; None if there is none."""
    progress, path = progress_of(folder), folder / f"pack.{kind}"
    there = kind in KINDS and progress is not None and progress.finished and path.is_file()
    return (path, f"{progress.title}.{kind}") if progress is not None and there else None


def begin(folder: Path) -> None:
    """Say that it is asked for, before the worker takes it up."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _tell(folder, Progress(0, 0))


def make(year: Year, month: Month, owner: Unit) -> Progress:
    """Make both files for the units below the owner, telling after each unit how far it is."""
    folder = folder_of(year.year, str(month), owner)
    begin(folder)
    units = Unit.objects.filter(path__startswith=owner.path)
    dossiers = list(Dossier.objects.filter(year=year, unit__in=units).select_related("unit", "year"))
    reports = []
    for number, dossier in enumerate(dossiers, 1):
        report, _problems = report_or_faults(dossier, month)
        reports += [report] if report else []
        _tell(folder, Progress(number, len(dossiers)))
    title = _write(folder, Pack(owner.name, tuple(reports))) if reports else "—"
    end = Progress(len(dossiers), len(dossiers), title, len(dossiers) - len(reports))
    _tell(folder, end)
    return end


def _write(folder: Path, pack: Pack) -> str:
    writers: dict[str, Callable[[Pack, Path], None]] = {"xlsx": write_pack, "docx": write_minutes}
    for kind, write in writers.items():
        with written_whole(folder / f"pack.{kind}") as draft:
            write(pack, draft)
    return pack.title


def _tell(folder: Path, progress: Progress) -> None:
    with written_whole(folder / "progress.json") as draft:
        draft.write_text(json.dumps(asdict(progress), ensure_ascii=False), encoding="utf-8")
