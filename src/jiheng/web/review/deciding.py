"""What a decision rests on: kept when it is made, and compared with what is computed today."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from jiheng.checks.review import changed, rescore
from jiheng.core.exact import Points
from jiheng.core.fault import Refused
from jiheng.scoring.sheet import ScoreSheet
from jiheng.web.audit import chain, journal
from jiheng.web.cycle.actions import Approve, at_decision
from jiheng.web.cycle.models import DECIDED, Dossier, Passage, Stage, State, Task
from jiheng.web.evaluation.checking import scored_projects
from jiheng.web.records.dataset import draft_of, keep_pack, pack_of, project_sheet_of, sheet_of
from jiheng.web.review.models import Decision

TABLE = "decisions"
"""How the history calls the kept scores."""


@at_decision(Stage.EVALUATION)
def keep(task: Task, passage: Passage) -> None:
    """Keep score and sheet, and let their hash go into the audit entry; nothing while there is no score."""
    dossier = Dossier.objects.select_related("unit", "year").get(pk=task.dossier_id)
    try:
        sheet = sheet_of(dossier)
        kept = _kept(dossier, sheet)
    except Refused:
        return
    decision = Decision(task=task, passage=passage, at=passage.at, deed=passage.deed, **kept)
    decision.hash = chain.digest(kept)
    decision.save()
    keep_pack(pack_of(dossier))
    told = {"hash": decision.hash, "own": kept["own"], "reviewed": kept["reviewed"], "pack_sha256": sheet.pack_sha256}
    row = (dossier.pk, TABLE, decision.pk, passage.deed)
    change = journal.RowChange.of(row, {}, {name: str(value) for name, value in told.items()})
    if change is not None:
        journal.note(change)
    if task.state == State.APPROVED:
        pinned = {"pack_sha256": sheet.pack_sha256, "approved_name": dossier.unit.name}
        Dossier.objects.filter(pk=dossier.pk).update(**pinned)


def _kept(dossier: Dossier, sheet: ScoreSheet) -> dict[str, Any]:
    reviews = draft_of(dossier).dataset.reviews
    result = rescore(sheet, reviews, pack_of(dossier))
    reviewed = {line.code: score.units for line, score, _review in changed(sheet, reviews)}
    sheets = {"": _lines(sheet, reviewed)}
    sheets |= {code: _lines(project_sheet_of(dossier, code), {}) for code in scored_projects(dossier)}
    return {
        "unit_name": dossier.unit.name,
        "own": result.own.units,
        "own_grade": sheet.verdict,
        "reviewed": result.reviewed.units,
        "reviewed_grade": result.grade,
        "pack": sheet.pack_id,
        "pack_version": sheet.pack_version,
        "pack_sha256": sheet.pack_sha256,
        "dataset_sha256": sheet.dataset_sha256,
        "revision": dossier.revision,
        "engine": sheet.engine,
        "engine_version": sheet.engine_version,
        "sheet": json.dumps(sheets, ensure_ascii=False, sort_keys=True),
    }


def _lines(sheet: ScoreSheet, reviewed: dict[str, int]) -> dict[str, Any]:
    lines = [[each.code, each.weight.units, each.score.units, reviewed.get(each.code)] for each in sheet.lines]
    return {"total": sheet.total.units, "lines": lines}


@dataclass(frozen=True, slots=True)
class Kept:
    """How what was decided and what is computed today stand to each other, in a sentence; ``grave``: other digits."""

    sentence: str
    grave: bool = False


def compared(dossier: Dossier) -> Kept | None:
    """What pages of a decided self-evaluation say of its score; nothing while it is not decided."""
    task = dossier.tasks.filter(stage=Stage.EVALUATION, state__in=DECIDED).first()
    if task is None:
        return None
    decision = Decision.objects.filter(task=task, deed=Approve.title).last()
    if decision is None:
        return Kept(_("本表审核通过时未留存得分，下列得分按现有数据和规则计算。"))
    try:
        now = _kept(dossier, sheet_of(dossier))
    except Refused:
        return Kept(_("本表按现有数据和规则无法计分；审核通过时自评 %(own)s 分。") % _shown(decision), grave=True)
    return _compared(decision, now)


def decided(dossier: Dossier) -> dict[str, Any] | None:
    """The score as kept at the approval, for programs, with what pages say of it; nothing before, or where none was kept."""
    decision = Decision.objects.filter(task__dossier=dossier, task__state__in=DECIDED, deed=Approve.title).last()
    said = compared(dossier)
    if decision is None:
        return None if said is None else {"note": said.sentence, "differs": None}
    names = ("own_grade", "reviewed_grade", "pack", "pack_version", "pack_sha256", "dataset_sha256", "hash")
    told = {name: getattr(decision, name) for name in names} | {"at": decision.at.isoformat()}
    return told | _shown(decision) | {"note": said.sentence if said else "", "differs": said is not None and said.grave}


def published_as(dossier: Dossier, at: datetime, own: str, reviewed: str) -> Kept | None:
    """What a public page says where it shows other digits than those approved before it was published."""
    decision = Decision.objects.filter(task__dossier=dossier, deed=Approve.title, at__lte=at).last()
    if decision is None:
        return Kept(_("本表审核通过时未留存得分。"))
    kept = _shown(decision)
    if (kept["own"], kept["reviewed"]) == (own, reviewed):
        return None
    sentence = _(
        "与审核通过时不符：通过时自评 %(own)s 分、复核 %(reviewed)s 分，本页公开自评 %(shown)s 分、复核 %(shown_reviewed)s 分。"
    )
    return Kept(sentence % (kept | {"shown": own, "shown_reviewed": reviewed}), grave=True)


def _compared(decision: Decision, now: dict[str, Any]) -> Kept | None:
    figures = ("own", "reviewed", "sheet")
    if any(now[name] != getattr(decision, name) for name in figures):
        given = _shown(decision) | {
            "now_own": Points(now["own"]).shown(),
            "now_reviewed": Points(now["reviewed"]).shown(),
        }
        sentence = _(
            "与审核通过时不符：通过时自评 %(own)s 分、复核 %(reviewed)s 分，"
            "现在算得自评 %(now_own)s 分、复核 %(now_reviewed)s 分。以审核通过时留存的得分为准。"
        )
        return Kept(sentence % given, grave=True)
    hashes = ("pack_sha256", "dataset_sha256", "engine_version")
    if any(now[name] != getattr(decision, name) for name in hashes):
        return Kept(_("得分与审核通过时相同；此后数据、规则或程序有过不影响得分的变化。"))
    return None


def _shown(decision: Decision) -> dict[str, str]:
    return {"own": Points(decision.own).shown(), "reviewed": Points(decision.reviewed).shown()}
