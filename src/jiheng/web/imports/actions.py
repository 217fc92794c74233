"""The steps of an import, each on record."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.facts.rows import TABLES, TITLES
from jiheng.facts.schema import columns
from jiheng.monitoring.vouchers import lacking
from jiheng.web.actions import Action, Refusal
from jiheng.web.cycle.models import Dossier
from jiheng.web.files import store
from jiheng.web.imports import ledger
from jiheng.web.imports.filled import filled_workbook
from jiheng.web.imports.judging import Rows
from jiheng.web.imports.models import ColumnMatch, Import, ImportState
from jiheng.web.imports.sheets import FORBIDDEN, fingerprint
from jiheng.web.organisation.models import Unit
from jiheng.web.records.actions import RecordAction, ReplaceTables, SetNil
from jiheng.web.records.models import Record

WHERE = "imports"
"""Where files to be imported lie in the store."""
MOST_FILES = 100
MOST_BYTES = 500 * 2**20
"""Files to be imported that one unit keeps for a year."""
TOLD = 5
"""Places that a refusal names."""


@dataclass
class BeginImport(Action[Dossier]):
    """Put a file on record; nothing of it is taken over yet."""

    right = "records.write"
    title = gettext_noop("上传导入文件")
    name: str
    stored: str
    table: str = ""
    said: str = "{}"
    """What the person says of official forms; see ``official.Asked``."""

    def unit(self) -> Unit:
        """The dossier's unit."""
        return self.target.unit

    def apply(self) -> Import:
        """Make the record, unless the unit keeps too many files already."""
        kept = Import.objects.filter(dossier=self.target).values_list("stored", flat=True)
        size = sum(_size(stored) for stored in (*kept, self.stored))
        if len(kept) >= MOST_FILES or size > MOST_BYTES:
            sentence = _("本单位本年度存放的导入文件已有 %(n)d 个、共 %(mb)d MB，请先在导入页删除不再需要的，再上传。")
            raise Refusal(sentence % {"n": len(kept), "mb": size // 2**20})
        told = {"name": self.name, "stored": self.stored, "table": self.table, "columns_text": self.said}
        return Import.objects.create(dossier=self.target, by=self.actor.user, **told)


def _size(stored: str) -> int:
    path = store.path_of(stored, WHERE)
    return path.stat().st_size if path.is_file() else 0


@dataclass
class DeleteImport(Action[Import]):
    """Take a file out of the store, with its marked copy; what was taken over from it stays."""

    right = "records.write"
    title = gettext_noop("删除导入文件")

    def unit(self) -> Unit:
        """The dossier's unit."""
        return self.target.dossier.unit

    def apply(self) -> None:
        """Not while a job works on it; the files go once the record is gone for good."""
        found = Import.objects.select_for_update(of=("self",)).select_related("job", "marking").get(pk=self.target.pk)
        if any(job is not None and job.alive for job in (found.job, found.marking)):
            raise Refusal(_("后台任务正在处理这份文件，请等它结束或取消后再删除。"))
        number, stored = found.pk, found.stored
        found.delete()
        self.target.pk = number
        transaction.on_commit(partial(_forget, stored))


def _forget(stored: str) -> None:
    path = store.path_of(stored, WHERE)
    for file in path.parent.glob(f"{path.stem}*"):
        file.unlink(missing_ok=True)


@dataclass
class ExportData(Action[Dossier]):
    """Give a unit's data as the filled workbook, which reads back to the same rows."""

    right = "dossier.view"
    title = gettext_noop("导出数据工作簿")
    sound_only: bool

    def unit(self) -> Unit:
        """The dossier's unit."""
        return self.target.unit

    def apply(self) -> bytes:
        """The workbook; rows at fault are left out only if the person said so."""
        content, faults = filled_workbook(self.target)
        if faults and not self.sound_only:
            told = "；".join(dict.fromkeys(fault.place.text() for fault in faults[:TOLD]))
            sentence = _("有 %(n)d 处需要改正，所在的行写不进工作簿：%(where)s。请先改正，或选“只导出正确的行”。")
            raise Refusal(sentence % {"n": len(faults), "where": told})
        return content


@dataclass
class ChooseColumns(Action[Import]):
    """Say which table the file fills and which column is which; remembered for the unit and this head."""

    right = "records.write"
    title = gettext_noop("匹配导入列")
    coded = {"table": TITLES | {ledger.TABLE: ledger.TITLE}}
    sheet: str
    head: Sequence[str]
    table: str
    matched: Mapping[int, str]

    def unit(self) -> Unit:
        """The dossier's unit."""
        return self.target.dossier.unit

    def apply(self) -> None:
        """Refuse what no table has, one column chosen twice, and a ledger without what it cannot do without."""
        known = self._titles()
        chosen = list(self.matched.values())
        doubled = [known[name] for name in known if chosen.count(name) > 1]
        if doubled or not chosen or set(chosen) - set(known):
            said = _("“%(title)s”选了两次，请改正。") % {"title": doubled[0]} if doubled else _("请至少匹配一列。")
            raise Refusal(said)
        if self.table == ledger.TABLE and (missing := lacking(chosen)):
            raise Refusal(_("国库支付明细还需要匹配：%(missing)s。") % {"missing": missing})
        kept = json.dumps({str(index): name for index, name in self.matched.items()})
        Import.objects.filter(pk=self.target.pk).update(sheet=self.sheet, table=self.table, columns_text=kept)
        ColumnMatch.objects.update_or_create(
            unit=self.unit(),
            head=fingerprint(list(self.head)),
            defaults={"table": self.table, "columns_text": kept},
        )

    def _titles(self) -> dict[str, str]:
        if self.table == ledger.TABLE:
            return dict(ledger.CHOICES)
        if self.table not in TABLES or self.table in FORBIDDEN:
            raise Refusal(_("请选择要导入到哪张表。"))
        return {field.name: column.title for field, column in columns(TABLES[self.table][1])}


@dataclass
class TakeOver(RecordAction):
    """Write every sound row of an import into the dossier: all or nothing, and the same when done twice."""

    title = gettext_noop("导入数据")
    source: Import
    rows: Rows
    nil: Sequence[str]

    def apply(self) -> dict[str, int]:
        """Rows first; then the tables that the file declares empty."""
        for table in self.rows:
            self.remove(Record.objects.filter(dossier=self.target, table=table, key=""))
        counts: dict[str, int] = ReplaceTables(self.actor, self.target, self.rows).apply()
        held = set(Record.objects.filter(dossier=self.target).values_list("table", flat=True))
        for table in set(self.nil) - held:
            SetNil(self.actor, self.target, table=table, nil=True).apply()
        Import.objects.filter(pk=self.source.pk).update(state=ImportState.TAKEN)
        return counts

    def detail(self) -> str:
        """Which file, how many rows of each table."""
        return f"{self.source.name}：" + "；".join(
            f"{TITLES[table]} {len(rows)} 行" for table, rows in self.rows.items()
        )
