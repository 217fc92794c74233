"""The two doors: score a whole unit, score one of its projects."""

from __future__ import annotations

from jiheng.core.calendar import Workdays
from jiheng.core.exact import Points
from jiheng.core.fault import Faults
from jiheng.facts import for_project
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures import measure
from jiheng.packs.model import Pack
from jiheng.scoring.assemble import assemble
from jiheng.scoring.build import Scored, lines
from jiheng.scoring.engines import engine as make_engine
from jiheng.scoring.engines import judge
from jiheng.scoring.engines.verdict import ranked_grades
from jiheng.scoring.explain.losses import barred, losses, warnings
from jiheng.scoring.explain.notices import foreign_year, moved_weights, notices
from jiheng.scoring.explain.subject import Subject
from jiheng.scoring.plan import plan_of
from jiheng.scoring.sheet import ScoreSheet


def score(dataset: DataSet, pack: Pack, *, engine: str = "duckdb", workdays: Workdays | None = None) -> ScoreSheet:
    """Score a whole unit.

    Args:
        dataset: the unit's data of one year.
        pack: the rule pack.
        engine: ``duckdb``, ``reference`` or ``spark``; all give the same digits.
        workdays: the calendar, for explanations and measures that count working days.

    Raises:
        Refused: own indicators whose weights do not add up, levels or choices that the pack does not know.
        KeyError: no such engine.
    """
    return _sheet(dataset, pack, engine, workdays or Workdays(), "")


def score_project(
    dataset: DataSet, pack: Pack, project_code: str, *, engine: str = "duckdb", workdays: Workdays | None = None
) -> ScoreSheet:
    """Score one project by a pack for projects.

    Raises:
        Refused: see ``score``.
        KeyError: no such project or engine.
    """
    return _sheet(for_project(dataset, project_code), pack, engine, workdays or Workdays(), project_code)


def _sheet(dataset: DataSet, pack: Pack, engine: str, workdays: Workdays, project: str) -> ScoreSheet:
    plan, faults = plan_of(pack), Faults()
    measures = measure(dataset, pack, workdays)
    assembly = assemble(plan, dataset, measures, faults)
    faults.raise_if_any()
    made = make_engine(engine)
    (verdict,) = judge(made, plan, assembly.rows(0))
    scored = Scored(plan, Subject(pack, dataset, measures, workdays, plan.borders), assembly, verdict)
    found = lines(scored)
    leaves = [leaf for node in pack.nodes() if not node.children for leaf in scored.leaves(node)]
    top = [line for line in found if not line.parent]
    before = Points(verdict.sums[0])
    lost = sum((line.lost for line in top), Points(0))
    return ScoreSheet(
        unit=dataset.unit.name,
        year=dataset.unit.year,
        pack_id=pack.id,
        pack_version=pack.version,
        pack_sha256=pack.sha256,
        pack_status=pack.status,
        pack_label=pack.title,
        dataset_sha256=dataset.sha256,
        engine=made.name,
        engine_version=made.version,
        lines=found,
        losses=tuple(losses(scored.subject, verdict)),
        before_losses=before,
        total=Points(verdict.total),
        full_marks=Points.of(pack.full_marks),
        grade=ranked_grades(pack)[verdict.grade].name,
        notices=(
            *foreign_year(scored.subject),
            *warnings(scored.subject, verdict),
            *barred(scored.subject, verdict),
            *moved_weights(scored.subject, leaves),
            *notices(scored.subject, leaves),
        ),
        subject=project,
        rounding=Points.of(pack.full_marks) - before - lost,
    )
