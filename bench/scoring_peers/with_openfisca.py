# ruff: noqa: ANN001, ANN201, ARG002, N801, N805 - OpenFisca reads names and formulas of classes as they stand
"""OpenFisca: rows are persons, units are groups, numbers are float32. pandas reads, writes and ranks for it.

``calculate_seconds`` is the calculation alone, without reading, building the simulation, and writing.
"""

import time
from importlib.metadata import version

import numpy as np
import pandas as pd
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from told import Clock

ROW = build_entity(key="row", plural="rows", label="row", is_person=True)
UNIT = build_entity(
    key="unit", plural="units", label="unit", roles=[{"key": "member", "plural": "members", "label": "member"}]
)
YEAR = "2024"
INPUTS = ("weight", "value", "target", "rule", "state", "item")


def towards(w, done, due):
    ratio = done / due
    return w * np.maximum(np.minimum(ratio, 1) - np.maximum(ratio - 1.3, 0), 0)


class score(Variable):
    value_type, entity, definition_period, label = float, ROW, DateUnit.YEAR, "score"

    def formula(row, period, parameters):
        w, v, t, rule, state, _ = (row(name, period) for name in INPUTS)
        rising, falling = towards(w, v, t), np.where(v <= 0, w, towards(w, t, np.maximum(v, 1)))
        found = np.select([rule == 0, rule == 1, rule == 2], [rising, falling, np.where(v == t, w, 0)], w * v / 10000)
        return np.where(state == 1, 0, np.round(found, 4))


class total(Variable):
    value_type, entity, definition_period, label = float, UNIT, DateUnit.YEAR, "total"

    def formula(unit, period, parameters):
        scores, item = unit.members("score", period), unit.members("item", period)
        return sum(np.round(unit.sum(scores * (item == at)), 2) for at in range(5))


def variable(name):
    return type(
        name, (Variable,), {"value_type": float, "entity": ROW, "definition_period": DateUnit.YEAR, "label": name}
    )


clock = Clock()
for name in ("trail", "totals"):
    (clock.out / name).mkdir(parents=True)
rows = pd.read_parquet(clock.rows / "rows", columns=["subject", "number", *INPUTS])
system = TaxBenefitSystem([ROW, UNIT])
for name in INPUTS:
    system.add_variable(variable(name))
system.add_variable(score)
system.add_variable(total)
builder = SimulationBuilder()
builder.create_entities(system)
builder.declare_person_entity("row", np.arange(len(rows)))
units = builder.declare_entity("unit", np.arange(rows.subject.iloc[-1] + 1))
builder.join_with_persons(units, rows.subject.to_numpy(), np.repeat("member", len(rows)))
simulation = builder.build(system)
started = time.perf_counter()
for name in INPUTS:
    array = rows[name].to_numpy(np.float32)
    simulation.set_input(name, YEAR, array / 10000 if name == "weight" else array)
found = simulation.calculate("total", YEAR)
calculated = time.perf_counter() - started
rows["score"] = np.round(simulation.calculate("score", YEAR) * 10000).astype(np.int32)
trail = rows[["subject", "item", "number", "rule", "state", "weight", "score"]]
trail.to_parquet(clock.out / "trail" / "all.parquet", compression="zstd")
exact = np.round(found.astype(np.float64) * 10000).astype(np.int64)
totals = pd.DataFrame({"subject": np.arange(len(exact)), "total": exact})
totals.to_parquet(clock.out / "totals" / "all.parquet")
ranked = totals.merge(pd.read_parquet(clock.rows / "subjects.parquet"), on="subject")
ranked["grade"] = np.select([ranked.total >= 900000, ranked.total >= 800000, ranked.total >= 600000], [0, 1, 2], 3)
ranked["rank"] = ranked.groupby("peer")["total"].rank("min", ascending=False)
ranked.to_parquet(clock.out / "ranking.parquet")
clock.done(f"OpenFisca-Core {version('openfisca-core')}", trail=True, calculate_seconds=round(calculated, 4))
