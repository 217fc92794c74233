"""The same work as SQL written by hand for this one pack."""

from pathlib import Path

import duckdb
from told import Clock

clock = Clock()
for name in ("trail", "totals"):
    (clock.out / name).mkdir(parents=True)
files = {
    "rows": f"'{clock.rows}/rows/*.parquet'",
    "trail": f"'{clock.out}/trail/all.parquet'",
    "totals": f"'{clock.out}/totals/all.parquet'",
    "subjects": f"'{clock.rows}/subjects.parquet'",
    "ranking": f"'{clock.out}/ranking.parquet'",
}
script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").format(**files)
with duckdb.connect(config={"memory_limit": "600MB", "temp_directory": str(clock.out / "spill")}) as connection:
    connection.execute(script)
clock.done(f"DuckDB {duckdb.__version__}", trail=True)
