"""The numbers that Word writes before list items and headings: on paper they stand, in the file they do not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_lowercase, ascii_uppercase

from lxml import etree

from jiheng.reading.word_text import attribute, child, local

_SUFFIXES = {"": "\t", "tab": "\t", "space": " ", "nothing": ""}
_PLACE = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_SIGNS: Mapping[str, Sequence[str]] = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "lowerLetter": ascii_lowercase,
    "upperLetter": ascii_uppercase,
    "decimalZero": ["01", "02", "03", "04", "05", "06", "07", "08", "09"],
}
_CHINESE = frozenset({
    "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "koreanCounting", "japaneseDigitalTenThousand",
})  # fmt: skip
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_MAX_STYLES = 20


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how a number is written, what stands around and behind it.

    ``legal`` levels write the numbers of all levels as digits.
    """

    start: int
    form: str
    text: str
    suffix: str
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    lists: dict[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, paragraph: etree._Element) -> str:
        """Count a paragraph in and return what stands before it; empty if it is in no list."""
        number, depth = self._list_of(paragraph)
        name, levels = self.lists.get(number, ("", {}))
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(name, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [key for key in counts if key > depth]:
            del counts[deeper]
        if level.form in {"bullet", "none"}:
            return ""

        def shown(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            used = levels.get(at, level)
            return write_number(counts.get(at, used.start), "decimal" if level.legal else used.form)

        return _PLACE.sub(shown, level.text) + level.suffix

    def _list_of(self, paragraph: etree._Element) -> tuple[str, int]:
        properties = child(paragraph, "pPr")
        own = child(properties, "numPr")
        number, depth = self.styles.get(attribute(child(properties, "pStyle"), "val"), ("", 0))
        if own is not None:
            number = attribute(child(own, "numId"), "val") or number
            depth = _whole(attribute(child(own, "ilvl"), "val"), depth)
        return number, depth


def read_numbering(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """Read the lists from the numbering and style parts."""
    if numbering is None:
        return Numbering()
    abstract = {attribute(node, "abstractNumId"): _levels(node) for node in numbering if local(node) == "abstractNum"}
    lists = {}
    for node in numbering:
        if local(node) == "num":
            name = attribute(child(node, "abstractNumId"), "val")
            changed = _overrides(node, abstract.get(name, {}))
            number = attribute(node, "numId")
            lists[number] = (f"{name}/{number}" if changed else name, abstract.get(name, {}) | changed)
    return Numbering(lists, _style_lists(styles))


def _overrides(number: etree._Element, levels: Mapping[int, Level]) -> dict[int, Level]:
    """The levels that a list of its own starts anew or writes otherwise."""
    changed = {}
    for node in number:
        if local(node) != "lvlOverride":
            continue
        depth = _whole(attribute(node, "ilvl"), 0)
        own = child(node, "lvl")
        level = _level(own) if own is not None else levels.get(depth)
        start = attribute(child(node, "startOverride"), "val")
        if level is not None:
            changed[depth] = replace(level, start=_whole(start, level.start))
    return changed


def _levels(abstract: etree._Element) -> dict[int, Level]:
    return {_whole(attribute(node, "ilvl"), 0): _level(node) for node in abstract if local(node) == "lvl"}


def _level(node: etree._Element) -> Level:
    return Level(
        start=_whole(attribute(child(node, "start"), "val"), 1),
        form=attribute(child(node, "numFmt"), "val") or "decimal",
        text=attribute(child(node, "lvlText"), "val"),
        suffix=_SUFFIXES.get(attribute(child(node, "suff"), "val"), "\t"),
        legal=child(node, "isLgl") is not None,
    )


def _style_lists(styles: etree._Element | None) -> dict[str, tuple[str, int]]:
    nodes = (
        {attribute(node, "styleId"): node for node in styles if local(node) == "style"} if styles is not None else {}
    )
    found = {}
    for name in nodes:
        current: str = name
        for _ in range(_MAX_STYLES):  # a style takes its list from the one it is based on
            node = nodes.get(current)
            properties = child(node, "pPr", "numPr")
            if properties is not None:
                depth = _whole(attribute(child(properties, "ilvl"), "val"), 0)
                found[name] = (attribute(child(properties, "numId"), "val"), depth)
            if properties is not None or node is None:
                break
            current = attribute(child(node, "basedOn"), "val")
    return found


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def write_number(number: int, form: str) -> str:
    """Write a list number in one of Word's forms; forms not known here, and numbers beyond them, come as digits."""
    signs = _SIGNS.get(form, "")
    if 1 <= number <= len(signs):
        return signs[number - 1]
    if form in _CHINESE:
        return _chinese(number)
    if form in {"lowerRoman", "upperRoman"} and 1 <= number < 40:
        return _roman(number).lower() if form == "lowerRoman" else _roman(number)
    return str(number)


def _chinese(number: int) -> str:
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else f"{_DIGITS[tens] if tens > 1 else ''}十"
    return head + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written
