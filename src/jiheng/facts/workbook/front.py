"""The two sheets that are not tables: the instructions in front, and the unit on its side."""

from __future__ import annotations

from xlsxwriter import Workbook

from jiheng.facts.guide import PURPOSES, column_guide, title_of
from jiheng.facts.measures.registry import REGISTERS
from jiheng.facts.rows import TABLES, Unit
from jiheng.facts.schema import columns
from jiheng.facts.workbook import layout
from jiheng.facts.workbook.measuring import row_height
from jiheng.facts.workbook.page import protect, set_up_page
from jiheng.facts.workbook.styles import Styles
from jiheng.facts.workbook.validation import Lists, validation
from jiheng.facts.workbook.values import write_value
from jiheng.facts.written import written
from jiheng.packs.expression import parse
from jiheng.packs.method import Checklist, Completion, Method
from jiheng.packs.model import Pack

_STEPS = (
    "先填“单位基本情况”，再按下表从上到下逐表填写。带 * 的列为必填项；鼠标停在列名上，或选中单元格，可看到填写说明。",
    "金额一律以元为单位，日期写作 2024-03-05；浅灰色的合计和带 ※ 的列自动给出，不必填写，也不会被读取。",
    "确无此类事项的表，请在表头“零填报”处选“是”。不选也不填，视为尚未填报，相关指标按缺少数据处理。",
    "同一份工作簿可以反复提交：编码相同的行以最后一次为准，不会重复登记。请勿修改工作表名和列名。",
    "各表均已保护但未设密码，可以增删行、调整列宽；从别处粘贴时请选“粘贴为数值”，以免带走下拉列表。",
)
_GUIDE_WIDTHS = (18, 76, 18)
_UNIT_WIDTHS = (18, 40, 64)


def write_guide(workbook: Workbook, styles: Styles, pack: Pack | None) -> None:
    """Write the sheet of instructions, with a link to every table."""
    sheet = workbook.add_worksheet(layout.GUIDE_SHEET)
    for column, width in enumerate(_GUIDE_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 28)
    sheet.merge_range(0, 0, 0, 2, "绩效数据填报工作簿", styles.named("title"))
    label = f"适用规则包：{pack.label}（{pack.id}，{pack.version} 版）" if pack else "未指定规则包"
    sheet.merge_range(1, 0, 1, 2, label, styles.named("note"))
    for row, step in enumerate(_STEPS, 2):
        sheet.set_row(row, row_height([(step, sum(_GUIDE_WIDTHS))]))
        sheet.merge_range(row, 0, row, 2, f"{row - 1}. {step}", styles.named("plain"))
    head = len(_STEPS) + 3
    for column, title in enumerate(("工作表", "填什么", "本规则包是否用到")):
        sheet.write_string(head, column, title, styles.named("head"))
    used = used_tables(pack) if pack else frozenset()
    for row, table in enumerate(TABLES, head + 1):
        title = title_of(table)
        sheet.write_url(row, 0, f"internal:'{title}'!A1", styles.named("link"), title)
        sheet.write_string(row, 1, PURPOSES[table], styles.named("cell"))
        sheet.write_string(row, 2, "用到" if table in used else "", styles.named("cell"))
    protect(sheet)
    set_up_page(sheet, pages_down=1)


def used_tables(pack: Pack) -> frozenset[str]:
    """The tables that the pack's indicators, caps and deductions draw on."""
    methods = [node.method for node in pack.nodes() if node.method is not None]
    named = [name for method in methods for _, name in method.used()]
    named += [rule.measure for rule in pack.caps] + [rule.measure for rule in pack.deductions]
    named += [bonus.measure for bonus in pack.bonuses] + [veto.measure for veto in pack.vetoes]
    always = {
        "unit",
        "indicators",
        "results",
        *(["answers"] if any(map(_asks, methods)) else []),
        *(["inputs"] if pack.inputs else []),
    }
    owners = {table for method in methods if isinstance(method, Completion) for table in _OWNERS[method.owner]}
    return frozenset(always | owners).union(*(_registers(name, pack) for name in named))


_OWNERS = {"unit": (), "special_funds": ("special_funds", "projects"), "projects": ("projects", "budget")}


def _asks(method: Method) -> bool:
    return isinstance(method, Checklist) and any(not item.measure for item in method.items)


def _registers(name: str, pack: Pack, depth: int = 20) -> frozenset[str]:
    if name in pack.measures and depth:
        used = parse(pack.measures[name].formula).names()
        return frozenset().union(*(_registers(each, pack, depth - 1) for each in used))
    return frozenset(REGISTERS.get(name, ()))


def write_unit(workbook: Workbook, styles: Styles, lists: Lists, unit: Unit | None, pack: Pack | None) -> None:
    """Write the unit, one item a row."""
    sheet = workbook.add_worksheet(title_of("unit"))
    for column, width in enumerate(_UNIT_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(layout.TITLE_ROW, 28)
    sheet.merge_range(layout.TITLE_ROW, 0, layout.TITLE_ROW, 2, title_of("unit"), styles.named("title"))
    for column, title in enumerate(layout.SIDEWAYS_HEAD):
        sheet.write_string(layout.HEAD_ROW, column, title, styles.named("head"))
    for row, (field, column_) in enumerate(columns(Unit), layout.FIRST_ROW):
        required = column_.required
        title = f"*{column_.title}" if required else column_.title
        value = getattr(unit, field.name) if unit else pack.id if pack and field.name == "pack" else None
        sheet.write_string(row, 0, title, styles.named("head_required" if required else "head"))
        write_value(sheet, (row, 1), column_, value, styles)
        guide = column_guide("unit", column_)
        sheet.write_string(row, 2, guide, styles.named("reference"))
        texts = ("", written(column_, value) if column_.kind == "text" else "", guide)
        sheet.set_row(row, row_height(zip(texts, _UNIT_WIDTHS, strict=True)))
        sheet.data_validation(row, 1, row, 1, validation("unit", column_, lists))
    sheet.freeze_panes(layout.FIRST_ROW, 0)
    protect(sheet)
    set_up_page(sheet)
