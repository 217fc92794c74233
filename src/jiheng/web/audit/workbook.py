"""The log as a workbook: text stays text, so that nothing typed by an attacker becomes a formula."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

import xlsxwriter
from django.utils import timezone

from jiheng.web.audit.models import Entry

LIMIT = 50_000
COLUMNS = (
    ("序号", "number"), ("时间", "at"), ("账号", "username"), ("姓名", "person"), ("角色", "roles"),
    ("地址", "address"), ("操作", "action"), ("对象类型", "object_type"), ("对象", "object_label"),
    ("单位编码", "unit_code"), ("结果", "result"), ("内容", "detail"), ("变更前哈希", "before_hash"),
    ("变更后哈希", "after_hash"), ("上一条哈希", "previous"), ("本条哈希", "hash"),
)  # fmt: skip


def workbook(entries: Iterable[Entry], total: int) -> bytes:
    """Write the entries; the first line says how many there are and that more than the limit are left out."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("审计日志")
        bold = book.add_format({"bold": True, "bottom": 1})
        for column, (title, _name) in enumerate(COLUMNS):
            sheet.write_string(1, column, title, bold)
        written = 0
        for written, entry in enumerate(entries, 1):
            for column, (_title, name) in enumerate(COLUMNS):
                sheet.write_string(1 + written, column, _text(getattr(entry, name)))
        sheet.write_string(0, 0, f"审计日志：全库 {total} 条，本表 {written} 条（最多 {LIMIT} 条，新的在前）")
        sheet.freeze_panes(2, 1)
        sheet.set_column(0, len(COLUMNS) - 1, 16)
    return out.getvalue()


def _text(value: object) -> str:
    moment = timezone.localtime(value).isoformat() if hasattr(value, "tzinfo") else value  # type: ignore[arg-type] # only datetimes have one
    return str(moment)
