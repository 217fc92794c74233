"""The files of a draft: loaded, changed row by row, taken from an upload, written as a workbook."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from jiheng.core.fault import Faults, Place, Refused, refuse
from jiheng.facts.annex import read_annex
from jiheng.facts.rule_book import files_of_book, is_rule_book
from jiheng.packs.annex import Header, files_of, read_criterion
from jiheng.packs.book import book_of, to_files, write_book
from jiheng.packs.describe import parts
from jiheng.packs.load import read_pack
from jiheng.packs.loaded import Loaded
from jiheng.packs.source import Plain, plain, read_text

Files = Mapping[str, str]
Tree = dict[str, Any]


@contextmanager
def folder_of(files: Files) -> Iterator[Path]:
    """The files laid out in a folder that goes away again.

    Raises:
        Refused: a path leads out of the folder, or is no .yaml.
    """
    with tempfile.TemporaryDirectory(prefix=".jiheng-") as room:
        folder = Path(room) / "规则包"
        lay_out(files, folder)
        yield folder


def lay_out(files: Files, folder: Path) -> None:
    """Write the files below a folder.

    Raises:
        Refused: a path leads out of the folder, or is no .yaml.
    """
    for path, text in files.items():
        target = (folder / path).resolve()
        if not target.is_relative_to(folder.resolve()) or target.suffix != ".yaml":
            raise refuse(Place(file=path), "文件名不对", expected="规则包文件夹内的 .yaml 文件")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def load(files: Files) -> Loaded:
    """The pack, whatever lint says of it.

    Raises:
        Refused: it cannot be typed; with every fault.
    """
    with folder_of(files) as folder:
        return read_pack(folder)


def read_back(loaded: Loaded) -> dict[str, str]:
    """Code of an indicator → the sentence that its rule is read as."""
    told = {code: part for (section, code), part in parts(loaded.pack).items() if section == "indicator"}
    return {code: part.says["读作"].text for code, part in told.items() if "读作" in part.says}


def book_bytes(files: Files) -> bytes:
    """The draft as a workbook."""
    with folder_of(files) as folder:
        target = folder.parent / "规则.xlsx"
        write_book(book_of(folder), target, read_back(read_pack(folder)))
        return target.read_bytes()


def taken_from(path: Path, header: Header, today_year: int) -> dict[str, str]:
    """The files of a pack from an upload: the workbook of a pack, or a notice's annex.

    Raises:
        Refused: neither, or with faults.
    """
    if path.suffix.lower() == ".xlsx" and is_rule_book(path):
        return files_of_book(path)
    annex = read_annex(path)
    return files_of(annex.tables[0], annex.text, annex.name, header, today_year)


@dataclass(frozen=True, slots=True)
class RowChange:
    """What an officer changes of one indicator. ``words`` is read by the grammar; ``method`` is in the short form."""

    code: str
    name: str
    weight: str
    words: str = ""
    method: str = ""
    settled: bool = False


def with_row(files: Files, change: RowChange) -> dict[str, str]:
    """The files with one indicator changed.

    Raises:
        Refused: no such indicator; the points, the wording or the short form cannot be read.
    """
    tree = _tree(files)
    node = _node(tree, change.code)
    node |= {"name": change.name.strip() or node["name"], "weight": change.weight.strip()}
    if change.method.strip():
        node["method"] = _short_form(change.method)
        node.pop("pending", None)
    elif change.words.strip() and change.words.strip() != str(node.get("words", "")):
        _read_words(tree, node, change.words.strip())
    elif change.settled:
        node.pop("pending", None)
    return _written(files, tree)


def settled(files: Files, place: int) -> dict[str, str]:
    """The files without one point that was open for the pack as a whole."""
    tree = _tree(files)
    open_points = list(tree.get("pending") or [])
    tree["pending"] = [each for at, each in enumerate(open_points) if at != place]
    if not tree["pending"]:
        del tree["pending"]
    return _written(files, tree)


def with_header(files: Files, given: Mapping[str, str]) -> dict[str, str]:
    """The files with what was given of id, version, title, region, object and first year."""
    tree = _tree(files)
    tree |= {
        key: value for key in ("id", "version", "title", "region", "object") if (value := given.get(key, "").strip())
    }
    if year := given.get("year", "").strip():
        tree["years"] = {**(tree.get("years") or {}), "first": year}
    return _written(files, tree)


def _tree(files: Files) -> Tree:
    faults = Faults()
    tree = plain(read_text(files.get("pack.yaml", ""), "pack.yaml", faults))
    faults.raise_if_any()
    return tree if isinstance(tree, dict) else {}


def _written(files: Files, tree: Tree) -> dict[str, str]:
    return {**files, **to_files(tree, {}, {})}


def _node(tree: Tree, code: str) -> Tree:
    for node in _walk(tree.get("indicators")):
        if node.get("code") == code:
            return node
    raise refuse(Place(path=code), "没有这个指标，可能刚被别人删去", value=code, fix="请刷新页面")


def _walk(nodes: Plain) -> Iterator[Tree]:
    for node in nodes if isinstance(nodes, list) else ():
        if isinstance(node, dict):
            yield node
            yield from _walk(node.get("children"))


def _short_form(text: str) -> Plain:
    faults = Faults()
    method = plain(read_text(text.strip(), "计分方法", faults))
    faults.raise_if_any()
    if not isinstance(method, dict):
        raise refuse(Place(path="计分方法"), "计分方法的短写法不对", value=text[:40], expected="如 {kind: step, …}")
    return method


def _read_words(tree: Tree, node: Tree, words: str) -> None:
    """Read a wording into the node; the datum that it asks for is declared."""
    try:
        points = Fraction(str(node["weight"]))
    except ValueError:
        raise refuse(Place(path=str(node["code"])), "分值不是数字", value=str(node["weight"])) from None
    reading = read_criterion(words, points, str(node["name"]))
    if not reading.method:
        raise refuse(
            Place(path=str(node["code"])), reading.pending, value=words[:60], fix="请换一种写法，或填写规则短写法"
        )
    node["words"], node["method"] = words, dict(reading.method)
    node.pop("pending", None)
    if reading.pending:
        node["pending"] = reading.pending
    if reading.absent:
        node["not_applicable"] = dict(reading.absent)
    tree["inputs"] = {**(tree.get("inputs") or {}), **{name: dict(each) for name, each in reading.inputs.items()}}


def attempt(deed: Callable[[], dict[str, str]]) -> tuple[dict[str, str], list[str]]:
    """What a change makes of the files, or what is wrong with it."""
    try:
        files = deed()
        load(files)
    except Refused as refused:
        return {}, [plainly(fault.text()) for fault in refused.faults]
    return files, []


_SCRATCH = re.compile(r"\S*\.jiheng-[^/]*/规则包/")


def plainly(text: str) -> str:
    """A fault's sentence without the folder that the files were laid out in."""
    return _SCRATCH.sub("", text)
