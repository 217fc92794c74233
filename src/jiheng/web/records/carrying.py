"""上年结转: rows that go on from the unit's year before, waiting to be confirmed, undone as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_tasks import task as background

from jiheng.facts.carrying import carry
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures import measure
from jiheng.facts.rows import CARRIED, ORIGINS, TITLES, Succession
from jiheng.facts.since import Since, since
from jiheng.web.accounts.models import User
from jiheng.web.actions import Actor, Refusal
from jiheng.web.cycle.actions import Pointed, advised_before_submission
from jiheng.web.cycle.models import Dossier, Stage, Task, Year
from jiheng.web.jobs.queues import ALL_UNITS
from jiheng.web.organisation.models import Unit
from jiheng.web.records.actions import REVIEWERS_TABLES, RecordAction, key_of, writable
from jiheng.web.records.dataset import draft_of, pack_of, whole_of
from jiheng.web.records.intake import written_rows
from jiheng.web.records.models import Record
from jiheng.web.records.queries import row_address
from jiheng.web.records.steps import column_title
from jiheng.web.records.writing import SITE_KEY

MARK = f'"origin": "{CARRIED}"'
"""How the origin of a carried row stands in its written cells."""
BATCH = 500


def before(dossier: Dossier) -> Dossier | None:
    """The unit's dossier of the year before; None if there is none here."""
    year = dossier.year.year - 1
    return Dossier.objects.select_related("year", "unit").filter(unit=dossier.unit, year__year=year).first()


def carried(dossier: Dossier) -> QuerySet[Record]:
    """The rows that wait to be confirmed."""
    return Record.objects.filter(dossier=dossier, written__contains=MARK)


def opened(dossier: Dossier) -> DataSet | None:
    """What goes on into the dossier's year; None without a year before."""
    old = before(dossier)
    if old is None:
        return None
    dataset = draft_of(old).dataset
    return carry(dataset, dossier.pack, measure(dataset, pack_of(old)), told_in(dossier))


def told_in(dossier: Dossier) -> tuple[Succession, ...]:
    """沿革 as this year's rows tell it, also those that nobody has confirmed yet."""
    return whole_of(dossier).lineage


def since_last_year(dossier: Dossier) -> Since:
    """What last year had and this year's rows have no more, and what is new; nothing where either is not here."""
    old, now = before(dossier), whole_of(dossier)
    if old is None or not (now.projects or now.indicators):
        return Since()
    return since(draft_of(old).dataset, now)


@dataclass
class LayOut(RecordAction):
    """Write rows of a data set that are not there yet. A row that is there already stays as it is, so twice is once."""

    def lay(self, dataset: DataSet) -> dict[str, int]:
        """Write them; how many by table."""
        counts = {}
        for table, rows in written_rows(dataset).items():
            if table != "unit" and table not in REVIEWERS_TABLES and writable(self.target, table):
                made = Record.objects.bulk_create(self._fresh(table, rows), batch_size=BATCH)
                for record in made:
                    self.note(record, {}, record.cells)
                counts[table] = len(made)
        if any(counts.values()):
            self.touch()
        return {table: count for table, count in counts.items() if count}

    def _fresh(self, table: str, rows: Sequence[dict[str, str]]) -> Iterator[Record]:
        own = Record.objects.filter(dossier=self.target, table=table)
        held = set(own.values_list("key", flat=True))
        last = own.aggregate(last=Max("position"))["last"] or 0
        for number, cells in enumerate(rows, 1):
            key = key_of(table, cells)
            if key and key not in held and not key.startswith(SITE_KEY):
                record = Record(dossier=self.target, table=table, key=key, position=last + number)
                record.cells, record.updated_by = cells, self.actor.user
                yield record


@dataclass
class CarryForward(LayOut):
    """Lay out what goes on from the year before."""

    title = gettext_noop("上年结转")

    def apply(self) -> dict[str, int]:
        """Write the rows that are not there yet; how many by table."""
        dataset = opened(self.target)
        if dataset is None:
            raise Refusal(_("系统中没有本单位上一年度的数据，不能结转；可先从表格导入上年数据。"))
        return self.lay(dataset)

    def detail(self) -> str:
        """From which year."""
        return f"{self.target.year.year - 1} 年度 → {self.target.year.year} 年度"


@dataclass
class CarryOnOpening(CarryForward):
    """The same, by who opens the year for many units."""

    right = "cycle.manage"


@dataclass
class ConfirmCarried(RecordAction):
    """Take carried rows over as this year's own: those named, or all of the table."""

    title = gettext_noop("确认上年结转")
    table: str
    rows: Sequence[int] = ()

    def apply(self) -> int:
        """Give them the origin of what is filled in; how many."""
        self.demand_writable(self.table)
        waiting = carried(self.target).filter(table=self.table).select_for_update()
        chosen = list(waiting.filter(pk__in=self.rows) if self.rows else waiting)
        for record in chosen:
            before = record.cells
            record.cells = before | {"origin": ORIGINS[3]}
            self.note(record, before, record.cells)
            record.version += 1
            record.updated_by = self.actor.user
        Record.objects.bulk_update(chosen, ["written", "version", "updated_by"], batch_size=BATCH)
        if chosen:
            self.touch()
        return len(chosen)

    def detail(self) -> str:
        """Which table, which rows."""
        named = f"（编号 {'、'.join(map(str, self.rows))}）" if self.rows else "（整表）"
        return f"{TITLES.get(self.table, self.table)}{named}"


