"""Ways of writing a figure, in families: how many of their sound figures are recomputed, how many altered digits are met.

A family is written by somebody who has not read the readers, from the ways in which offices write the thing, and counted once
before any reader knows it. That first count stands in ``families.json`` and never changes; a count of today is printed beside it.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl
import yaml

from jiheng.checks.finding import Severity
from jiheng.checks.text import check_text
from jiheng.checks.text.answer import Answer
from jiheng.reading import read

HERE = Path(__file__).resolve().parent
FAMILIES = HERE / "families"
FIRST = HERE / "families.json"
NO_FIGURE = frozenset({"vague_target", "typo", "form"})
"""Kinds of finding that are not about a figure."""
NOT_MINE = re.compile(r"[^\d.]")


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted: figures and how many were recomputed; altered digits and how many were objected to; false errors."""

    figures: int
    recomputed: int
    altered: int
    objected: int
    false_errors: int


def families() -> dict[str, dict[str, Any]]:
    """Name → family, in the order of the names."""
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FAMILIES.glob("*.yaml"))}


def digest(name: str) -> str:
    """What a family is, so that a first count stays with what was counted."""
    return hashlib.sha256((FAMILIES / f"{name}.yaml").read_bytes()).hexdigest()


def count(family: dict[str, Any]) -> Count:
    """Count one family with the checker as it is."""
    tally: Counter[str] = Counter()
    dice = random.Random(family["name"])
    with tempfile.TemporaryDirectory() as room:
        for number, case in enumerate(family["cases"]):
            for sound, altered in _pairs(case, number, dice, Path(room)):
                _judge(sound, altered, case["figures"], tally)
    return Count(tally["figures"], tally["recomputed"], tally["altered"], tally["objected"], tally["false"])


def _pairs(case: dict[str, Any], number: int, dice: random.Random, room: Path) -> Iterator[tuple[Path, list[Path]]]:
    """A sound document, and the same with one digit altered in each figure (of a table: in one), in every form of file."""
    if "text" in case:
        sound = _text_file(room / f"{number}.txt", case["text"])
        figures = [figure["stated"] for figure in case["figures"] if _places(figure["stated"])]
        texts = [_swapped(case["text"], figure, altered(figure, dice)) for figure in figures]
        yield sound, [_text_file(room / f"{number}-{index}.txt", text) for index, text in enumerate(texts)]
        return
    written = [figure for figure in case["figures"] if _places(figure["stated"])]
    figure = written[number % len(written)]
    wrong = copy.deepcopy(case["table"])
    wrong[figure["row"] - 1][figure["column"] - 1] = altered(figure["stated"], dice)
    for suffix in (".txt", ".xlsx", ".docx"):
        yield (
            _drawn(room / f"{number}{suffix}", case, case["table"]),
            [_drawn(room / f"{number}-a{suffix}", case, wrong)],
        )


def altered(figure: str, dice: random.Random) -> str:
    """The figure with one digit changed, never the first to 0."""
    at = dice.choice(_places(figure))
    wrong = dice.choice([digit for digit in "123456789" if digit != figure[at]])
    return figure[:at] + wrong + figure[at + 1 :]


def _places(figure: str) -> list[int]:
    """Where its digits stand; a number in words has none."""
    return [index for index, character in enumerate(figure) if character.isascii() and character.isdigit()]


def _swapped(text: str, figure: str, other: str) -> str:
    found = re.search(r"(?<![\d,.])" + re.escape(figure), text)
    assert found is not None, figure
    return text[: found.start()] + other + text[found.end() :]


def _text_file(path: Path, text: str) -> Path:
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _drawn(path: Path, case: dict[str, Any], table: list[list[str]]) -> Path:
    lines = [case[key] for key in ("before", "unit") if case.get(key)]
    if path.suffix == ".txt":
        return _text_file(path, "\n".join([*lines, *("\t".join(map(str, row)) for row in table)]))
    return (_sheet if path.suffix == ".xlsx" else _paper)(path, lines, table)


def _sheet(path: Path, lines: list[str], table: list[list[str]]) -> Path:
    book = openpyxl.Workbook()
    for row in [*([line] for line in lines), *table]:
        book.worksheets[0].append(["" if cell is None else str(cell) for cell in row])
    book.save(path)
    return path


def _paper(path: Path, lines: list[str], table: list[list[str]]) -> Path:
    paper = docx.Document()
    for line in lines:
        paper.add_paragraph(line)
    drawn = paper.add_table(rows=0, cols=max(map(len, table)))
    for row in table:
        for cell, text in zip(drawn.add_row().cells, row, strict=False):
            cell.text = "" if text is None else str(text)
    paper.save(str(path))
    return path


def _judge(sound: Path, wrong: list[Path], figures: list[dict[str, Any]], tally: Counter[str]) -> None:
    answer = check_text(read(sound))
    met = Counter(_objections(answer))
    tally["false"] += sum(each.severity == Severity.ERROR and each.kind not in NO_FIGURE for each in answer.findings)
    for figure in figures:
        tally["figures"] += 1
        tally["recomputed"] += _is_recomputed(answer, figure["stated"])
    for path in wrong:
        tally["altered"] += 1
        tally["objected"] += bool(Counter(_objections(check_text(read(path)))) - met)


def _objections(answer: Answer) -> Iterator[tuple[str, str]]:
    for each in answer.findings:
        if each.severity in {Severity.ERROR, Severity.WARNING} and each.kind not in NO_FIGURE:
            yield each.code, str(each.kind)


def _is_recomputed(answer: Answer, stated: str) -> bool:
    own = NOT_MINE.sub("", stated)
    sound = (each for each in answer.relations if each.verdict == "ok")
    return any(own in {NOT_MINE.sub("", text) for text in _texts(each)} for each in sound)


def _texts(relation: Any) -> Iterator[str]:
    yield str(relation.stated)
    yield from (span.text for span in relation.spans)


def main() -> None:
    """Print today's count beside the first; with ``--first`` count the families that have no first count yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", action="store_true", help="keep the count of families that were never counted")
    keep = parser.parse_args().first
    first = json.loads(FIRST.read_text(encoding="utf-8")) if FIRST.exists() else {}
    for name, family in families().items():
        found = count(family)
        now = {field: getattr(found, field) for field in Count.__dataclass_fields__}
        if keep and name not in first:
            first[name] = {"sha256": digest(name), "stands_for": family["stands_for"], **now}
        print(f"{name}: {now}  first {first.get(name)}", flush=True)
    if keep:
        FIRST.write_text(json.dumps(first, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
