"""``jiheng score`` over the registers of very many units: what a unit costs, and what a killed run keeps.

    python bench/many_units.py [--units 20000 100000] [--folder DIR]

A few hundred units are drawn from one seed, with every register and every habit that changes how a unit is scored
(empty, declared empty, late, not applicable, special funds or none); copies of them, with other amounts, dates and
results, make up the number. Each size is scored by the command itself, in processes of its own: once undisturbed, and
once killed (SIGKILL) while it prepares and again while it scores, then started again. The two
rankings must be the same, row by row, and a sample of units must have the totals that they have alone.
Results go to ``bench/many_units.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
from measured import machine, run
from scoring_report import renewed

from jiheng import facts
from jiheng.core.calendar import Month
from jiheng.core.exact import Money, Points
from jiheng.facts import DataSet, rows
from jiheng.facts.parquet import load_many, save_many
from jiheng.facts.rows import TABLES
from jiheng.packs.load import load_pack
from jiheng.scoring import score
from jiheng.scoring.prepare import SHARD

PACK = "cn/guangdong/department"
DRAWN = 400
"""Units that are drawn one by one; the others are copies with other figures."""
ALONE = 200
"""Units that are scored alone, too."""
RESULTS = Path(__file__).with_name("many_units.json")
PAGE = Path(__file__).resolve().parent.parent / "docs" / "scoring.md"
YEAR = 2024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, nargs="+", default=[20_000, 100_000])
    parser.add_argument("--folder", type=Path, help="where the data goes and stays; a temporary folder if not given")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch)
        found = [measure(folder / str(units), units) for units in given.units]
    write({"machine": machine(), "pack": PACK, "sizes": found})


def write(results: dict[str, Any]) -> None:
    """Keep the results, and tell them in the documentation."""
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    PAGE.write_text(renewed(PAGE.read_text("utf-8"), "many", told(results)), "utf-8")


def told(results: dict[str, Any]) -> str:
    """Table and text of the documentation."""
    made, first = results["machine"], results["sizes"][0]
    lines = "\n".join(map(line, results["sizes"]))
    return f"""`python bench/many_units.py` draws units with every register (some {first["rows_per_unit"]:.0f} rows each) and scores them by `{results["pack"]}` with the
command, once undisturbed; then it kills the command twice (SIGKILL, while it prepares and while it scores) and starts it again. The
rankings of both were the same row by row, and {first["checked_alone"]} units of each size, scored alone by the oracle, had the same totals and grades.

| units | CPU ms a unit | ms a unit by the clock | seconds | peak MiB of all processes | shards prepared and scored: at the 1st kill, at the 2nd, at the end |
| ---: | ---: | ---: | ---: | ---: | --- |
{lines}

