"""The workbook to be filled in: two sheets with heads, lists to choose from, and one that explains."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter

from jiheng.web.organisation.directory.judging import LEVELS
from jiheng.web.organisation.directory.lines import HEADS, PEOPLE, ROLE_OF, UNITS

LAST_ROW = 2000
HELP = (
    ("填写说明", ""),
    ("单位编码", "预算单位编码，按文本填写，前面的 0 不会丢失。"),
    ("单位层级", f"{'、'.join(LEVELS)}之一，决定经过哪几级审核。"),
    ("上级单位编码", "主管部门的编码；留空表示直接归财政部门。上级可以在本表，也可以是已有单位。"),
    ("账号", "3 至 30 位字母、数字、点、横线，登录时使用；一人一个账号。"),
    ("角色", f"{'、'.join(ROLE_OF)}。多个角色用顿号分开，在几个单位任职就填几行。"),
    ("导入以后", "导入人打印激活条交给本人；角色由安全管理员一次授予后生效。"),
    ("重复导入", "已有的单位和账号保持不变，可以在原表上补充后再次导入。"),
)


def template() -> bytes:
    """The empty workbook; every cell is text, so that codes keep their zeros."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "bottom": 1})
        for name, head in HEADS.items():
            sheet = book.add_worksheet(name)
            sheet.set_column(0, len(head) - 1, 22, text)
            sheet.freeze_panes(1, 0)
            for column, title in enumerate(head):
                sheet.write_string(0, column, title, bold)
            _choices(sheet, name, head)
        _explain(book.add_worksheet("填写说明"), bold)
    return out.getvalue()


def _choices(sheet: Any, name: str, head: tuple[str, ...]) -> None:
    title, source = {UNITS: ("单位层级", list(LEVELS)), PEOPLE: ("角色", list(ROLE_OF))}[name]
    column = head.index(title)
    rule = {"validate": "list", "source": source, "error_type": "information"}
    sheet.data_validation(1, column, LAST_ROW, column, rule)


def _explain(sheet: Any, bold: Any) -> None:
    sheet.set_column(0, 0, 16, bold)
    sheet.set_column(1, 1, 80)
    for row, (title, words) in enumerate(HELP):
        sheet.write_string(row, 0, title)
        sheet.write_string(row, 1, words)
