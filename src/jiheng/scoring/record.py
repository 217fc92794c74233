"""The scored sheet as a plain record: what ``jiheng score --format json`` prints."""

from __future__ import annotations

from typing import Any

from jiheng.core.exact import fraction_text
from jiheng.scoring.sheet import Input, Line, ScoreSheet


def record(sheet: ScoreSheet) -> dict[str, Any]:
    """Everything on the sheet; scores are strings with their exact digits."""
    return {
        "unit": sheet.unit,
        "year": sheet.year,
        "project": sheet.subject,
        "pack": {
            "id": sheet.pack_id,
            "version": sheet.pack_version,
            "sha256": sheet.pack_sha256,
            "status": sheet.pack_status,
            "label": sheet.pack_label,
        },
        "dataset_sha256": sheet.dataset_sha256,
        "engine": {"name": sheet.engine, "version": sheet.engine_version},
        "full_marks": sheet.full_marks.shown(),
        "before_losses": sheet.before_losses.shown(),
        "total": sheet.total.shown(),
        "rounding": sheet.rounding.shown(),
        "grade": sheet.verdict,
        "indicators": [_line(line) for line in sheet.lines],
        "losses": [
            {
                "code": loss.code,
                "name": loss.name,
                "lost": loss.lost.shown(),
                "because": loss.because,
                "regain": loss.regain,
                "cite": loss.cite,
            }
            for loss in sheet.losses
        ],
        "notices": [
            {"code": notice.code, "indicator": notice.indicator, "text": notice.text, "fix": notice.fix}
            for notice in sheet.notices
        ],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "name": line.name,
        "level": line.level,
        "parent": line.parent,
        "weight": line.weight.shown(),
        "score": line.score.shown(),
        "lost": line.lost.shown(),
        "rounding": line.rounding.shown(),
        "state": line.state,
        "operator": line.operator,
        "target": line.target,
        "actual": line.actual,
        "because": line.because,
        "regain": line.regain,
        "inputs": [_input(each) for each in line.inputs],
        "cite": line.cite,
    }


def _input(each: Input) -> dict[str, Any]:
    value = None if each.value is None else fraction_text(each.value, 12)
    places = [place.text() for place in each.places]
    return {"name": each.name, "value": value, "unit": each.unit, "places": places, "origin": each.origin}
