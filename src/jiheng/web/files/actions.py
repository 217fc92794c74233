"""Handing in and withdrawing evidence files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.web import rights
from jiheng.web.actions import Actor, Refusal
from jiheng.web.cycle.models import Dossier
from jiheng.web.files import store
from jiheng.web.files.inspection import inspect, refuse_name
from jiheng.web.files.limits import MAX_DOSSIER
from jiheng.web.files.models import StoredFile
from jiheng.web.files.queries import TABLE
from jiheng.web.files.store import Digest
from jiheng.web.records.actions import Change, RecordAction, SaveCells, Saved
from jiheng.web.records.models import Record

PREFIX = "PZ"


@dataclass
class AddFile(RecordAction):
    """Enter a stored file as evidence of an indicator: an evidence row with name and hash, and the file's own row."""

    right = "evidence.upload"
    title = gettext_noop("上传佐证材料")
    indicator: str
    name: str
    stored: str
    digest: Digest

    def apply(self) -> StoredFile:
        """Refuse beyond the dossier's quota; one transaction for both rows."""
        self._demand_room()
        cells = {
            "code": self._code(),
            "indicator": self.indicator,
            "title": Path(self.name).stem[:100],
            "file": self.name,
            "sha256": self.digest.sha256,
        }
        change = Change(0, {attribute: ("", text) for attribute, text in cells.items()})
        saved: Saved = SaveCells(self.actor, self.target, TABLE, [change]).apply()
        return StoredFile.objects.create(
            dossier=self.target,
            record_id=saved.rows[0],
            name=self.name,
            stored=self.stored,
            size=self.digest.size,
            sha256=self.digest.sha256,
            sm3=self.digest.sm3,
            by=self.actor.user,
        )

    def _demand_room(self) -> None:
        Dossier.objects.select_for_update().get(pk=self.target.pk)
        held = StoredFile.objects.filter(dossier=self.target).aggregate(all=Sum("size"))["all"] or 0
        if held + self.digest.size > MAX_DOSSIER:
            given = {"name": self.name, "most": MAX_DOSSIER // 2**20, "held": held // 2**20}
            raise Refusal(
                _("“%(name)s”没有保存：本年度佐证材料合计不能超过 %(most)d MB，已用 %(held)d MB；请删去不需要的文件。")
                % given
            )

    def _code(self) -> str:
        """The next number that no row of this dossier has."""
        keys = Record.objects.filter(dossier=self.target, table=TABLE, key__startswith=PREFIX).values_list(
            "key", flat=True
        )
        numbers = [int(found[1]) for key in keys if (found := re.fullmatch(rf"{PREFIX}(\d{{1,6}})", key))]
        return f"{PREFIX}{max(numbers, default=0) + 1:03d}"

    def detail(self) -> str:
        """Which file, by name and hash."""
        return f"{self.indicator}：{self.name}，SHA-256 {self.digest.sha256}，SM3 {self.digest.sm3}"


@dataclass
class DeleteFile(RecordAction):
    """Take an evidence file back; its row in the table of evidence goes with it."""

    right = "evidence.upload"
    title = gettext_noop("删除佐证材料")
    file: StoredFile

    def apply(self) -> None:
        """The file itself is removed once this is final."""
        self.demand_writable(TABLE)
        self.remove(Record.objects.filter(pk=self.file.record_id, dossier=self.target))
        self.touch()

    def detail(self) -> str:
        """Which file, by name and hash."""
        return f"{self.file.name}，SHA-256 {self.file.sha256}"


def add_files(actor: Actor, dossier: Dossier, indicator: str, uploads: Iterable[UploadedFile[Any]]) -> list[str]:
    """Take several uploads, each on its own; returns a sentence for every one that was refused.

    Raises:
        PermissionDenied: the person may not hand in evidence for this unit; nothing was written.
    """
    rights.demand(actor.user, AddFile.right, dossier.unit)
    refused = []
    for upload in uploads:
        try:
            _add(actor, dossier, indicator, upload)
        except Refusal as refusal:
            refused.append(str(refusal))
    return refused


def _add(actor: Actor, dossier: Dossier, indicator: str, upload: UploadedFile[Any]) -> None:
    name = upload.name or ""
    refuse_name(name)
    stored = store.keep(upload)
    try:
        path = store.path_of(stored)
        inspect(path, name)
        AddFile(actor, dossier, indicator=indicator, name=name, stored=stored, digest=store.digest(path)).run()
    except BaseException:
        store.remove(stored)
        raise
