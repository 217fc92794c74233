"""From registers to row tables: read once, kept as long as they hold, made by several processes alike."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from jiheng.core.fault import Refused
from jiheng.facts import shelves
from jiheng.facts.dataset import DataSet
from jiheng.facts.parquet import load_many, save_many
from jiheng.facts.rows import Project, Result
from jiheng.packs.model import Pack, Rounding
from jiheng.scoring import prepare as preparing
from jiheng.scoring.many import score_folder
from jiheng.scoring.prepare import prepare
from tests.scoring.small import own, with_own
from tests.scoring.test_many import PACK, table, units


def saved(folder: Path, datasets: list[DataSet]) -> Path:
    save_many(datasets, folder)
    return folder


def prepared(source: Path, target: Path, shard: int = 20, pack: Pack = PACK) -> list[tuple[int, int]]:
    told: list[tuple[int, int]] = []
    prepare(source, pack, target, shard=shard, workers=1, progress=lambda *at: told.append(at))
    return told


def shards(target: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in sorted((target / "rows").iterdir())}


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How much was done: rows decoded, units measured."""
    done: Counter[str] = Counter()
    decoded, measured = shelves._decoded, vars(preparing)["measure"]

    def counting(*given):  # type: ignore[no-untyped-def]  # stands for the real one, whatever it takes
        for each in decoded(*given):
            done["rows"] += 1
            yield each

    def measuring(*given, **named):  # type: ignore[no-untyped-def]  # as above
        done["units"] += 1
        return measured(*given, **named)

    monkeypatch.setattr(shelves, "_decoded", counting)
    monkeypatch.setattr(preparing, "measure", measuring)
    return done


def test_the_work_grows_as_the_number_of_units_does(work: Counter[str], tmp_path: Path) -> None:
    given = units(160)
    rows_of_one = 1 + 3 + 3
    for count in (40, 160):
        work.clear()
        prepared(saved(tmp_path / f"units{count}", given[:count]), tmp_path / f"rows{count}")
        assert work == {"units": count, "rows": count * rows_of_one}


def test_what_is_there_is_neither_read_nor_made_again(work: Counter[str], tmp_path: Path) -> None:
    source = saved(tmp_path / "units", units(50))
    assert prepared(source, tmp_path / "rows") == [(0, 50), (20, 50), (40, 50), (50, 50)]
    before = shards(tmp_path / "rows")
    (tmp_path / "rows" / "rows" / "00001.parquet").unlink()
    work.clear()
    assert prepared(source, tmp_path / "rows") == [(30, 50), (50, 50)]
    assert work["units"] == 20
    after = shards(tmp_path / "rows")
    assert [name for name in before if before[name] != after[name]] == ["00001.parquet"]


def test_a_killed_run_goes_on_with_the_next_shard(work: Counter[str], tmp_path: Path) -> None:
    source = saved(tmp_path / "units", units(50))
    program = f"""
import os, signal
from pathlib import Path
from jiheng.scoring.prepare import prepare
from tests.scoring.test_many import PACK
stop = lambda done, total: os.kill(os.getpid(), signal.SIGKILL) if done == 40 else None
prepare(Path({str(source)!r}), PACK, Path({str(tmp_path / "rows")!r}), shard=20, workers=1, progress=stop)
"""
    root = Path(__file__).parents[2]
    killed = subprocess.run([sys.executable, "-c", program], check=False, env=os.environ | {"PYTHONPATH": str(root)})
    assert killed.returncode == -9
    assert not (tmp_path / "rows" / "plan.json").exists()
    for draft in (".00002.parquet.x.parquet", "tmp_.00002.parquet.x.parquet"):
        (tmp_path / "rows" / "rows" / draft).write_bytes(b"half a shard")
    prepared(source, tmp_path / "rows")
    assert work["units"] == 10
    prepared(source, tmp_path / "whole")
    for kind in ("rows/*", "subjects"):
        assert table(tmp_path / "rows" / f"{kind}.parquet") == table(tmp_path / "whole" / f"{kind}.parquet")
    assert score_folder(tmp_path / "rows", tmp_path / "out", PACK).subjects == 50


def test_several_processes_make_what_one_makes(tmp_path: Path) -> None:
    source = saved(tmp_path / "units", units(30))
    prepare(source, PACK, tmp_path / "two", shard=20, workers=2)
    prepared(source, tmp_path / "one")
    for kind in ("rows/*", "subjects"):
        assert table(tmp_path / "two" / f"{kind}.parquet") == table(tmp_path / "one" / f"{kind}.parquet")


@pytest.mark.parametrize("changed", ["registers", "pack", "shard"])
def test_shards_of_something_else_are_made_anew(tmp_path: Path, changed: str) -> None:
    source = saved(tmp_path / "units", units(50))
    prepared(source, tmp_path / "rows")
    before = shards(tmp_path / "rows")
    if changed == "registers":
        saved(source, units(30))
    pack = PACK.model_copy(update={"rounding": Rounding(total=1)}) if changed == "pack" else PACK
    prepared(source, tmp_path / "rows", 25 if changed == "shard" else 20, pack)
    after = shards(tmp_path / "rows")
    assert all(before[name] != made for name, made in after.items())
    assert len(after) == (3 if changed == "pack" else 2)
    people = table(tmp_path / "rows" / "subjects.parquet", "count(*)")
    assert people == [(30 if changed == "registers" else 50,)]


