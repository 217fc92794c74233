"""PySpark, local: the hand-written statements in Spark's words. Starting the session (8 to 10 s) is not counted."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import pyspark
from told import Clock

from jiheng.scoring.engines.spark import session

spark = session()
clock = Clock()
spark.read.parquet(f"{clock.rows}/rows").createOrReplaceTempView("rows")
spark.read.parquet(f"{clock.rows}/subjects.parquet").createOrReplaceTempView("subjects")
TOWARDS = """CASE WHEN {done} * 10 > {due} * 13
      THEN (2 * weight * greatest({due} * 23 - {done} * 10, 0L) + {due} * 10) DIV (20 * {due})
    WHEN {done} >= {due} THEN weight ELSE (2 * weight * greatest({done}, 0L) + {due}) DIV (2 * {due}) END"""
SCORE = f"""
SELECT subject, item, number, rule, state, CAST(weight AS INT) AS weight, CAST(CASE
  WHEN state = 1 THEN 0L
  WHEN rule = 0 THEN {TOWARDS.format(done="value", due="target")}
  WHEN rule = 1 THEN CASE WHEN value <= 0 THEN weight ELSE {TOWARDS.format(done="target", due="value")} END
  WHEN rule = 2 THEN CASE WHEN value = target THEN weight ELSE 0L END
  ELSE (2 * weight * least(greatest(value, 0L), 10000L) + 10000) DIV 20000 END AS INT) AS score
FROM (SELECT subject, item, number, rule, state, CAST(weight AS BIGINT) AS weight, CAST(value AS BIGINT) AS value,
             CAST(target AS BIGINT) AS target FROM rows)"""
LEVELS = ", ".join(f"(2 * sum(score) FILTER (WHERE item = {at}) + 100) DIV 200 * 100 AS s{at}" for at in range(5))
spark.sql(SCORE).write.parquet(f"{clock.out}/trail", compression="zstd")
spark.read.parquet(f"{clock.out}/trail").createOrReplaceTempView("trail")
totals = spark.sql(
    f"SELECT *, s0 + s1 + s2 + s3 + s4 AS total FROM (SELECT subject, {LEVELS} FROM trail GROUP BY subject)"
)
totals.write.parquet(f"{clock.out}/totals")
spark.read.parquet(f"{clock.out}/totals").createOrReplaceTempView("totals")
spark.sql(
    "SELECT *, CASE WHEN total >= 900000 THEN 0 WHEN total >= 800000 THEN 1 WHEN total >= 600000 THEN 2 ELSE 3 END AS grade, "
    "rank() OVER (PARTITION BY peer ORDER BY total DESC) AS rank FROM totals JOIN subjects USING (subject)"
).write.parquet(f"{clock.out}/ranking")
clock.done(f"PySpark {pyspark.__version__}", trail=True)
