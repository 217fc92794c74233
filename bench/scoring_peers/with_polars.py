"""Polars: the same integers, lazily and streaming; ``//`` is applied to what is not negative."""

import polars as pl
from told import Clock

clock = Clock()
for name in ("trail", "totals"):
    (clock.out / name).mkdir(parents=True)
w, v, t = (pl.col(name).cast(pl.Int64) for name in ("weight", "value", "target"))


def towards(done: pl.Expr, due: pl.Expr) -> pl.Expr:
    beyond = (2 * w * pl.max_horizontal(due * 23 - done * 10, 0) + due * 10) // (20 * due)
    below = (2 * w * pl.max_horizontal(done, 0) + due) // (2 * due)
    return pl.when(done * 10 > due * 13).then(beyond).when(done >= due).then(w).otherwise(below)


score = (
    pl.when(pl.col("state") == 1)
    .then(0)
    .when(pl.col("rule") == 0)
    .then(towards(v, t))
    .when(pl.col("rule") == 1)
    .then(pl.when(v <= 0).then(w).otherwise(towards(t, pl.max_horizontal(v, 1))))
    .when(pl.col("rule") == 2)
    .then(pl.when(v == t).then(w).otherwise(0))
    .otherwise((2 * w * pl.min_horizontal(pl.max_horizontal(v, 0), 10000) + 10000) // 20000)
    .cast(pl.Int32)
    .alias("score")
)
trail = clock.out / "trail" / "all.parquet"
source = pl.scan_parquet(clock.rows / "rows" / "*.parquet")
source.select("subject", "item", "number", "rule", "state", "weight", score).sink_parquet(trail, compression="zstd")
levels = [
    ((2 * pl.col("score").filter(pl.col("item") == at).cast(pl.Int64).sum() + 100) // 200 * 100).alias(f"s{at + 1}")
    for at in range(5)
]
totals = (
    pl.scan_parquet(trail)
    .group_by("subject")
    .agg(levels)
    .with_columns(total=pl.sum_horizontal("s1", "s2", "s3", "s4", "s5"))
    .collect(engine="streaming")
)
totals.write_parquet(clock.out / "totals" / "all.parquet")
ranked = totals.join(pl.read_parquet(clock.rows / "subjects.parquet"), on="subject").with_columns(
    grade=pl.when(pl.col("total") >= 900000)
    .then(0)
    .when(pl.col("total") >= 800000)
    .then(1)
    .when(pl.col("total") >= 600000)
    .then(2)
    .otherwise(3),
    rank=pl.col("total").rank("min", descending=True).over("peer"),
)
ranked.write_parquet(clock.out / "ranking.parquet")
clock.done(f"Polars {pl.__version__}", trail=True)
