"""What calamine does not tell of an .xlsx file: number formats, error values, formulas without a value, extents."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from jiheng.reading.archive import open_archive
from jiheng.reading.number_format import BUILT_IN
from jiheng.reading.sheet_placeholders import Computed

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_YES = frozenset({"1", "true"})
MOST_COLUMNS = 16_384
_PLAIN_KINDS = frozenset({"s", "str", "inlineStr", "b"})


@dataclass(slots=True)
class SheetMarks:
    """One sheet's formats by cell (row, column from 0), and its cells that need a word."""

    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    valueless: list[tuple[int, int]] = field(default_factory=list)
    rows: tuple[int, int] = (2**31, -1)
    columns: tuple[int, int] = (2**31, -1)
    computed: Computed = field(default_factory=Computed)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    @property
    def area(self) -> int:
        """Cells of the smallest rectangle around all used cells; readers may allocate them all."""
        return max(0, self.rows[1] - self.rows[0] + 1) * max(0, self.columns[1] - self.columns[0] + 1)


def column_number(letters: str) -> int:
    """Column letters to a number from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """A column number from 0 to its letters."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_marks(path: Path) -> dict[str, SheetMarks | None]:
    """Read the marks of every worksheet by its name; None for one that is damaged.

    Raises:
        Refused: hostile or damaged.
    """
    with open_archive(path) as archive:
        names = set(archive.namelist())
        style = _Style(_format_codes(archive, names), recomputed=_recomputed(archive, names))
        return {
            sheet: _scan_if_sound(archive, part, style) for sheet, part in _sheet_parts(archive, names) if part in names
        }


@dataclass(frozen=True, slots=True)
class _Style:
    """Format codes by cell style; whether results of formulas wait for a program that computes (fullCalcOnLoad)."""

    codes: list[str]
    recomputed: bool


def _recomputed(archive: zipfile.ZipFile, names: set[str]) -> bool:
    if "xl/workbook.xml" not in names:
        return False
    asked = next((node.get("fullCalcOnLoad") for node in _parse(archive, "xl/workbook.xml").iter("{*}calcPr")), None)
    return asked in {"1", "true"}


def _sheet_parts(archive: zipfile.ZipFile, names: set[str]) -> list[tuple[str, str]]:
    book, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if book not in names or relations not in names:
        return []
    targets = {
        str(relation.get("Id")): posixpath.normpath(posixpath.join("/xl", str(relation.get("Target")))).lstrip("/")
        for relation in _parse(archive, relations)
    }
    return [
        (str(sheet.get("name")), targets.get(_relation_id(sheet), ""))
        for sheet in _parse(archive, book).iter("{*}sheet")
    ]


def _relation_id(sheet: etree._Element) -> str:
    return next((str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")


def _parse(archive: zipfile.ZipFile, name: str) -> etree._Element:
    return etree.fromstring(archive.read(name), _PARSER)


def _format_codes(archive: zipfile.ZipFile, names: set[str]) -> list[str]:
    """The format code of each cell style, by its index."""
    if "xl/styles.xml" not in names:
        return []
    root = _parse(archive, "xl/styles.xml")
    own = {str(node.get("numFmtId")): str(node.get("formatCode")) for node in root.iter("{*}numFmt")}
    styles = next(root.iter("{*}cellXfs"), None)
    if styles is None:
        return []
    return [_code(str(style.get("numFmtId")), own) for style in styles.iter("{*}xf")]


def _code(number: str, own: dict[str, str]) -> str:
    if number in own:
        return own[number]
    return BUILT_IN.get(int(number), "") if number.isascii() and number.isdigit() else ""


def _scan_if_sound(archive: zipfile.ZipFile, part: str, style: _Style) -> SheetMarks | None:
    try:
        return _scan(archive, part, style)
    except etree.XMLSyntaxError:
        return None


def _scan(archive: zipfile.ZipFile, part: str, style: _Style) -> SheetMarks:
    marks, row, column = SheetMarks(), -1, -1
    with archive.open(part) as stream:
        events = etree.iterparse(
            stream, tag=("{*}row", "{*}c", "{*}col"), events=("start", "end"), resolve_entities=False, huge_tree=True
        )
        for event, node in events:
            if str(node.tag).endswith("}col"):
                _note_hidden_columns(node, marks)
                continue
            is_row = str(node.tag).endswith("}row")
            if is_row and event == "start":
                row, column = _row_number(node, row), -1
                if node.get("hidden") in _YES:
                    marks.hidden_rows.add(row)
            elif is_row:
                node.clear()
            elif event == "end":
                row, column = _position(node, row, column + 1)
                _mark(node, (row, column), style, marks)
    marks.valueless += marks.computed.placeholders()
    return marks


def _note_result(node: etree._Element, at: tuple[int, int], value: str | None, computed: Computed) -> None:
    """Remember a result of 0 with its formula, and a number other than 0."""
    formula = next((part for part in node if str(part.tag).endswith("}f")), None)
    if formula is not None and value in {"0", ""}:
        computed.zeros[at] = formula.text or ("!" if formula.get("t") == "shared" else "0")
    elif value not in {None, "0", ""} and node.get("t", "n") == "n":
        computed.filled.add(at)


def _note_hidden_columns(node: etree._Element, marks: SheetMarks) -> None:
    first, last = str(node.get("min") or ""), str(node.get("max") or "")
    if node.get("hidden") in _YES and first.isascii() and first.isdigit() and last.isascii() and last.isdigit():
        marks.hidden_columns.update(range(int(first[:6]) - 1, min(int(last[:6]), MOST_COLUMNS)))


def _row_number(node: etree._Element, previous: int) -> int:
    written = str(node.get("r") or "")
    return int(written[:8]) - 1 if written.isascii() and written.isdigit() else previous + 1


def _position(node: etree._Element, row: int, column: int) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(str(node.get("r") or ""))
    return (int(match[2]) - 1, column_number(match[1])) if match else (row, column)


def _mark(node: etree._Element, at: tuple[int, int], style: _Style, marks: SheetMarks) -> None:
    value, has_formula = None, False
    for part in node:
        if str(part.tag).endswith("}v"):
            value = part.text
        has_formula = has_formula or str(part.tag).endswith("}f")
    kind = node.get("t", "n")
    if style.recomputed:
        _note_result(node, at, value, marks.computed)
    if value is None and kind != "inlineStr":
        if has_formula:
            marks.valueless.append(at)
        return
    marks.rows = (min(marks.rows[0], at[0]), max(marks.rows[1], at[0]))
    marks.columns = (min(marks.columns[0], at[1]), max(marks.columns[1], at[1]))
    if kind == "e":
        marks.errors[at] = value or ""
    elif kind not in _PLAIN_KINDS and (code := _style_code(node, style.codes)):
        marks.formats[at] = code


def _style_code(node: etree._Element, codes: list[str]) -> str:
    style = str(node.get("s") or "0")
    index = int(style[:6]) if style.isascii() and style.isdigit() else 0
    return codes[index] if index < len(codes) else ""
