"""pandas on NumPy integers."""

import numpy as np
import pandas as pd
from told import Clock

clock = Clock()
for name in ("trail", "totals"):
    (clock.out / name).mkdir(parents=True)
rows = pd.read_parquet(clock.rows / "rows")
w, v, t = (rows[name].to_numpy(np.int64) for name in ("weight", "value", "target"))


def towards(done: np.ndarray, due: np.ndarray) -> np.ndarray:
    beyond = (2 * w * np.maximum(due * 23 - done * 10, 0) + due * 10) // (20 * due)
    below = (2 * w * np.maximum(done, 0) + due) // (2 * due)
    return np.where(done * 10 > due * 13, beyond, np.where(done >= due, w, below))


falling = np.where(v <= 0, w, towards(t, np.maximum(v, 1)))
level = (2 * w * np.clip(v, 0, 10000) + 10000) // 20000
rule = rows["rule"].to_numpy()
score = np.select([rule == 0, rule == 1, rule == 2], [towards(v, t), falling, np.where(v == t, w, 0)], level)
rows["score"] = np.where(rows["state"] == 1, 0, score).astype(np.int32)
trail = rows[["subject", "item", "number", "rule", "state", "weight", "score"]]
trail.to_parquet(clock.out / "trail" / "all.parquet", compression="zstd")
levels = rows.groupby(["subject", "item"], sort=False)["score"].sum().unstack(fill_value=0)  # noqa: PD010 - the quicker of the two
totals = ((2 * levels + 100) // 200 * 100).sum(axis=1).rename("total").reset_index()
totals.to_parquet(clock.out / "totals" / "all.parquet")
ranked = totals.merge(pd.read_parquet(clock.rows / "subjects.parquet"), on="subject")
ranked["grade"] = np.select([ranked.total >= 900000, ranked.total >= 800000, ranked.total >= 600000], [0, 1, 2], 3)
ranked["rank"] = ranked.groupby("peer")["total"].rank("min", ascending=False)
ranked.to_parquet(clock.out / "ranking.parquet")
clock.done(f"pandas {pd.__version__}, NumPy {np.__version__}", trail=True)
