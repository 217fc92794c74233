"""Drafting, changing, releasing and withdrawing the bureau's own rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.core.fault import Refused
from jiheng.packs.lint import lint
from jiheng.packs.load import library
from jiheng.packs.loaded import Loaded
from jiheng.web.actions import Action, Refusal
from jiheng.web.cycle.models import Dossier
from jiheng.web.organisation.models import Unit
from jiheng.web.records.dataset import keep_pack
from jiheng.web.rules.content import load, plainly
from jiheng.web.rules.models import RuleState, RuleVersion
from jiheng.web.rules.publishing import publish


def _loaded(files: Mapping[str, str]) -> Loaded:
    try:
        return load(files)
    except Refused as refused:
        raise Refusal("\n".join(plainly(fault.text()) for fault in refused.faults)) from refused


@dataclass
class MakeRules(Action[None]):
    """Begin a draft from an annex, a workbook, a parcel, or a release."""

    right = "rules.write"
    title = gettext_noop("起草规则")
    files: Mapping[str, str]
    source: str

    def unit(self) -> Unit | None:
        """The bureau's rules are no unit's."""
        return None

    def detail(self) -> str:
        """What it was made from."""
        return self.source

    def apply(self) -> RuleVersion:
        """Keep the files, whatever lint says of them."""
        pack = _loaded(self.files).pack
        user = self.actor.user
        return RuleVersion.objects.create(
            pack=pack.id,
            version=pack.version,
            title=pack.title,
            files_text=json.dumps(dict(self.files), ensure_ascii=False),
            made_by=user,
            changed_by=user,
        )


@dataclass
class RuleAction(Action[RuleVersion]):
    """A deed on one version."""

    def unit(self) -> Unit | None:
        """The bureau's rules are no unit's."""
        return None

    def snapshot(self) -> Mapping[str, Any]:
        """State and content."""
        return {"state": self.target.state, "files": self.target.files_text}

    def lock(self, *allowed: RuleState) -> RuleVersion:
        """Read the version anew, and keep others out until this is done.

        Raises:
            Refusal: it is gone, or stands elsewhere.
        """
        found = RuleVersion.objects.select_for_update().filter(pk=self.target.pk).first()
        if found is None:
            raise Refusal(_("这份规则草案已被删除，请返回列表。"))
        if found.state not in allowed:
            raise Refusal(_("这一版规则现为“%(state)s”，不能这样办理。") % {"state": found.get_state_display()})
        self.target = found
        return found


@dataclass
class ChangeRules(RuleAction):
    """Put other files in the place of a draft's."""

    right = "rules.write"
    title = gettext_noop("修改规则")
    files: Mapping[str, str]
    revision: int
    what: str = ""

    def detail(self) -> str:
        """Which part was changed."""
        return self.what

    def apply(self) -> RuleVersion:
        """Refuse when another changed the draft since it was shown."""
        pack = _loaded(self.files).pack
        draft = self.lock(RuleState.DRAFT)
        if draft.revision != self.revision:
            raise Refusal(
                _("%(name)s 刚刚改过这份规则，您的修改没有保存；请刷新页面，核对后再改。") % {"name": draft.changed_by}
            )
        draft.files_text = json.dumps(dict(self.files), ensure_ascii=False)
        draft.pack, draft.version, draft.title = pack.id, pack.version, pack.title
        draft.revision, draft.changed_by, draft.changed = draft.revision + 1, self.actor.user, timezone.now()
        draft.save()
        return draft


@dataclass
class DropRules(RuleAction):
    """Delete a draft."""

    right = "rules.write"
    title = gettext_noop("删除规则草案")

    def apply(self) -> None:
        """Only what was never released."""
        self.lock(RuleState.DRAFT).delete()


@dataclass
class ReleaseRules(RuleAction):
    """Put a draft in force from a day on; by another than those who wrote it."""

    right = "rules.release"
    title = gettext_noop("发布规则")
    in_force: date
    reason: str
    revision: int

    def apply(self) -> RuleVersion:
        """Refuse what is open or faulty, what its author would release, and a change without a reason."""
        draft = self.lock(RuleState.DRAFT)
        self._demand_other(draft)
        if draft.revision != self.revision:
            raise Refusal(_("这份规则在您打开后又改过，请刷新页面，核对后再发布。"))
        loaded = _loaded(draft.files)
        errors = [note for note in lint(loaded) if note.severity == "error"]
        if errors:
            raise Refusal(_("还有 %(n)d 处错误或待定，不能发布。") % {"n": len(errors)})
        self._demand_place(draft)
        keep_pack(loaded.pack)
        draft.state, draft.released_by, draft.released = RuleState.RELEASED, self.actor.user, timezone.now()
        draft.in_force, draft.reason, draft.sha256 = self.in_force, self.reason.strip(), loaded.pack.sha256
        draft.save()
        transaction.on_commit(publish)
        return draft

    def _demand_other(self, draft: RuleVersion) -> None:
        if self.actor.user.pk in {draft.made_by_id, draft.changed_by_id}:
            raise Refusal(_("起草或修改规则的人不能自己发布，请由另一位有“规则发布”权限的同志办理。"))
        if self.in_force < timezone.localdate():
            raise Refusal(_("施行日期不能早于今天。"))

    def _demand_place(self, draft: RuleVersion) -> None:
        earlier = RuleVersion.objects.filter(pack=draft.pack).exclude(state=RuleState.DRAFT)
        if earlier.filter(version=draft.version).exists():
            raise Refusal(_("版本号 %(version)s 已发布过，请在基本情况里改版本号。") % {"version": draft.version})
        if not earlier.exists() and any(info.id == draft.pack for info in library(fragments=True)):
            raise Refusal(_("编号 %(pack)s 已有规则包使用，请在基本情况里改编号。") % {"pack": draft.pack})
        if earlier.filter(state=RuleState.RELEASED).exists() and not self.reason.strip():
            raise Refusal(_("这个编号已有施行中的版本，请写明调整的理由。"))


@dataclass
class WithdrawRules(RuleAction):
    """Take a release out of force, with a reason; the one before it, if any, is in force again."""

    right = "rules.release"
    title = gettext_noop("停用规则")
    reason: str

    def apply(self) -> RuleVersion:
        """Refuse to leave units that are still to be decided without rules."""
        found = self.lock(RuleState.RELEASED)
        if not self.reason.strip():
            raise Refusal(_("请写明停用的理由。"))
        others = RuleVersion.objects.filter(pack=found.pack, state=RuleState.RELEASED).exclude(pk=found.pk)
        today = timezone.localdate()
        left = Dossier.objects.filter(pack=found.pack, pack_sha256="").count()
        if left and not others.filter(in_force__lte=today).exists():
            raise Refusal(
                _("还有 %(n)d 个单位年度在用这个规则包且没有审定，请先为它们改用别的规则包，或先发布新的版本。")
                % {"n": left}
            )
        found.state, found.reason = RuleState.WITHDRAWN, self.reason.strip()
        found.save()
        transaction.on_commit(publish)
        return found
