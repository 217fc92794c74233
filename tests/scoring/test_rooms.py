"""A scoring method has one room in each layer: a module of packs, a module of scoring, a function of the oracle."""

from __future__ import annotations

import re
from pathlib import Path

import jiheng
from jiheng.packs.method import KINDS
from jiheng.scoring.engines.reference import ORACLE
from jiheng.scoring.method import ROOMS

SOURCE = Path(jiheng.__file__).parent
SHARED = {"base", "__init__", "room", "own"}
HANDED_IN = {
    "facts/verification.py",
    "facts/workbook/front.py",
    "facts/workbook/prefill.py",
    "web/evaluation/asked.py",
    "web/records/queries.py",
    "checks/form/parameters.py",
    "scoring/plan.py",
    "scoring/entry.py",
    "scoring/explain/notices.py",
    "packs/describe.py",
    "packs/model.py",
    "packs/lint/methods.py",
    "packs/scenario.py",
}
"""Who speaks of single methods because a person hands something in for them; the list only gets shorter."""


def modules(folder: str) -> set[str]:
    return {path.stem for path in (SOURCE / folder).glob("*.py")} - SHARED


def test_every_method_has_its_three_rooms_and_there_is_no_fourth() -> None:
    assert modules("packs/method") == modules("scoring/method") == set(KINDS)
    assert set(ROOMS) == set(ORACLE) | {kind for kind, made in KINDS.items() if not made.ONE_ROW}


def test_no_other_module_knows_a_method_by_name() -> None:
    names = re.compile(r"packs\.method\.(" + "|".join(KINDS) + r")\b|packs\.method import [^\n]*\b[A-Z]\w+")
    allowed = {"packs/method", "scoring/method", "scoring/engines"}
    classes = {made.__name__ for made in KINDS.values()}
    strangers = set()
    for path in SOURCE.rglob("*.py"):
        name = path.relative_to(SOURCE).as_posix()
        found = names.findall(text := path.read_text("utf-8")) and any(
            re.search(rf"\b{each}\b", text) for each in classes
        )
        if found and not any(name.startswith(each) for each in allowed):
            strangers.add(name)
    assert strangers <= HANDED_IN
