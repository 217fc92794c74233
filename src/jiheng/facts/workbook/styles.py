"""The looks of the workbook, each format made once."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from jiheng.facts.schema import ColumnKind

_BODY_FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_BORDER = {"border": 1, "border_color": "#8C8C8C"}
_NUMBER_FORMATS: dict[ColumnKind, str] = {
    "text": "@",
    "code": "@",
    "choice": "@",
    "flag": "@",
    "money": "#,##0.00",
    "number": "General",
    "figure": "General",
    "points": "0.00##",
    "percent": "0.00##%",
    "integer": "0",
    "year": "0",
    "date": "yyyy-mm-dd",
    "month": "yyyy-mm",
}
_RIGHT = frozenset({"money", "number", "figure", "points", "percent", "integer"})
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font_name": "黑体", "font_size": 16, "align": "center"},
    "note": {},
    "note_right": {"align": "right"},
    "nil": {"align": "center", "locked": False, "bg_color": "#FFFBE6", **_BORDER},
    "head": {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#DCE6F1", **_BORDER},
    "head_required": {
        "bold": True,
        "align": "center",
        "text_wrap": True,
        "bg_color": "#FCE4D6",
        "font_color": "#A8071A",
        **_BORDER,
    },
    "reference": {"text_wrap": True, "font_color": "#595959", "bg_color": "#F5F5F5", **_BORDER},
    "total": {"bold": True, "num_format": "#,##0.00", "align": "right", "bg_color": "#F5F5F5", **_BORDER},
    "total_label": {"bold": True, "align": "center", "bg_color": "#F5F5F5", **_BORDER},
    "plain": {"text_wrap": True, "valign": "top"},
    "link": {"font_color": "#0958D9", "underline": 1, **_BORDER},
    "cell": {"text_wrap": True, **_BORDER},
}


class Styles:
    """Formats of one workbook by name."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.made: dict[tuple[str, ...], Format] = {}

    def named(self, name: str) -> Format:
        """One of the fixed looks."""
        return self._make((name,), _LOOKS[name])

    def entry(self, kind: ColumnKind, *, risky: bool = False, bordered: bool = True) -> Format:
        """A cell to fill in; ``risky`` text keeps its quote mark, so that editing never makes it a formula."""
        looks: dict[str, Any] = {
            "num_format": _NUMBER_FORMATS[kind],
            "locked": False,
            "text_wrap": kind in {"text", "choice"},
            "align": "right" if kind in _RIGHT else "left" if kind == "text" else "center",
            "indent": 1 if kind in _RIGHT else 0,
            "quote_prefix": risky,
            **(_BORDER if bordered else {}),
        }
        return self._make((kind, str(risky), str(bordered)), looks)

    def _make(self, key: tuple[str, ...], looks: dict[str, Any]) -> Format:
        if key not in self.made:
            self.made[key] = self.workbook.add_format(_BODY_FONT | looks)
        return self.made[key]
