"""Very many subjects: row tables in, trail, totals, grades and ranks out, shard by shard, resumable.

Memory is bounded by DuckDB's limit: a shard is streamed from file to file, and only the totals of all
subjects come together at the end, to be ranked within their peer groups.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
from sqlglot import exp

from jiheng.core.durable import written_whole
from jiheng.core.fault import Place, refuse
from jiheng.facts.relations import literal
from jiheng.packs.model import Pack
from jiheng.scoring import sql
from jiheng.scoring.engines.reference import score_subject
from jiheng.scoring.engines.verdict import Verdict, ranked_grades
from jiheng.scoring.plan import Plan, compile_plan
from jiheng.scoring.row_files import Survey, check_plan, fingerprint, shards_in, survey_shards
from jiheng.scoring.rows import COLUMNS, Row

MEMORY = "600MB"
"""What DuckDB may use; the process needs some 200 MB beside it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    shards: int
    done: int
    subjects: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What came out of a run."""

    shards: int
    resumed: int
    subjects: int
    rows: int
    grades: dict[str, int]
    out: str


def score_folder(
    folder: Path,
    out: Path,
    pack: Pack,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    memory: str = MEMORY,
    threads: int | None = None,
) -> Summary:
    """Score a folder of row tables.

    Writes ``out/trail/*.parquet`` (every row with its score), ``out/totals/*.parquet`` (every subject with
    all its sums), ``out/ranking.parquet`` (who, total, grade, rank among peers) and ``out/run.json``. A shard
    that an earlier, interrupted run finished is not scored again.

    Raises:
        Refused: not row tables of this pack, or ``out`` belongs to another run; nothing is written.
    """
    plan = compile_plan(pack)
    check_plan(plan, folder)
    shards = shards_in(folder)
    with duckdb.connect() as connection:
        survey = survey_shards(connection, plan, shards)
    _claim(out, plan)
    _drop_strangers(out, shards)
    resumed = subjects = rows = 0
    with _connect(out, memory, threads) as connection:
        run = _Run(connection, plan, survey, out)
        for done, shard in enumerate(shards, 1):
            noted = run.noted(shard)
            resumed += noted is not None
            note = noted or run.score(shard)
            subjects, rows = subjects + note["subjects"], rows + note["rows"]
            progress(Progress(len(shards), done, subjects))
        grades = _rank(connection, plan, folder, out)
    summary = Summary(len(shards), resumed, subjects, rows, grades, str(out))
    _finish(out, plan, summary)
    return summary


def _connect(out: Path, memory: str, threads: int | None) -> duckdb.DuckDBPyConnection:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "temp_directory": str(out / ".spill"),
    }
    if threads is not None:
        settings["threads"] = threads
    return duckdb.connect(config=settings)


def _claim(out: Path, plan: Plan) -> None:
    """Make the folder this run's own; results of another plan are never mixed in."""
    path = out / "plan.json"
    if path.exists():
        noted = json.loads(path.read_text(encoding="utf-8"))
        if noted["plan"] != fingerprint(plan):
            raise refuse(
                Place(file=str(out)), "输出文件夹里是另一规则包的结果", value=noted["pack"], fix="请换一个输出文件夹"
            )
    for name in ("trail", "totals", "done"):
        (out / name).mkdir(parents=True, exist_ok=True)
    with written_whole(path) as draft:
        note = {"pack": plan.pack.id, "version": plan.pack.version, "plan": fingerprint(plan)}
        draft.write_text(json.dumps(note, ensure_ascii=False, indent=2), encoding="utf-8")


def _drop_strangers(out: Path, shards: Sequence[Path]) -> None:
    """Remove results of shards that are no longer among the sources, so that nobody gone is ranked."""
    stems = {shard.stem for shard in shards}
    for kind in ("done", "trail", "totals"):
        for path in (out / kind).iterdir():
            if path.stem not in stems:
                path.unlink()


class _Run:
    """One plan's statements, compiled once for all shards: views stand for the files."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, plan: Plan, survey: Survey, out: Path) -> None:
        self.connection, self.plan, self.columns, self.out = connection, plan, survey.columns, out
        scored = sql.trail(plan, survey.bounds, exp.to_table("shard"), survey.columns)
        self.scored = scored.sql("duckdb")
        self.added_up = sql.totals(plan, exp.to_table("scored")).sql("duckdb")
        widened = ", ".join(f"{name}::{kind} AS {name}" for name, kind in survey.cast.items())
        self.widened = f"SELECT * REPLACE ({widened})" if widened else ""
        self.statement = hashlib.sha256(f"{self.widened}{self.scored}".encode()).hexdigest()

    def noted(self, shard: Path) -> dict[str, int] | None:
        """The note of a finished shard, if it is finished, and source and statement are still the same."""
        path = self.out / "done" / f"{shard.stem}.json"
        if not path.exists():
            return None
        note = json.loads(path.read_text(encoding="utf-8"))
        same = all(note.get(key) == value for key, value in self._source(shard).items())
        there = all((self.out / kind / shard.name).exists() for kind in ("trail", "totals"))
        return note if same and there else None

    def _source(self, shard: Path) -> dict[str, int | str]:
        """What identifies the content of a shard without reading it, and what is done with it."""
        state = shard.stat()
        return {
            "shard": shard.name,
            "size": state.st_size,
            "changed": state.st_mtime_ns,
            "statement": self.statement,
        }

    def score(self, shard: Path) -> dict[str, int]:
        """Write the trail and the totals of one shard, and note that it is done."""
        trail, totals = self.out / "trail" / shard.name, self.out / "totals" / shard.name
        self._view("shard", shard, self.widened)
        with written_whole(trail) as draft:
            _copy(self.connection, self.scored, draft, NUMBERS)
        self._view("scored", trail)
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE totals AS {self.added_up}")
        if self.plan.carries:
            self._decide()
        with written_whole(totals) as draft:
            _copy(self.connection, "FROM totals", draft)
        subjects = int(self.connection.execute("SELECT count(*) FROM totals").fetchall()[0][0])
        return self._note(shard, subjects, _rows_in(self.connection, trail))

    def _view(self, name: str, path: Path, selected: str = "") -> None:
        source = f"{selected} FROM read_parquet({literal(path)})"
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {source}")

    def _note(self, shard: Path, subjects: int, rows: int) -> dict[str, int]:
        note = {"subjects": subjects, "rows": rows}
        with written_whole(self.out / "done" / f"{shard.stem}.json") as draft:
            draft.write_text(json.dumps(self._source(shard) | note), encoding="utf-8")
        return note

    def _decide(self) -> None:
        """Let the reference decide the subjects whose rounding fixed digits leave open."""
        for (subject,) in self.connection.execute("SELECT subject FROM totals WHERE undecided").fetchall():
            values = _as_totals(score_subject(self.plan, subject, self._rows_of(subject)))
            marks = ", ".join("?" for _ in values)
            self.connection.execute("DELETE FROM totals WHERE subject = ?", [subject])
            self.connection.execute(f"INSERT INTO totals VALUES ({marks})", values)  # noqa: S608 - question marks only

    def _rows_of(self, subject: int) -> list[Row]:
        chosen = ", ".join(name if name in self.columns else f"{sql.ABSENT[name]} AS {name}" for name in COLUMNS)
        query = f"SELECT {chosen} FROM shard WHERE subject = ?"  # noqa: S608 - our own column names
        return [Row(*map(int, row)) for row in self.connection.execute(query, [subject]).fetchall()]


COLUMNAR = "FORMAT parquet, COMPRESSION zstd, WRITE_BLOOM_FILTER false"
NUMBERS = f"{COLUMNAR}, DICTIONARY_SIZE_LIMIT 1"
"""For a trail: dictionaries of numbers that zstd packs as well cost a fifth of the time."""


def _copy(connection: duckdb.DuckDBPyConnection, query: str, target: Path, how: str = COLUMNAR) -> None:
    connection.execute(f"COPY ({query}) TO {literal(target)} ({how})")


def _rows_in(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    query = f"SELECT num_rows FROM parquet_file_metadata({literal(path)})"  # noqa: S608 - the path is quoted
    return int(connection.execute(query).fetchall()[0][0])


def _as_totals(verdict: Verdict) -> list[int | bool | None]:
    """In the order of the columns of ``sql.totals``."""
    return [
        verdict.subject,
        *verdict.sums,
        *verdict.deductions,
        *verdict.ceilings,
        *verdict.bonuses,
        *verdict.vetoes,
        verdict.total,
        False,
        verdict.grade,
    ]


def _rank(connection: duckdb.DuckDBPyConnection, plan: Plan, folder: Path, out: Path) -> dict[str, int]:
    """Join names and peer groups, rank on the rounded totals: equal totals share a rank."""
    names = [grade.name for grade in ranked_grades(plan.pack)]
    subjects = folder / "subjects.parquet"
    who = (
        f"read_parquet({literal(subjects)})"
        if subjects.exists()
        else "(SELECT NULL::INTEGER AS subject, '' AS code, '' AS name, '' AS peer)"
    )
    query = f"""
        SELECT totals.subject, who.code, who.name, who.peer, totals.total, {_array(names)}[totals.grade + 1] AS grade,
               rank() OVER (PARTITION BY who.peer ORDER BY totals.total DESC) AS rank,
               count(*) OVER (PARTITION BY who.peer) AS peers
        FROM read_parquet({literal(out / "totals" / "*.parquet")}) totals LEFT JOIN {who} who USING (subject)
        ORDER BY totals.subject
    """  # noqa: S608 - paths are quoted, names come from the pack and are quoted
    with written_whole(out / "ranking.parquet") as draft:
        _copy(connection, query, draft)
    counted = f"SELECT grade, count(*) FROM read_parquet({literal(out / 'ranking.parquet')}) GROUP BY grade"  # noqa: S608 - the path is quoted
    found = dict(connection.execute(counted).fetchall())
    return {name: found.get(name, 0) for name in names}


def _array(names: list[str]) -> str:
    return exp.array(*(exp.Literal.string(name) for name in names)).sql("duckdb")


def _finish(out: Path, plan: Plan, summary: Summary) -> None:
    note = {
        "pack": {"id": plan.pack.id, "version": plan.pack.version, "sha256": plan.pack.sha256},
        "plan": fingerprint(plan),
        "engine": {"name": "duckdb", "version": duckdb.__version__},
        "summary": asdict(summary),
    }
    with written_whole(out / "run.json") as draft:
        draft.write_text(json.dumps(note, ensure_ascii=False, indent=2), encoding="utf-8")
