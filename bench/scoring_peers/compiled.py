"""Ours: the plan compiled from the pack, the door that ``jiheng score FOLDER -o OUT`` opens."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import duckdb
from scoring_data import bench_pack
from told import Clock

from jiheng import __version__
from jiheng.scoring.many import score_folder

clock = Clock()
score_folder(clock.rows, clock.out, bench_pack())
clock.done(f"jiheng {__version__}, DuckDB {duckdb.__version__}", trail=True)
