"""The bridge: a dossier's rows become the core's data set, and its score sheet; nothing is computed here."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from jiheng.core.fault import Fault, Place, Refused
from jiheng.facts import draft
from jiheng.facts.carrying import settled
from jiheng.facts.dataset import DataSet
from jiheng.facts.grid import Grid
from jiheng.facts.rows import TABLES, Evidence, Review
from jiheng.facts.schema import columns
from jiheng.packs.load import load_pack
from jiheng.packs.model import Pack
from jiheng.scoring import score, score_project
from jiheng.scoring.sheet import ScoreSheet
from jiheng.web.cycle.models import Dossier
from jiheng.web.cycle.workdays import calendar, name_of, named
from jiheng.web.records.kept import kept
from jiheng.web.records.models import KeptPack, Record

PACKS = 64
"""Kept packs in memory."""
PROJECTS = 512
"""Score sheets of single projects in memory: each is small and soon computed again."""
NIL = ""
"""Key of the record that says: there is none of it this year (零填报)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A data set as far as it can be read, and what cannot, each fault with table, row and column."""

    dataset: DataSet
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """What a data set is made from: the dossier's rows at one state, and who the unit is."""

    dossier: int
    stamp: str
    identity: tuple[tuple[str, str], ...]
    pack_sha256: str = ""
    """The content of the pack by which the dossier was decided; empty until then."""
    calendar: str = ""
    """What was entered of working days, by its name."""

    @classmethod
    def of(cls, dossier: Dossier) -> Origin:
        """The dossier's present state."""
        days = name_of(calendar())
        return cls(dossier.pk, dossier.stamp, tuple(identity(dossier).items()), dossier.pack_sha256, days)


def draft_of(dossier: Dossier) -> Draft:
    """The dossier's data set in its present state; rows carried from last year count once they are confirmed."""
    return _draft(Origin.of(dossier))


def whole_of(dossier: Dossier) -> DataSet:
    """The same with the rows that nobody has confirmed yet: for what compares years, never for what is scored."""
    return _read(Origin.of(dossier)).dataset


@dataclass(frozen=True, slots=True)
class Vouched:
    """What stands beside a unit's figures: its evidence, and the rows of who re-scored it."""

    evidence: tuple[Evidence, ...]
    reviews: tuple[Review, ...]


def vouched_for(dossier: Dossier) -> Vouched:
    """Evidence and re-scored rows; pages that show scores need them, and nothing else, of a data set of thousands."""
    return _vouched(Origin.of(dossier))


def dataset_at(origin: Origin) -> DataSet:
    """The data set in a state that was named before; for what is held in memory by that state."""
    return _draft(origin).dataset


def sheet_at(origin: Origin, pack: str) -> ScoreSheet:
    """The score sheet in a state that was named before."""
    return _sheet(origin, pack, pack_by(pack, origin.pack_sha256).sha256)


def pack_of(dossier: Dossier) -> Pack:
    """The pack that the dossier is scored by."""
    return pack_by(dossier.pack, dossier.pack_sha256)


def pack_by(name: str, sha256: str) -> Pack:
    """The pack of a name with this content, kept since something was decided by it; without a hash the one in force."""
    return _kept_pack(name, sha256) if sha256 else load_pack(name)


@lru_cache(maxsize=PACKS)
def _kept_pack(name: str, sha256: str) -> Pack:
    with suppress(Refused):
        if (now := load_pack(name)).sha256 == sha256:
            return now
    kept_ = KeptPack.objects.filter(pk=sha256).first()
    if kept_ is None:
        return load_pack(name)
    return Pack.model_validate(json.loads(kept_.content)).model_copy(update={"sha256": sha256})


def keep_pack(pack: Pack) -> None:
    """Keep the content of a pack under its hash, so that an edited or upgraded file moves nothing that was decided."""
    content = pack.model_dump(mode="json", exclude={"sha256"}, exclude_defaults=True)
    written = json.dumps(content, ensure_ascii=False, sort_keys=True)
    given = {"pack": pack.id, "version": pack.version, "content": written}
    KeptPack.objects.get_or_create(sha256=pack.sha256, defaults=given)


def project_pack(pack: Pack) -> Pack:
    """The pack that the unit's projects are scored by; the pack itself if it is one for projects."""
    return load_pack(pack.project_pack) if pack.project_pack else pack


def sheet_of(dossier: Dossier) -> ScoreSheet:
    """The score sheet of the whole unit, by the core."""
    return sheet_at(Origin.of(dossier), dossier.pack)


def project_sheet_of(dossier: Dossier, project: str) -> ScoreSheet:
    """The score sheet of one project, by the pack that the department pack names."""
    return project_sheet_at(Origin.of(dossier), pack_of(dossier), project)


def project_sheet_at(origin: Origin, pack: Pack, project: str) -> ScoreSheet:
    """The score sheet of one project in a state that was named before; ``pack`` is the whole unit's."""
    own = project_pack(pack)
    return _project_sheet(origin, own.id, own.sha256, project)


def grids_of(dossier: Dossier) -> list[Grid]:
    """The dossier's tables as written, to be read together with others; their places name no file."""
    return _grids(Origin.of(dossier))


@kept
def _draft(origin: Origin) -> Draft:
    whole = _read(origin)
    return Draft(settled(whole.dataset), whole.faults)


def _read(origin: Origin) -> Draft:
    dataset, faults = draft(_grids(origin), Place(file=dict(origin.identity)["name"]))
    return Draft(dataset, faults)


@kept
def _vouched(origin: Origin) -> Vouched:
    dataset = _draft(origin).dataset
    return Vouched(dataset.evidence, dataset.reviews)


@kept
def _sheet(origin: Origin, pack: str, _sha256: str) -> ScoreSheet:
    return score(
        _draft(origin).dataset, pack_by(pack, origin.pack_sha256), engine="reference", workdays=named(origin.calendar)
    )


@lru_cache(maxsize=PROJECTS)
def _project_sheet(origin: Origin, pack: str, _sha256: str, project: str) -> ScoreSheet:
    return score_project(
        _draft(origin).dataset, load_pack(pack), project, engine="reference", workdays=named(origin.calendar)
    )


def _grids(origin: Origin) -> list[Grid]:
    """One grid per table; row numbers are the records' positions, so that a fault names the row on the page."""
    by_table: dict[str, list[Record]] = {}
    for record in Record.objects.filter(dossier=origin.dossier):
        by_table.setdefault(record.table, []).append(record)
    unit = (by_table.get("unit") or [Record(table="unit", key="unit", position=1)])[0]
    unit.cells = unit.cells | dict(origin.identity)
    by_table["unit"] = [unit]
    return [_grid(table, by_table[table]) for table in TABLES if table in by_table]


def identity(dossier: Dossier) -> dict[str, str]:
    """What the organisation and the cycle say of the unit, whatever its rows say."""
    unit = dossier.unit
    return {
        "code": unit.code,
        "name": dossier.unit_name,
        "level": unit.level,
        "year": str(dossier.year.year),
        "pack": dossier.pack,
    }


def _grid(table: str, records: list[Record]) -> Grid:
    title, row_class = TABLES[table]
    head = tuple(field.name for field, _column in columns(row_class))
    written = ((record.position, record.counted) for record in records if record.key)
    rows = tuple((position, [cells.get(name, "") for name in head]) for position, cells in written)
    nil = any(record.key == NIL for record in records)
    return Grid(table=table, place=Place(sheet=title), head=head, rows=rows, nil=nil)