Measured on {made["cpu"]}, {made["cores"]} cores, {made["memory_gib"]} GiB; load {made["load"]} at the end. Where other work takes the cores, the clock says little, and CPU time is the
figure to plan with; it holds everything, the start of the processes too, and nearly all of it is preparing.
"""


def line(size: dict[str, Any]) -> str:
    shards = "; ".join("{} and {}".format(*run["shards_left_behind"]) for run in size["killed"])
    return (
        f"| {size['units']:,} | {size['cpu_ms_per_unit']:.2f} | {size['ms_per_unit']:.2f} | {size['seconds']:,.0f} "
        f"| {size['peak_mib']:,} | {shards} |"
    )


def measure(folder: Path, units: int) -> dict[str, Any]:
    """Score so many units, undisturbed and killed twice."""
    source, out, again = folder / "units", folder / "out", folder / "again"
    if not (source / "unit.parquet").exists():
        make(source, units)
    for old in (out, again):
        shutil.rmtree(old, ignore_errors=True)
    start, before = time.perf_counter(), spent()
    whole = run(command(source, out))
    seconds, cpu = time.perf_counter() - start, spent() - before
    found = {
        "units": units,
        "rows_per_unit": round(rows_in(source) / units, 1),
        "seconds": round(seconds, 1),
        "ms_per_unit": round(seconds * 1000 / units, 3),
        "cpu_ms_per_unit": round(cpu * 1000 / units, 3),
        "peak_mib": round(whole.peak_mib),
        "killed": killed(source, again, units),
        "same_after_kill": ranking(out) == ranking(again),
        "checked_alone": alone(source, out),
    }
    print(json.dumps(found, ensure_ascii=False), flush=True)
    return found


def ranking(out: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(f"FROM '{out}/ranking.parquet'").fetchall()


def command(source: Path, out: Path) -> list[str]:
    script = "import atexit; from jiheng.cli.main import main; atexit.register(print, dict()); main()"
    return [sys.executable, "-c", script, "score", str(source), "--pack", PACK, "-o", str(out)]


def spent() -> float:
    """Processor seconds of all children that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def killed(source: Path, out: Path, units: int) -> list[dict[str, Any]]:
    """Kill a run (the command alone, as a user or the system would) while it prepares, the next while it scores."""
    shards = -(-units // SHARD)
    prepared, scored = (lambda: count(out / "prepared" / "rows")), (lambda: count(out / "done"))
    told = []
    for name, reached in (("preparing", lambda: prepared() > shards // 3), ("scoring", lambda: scored() > 0)):
        start, before = time.perf_counter(), (prepared(), scored())
        process = subprocess.Popen(command(source, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and not reached():
            time.sleep(0.02)
        process.kill()
        process.wait()
        told.append(state(name, start, before, (prepared(), scored())))
    start, before = time.perf_counter(), (prepared(), scored())
    run(command(source, out))
    told.append(state("to the end", start, before, (prepared(), scored())))
    return told


def count(folder: Path) -> int:
    return sum(path.stem.isdecimal() for path in folder.iterdir()) if folder.exists() else 0


def state(name: str, start: float, before: tuple[int, int], after: tuple[int, int]) -> dict[str, Any]:
    seconds = round(time.perf_counter() - start, 1)
    return {"run": name, "seconds": seconds, "shards_found": before, "shards_left_behind": after}


def rows_in(source: Path) -> int:
    with duckdb.connect() as connection:
        counts = (
            connection.execute(f"SELECT count(*) FROM '{path}'").fetchall()[0][0] for path in source.glob("*.parquet")
        )
        return sum(counts)


def alone(source: Path, out: Path) -> int:
    """Score some units one by one; every total and grade must be that of the run."""
    with duckdb.connect() as connection:
        ranking = connection.execute(f"SELECT code, total, grade FROM '{out}/ranking.parquet'").fetchall()
    known, pack = {code: (total, grade) for code, total, grade in ranking}, load_pack(PACK)
    checked = 0
    for dataset in some(source, ALONE):
        sheet = score(facts.sealed(dataset), pack, engine="reference")
        assert known[dataset.unit.code] == (sheet.total.units, sheet.grade), dataset.unit.code
        checked += 1
    return checked


def some(source: Path, wanted: int) -> Iterator[DataSet]:
    """Units from all over the source."""
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect() as connection:
        chosen = f"SELECT unit_code FROM '{source}/unit.parquet' ORDER BY hash(unit_code) LIMIT {wanted}"
        connection.execute(f"CREATE TABLE chosen AS {chosen}")
        for path in source.glob("*.parquet"):
            connection.execute(f"COPY (FROM '{path}' SEMI JOIN chosen USING (unit_code)) TO '{scratch}/{path.name}'")
        yield from load_many(Path(scratch))


def make(folder: Path, units: int) -> None:
    """Draw units and copy them with other figures."""
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect() as connection:
        drawn = Path(scratch)
        save_many((unit(random.Random(at), at) for at in range(min(DRAWN, units))), drawn)
        folder.mkdir(parents=True, exist_ok=True)
        for table in (*TABLES, "nil"):
            copy(connection, drawn / f"{table}.parquet", folder / f"{table}.parquet", units)


VARIED = {
    "payments": "(amount * (900 + hash({key}) % 120) // 1000)::BIGINT AS amount",
    "results": "(actual * (90 + hash({key}) % 20) / 100)::DECIMAL(18, 6) AS actual",
    "purchases": "(filed + (hash({key}) % 3)::INTEGER)::DATE AS filed, (signed + (hash({key}) % 5)::INTEGER)::DATE AS signed",
    "running_costs": "(actual * (900 + hash({key}) % 150) // 1000)::BIGINT AS actual",
    "unit": "('单位' || copy || unit_code) AS name, (filed + (hash({key}) % 4)::INTEGER)::DATE AS filed",
    "adjustments": "(amount * (hash({key}) % 200)::INTEGER // 100)::BIGINT AS amount",
}
"""What differs from copy to copy."""


def copy(connection: duckdb.DuckDBPyConnection, drawn: Path, target: Path, units: int) -> None:
    copies = -(-units // DRAWN)
    order = "ALL" if target.stem == "nil" else "unit_code, unit_year, row_order"
    varied = VARIED.get(target.stem, "")
    if varied:
        varied = "," + varied.replace("{key}", "unit_code, row_order, copy")
    replaced = "lpad(copy::VARCHAR, 5, '0') || unit_code AS unit_code" + varied
    if target.stem == "unit":
        replaced += ", lpad(copy::VARCHAR, 5, '0') || unit_code AS code"
    query = f"""
        SELECT * EXCLUDE (copy) REPLACE ({replaced}) FROM '{drawn}', range({copies}) copies(copy)
        WHERE copy * {DRAWN} + unit_code::INTEGER < {units} ORDER BY {order}
    """
    connection.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")


def unit(rng: random.Random, at: int) -> DataSet:
    """One invented unit with some sixty rows."""
    projects = [f"P{n}" for n in range(rng.randint(1, 3))]
    funds = [code for code in projects if rng.random() < 0.3]
    tables: dict[str, tuple[Any, ...]] = {
        "projects": tuple(project(rng, code, special=code in funds) for code in projects),
        "budget": tuple(lines(rng, projects)),
        "indicators": tuple(indicators(rng, projects)),
        "purchases": tuple(purchase(rng, n) for n in range(rng.choice((0, 1, 2, 3, 5)))),
        "assets": tuple(asset(rng, n) for n in range(rng.randint(0, 4))),
        "asset_income": tuple(income(rng, n) for n in range(rng.choice((0, 0, 1, 2)))),
        "disclosures": tuple(disclosure(rng, n) for n in range(rng.randint(0, 5))),
        "rule_documents": tuple(document(rng, n) for n in range(rng.randint(0, 5))),
        "running_costs": tuple(running_cost(rng, n) for n in range(rng.randint(2, 6))),
        "special_funds": tuple(fund(rng, code) for code in funds),
        "inspections": tuple(inspection(rng, n) for n in range(rng.choice((0, 0, 0, 1, 3)))),
        "filings": tuple(filing(rng, n) for n in range(rng.randint(0, 4))),
    }
    tables["payments"] = tuple(payments(rng, tables["budget"]))
    tables["adjustments"] = tuple(adjustment(rng, n, tables["budget"]) for n in range(rng.choice((0, 1, 3))))
    tables["results"] = tuple(results(rng, tables["indicators"]))
    tables["answers"] = tuple(
        rows.Answer(indicator="2.4.1", item=item, answer=rng.choice(("是", "是", "否", "不适用")))
        for item in "AB"
        if rng.random() < 0.9
    )
    nil = tuple(sorted(name for name in TABLES if name != "unit" and not tables.get(name) and rng.random() < 0.7))
    return DataSet(unit=head(rng, at), nil=nil, **tables)  # type: ignore[arg-type]  # tables are by their own names


def head(rng: random.Random, at: int) -> rows.Unit:
    return rows.Unit(
        code=f"{at:06d}",
        name=f"第{at}单位",
        year=YEAR,
        pack=PACK,
        region=f"第{at % 20}区",
        level=rng.choice(("乡镇", "县级", "市级")),
        posts=rng.choice((None, 20, 46)),
        staff=rng.randint(5, 60),
        due=date(2025, 3, 31),
        filed=day(rng, date(2025, 3, 20), 20),
    )


def day(rng: random.Random, first: date, span: int) -> date:
    return first + timedelta(days=rng.randrange(span))


def maybe(rng: random.Random, chance: float, value: Any) -> Any:
    return value if rng.random() < chance else None


def amount(rng: random.Random) -> Money:
    return Money(rng.randint(10_000, 900_000_000))


def project(rng: random.Random, code: str, *, special: bool) -> rows.Project:
    return rows.Project(
        code=code,
        name=f"项目{code}",
        special_fund=special,
        attribute=rng.choice(("新增", "延续")),
        assessed=rng.random() < 0.8,
    )


def lines(rng: random.Random, projects: list[str]) -> Iterator[rows.BudgetLine]:
    kinds = [("", "人员经费"), ("", "公用经费"), *((code, "项目支出") for code in projects)]
    for at, (code, category) in enumerate(kinds):
        source = rng.choice(rows.SOURCES_OF_MONEY)
        money = amount(rng)
        yield rows.BudgetLine(
            code=f"L{at}",
            project=code,
            category=category,
            source=source,
            original=money,
            adjusted=money.times(rng.randint(90, 110), over=100),
        )


def payments(rng: random.Random, budget: tuple[rows.BudgetLine, ...]) -> Iterator[rows.Payment]:
    for line in budget:
        for month in sorted(rng.sample(range(1, 13), rng.randint(2, 5))):
            assert line.adjusted is not None
            yield rows.Payment(
                line=line.code, month=Month(YEAR, month), amount=line.adjusted.times(rng.randint(-2, 30), over=100)
            )


def indicators(rng: random.Random, projects: list[str]) -> Iterator[rows.Indicator]:
    for at, level in enumerate(("产出指标", "产出指标", "效益指标", "满意度指标")):
        operator = rng.choice(("≥", "≥", "≤", "=", "定性"))
        yield rows.Indicator(
            code=f"Z{at}",
            level_1=level,
            name=f"指标{at}",
            operator=operator,
            target=maybe(rng, 0.95, Fraction(rng.randint(1, 400), 4)),
            unit="个",
        )
    for code in projects:
        for at, (level, weight) in enumerate((("产出指标", 50), ("效益指标", 30), ("满意度指标", 10))):
            yield rows.Indicator(
                code=f"{code}{at}",
                project=code,
                level_1=level,
                name=f"指标{at}",
                operator="≥",
                target=Fraction(rng.randint(1, 100)),
                weight=Points.of(weight),
            )


def results(rng: random.Random, own: tuple[rows.Indicator, ...]) -> Iterator[rows.Result]:
    for each in own:
        if rng.random() < 0.03:
            yield rows.Result(indicator=each.code, absent="上级取消该项任务")
        elif each.operator == "定性":
            yield rows.Result(indicator=each.code, level=rng.choice(rows.LEVELS))
        elif rng.random() < 0.95:
            yield rows.Result(
                indicator=each.code, actual=(each.target or Fraction(1)) * rng.randint(0, 6) / 4, reason="天气原因"
            )


def purchase(rng: random.Random, at: int) -> rows.Purchase:
    start = day(rng, date(YEAR, 2, 1), 200)
    award = start + timedelta(days=rng.randint(20, 40))
    signed = maybe(rng, 0.9, award + timedelta(days=rng.randint(1, 35)))
    return rows.Purchase(
        code=f"C{at}",
        name=f"采购{at}",
        budget=amount(rng),
        start=start,
        award=award,
        signed=signed,
        intention=maybe(rng, 0.9, start - timedelta(days=rng.randint(20, 60))),
        amount=maybe(rng, 0.95, amount(rng)) if signed else None,
        filed=signed + timedelta(days=rng.randint(1, 14)) if signed else None,
        announced=signed + timedelta(days=rng.randint(0, 5)) if signed else None,
        small_business=rng.random() < 0.5,
        upheld_complaint=rng.random() < 0.03,
    )


def asset(rng: random.Random, at: int) -> rows.Asset:
    value = amount(rng)
    return rows.Asset(
        code=f"A{at}",
        name=f"资产{at}",
        ledger=value,
        accounts=rng.choice((value, value, amount(rng))),
        counted=maybe(rng, 0.9, value),
        counted_on=maybe(rng, 0.9, day(rng, date(YEAR, 1, 1), 500)),
        in_use=maybe(rng, 0.9, value.times(rng.randint(50, 100), over=100)),
    )


def income(rng: random.Random, at: int) -> rows.AssetIncome:
    due = day(rng, date(YEAR, 3, 1), 200)
    return rows.AssetIncome(
        code=f"S{at}",
        name=f"出租{at}",
        amount=amount(rng),
        due=due,
        paid=maybe(rng, 0.9, due + timedelta(days=rng.randint(-10, 3))),
    )


def disclosure(rng: random.Random, at: int) -> rows.Disclosure:
    approved = day(rng, date(YEAR, 1, 10), 60)
    matter = ("部门预算", "部门决算", "绩效目标", "绩效自评结果", "三公经费")[at]
    return rows.Disclosure(
        code=f"G{at}",
        matter=matter,
        approved=approved,
        published=maybe(rng, 0.95, approved + timedelta(days=rng.randint(1, 25))),
        complete=maybe(rng, 0.97, rng.random() < 0.95),
    )


def document(rng: random.Random, at: int) -> rows.RuleDocument:
    areas = ("事前绩效评估", "绩效目标管理", "绩效运行监控", "绩效评价管理", "采购内控")
    return rows.RuleDocument(code=f"D{at}", area=areas[at], title=f"制度{at}", issued=day(rng, date(2020, 1, 1), 1500))


def running_cost(rng: random.Random, at: int) -> rows.RunningCost:
    budget = amount(rng)
    return rows.RunningCost(
        code=f"F{at}",
        name=f"费用{at}",
        three_public=rows.THREE_PUBLIC[at] if at < 4 else "",
        last_actual=maybe(rng, 0.97, amount(rng)),
        budget=budget,
        actual=budget.times(rng.randint(50, 115), over=100),
    )


def fund(rng: random.Random, code: str) -> rows.SpecialFund:
    issued = amount(rng)
    return rows.SpecialFund(
        code=f"Z{code}",
        name=f"专项{code}",
        project=code,
        issued=issued,
        paid=issued.times(rng.randint(60, 100), over=100),
    )


def adjustment(rng: random.Random, at: int, budget: tuple[rows.BudgetLine, ...]) -> rows.Adjustment:
    return rows.Adjustment(
        code=f"T{at}",
        line=rng.choice(budget).code,
        dated=day(rng, date(YEAR, 5, 1), 200),
        amount=Money(rng.randint(-50_000_000, 50_000_000)),
        excepted=rng.random() < 0.3,
    )


def inspection(rng: random.Random, at: int) -> rows.Inspection:
    return rows.Inspection(
        code=f"J{at}",
        kind=rng.choice(("财务", "采购", "资产", "绩效")),
        found=day(rng, date(YEAR, 1, 1), 360),
        matter="手续不全",
        mended=rng.random() < 0.7,
    )


def filing(rng: random.Random, at: int) -> rows.Filing:
    due = day(rng, date(YEAR, 3, 1), 200)
    return rows.Filing(
        code=f"B{at}",
        step=f"事项{at}",
        due=due,
        filed=maybe(rng, 0.95, due + timedelta(days=rng.randint(-9, 2))),
        returned=rng.choice((0, 0, 0, 1)),
    )


if __name__ == "__main__":
    main()
