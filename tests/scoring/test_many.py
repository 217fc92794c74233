"""Very many units: the same digits as one by one, nothing lost when interrupted, nothing mixed up."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import duckdb
import pytest

from jiheng.core.fault import Refused
from jiheng.facts.dataset import DataSet
from jiheng.facts.parquet import save_many
from jiheng.packs.method import Completion, Proportional
from jiheng.packs.model import Cap, CapBand, Deduction, Own, Pack, Rounding
from jiheng.scoring import row_files, score
from jiheng.scoring.engines.duckdb import load_rows
from jiheng.scoring.engines.reference import Reference
from jiheng.scoring.many import Progress, score_folder
from jiheng.scoring.plan import compile_plan
from jiheng.scoring.prepare import prepare
from jiheng.scoring.rows import COLUMNS, Bounds, Row
from tests.scoring.at_random import some_pack, some_rows
from tests.scoring.small import node, own, pack, proportional, with_own

PACK = pack(
    node("1", 20, proportional()),
    node("2", 30, Completion(kind="completion")),
    node("3", 40, own=Own(level_1="效益")),
    own_methods={"≥": Proportional(kind="proportional")},
    caps=(
        Cap(
            code="C", name="封顶", measure="比率", bands=(CapBand(below=Fraction(1, 2), at_most=Fraction(70)),), cite=""
        ),
    ),
    deductions=(Deduction(code="D", name="扣分", measure="差额", lose=Fraction(1), at_most=Fraction(3), cite=""),),
)


def units(count: int) -> list[DataSet]:
    rng = Random(7)
    made = []
    for at in range(count):
        data = with_own(
            own("A", 10, "7", str(rng.randint(0, 9))),
            own("B", 20, "3", str(rng.randint(0, 9))),
            own("C", 40, "11", str(rng.randint(0, 12)), level_1="效益"),
            staff=rng.randint(1, 14),
            posts=10,
        )
        made.append(replace(data, unit=replace(data.unit, code=f"{at:04}", name=f"单位{at}", region=f"区{at % 3}")))
    return made


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    save_many(units(50), tmp_path / "units")
    prepare(tmp_path / "units", PACK, tmp_path / "rows_of_many", shard=20, workers=1)
    return tmp_path / "rows_of_many"


def table(path: Path, columns: str = "*") -> list[tuple[object, ...]]:
    return asked(f"SELECT {columns} FROM read_parquet('{path}') ORDER BY ALL")


def asked(query: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(query).fetchall()


def test_totals_grades_and_sums_are_those_of_the_sheets(rows: Path, tmp_path: Path) -> None:
    summary = score_folder(rows, tmp_path / "out", PACK)
    assert (summary.shards, summary.subjects, summary.resumed) == (3, 50, 0)
    found = table(tmp_path / "out" / "ranking.parquet", "code, name, total, grade")
    sheets = [(each, score(each, PACK, engine="reference")) for each in units(50)]
    assert found == [(each.unit.code, each.unit.name, sheet.total.units, sheet.grade) for each, sheet in sheets]
    assert sum(summary.grades.values()) == 50


def test_every_row_leaves_its_trail(rows: Path, tmp_path: Path) -> None:
    summary = score_folder(rows, tmp_path / "out", PACK)
    trail = table(tmp_path / "out" / "trail" / "*.parquet", "subject, item, number")
    source = table(rows / "rows" / "*.parquet", "subject, item, number")
    assert trail == source
    assert summary.rows == len(source)


def test_no_column_of_the_results_is_a_floating_number(rows: Path, tmp_path: Path) -> None:
    score_folder(rows, tmp_path / "out", PACK)
    for kind in ("trail/*", "totals/*", "ranking"):
        described = asked(f"DESCRIBE FROM read_parquet('{tmp_path}/out/{kind}.parquet')")
        assert {row[1] for row in described} <= {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "VARCHAR", "BOOLEAN"}, kind


def test_ranks_are_within_peers_and_ties_share_them(rows: Path, tmp_path: Path) -> None:
    score_folder(rows, tmp_path / "out", PACK)
    found = table(tmp_path / "out" / "ranking.parquet", "peer, total, rank, peers")
    assert {row[0] for row in found} == {"区0", "区1", "区2"}
    for peer, total, rank, peers in found:
        group = [row[1] for row in found if row[0] == peer]
        assert rank == 1 + sum(other > total for other in group)  # type: ignore[operator]  # totals are integers
        assert peers == len(group)


def test_an_interrupted_run_goes_on_where_it_stopped(rows: Path, tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(at: Progress) -> None:
        if at.done == 2:
            raise StoppedError

    out = tmp_path / "out"
    with pytest.raises(StoppedError):
        score_folder(rows, out, PACK, progress=stop)
    assert not (out / "run.json").exists()
    before = (out / "trail" / "00000.parquet").stat().st_mtime_ns
    summary = score_folder(rows, out, PACK, threads=1)
    assert summary.resumed == 2
    assert (out / "trail" / "00000.parquet").stat().st_mtime_ns == before
    assert summary.subjects == 50
    whole = score_folder(rows, tmp_path / "again", PACK)
    assert table(out / "ranking.parquet") == table(tmp_path / "again" / "ranking.parquet")
    assert whole.rows == summary.rows


def test_a_shard_that_changed_is_scored_again(rows: Path, tmp_path: Path) -> None:
    score_folder(rows, tmp_path / "out", PACK)
    shard = rows / "rows" / "00001.parquet"
    shard.write_bytes(shard.read_bytes())
    assert score_folder(rows, tmp_path / "out", PACK).resumed == 2


def test_results_of_another_pack_are_never_mixed_in(rows: Path, tmp_path: Path) -> None:
    score_folder(rows, tmp_path / "out", PACK)
    other = PACK.model_copy(update={"rounding": Rounding(total=1)})
    with pytest.raises(Refused, match="另一个规则包编号"):
        score_folder(rows, tmp_path / "out", other)
    row_files.write_plan(compile_plan(other), rows)
    with pytest.raises(Refused, match="另一规则包的结果"):
        score_folder(rows, tmp_path / "out", other)


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="不是多单位计分数据"):
        score_folder(tmp_path, tmp_path / "out", PACK)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ("* EXCLUDE (weight)", "缺少一列"),
        ("* REPLACE (value::DOUBLE AS value)", "这一列不是整数"),
        ("* REPLACE (99 AS rule)", "数值超出范围"),
        ("* REPLACE (-1 AS weight)", "数值超出范围"),
        ("* REPLACE (0 AS base)", "数值超出范围"),
        ("* EXCLUDE (choice)", "各分片的列不一致"),
    ],
)
def test_shards_with_faults_are_refused_before_anything_is_scored(
    rows: Path, tmp_path: Path, columns: str, told: str
) -> None:
    shard = rows / "rows" / "00001.parquet"
    asked(f"COPY (SELECT {columns} FROM read_parquet('{rows}/rows/00000.parquet')) TO '{shard}'")
    with pytest.raises(Refused, match=told):
        score_folder(rows, tmp_path / "out", PACK)
    assert not (tmp_path / "out").exists()


def random_rows(folder: Path, packed: Pack, seed: int) -> list[Row]:
    plan = compile_plan(packed)
    found = some_rows(plan, Random(seed), 400)
    (folder / "rows").mkdir(parents=True)
    row_files.write_plan(plan, folder)
    with duckdb.connect() as connection:
        load_rows(connection, found, Bounds.of(found))
        columns = ", ".join(
            f"{name}::DECIMAL(38, 0) AS {name}" if name in ("weight", "over") else name for name in COLUMNS
        )
        connection.execute(f"COPY (SELECT {columns} FROM rows) TO '{folder}/rows/a.parquet' (FORMAT parquet)")
    return found


@pytest.mark.parametrize("seed", range(5))
def test_random_packs_give_the_digits_of_the_oracle(seed: int, tmp_path: Path) -> None:
    packed = some_pack(Random(seed))
    rows = random_rows(tmp_path / "in", packed, seed)
    score_folder(tmp_path / "in", tmp_path / "out", packed)
    expected = [(verdict.subject, verdict.total) for verdict in Reference().score(compile_plan(packed), rows)]
    assert table(tmp_path / "out" / "totals" / "*.parquet", "subject, total") == expected


def test_what_fixed_digits_leave_open_is_decided_exactly(tmp_path: Path) -> None:
    thirds = pack(
        node("1", 33.335, proportional()),
        node("2", 33.335, proportional()),
        rounding=Rounding(row=None, level=None, total=2),
    )
    plan = compile_plan(thirds)
    (tmp_path / "in" / "rows").mkdir(parents=True)
    row_files.write_plan(plan, tmp_path / "in")
    shard = tmp_path / "in" / "rows" / "a.parquet"
    rule, items = plan.items["1"].rule, (plan.items["1"].number, plan.items["2"].number)
    values = ", ".join(
        f"({subject}, {item}, {rule}, 333350, {value}, 3)"
        for subject in (1, 2)
        for item, value in zip(items, (1, 2), strict=True)
    )
    asked(f"COPY (SELECT * FROM (VALUES {values}) t(subject, item, rule, weight, value, base)) TO '{shard}'")
    score_folder(tmp_path / "in", tmp_path / "out", thirds)
    assert table(tmp_path / "out" / "totals" / "*.parquet", "subject, total, undecided") == [
        (1, 333_400, False),
        (2, 333_400, False),
    ]


def test_shards_with_integers_of_different_width_are_scored_and_read_together(rows: Path, tmp_path: Path) -> None:
    shard = rows / "rows" / "00001.parquet"
    wider = "* REPLACE (subject + 40000 AS subject, value::BIGINT AS value, rule::SMALLINT AS rule)"
    asked(f"COPY (SELECT {wider} FROM read_parquet('{shard}')) TO '{tmp_path}/wider.parquet'")
    (tmp_path / "wider.parquet").replace(shard)
    assert score_folder(rows, tmp_path / "out", PACK).subjects == 50
    for kind in ("trail", "totals"):
        assert asked(f"SELECT max(subject) FROM read_parquet('{tmp_path}/out/{kind}/*.parquet')") == [(40039,)]
        kinds = {str(asked(f"DESCRIBE FROM '{path}'")) for path in (tmp_path / "out" / kind).iterdir()}
        assert len(kinds) == 1
    assert len(table(tmp_path / "out" / "ranking.parquet")) == 50


def test_results_of_a_narrower_run_are_made_again_when_a_wider_shard_comes(rows: Path, tmp_path: Path) -> None:
    score_folder(rows, tmp_path / "out", PACK)
    shard = rows / "rows" / "00002.parquet"
    asked(f"COPY (SELECT * REPLACE (subject + 40000 AS subject) FROM '{shard}') TO '{tmp_path}/wider.parquet'")
    (tmp_path / "wider.parquet").replace(shard)
    assert score_folder(rows, tmp_path / "out", PACK).resumed == 0
    assert asked(f"SELECT max(subject) FROM read_parquet('{tmp_path}/out/trail/*.parquet')") == [(40049,)]