def test_units_that_are_gone_are_ranked_no_more(tmp_path: Path) -> None:
    for count in (50, 30):
        prepared(saved(tmp_path / "units", units(count)), tmp_path / "rows")
        score_folder(tmp_path / "rows", tmp_path / "out", PACK)
        assert table(tmp_path / "out" / "ranking.parquet", "count(*)") == [(count,)]


def test_no_units_make_no_shards(tmp_path: Path) -> None:
    assert prepared(saved(tmp_path / "units", []), tmp_path / "rows") == [(0, 0)]
    assert shards(tmp_path / "rows") == {}
    assert table(tmp_path / "rows" / "subjects.parquet") == []


def test_faults_of_all_units_are_told_with_whose_they_are_and_sound_shards_stay(tmp_path: Path) -> None:
    given = units(50)
    for at in (3, 45):
        given[at] = replace(given[at], results=(*given[at].results, Result(indicator="无此指标", actual=None)))
    with pytest.raises(Refused) as refused:
        prepared(saved(tmp_path / "units", given), tmp_path / "rows")
    told = [fault.text() for fault in refused.value.faults]
    assert [("单位 0003 单位3" in told[0]), ("单位 0045 单位45" in told[1]), len(told)] == [True, True, 2]
    assert all("无此指标" in each for each in told)
    assert list(shards(tmp_path / "rows")) == ["00001.parquet"]


def test_own_weights_that_do_not_add_up_are_told_once(tmp_path: Path) -> None:
    wrong = with_own(own("C", 30, "1", "1", level_1="效益"), staff=1, posts=1)
    with pytest.raises(Refused, match="权重合计与规则包不符，相差 -10 分") as refused:
        prepared(saved(tmp_path / "units", [wrong]), tmp_path / "rows")
    assert len(refused.value.faults) == 1


def test_what_only_scoring_finds_is_told_too(tmp_path: Path) -> None:
    indicator, result = own("C", 40, "1", "1", level_1="效益")
    odd = with_own((replace(indicator, operator="<"), result), staff=1, posts=1)
    with pytest.raises(Refused, match="单位 1 某镇：规则包没有规定这种指标性质怎样计分"):
        prepared(saved(tmp_path / "units", [odd]), tmp_path / "rows")


def test_after_very_many_faults_no_more_are_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "MOST_FAULTS", 2)
    wrong = [replace(each, results=(Result(indicator="无", actual=None),)) for each in units(50)]
    with pytest.raises(Refused) as refused:
        prepared(saved(tmp_path / "units", wrong), tmp_path / "rows")
    assert len(refused.value.faults) == 2


def test_what_is_said_of_leaves_of_the_projects_pack_is_known(tmp_path: Path) -> None:
    (unit,) = units(1)
    spoken = (*unit.results, Result(indicator="P/1"))
    given = replace(unit, projects=(Project(code="P", name="甲"),), results=spoken)
    source = saved(tmp_path / "units", [given])
    prepare(source, PACK, tmp_path / "rows", project_pack=PACK.model_copy(update={"object": "项目"}), workers=1)
    assert list(shards(tmp_path / "rows")) == ["00000.parquet"]


def test_registers_in_any_order_give_the_same_rows(tmp_path: Path) -> None:
    source = saved(tmp_path / "units", units(50))
    mixed = tmp_path / "mixed"
    mixed.mkdir()
    with duckdb.connect() as connection:
        for path in source.iterdir():
            query = f"FROM '{path}' ORDER BY hash(unit_code)" if path.stem != "nil" else f"FROM '{path}'"
            connection.execute(f"COPY ({query}) TO '{mixed / path.name}' (FORMAT parquet, ROW_GROUP_SIZE 2048)")
            connection.execute(
                f"COPY (FROM '{path}' WHERE unit_code >= '0025' UNION ALL BY NAME FROM '{path}' WHERE unit_code < '0025') "
                f"TO '{mixed / path.name}' (FORMAT parquet, ROW_GROUP_SIZE 1)"
            )
    prepared(source, tmp_path / "one")
    prepared(mixed, tmp_path / "two")
    for kind in ("rows/*", "subjects"):
        assert table(tmp_path / "two" / f"{kind}.parquet") == table(tmp_path / "one" / f"{kind}.parquet")
    assert not (tmp_path / "two" / "sorted").exists()
    assert [each.unit.code for each in load_many(mixed)] == [each.unit.code for each in units(50)]


def test_a_unit_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    source = saved(tmp_path / "units", [*units(3), *units(2)])
    with pytest.raises(Refused, match="同一单位同一年度有 2 行") as refused:
        prepared(source, tmp_path / "rows")
    assert [fault.value for fault in refused.value.faults] == ["0000 2024", "0001 2024"]


def test_rows_of_units_that_are_not_there_are_passed_over(tmp_path: Path) -> None:
    source = saved(tmp_path / "units", units(9))
    with duckdb.connect() as connection:
        some = "FROM 'unit.parquet' WHERE unit_code NOT IN ('0000', '0004', '0008')".replace(
            "unit.p", f"{source}/unit.p"
        )
        connection.execute(f"COPY ({some}) TO '{tmp_path}/fewer.parquet'")
    (tmp_path / "fewer.parquet").replace(source / "unit.parquet")
    prepared(source, tmp_path / "rows", shard=4)
    score_folder(tmp_path / "rows", tmp_path / "out", PACK)
    assert table(tmp_path / "out" / "ranking.parquet", "count(*)") == [(6,)]
    assert json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["summary"]["subjects"] == 6
