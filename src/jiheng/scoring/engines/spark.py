"""The distributed engine: the same statements in Spark's dialect; 128-bit integers are DECIMAL(38,0) there.

Needs the extra ``spark`` (PySpark) and a Java runtime. One local session serves the process; it listens
on loopback only and its files go when the process ends.
"""

from __future__ import annotations

import atexit
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pyspark
from pyspark.sql import SparkSession
from sqlglot import exp

from jiheng.scoring import sql
from jiheng.scoring.engines.duckdb import verdicts, written_rows
from jiheng.scoring.engines.verdict import Verdict
from jiheng.scoring.plan import Plan
from jiheng.scoring.rows import COLUMNS, Bounds, Row


@cache
def session(cores: int = 2) -> Any:
    """The session of this process, started when first asked for."""
    scratch = tempfile.TemporaryDirectory(prefix="jiheng-spark-")
    atexit.register(scratch.cleanup)
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": scratch.name,
        "spark.sql.warehouse.dir": scratch.name,
        "spark.sql.ansi.enabled": "true",
        "spark.sql.shuffle.partitions": str(cores),
        "spark.log.level": "ERROR",
    }
    builder = SparkSession.builder.master(f"local[{cores}]").appName("jiheng")
    for key, value in settings.items():
        builder = builder.config(key, value)
    made = builder.getOrCreate()
    atexit.register(made.stop)
    return made


class Spark:
    """Scores a batch of rows in the local session."""

    name = "spark"
    version = pyspark.__version__

    def score(self, plan: Plan, rows: Sequence[Row]) -> Iterator[Verdict]:
        """Score all subjects; their rows stand together, subjects ascend."""
        spark, bounds = session(), Bounds.of(rows)
        query = sql.trail(plan, bounds, exp.to_table("rows"), (*COLUMNS, "seq"))
        with tempfile.TemporaryDirectory(prefix="jiheng-spark-") as folder:
            path = Path(folder) / "rows.parquet"
            written_rows(rows, bounds, path)
            spark.read.parquet(str(path)).createOrReplaceTempView("rows")
            trail = spark.sql(sql.written(query, "spark")).cache()
            trail.createOrReplaceTempView("trail")
            scores = [row.score for row in trail.orderBy("seq").select("score").collect()]
            totals = spark.sql(sql.written(sql.totals(plan, exp.to_table("trail")), "spark")).orderBy("subject")
            found = [tuple(row) for row in totals.collect()]
            trail.unpersist()
        return verdicts(plan, rows, scores, found)