@dataclass
class ConfirmCells(RecordAction):
    """Take single cells of carried rows over as this year's own; with its last one a row is."""

    title = gettext_noop("确认上年结转的单元格")
    table: str
    cells: Mapping[int, Sequence[str]]
    """Number of the row → its columns; the names of the row go with its first cell."""

    def apply(self) -> int:
        """How many rows are whole now."""
        self.demand_writable(self.table)
        found = {each.pk: each for each in carried(self.target).filter(table=self.table).select_for_update()}
        chosen = [found[pk] for pk in self.cells if pk in found]
        if not chosen:
            raise Refusal(_("所选各行都已确认或已删除，请刷新页面。"))
        whole = sum(self._confirm(record) for record in chosen)
        self.touch()
        return whole

    def _confirm(self, record: Record) -> bool:
        left = record.confirm(self.cells[record.pk])
        before = record.cells
        if not left:
            record.cells = before | {"origin": ORIGINS[3]}
            self.note(record, before, record.cells)
        record.version += 1
        record.updated_by = self.actor.user
        record.save()
        return not left

    def detail(self) -> str:
        """Which table, which columns of how many rows."""
        names = dict.fromkeys(name for names in self.cells.values() for name in names)
        titles = "、".join(column_title(self.table, name) for name in names)
        return f"{TITLES.get(self.table, self.table)}：{len(self.cells)} 行的{titles}"


@dataclass
class UndoCarry(RecordAction):
    """Take back every row that still waits, as one; what was confirmed or filled in stays."""

    title = gettext_noop("撤销上年结转")

    def apply(self) -> int:
        """Delete them; how many."""
        waiting = carried(self.target)
        for table in waiting.values_list("table", flat=True).distinct():
            self.demand_writable(table)
        deleted = self.remove(waiting)
        self.touch()
        return deleted


@background(queue_name=ALL_UNITS)
def carry_later(pk: int, person: int, address: str) -> None:
    """Carry for one unit of a year that was opened for many; done again after a kill, it doubles nothing."""
    dossier = Dossier.objects.select_related("year", "unit").filter(pk=pk).first()
    if dossier is not None and before(dossier) is not None:
        CarryOnOpening(Actor(User.objects.get(pk=person), address), dossier).run()


def carry_bar(dossier: Dossier, table: str) -> dict[str, object]:
    """What the page of a table says of carried rows: whether carrying is offered, what waits here and elsewhere."""
    counts = Counter(carried(dossier).values_list("table", flat=True))
    old = None if counts or Record.objects.filter(dossier=dossier, table="projects").exists() else before(dossier)
    listed = [{"table": name, "title": TITLES[name], "count": counts[name]} for name in TITLES if counts[name]]
    return {
        "offered": old is not None,
        "year": dossier.year.year - 1,
        "here": counts[table],
        "all": sum(counts.values()),
        "tables": listed,
        "since": since_last_year(dossier) if counts else None,
    }


@advised_before_submission(Stage.TARGETS)
def waiting_targets(task: Task) -> list[str]:
    """Targets carried from last year that nobody has confirmed: they are not handed in."""
    return _waiting_told(task, frozenset({"indicators"}))


@advised_before_submission(Stage.EVALUATION)
def waiting_rows(task: Task) -> list[str]:
    """Any rows carried from last year that nobody has confirmed: they count as not filled in."""
    return _waiting_told(task, TITLES.keys())


def _waiting_told(task: Task, tables: Collection[str]) -> list[str]:
    counts = Counter(carried(task.dossier).filter(table__in=tables).values_list("table", flat=True))
    sentence = _("“%(title)s”还有 %(n)d 行上年结转未确认，提交后按未填处理；属实的请先确认。")
    return [
        Pointed(sentence % {"title": TITLES[table], "n": count}, row_address(task.dossier, table))
        for table, count in counts.items()
    ]


def with_a_year_before(year: Year, units: Sequence[Unit]) -> list[int]:
    """Of units whose data of the year before are here, the dossiers of this year (once they are opened)."""
    earlier = Dossier.objects.filter(year__year=year.year - 1, unit__in=units).values("unit")
    return list(Dossier.objects.filter(year=year, unit__in=earlier).values_list("pk", flat=True))


def carry_all(actor: Actor, year: Year, units: Sequence[Unit]) -> int:
    """Let every opened unit with a year before be carried in the background; how many."""
    found = with_a_year_before(year, units)
    for pk in found:
        carry_later.enqueue(pk, actor.user.pk, actor.address)
    return len(found)
