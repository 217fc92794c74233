"""The example town, its sheets, and its forms, built once."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from jiheng import facts
from jiheng.cli.forms import score_all
from jiheng.core.fault import Faults
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Narrative
from jiheng.forms import Scored, build
from jiheng.forms.build import cases
from jiheng.forms.case import Case
from jiheng.forms.compose import Composer, Page, Placed
from jiheng.forms.narrative import Report, compose_report
from jiheng.packs.layout import ReportForm, TableForm
from jiheng.packs.load import load_pack
from jiheng.scoring import score, score_project

TOWN = Path(__file__).resolve().parents[2] / "examples" / "xinzao-2024"


@dataclass(frozen=True)
class Built:
    """The forms of the town on disk."""

    folder: Path
    paths: tuple[Path, ...]

    def file(self, name: str) -> Path:
        return next(path for path in self.paths if path.name.startswith(name))

    def figures(self, name: str) -> list[dict[str, Any]]:
        files = json.loads((self.folder / "bindings.json").read_text(encoding="utf-8"))["files"]
        found: list[dict[str, Any]] = next(held["figures"] for file, held in files.items() if file.startswith(name))
        return found


@pytest.fixture(scope="session")
def town() -> DataSet:
    return facts.load(TOWN)


@pytest.fixture(scope="session")
def scored(town: DataSet) -> list[Scored]:
    return score_all(town, load_pack(town.unit.pack))


@pytest.fixture(scope="session")
def built(town: DataSet, scored: list[Scored], tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("forms")
    return Built(folder, tuple(build(town, scored, folder)))


def case_of(data: DataSet, pack_id: str, project: str = "") -> Case:
    """One subject, scored."""
    pack = load_pack(pack_id)
    sheet = score_project(data, pack, project) if project else score(data, pack)
    return cases(data, Scored(pack, [sheet]))[0]


def page_of(case: Case, code: str) -> Page:
    """One composed form; a fault fails the test."""
    form = next(form for form in case.pack.forms if form.code == code)
    assert isinstance(form, TableForm)
    return compose(case, form)


def compose(case: Case, form: TableForm) -> Page:
    faults = Faults()
    page = Composer(form, case, faults).page()
    faults.raise_if_any()
    return page


def report_of(case: Case) -> Report:
    faults = Faults()
    form = next(form for form in case.pack.forms if form.code == "report")
    assert isinstance(form, ReportForm)
    report = compose_report(form, case, faults)
    faults.raise_if_any()
    return report


def cell_below(page: Page, title: str, nth: int = 1) -> Placed:
    """The nth cell under a head cell."""
    head = next(cell for cell in page.cells if cell.text == title)
    below = [cell for cell in page.cells if cell.column == head.column and cell.row > head.row]
    return sorted(below, key=lambda cell: cell.row)[nth - 1]


def with_chapter(data: DataSet, chapter: str, text: str) -> DataSet:
    kept = tuple(row for row in data.narrative if row.chapter != chapter)
    return replace(data, narrative=(*kept, Narrative(chapter=chapter, text=text)))


def spent_little(data: DataSet) -> DataSet:
    """Only what was paid in January."""
    return replace(data, payments=tuple(each for each in data.payments if str(each.month) == "2024-01"))


@pytest.fixture(scope="session")
def unit_case(town: DataSet) -> Case:
    return case_of(town, "cn/guangdong/department")


@pytest.fixture(scope="session")
def project_case(town: DataSet) -> Case:
    return case_of(town, "cn/project", "P02")
