"""佐证材料: the evidence of an indicator, handing files in, fetching them, taking them back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from jiheng.web.actions import Actor, Refusal
from jiheng.web.api.common import FAILURES, FILE, FILES, Indicator, Key, UnitCode, YearNumber, demand_file_alone
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.models import Dossier
from jiheng.web.files.actions import DeleteFile
from jiheng.web.files.queries import Proof, proofs
from jiheng.web.files.views import attachment, file_or_404, hand_in

router = Router(tags=["evidence"])
PLACE = "/dossiers/{year}/{unit}/evidence"


class ProofOut(Schema):
    """One evidence row; ``file`` is null where nothing was uploaded for it."""

    code: str
    indicator: str
    title: str
    file: int | None
    name: str
    size: int | None
    sha256: str
    sm3: str
    state: str
    used: str


class HandedIn(Schema):
    """The indicator's evidence after handing in, and a sentence for every file that was not kept."""

    evidence: list[ProofOut]
    problems: list[str]


def _proof(proof: Proof) -> ProofOut:
    row, file = proof.row, proof.file
    return ProofOut(
        code=row.code,
        indicator=row.indicator,
        title=row.title,
        file=file.pk if file else None,
        name=file.name if file else row.file,
        size=file.size if file else None,
        sha256=file.sha256 if file else row.sha256,
        sm3=file.sm3 if file else "",
        state=file.get_state_display() if file else "",
        used=proof.used,
    )


def _evidence(dossier: Dossier, indicator: str) -> list[ProofOut]:
    return [_proof(each) for each in proofs(dossier, indicator)]


@router.get(PLACE, response={200: list[ProofOut], **FAILURES})
def evidence(request: HttpRequest, year: YearNumber, unit: UnitCode, indicator: Indicator) -> Any:
    """The evidence of one indicator."""
    return _evidence(dossier_or_404(request, year, unit), indicator)


@router.post(PLACE, response={200: HandedIn, **FAILURES}, openapi_extra=FILES)
def upload(request: HttpRequest, year: YearNumber, unit: UnitCode, indicator: Indicator) -> Any:
    """Hand files in as evidence of an indicator, up to 20 a call, each on its own."""
    dossier = dossier_or_404(request, year, unit, "evidence.upload")
    demand_file_alone(request)
    problems = hand_in(request, dossier, indicator)
    if len(problems) >= len(request.FILES.getlist("file")):
        raise Refusal("\n".join(problems))
    dossier.refresh_from_db(fields=["revision", "stamp"])
    return HandedIn(evidence=_evidence(dossier, indicator), problems=problems)


@router.get(f"{PLACE}/files/{{file}}", response=FAILURES, openapi_extra=FILE)
def download(request: HttpRequest, year: YearNumber, unit: UnitCode, file: Key) -> Any:
    """The file as it was handed in."""
    return attachment(file_or_404(request, year, unit, file))


@router.delete(f"{PLACE}/files/{{file}}", response={200: list[ProofOut], **FAILURES})
def delete(request: HttpRequest, year: YearNumber, unit: UnitCode, file: Key) -> Any:
    """Take a file back; what is left of its indicator's evidence."""
    found = file_or_404(request, year, unit, file, "evidence.upload")
    indicator = str(found.record.cells.get("indicator", ""))
    DeleteFile(Actor.of(request), found.dossier, file=found).run()
    found.dossier.refresh_from_db(fields=["revision", "stamp"])
    return _evidence(found.dossier, indicator)
