"""The reviewer's own rows, checked while they are being written (R27, R28)."""

from __future__ import annotations

import duckdb

from jiheng.checks.finding import Finding
from jiheng.checks.form.catalogue import catalogue
from jiheng.checks.form.run import check_connection, prepare, register_scores
from jiheng.core.calendar import Workdays
from jiheng.facts import relations
from jiheng.facts.dataset import DataSet
from jiheng.packs.model import Pack
from jiheng.scoring.sheet import ScoreSheet

CODES = frozenset({"R27", "R28"})


def check_reviews(dataset: DataSet, pack: Pack, project_pack: Pack, sheet: ScoreSheet) -> tuple[Finding, ...]:
    """Check that each deduction names rule, share and reason, and that like is treated alike."""
    if not dataset.reviews:
        return ()
    rows = DataSet(unit=dataset.unit, indicators=dataset.indicators, reviews=dataset.reviews)
    with duckdb.connect() as connection:
        relations.register(connection, [rows])
        prepare(connection, pack, project_pack, range(dataset.unit.year, dataset.unit.year), Workdays())
        register_scores(connection, rows, [sheet])
        return check_connection(connection, [rule for rule in catalogue() if rule.code in CODES]).findings
