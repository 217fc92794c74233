"""What the pages show of evidence: every row of an indicator, with its file, and where else the same file is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jiheng.facts.rows import Evidence
from jiheng.web import rights
from jiheng.web.cycle.models import Dossier
from jiheng.web.files.inspection import EXTENSIONS
from jiheng.web.files.models import FileState, StoredFile
from jiheng.web.records.actions import writable
from jiheng.web.records.dataset import vouched_for

if TYPE_CHECKING:
    from jiheng.web.rights import Person


TABLE = "evidence"


@dataclass(frozen=True, slots=True)
class Proof:
    """One evidence row, its file if there is one, and the sentence about other uses of the same file."""

    row: Evidence
    file: StoredFile | None
    used: str

    @property
    def broken(self) -> bool:
        """Whether the file is no longer what was handed in."""
        return self.file is not None and self.file.state != FileState.SOUND


def evidence_section(user: Person, dossier: Dossier, code: str, problems: Sequence[str] = ()) -> dict[str, Any]:
    """What the section of evidence of one indicator shows."""
    return {
        "dossier": dossier,
        "code": code,
        "evidence": proofs(dossier, code),
        "may_upload": rights.may(user, "evidence.upload", dossier.unit) and writable(dossier, TABLE),
        "extensions": ",".join(EXTENSIONS),
        "problems": problems,
    }


def proofs(dossier: Dossier, indicator: str) -> list[Proof]:
    """The evidence of one indicator."""
    rows = [row for row in vouched_for(dossier).evidence if row.indicator == indicator]
    own = StoredFile.objects.filter(dossier=dossier, record__key__in=[row.code for row in rows]).select_related(
        "record"
    )
    files = {file.record.key: file for file in own}
    elsewhere = _elsewhere(dossier, files)
    return [Proof(row, files.get(row.code), elsewhere.get(row.code, "")) for row in rows]


def _elsewhere(dossier: Dossier, files: dict[str, StoredFile]) -> dict[str, str]:
    """Evidence code → where the unit has handed in the same bytes before, in this year or another."""
    hashes = {file.sha256 for file in files.values()}
    same = StoredFile.objects.filter(dossier__unit=dossier.unit, sha256__in=hashes)
    uses = defaultdict(list)
    for file in same.select_related("record", "dossier__year"):
        year = "" if file.dossier_id == dossier.pk else f"{file.dossier.year.year} 年度 "
        uses[file.sha256].append((file.pk, f"{year}{file.record.cells.get('indicator', '')}（{file.record.key}）"))
    return {code: "、".join(use for pk, use in uses[file.sha256] if pk != file.pk) for code, file in files.items()}
