"""Where things stand on a sheet, counted from 0 as XlsxWriter counts."""

from __future__ import annotations

TITLE_ROW = 0
NOTE_ROW = 1
TOTAL_ROW = 2
HEAD_ROW = 3
FIRST_ROW = 4
LAST_ROW = 19_999
"""Validation and totals reach down to here."""

NIL_LABEL = "本表零填报："
NIL_CELL = (NOTE_ROW, 1)
TOTAL_LABEL = "合计"
UNIT_NOTE = "单位：元"
SIDEWAYS_HEAD = ("项目", "内容", "填写说明")
GUIDE_SHEET = "填报说明"
FAULTS_SHEET = "错误清单"
LISTS_SHEET = "_lists"
META_SHEET = "_jiheng"
META_MARK = "jiheng-workbook"
VERSION = 1
"""Version of this layout, kept in the workbook."""
