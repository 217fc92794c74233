"""From the indicator table of a notice to a pack: what was read, and what stays 待定 for a person to settle."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from jiheng.core.exact import fraction_text
from jiheng.packs.annex.criterion import read_criterion
from jiheng.packs.annex.grades import NATIONAL, grades
from jiheng.packs.annex.table import Found, Item
from jiheng.packs.book.files import to_files
from jiheng.packs.source import Plain

KEY = "通知附件"
_YEAR = re.compile(r"(20\d{2})\s*年度?")


@dataclass(frozen=True, slots=True)
class Header:
    """What the table does not say and somebody gives; empty: taken from the text, or provisional."""

    id: str = ""
    title: str = ""
    region: str = ""
    object: str = ""
    year: int = 0


def files_of(found: Found, text: str, source: str, header: Header, today_year: int) -> dict[str, str]:
    """The files of a drafted pack by path.

    Args:
        found: the table.
        text: everything that the file says, for its title, year and grades.
        source: the name of the file.
        header: what the officer gave.
        today_year: taken where no year is found.
    """
    return to_files(tree_of_table(found, text, source, header, today_year), {}, {})


def tree_of_table(found: Found, text: str, source: str, header: Header, today_year: int) -> dict[str, Plain]:
    """What ``pack.yaml`` says."""
    _complete(found)
    inputs: dict[str, Plain] = {}
    guide: dict[str, Plain] = {}
    nodes: list[Plain] = [_node(item, str(place), inputs, guide) for place, item in enumerate(found.items, 1)]
    total = sum((item.points or Fraction(0) for item in found.items), Fraction(0))
    told = grades(text)
    top = _header(text, source, header, today_year)
    full: dict[str, Plain] = {} if _full(found, total) == 100 else {"full_marks": fraction_text(_full(found, total), 4)}
    open_points: list[Plain] = list(_open(found, text, header, told=bool(told)))
    more: dict[str, Plain] = {
        "sources": [{"key": KEY, "title": source, "mark": "U", "note": "由程序按附件起草，未经人工核对"}],
        "pending": open_points,
    }
    body: dict[str, Plain] = {"inputs": inputs} if inputs else {}
    end: dict[str, Plain] = {"grades": list(told or NATIONAL)}
    about: dict[str, Plain] = {"guide": guide} if guide else {}
    return top | more | full | body | {"indicators": nodes} | end | about


def _header(text: str, source: str, header: Header, today_year: int) -> dict[str, Plain]:
    year = header.year or _year(text) or today_year
    title = header.title or re.sub(r"\.[A-Za-z]+$", "", source)
    return {
        "id": header.id or "local/draft",
        "version": f"{year}.1",
        "title": title,
        "region": header.region or "待定",
        "object": header.object or _object(text),
        "years": {"first": str(year)},
        "status": "unverified",
    }


def _year(text: str) -> int:
    found = _YEAR.search(text[:2000])
    return int(found[1]) if found else 0


def _object(text: str) -> str:
    whole = text.count("部门整体") + text.count("整体支出")
    return "部门整体" if whole >= text.count("项目支出") else "项目"


def _open(found: Found, text: str, header: Header, *, told: bool) -> Iterator[str]:
    """What of the pack as a whole a person has to settle."""
    given = (("编号", header.id), ("名称", header.title), ("地区", header.region), ("评价对象", header.object))
    missing = [name for name, value in given if not value] + (["适用年度"] if not (header.year or _year(text)) else [])
    if missing:
        yield f"基本情况：请核对暂写的{'、'.join(missing)}"
    if not told:
        yield "等级：附件没有写明，暂列优、良、中、差（财预〔2020〕10号），请核对"
    for item in found.beside:
        said = "；".join(filter(None, (item.meaning, item.points_of, item.words)))
        marks = f"（{fraction_text(item.points, 4)} 分）" if item.points is not None else ""
        yield f"加分、扣分或否决项“{item.name}”{marks}：{said or '附件没有写标准'}。请写入加分、扣分或否决表"


def skeleton(header: Header, today_year: int) -> dict[str, str]:
    """The files of an empty pack: everything that a pack needs stands there, and says that it is 待定."""
    row: dict[str, Plain] = {"code": "1", "name": "待定", "weight": "100", "pending": "请写指标、分值和计分方法"}
    given = (("编号", header.id), ("名称", header.title), ("地区", header.region), ("评价对象", header.object))
    missing = [name for name, value in given if not value]
    about: list[Plain] = [f"基本情况：请核对暂写的{'、'.join(missing)}"] if missing else []
    tree = _header("", "新规则包", header, today_year) | {
        "sources": [{"key": "通知", "title": "待定", "mark": "U", "note": "请写通知的名称和文号"}],
        "pending": [*about, "依据：请写通知的名称和文号", "等级：暂列优、良、中、差（财预〔2020〕10号），请核对"],
        "indicators": [row],
        "grades": list(NATIONAL),
    }
    return to_files(tree, {}, {})


def _full(found: Found, total: Fraction) -> Fraction:
    return total if found.total == total and total > 0 else Fraction(100)


def _complete(found: Found) -> None:
    """Points of levels from those below them; shares of 1 as points of 100."""
    for item in found.items:
        _sum_up(item)
        _hand_down(item)
    total = sum((item.points or Fraction(0) for item in found.items), Fraction(0))
    if total == 1:
        for item in found.items:
            _scale(item)
        found.total = None


def _sum_up(item: Item) -> None:
    for child in item.children:
        _sum_up(child)
    below = [child.points for child in item.children]
    if item.points is None and below and None not in below:
        item.points = sum((each or Fraction(0) for each in below), Fraction(0))


def _hand_down(item: Item) -> None:
    if len(item.children) == 1 and item.children[0].points is None:
        item.children[0].points = item.points
    for child in item.children:
        _hand_down(child)


def _scale(item: Item) -> None:
    item.points = None if item.points is None else item.points * 100
    for child in item.children:
        _scale(child)


def _node(item: Item, code: str, inputs: dict[str, Plain], guide: dict[str, Plain]) -> Plain:
    points = item.points if item.points is not None else Fraction(0)
    node: dict[str, Plain] = {"code": code, "name": item.name, "weight": fraction_text(points, 4)}
    node["cite"] = f"{KEY}第 {item.row + 1} 行"
    if item.children:
        below: list[Plain] = [
            _node(each, f"{code}.{place}", inputs, guide) for place, each in enumerate(item.children, 1)
        ]
        return node | {"children": below}
    if item.evidence:
        evidence: list[Plain] = [each for each in re.split("[、；;,，\n]", item.evidence) if each.strip()]
        node["evidence"] = evidence
    guide[code] = {"meaning": item.meaning or item.points_of or item.words or item.name}
    return node | _scored(item, points, code, inputs)


def _scored(item: Item, points: Fraction, code: str, inputs: dict[str, Plain]) -> dict[str, Plain]:
    words: dict[str, Plain] = {"words": _all_words(item)} if _all_words(item) else {}
    if item.points is None:
        return words | {"pending": "附件没有写分值"}
    reading = read_criterion(item.words, points, item.name, points_of=item.points_of, target=item.target)
    names = {name: _apart(name, code, declared, inputs) for name, declared in reading.inputs.items()}
    inputs.update({names[name]: dict(declared) for name, declared in reading.inputs.items()})
    method = {
        key: names.get(str(value), value) if key in {"measure", "versus"} else value
        for key, value in reading.method.items()
    }
    made: dict[str, Plain] = {"method": method} if method else {}
    absent: dict[str, Plain] = {"not_applicable": dict(reading.absent)} if reading.absent else {}
    pending: dict[str, Plain] = {"pending": reading.pending} if reading.pending else {}
    return words | made | absent | pending


def _all_words(item: Item) -> str:
    return re.sub(r"\s*\n\s*", " ", item.words.strip())


def _apart(name: str, code: str, declared: Mapping[str, Plain], inputs: Mapping[str, Plain]) -> str:
    """A name of its own for each datum; the same words of two indicators are two data."""
    del declared
    return name if name not in inputs else f"{name}{code.replace('.', '_')}"
