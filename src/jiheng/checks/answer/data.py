"""A data set, or the Parquet tables of many units, given to be checked: the rules of the form catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb

from jiheng import facts
from jiheng.checks.answer.data_kind import DataKind
from jiheng.checks.finding import Answer, Coverage, Finding, RuleCoverage, Span
from jiheng.checks.form.run import FormAnswer, check_dataset, check_parquet
from jiheng.core.fault import Place, Refused, refuse
from jiheng.facts.dataset import DataSet
from jiheng.packs.load import load_pack
from jiheng.packs.model import Pack
from jiheng.reading import Block, Document, read
from jiheng.scoring import score, score_project
from jiheng.scoring.sheet import ScoreSheet

MOST_LISTED = 1_000
"""Findings listed per rule for many units; the others are counted."""


def answer_data(path: Path, kind: DataKind) -> tuple[Document, Answer]:
    """Run the rules on data.

    Raises:
        Refused: the data cannot be read, or their rule pack is not known.
    """
    if kind is DataKind.MANY:
        return with_rules(_stand_in(path, "parquet"), _nothing(), _check_many(path))
    dataset = facts.load(path)
    document = read(path) if kind is DataKind.WORKBOOK else _stand_in(path, dataset.sha256)
    pack = load_pack(dataset.unit.pack)
    of_projects = load_pack(pack.project_pack) if pack.project_pack and pack.object != "项目" else pack
    sheets, notes = score_what_can_be(dataset, pack, of_projects)
    checked = check_dataset(dataset, pack, of_projects, sheets)
    return with_rules(replace(document, notes=(*document.notes, *notes)), _nothing(), checked)


def score_what_can_be(dataset: DataSet, pack: Pack, of_projects: Pack) -> tuple[list[ScoreSheet], list[str]]:
    """The sheets of the unit and its projects, and why some are lacking."""
    sheets: list[ScoreSheet] = []
    notes: list[str] = []
    with_indicators = {indicator.project for indicator in dataset.indicators}
    codes = [project.code for project in dataset.projects if project.code in with_indicators]
    for code in ["", *codes] if pack.object != "项目" else codes:
        try:
            sheets.append(score_project(dataset, of_projects, code) if code else score(dataset, pack))
        except Refused as refused:
            about = f"项目 {code}" if code else "部门整体"
            notes.append(f"{about}未能计分，自评得分没有与计算得分核对：{refused.faults[0].text()}")
    return sheets, notes


def _check_many(folder: Path) -> FormAnswer:
    """All units of a folder by the pack that they name; units of several packs are parted by their owners."""
    with duckdb.connect() as connection:
        source = str(folder / "unit.parquet").replace("'", "''")
        try:
            rows = connection.execute(f"SELECT DISTINCT pack, year FROM read_parquet('{source}')").fetchall()  # noqa: S608 - quoted
        except duckdb.Error as unfit:
            fix = "请由 facts.parquet 重新生成"
            raise refuse(Place(file="unit.parquet"), "不是本系统的 Parquet 表，或缺少列", fix=fix) from unfit
    packs = sorted({pack for pack, _ in rows})
    if len(packs) != 1:
        expected = "同一规则包的单位"
        raise refuse(
            Place(file="unit.parquet"),
            "各单位的规则包不同",
            value="、".join(packs),
            expected=expected,
            fix="请分开核查",
        )
    pack = load_pack(packs[0])
    of_projects = load_pack(pack.project_pack) if pack.project_pack and pack.object != "项目" else pack
    years = [year for _, year in rows]
    return check_parquet(folder, pack, of_projects, range(min(years) - 1, max(years) + 2), most=MOST_LISTED)


def with_rules(document: Document, answer: Answer, form: FormAnswer) -> tuple[Document, Answer]:
    """Join what the rules found to what else is said of a document."""
    rules = RuleCoverage(form.checked, form.not_checked)
    cells = {(block.place.sheet, block.place.row, block.place.column): block for block in reversed(document.blocks)}
    found = tuple(_marked(finding, document, cells) for finding in form.findings)
    joined = replace(answer, findings=(*answer.findings, *found), rules=rules)
    more = (f"{code} 另有 {number:,} 行有同样的问题，未逐行列出" for code, number in form.unlisted.items())
    return replace(document, notes=(*document.notes, rules.text(), *more)), joined


def _marked(finding: Finding, document: Document, cells: Mapping[tuple[str, int, str], Block]) -> Finding:
    """A finding that names a cell of the document marks it."""
    place = finding.place
    block = cells.get((place.sheet, place.row, place.column)) if place and place.column and not finding.spans else None
    if block is None:
        return finding
    return replace(finding, spans=(Span(block.start, block.end, document.text[block.start : block.end]),))


def _nothing() -> Answer:
    """Registers hold no statements: what is said of them are the rules."""
    return Answer((), (), Coverage(0, 0))


def _stand_in(path: Path, digest: str) -> Document:
    return Document(str(path), digest, "")
