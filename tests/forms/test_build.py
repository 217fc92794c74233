from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from jiheng.core.fault import Faults, Refused
from jiheng.facts.dataset import DataSet
from jiheng.forms import Scored, build, build_all
from jiheng.packs.load import load_pack
from jiheng.scoring import score

from .conftest import Built, with_chapter


def refused(town: DataSet, scored: list[Scored], out: Path) -> str:
    with pytest.raises(Refused) as caught:
        build(town, scored, out)
    return str(caught.value)


def test_all_forms_and_the_report_are_written_and_nothing_else(built: Built) -> None:
    assert sorted(path.name for path in built.folder.iterdir()) == sorted(path.name for path in built.paths)
    assert [path.name for path in built.paths if path.suffix != ".xlsx"] == [
        "部门整体支出绩效自评表说明.docx",
        "部门整体支出绩效自评表说明.pdf",
        "bindings.json",
    ]


def test_the_same_facts_give_the_same_files_byte_for_byte(
    town: DataSet, scored: list[Scored], built: Built, tmp_path: Path
) -> None:
    def hashes(paths: tuple[Path, ...]) -> dict[str, str]:
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}

    assert hashes(tuple(build(town, scored, tmp_path))) == hashes(built.paths)


def test_one_pack_alone_writes_the_forms_about_its_subject(town: DataSet, tmp_path: Path) -> None:
    pack = load_pack("cn/guangdong/department")
    names = [path.name for path in build_all(town, pack, [score(town, pack)], tmp_path)]
    assert "部门整体支出绩效目标表.xlsx" in names
    assert not any(name.startswith("项目") for name in names)


def test_a_fault_is_told_and_leaves_the_folder_as_it_was(town: DataSet, scored: list[Scored], tmp_path: Path) -> None:
    (tmp_path / "部门整体支出绩效自评表.xlsx").write_text("旧")
    message = refused(with_chapter(town, "2", "超支{{ 超支总数 }}。"), scored, tmp_path)
    assert "超支总数" in message
    assert [path.name for path in tmp_path.iterdir()] == ["部门整体支出绩效自评表.xlsx"]
    assert (tmp_path / "部门整体支出绩效自评表.xlsx").read_text() == "旧"


def test_every_fault_of_the_narrative_is_told_in_one_pass(town: DataSet, scored: list[Scored], tmp_path: Path) -> None:
    first = with_chapter(town, "2", "全年支出35,616.40万元，{{ 支出率|万元 }}，{{ 完成值:Z99 }}。")
    message = refused(with_chapter(first, "3", "完成{{ 未闭合"), scored, tmp_path)
    assert "不能按“万元”书写" in message
    assert "完成值:Z99" in message
    assert "{{ 未闭合" in message


def test_a_chapter_that_nobody_wrote_is_a_fault(town: DataSet, scored: list[Scored], tmp_path: Path) -> None:
    silent = replace(town, narrative=tuple(row for row in town.narrative if row.chapter != "3"))
    assert "章节“下一步改进措施”没有内容" in refused(silent, scored, tmp_path)


def test_what_a_report_waits_for_is_told_and_every_table_is_written(
    town: DataSet, scored: list[Scored], tmp_path: Path
) -> None:
    silent = replace(town, narrative=tuple(row for row in town.narrative if row.chapter != "3"))
    waiting = Faults()
    written = {path.suffix for path in build(silent, scored, tmp_path, waiting=waiting)}
    assert written == {".xlsx", ".json"}
    assert "没有内容" in waiting.found[0].problem


def test_figures_may_be_typed(town: DataSet, scored: list[Scored], tmp_path: Path) -> None:
    assert build(with_chapter(town, "conclusion", "自评96.37分"), scored, tmp_path)


def test_progress_is_told_before_each_form(town: DataSet, scored: list[Scored], tmp_path: Path) -> None:
    told: list[str] = []
    build(town, scored[:1], tmp_path, told.append)
    assert told[0] == "部门整体支出绩效运行监控表"
    assert len(told) == 5


def test_the_bindings_name_unit_data_and_pack(built: Built, town: DataSet) -> None:
    held = json.loads((built.folder / "bindings.json").read_text(encoding="utf-8"))
    assert (held["unit"], held["year"], held["dataset_sha256"]) == (town.unit.name, 2024, town.sha256)
    packs = {file["pack"]["id"] for file in held["files"].values()}
    assert packs == {"cn/guangdong/department", "cn/project"}
