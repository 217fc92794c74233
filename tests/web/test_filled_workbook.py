"""A unit's data leave as the filled workbook and come back as the same rows; an import shows beforehand what it changes."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings

from jiheng.core.fault import Faults
from jiheng.facts import DataSet
from jiheng.facts.rows.declared import DeclaredValue, Succession
from jiheng.facts.workbook.reading import read_grids
from jiheng.web.cycle.models import Dossier
from jiheng.web.imports.differences import differences
from jiheng.web.imports.filled import filled_workbook
from jiheng.web.imports.judging import judge
from jiheng.web.imports.models import Import, ImportState
from jiheng.web.records.actions import ReplaceTables, SaveCells
from jiheng.web.records.intake import written_rows
from jiheng.web.records.models import Record
from jiheng.web.records.writing import Change
from tests.facts.sample import full_town
from tests.facts.strategies import datasets
from tests.web.conftest import County

OURS = {"unit", "reviews"}
"""Tables that no file fills: who the unit is, and what reviewers write."""


def kept(dossier: Dossier) -> dict[str, dict[str, dict[str, str]]]:
    told: dict[str, dict[str, dict[str, str]]] = {}
    for record in Record.objects.filter(dossier=dossier):
        told.setdefault(record.table, {})[record.key] = {name: text for name, text in record.cells.items() if text}
    return told


def fill(county: County, dataset: DataSet) -> None:
    rows = {table: found for table, found in written_rows(dataset).items() if table not in OURS}
    ReplaceTables(county.actor("filler"), county.dossier, rows).run()
    county.dossier.refresh_from_db()


def read_back(county: County) -> None:
    """Write, read, and compare: by the preview and row by row."""
    before = kept(county.dossier)
    content, faults = filled_workbook(county.dossier)
    assert not faults
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "filled.xlsx"
        path.write_bytes(content)
        found = Faults()
        judged = judge(county.dossier, read_grids(path, found), path.name)
    assert [*found.found, *judged.faults] == []
    rows = {table: listed for table, listed in judged.rows.items() if table != "unit"}
    told = differences(county.dossier, rows, judged.nil)
    assert {table: each["counts"] for table, each in told.items()} == {
        table: {"added": 0, "changed": 0, "same": len(held), "site": 0, "stay": 0} for table, held in before.items()
    }
    Record.objects.filter(dossier=county.dossier).delete()
    ReplaceTables(county.actor("filler"), county.dossier, rows).run()
    assert kept(county.dossier) == before


def test_a_full_town_leaves_and_comes_back_as_the_same_rows_in_every_table(county: County) -> None:
    declared = DeclaredValue(name="满意户数", value="92", basis="调查表")
    same = Succession(year=2024, kind="项目", old="P0", new="P1", relation="更名")
    fill(county, replace(full_town(), inputs=(declared,), lineage=(same,)))
    assert {"inputs", "lineage", "projects", "evidence"} <= set(kept(county.dossier))
    read_back(county)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(datasets())
def test_whatever_a_unit_holds_leaves_and_comes_back_as_the_same_rows(county: County, dataset: DataSet) -> None:
    Record.objects.filter(dossier=county.dossier).delete()
    fill(county, dataset)
    read_back(county)


def test_a_row_at_fault_is_never_left_out_of_the_workbook_without_a_word(county: County) -> None:
    fill(county, full_town())
    actor, dossier = county.actor("filler"), county.dossier
    SaveCells(
        actor,
        dossier,
        table="projects",
        changes=[Change(0, {"code": ("", "P9"), "name": ("", "桥"), "start": ("", "三月初")})],
    ).run()
    client = county.client("filler")
    address = "/2024/900001/import/filled/"
    answer = client.post(address, follow=True)
    assert "写不进工作簿" in answer.content.decode()
    assert "只导出正确的行" in answer.content.decode()
    whole = client.post(address, {"sound_only": "1"})
    assert "spreadsheet" in whole.headers["Content-Type"]


def test_a_neighbour_gets_nobodys_workbook(county: County) -> None:
    assert county.client("neighbour").post("/2024/900001/import/filled/").status_code in {403, 404}
    assert county.client("system_admin").post("/2024/900001/import/filled/").status_code in {403, 404}


def upload(county: County, text: str) -> tuple[Import, str]:
    client = county.client("filler")
    file = SimpleUploadedFile("项目.csv", text.encode())
    shown = client.post("/2024/900001/import/", {"file": file}, follow=True)
    imported = Import.objects.latest("pk")
    columns = {f"column-{i}": name for i, name in enumerate(("code", "name"))}
    base = f"/2024/900001/import/{imported.pk}/"
    shown = client.post(f"{base}columns/", {"sheet": "数据", "table": "projects", **columns}, follow=True)
    imported.refresh_from_db()
    return imported, shown.content.decode()


def test_an_import_shows_what_is_added_and_changed_and_stays_before_anything_is_taken(county: County) -> None:
    rows = {"projects": [{"code": "P1", "name": "路灯"}, {"code": "P2", "name": "道路"}, {"code": "P3", "name": "桥"}]}
    ReplaceTables(county.actor("filler"), county.dossier, rows).run()
    imported, page = upload(county, "项目编码,项目名称\nP1,路灯\nP2,村道\nP4,水渠\n")
    assert imported.differences["projects"]["counts"] == {"added": 1, "changed": 1, "same": 1, "site": 0, "stay": 1}
    assert "新增 1 行 · 更改 1 行 · 相同 1 行 · 文件没有、保留不动 1 行 · 删除 0 行" in page
    assert "<del>道路</del>" in page
    assert kept(county.dossier)["projects"]["P2"]["name"] == "道路"


def test_what_was_changed_by_another_after_the_check_must_be_looked_at_again(county: County) -> None:
    rows = {"projects": [{"code": "P1", "name": "路灯"}]}
    ReplaceTables(county.actor("filler"), county.dossier, rows).run()
    imported, _page = upload(county, "项目编码,项目名称\nP1,路灯工程\n")
    county.dossier.refresh_from_db()
    ReplaceTables(county.actor("filler"), county.dossier, {"projects": [{"code": "P1", "name": "别人改的"}]}).run()
    county.client("filler").post(f"/2024/900001/import/{imported.pk}/take/")
    imported.refresh_from_db()
    assert imported.state == ImportState.CHECKED
    assert kept(county.dossier)["projects"]["P1"]["name"] == "别人改的"
