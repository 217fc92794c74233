"""What the upgrade from the first release does to a dossier's rows; it works on the models of a migration's own state."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from jiheng.core.fault import Place, Refused
from jiheng.facts import draft
from jiheng.facts.attainment import counted, counts, reached
from jiheng.facts.dataset import DataSet
from jiheng.facts.grid import Grid
from jiheng.facts.rows import TABLES
from jiheng.facts.schema import columns
from jiheng.packs.load import load_pack
from jiheng.packs.method.base import Base
from jiheng.packs.model import Pack
from jiheng.web.audit import chain, journal
from jiheng.web.cycle.models import new_stamp
from jiheng.web.records.writing import key_of

TOLD = ("reason", "measure")
READ = ("indicators", "results", "projects", "special_funds")
"""Tables from which it is known which indicators fell short."""
DEED = "数据升级"
Cells = dict[str, str]


def move(dossier: Any, record_model: Any, log: chain.Models) -> None:
    """Bring every reason to its home and give every row its key; nothing is written where nothing is to be done."""
    rows = {row.pk: row for row in record_model.objects.filter(dossier=dossier).exclude(key="")}
    before = {pk: json.loads(row.written) for pk, row in rows.items()}
    results = {row.key: row for row in rows.values() if row.table == "results"}
    for key, cells in _moved(dossier, rows.values(), {key: before[row.pk] for key, row in results.items()}):
        row = results.get(key) or record_model(
            dossier=dossier, table="results", key=key, position=1 + max(row.position for row in results.values())
        )
        results[key] = row
        row.written = json.dumps(cells, ensure_ascii=False, sort_keys=True)
        row.save()
        rows[row.pk] = row
    changes = [
        change
        for pk, row in rows.items()
        if (change := _change(dossier, row, before.get(pk, {}), json.loads(row.written))) is not None
    ]
    _rekey(rows.values())
    if changes:
        type(dossier).objects.filter(pk=dossier.pk).update(stamp=new_stamp())
        _log(dossier, changes, log)


def _change(dossier: Any, row: Any, old: Cells, new: Cells) -> journal.RowChange | None:
    return journal.RowChange.of((dossier.pk, row.table, row.pk, row.key), old, new)


def _log(dossier: Any, changes: list[journal.RowChange], log: chain.Models) -> None:
    chain.write(
        changes,
        models=log,
        person="系统",
        action=DEED,
        object_type="Dossier",
        object_id=str(dossier.pk),
        object_label=f"{dossier.unit.name} {dossier.year.year} 年度",
        unit_code=dossier.unit.code,
        detail="偏差原因和改进措施归到各指标",
    )


def _moved(dossier: Any, rows: Any, results: Mapping[str, Cells]) -> Iterator[tuple[str, Cells]]:
    """Key and cells of every row of results that the move changes."""
    try:
        dataset, pack = _dataset(dossier, rows), load_pack(dossier.pack)
    except Refused:
        return  # without unit or pack there is no leaf that could be told from an indicator
    now: dict[str, Cells] = {}
    for code, method in _completions(pack):
        words = {name: results.get(code, {}).get(name, "") for name in TOLD}
        if not any(words.values()):
            continue
        taken = _hand_down(dataset, method, words, results, now)
        bare = {name: text for name, text in results[code].items() if name not in TOLD}
        remark = "；".join(text for text in (bare.get("note", ""), *words.values()) if text)
        now[code] = bare if taken else bare | {"note": remark}
    yield from now.items()


def _hand_down(
    dataset: DataSet, method: Base, words: Cells, results: Mapping[str, Cells], now: dict[str, Cells]
) -> bool:
    """Give the words to whatever fell short and lacks them; whether each of them found a home."""
    known = {row.indicator: row for row in dataset.results}
    homes: set[str] = set()
    for indicator in counted(dataset, method):
        code = indicator.code
        cells = now.get(code) or results.get(code, {"indicator": code})
        lacking = {name: text for name, text in words.items() if text and not cells.get(name)}
        if lacking and reached(indicator, known.get(code)) is False:
            now[code] = {**cells, **lacking}
            homes.update(lacking)
    return homes >= {name for name, text in words.items() if text}


def _completions(pack: Pack) -> Iterator[tuple[str, Base]]:
    return ((node.code, node.method) for node in pack.nodes() if node.method and counts(node.method))


def _dataset(dossier: Any, rows: Any) -> DataSet:
    unit = {"code": dossier.unit.code, "name": dossier.unit.name, "year": str(dossier.year.year), "pack": dossier.pack}
    written = {table: [(row.position, json.loads(row.written)) for row in rows if row.table == table] for table in READ}
    grids = [_grid("unit", [(1, unit)]), *(_grid(table, cells) for table, cells in written.items())]
    dataset, _faults = draft(grids, Place(file=dossier.unit.name))
    return dataset


def _grid(table: str, rows: list[tuple[int, Cells]]) -> Grid:
    head = tuple(field.name for field, _column in columns(TABLES[table][1]))
    body = tuple((position, [cells.get(name, "") for name in head]) for position, cells in rows)
    return Grid(table=table, place=Place(sheet=TABLES[table][0]), head=head, rows=body)


def _rekey(rows: Any) -> None:
    """A row that had only a number, because a part of its key that may be empty was, gets its key if that is free."""
    held = {(row.table, row.key) for row in rows}
    for row in rows:
        key = key_of(row.table, json.loads(row.written)) if row.key.startswith("#") and row.table in TABLES else ""
        if key and (row.table, key) not in held:
            held.add((row.table, key))
            row.key = key
            row.save(update_fields=["key"])
