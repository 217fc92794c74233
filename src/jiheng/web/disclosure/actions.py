"""Publishing: what was approved is frozen and shown to everybody."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.disclosure import PublicPack, build, public_files
from jiheng.web.actions import Action, Refusal
from jiheng.web.audit import chain
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import DECIDED, Dossier, Stage, State
from jiheng.web.disclosure.models import Publication, PublicFile
from jiheng.web.organisation.models import Unit
from jiheng.web.records.dataset import draft_of, pack_of, sheet_of
from jiheng.web.review.deciding import compared

MAX_REASON = 200


@dataclass
class Publish(Action[Dossier]):
    """Freeze the approved self-evaluation as a new public version."""

    right = "disclosure.publish"
    title = gettext_noop("对外公开")
    seen: str = ""
    """Digest of what the person was shown before confirming; empty: a program, which was shown nothing."""

    def unit(self) -> Unit:
        """The dossier's unit."""
        return self.target.unit

    def snapshot(self) -> Mapping[str, Any]:
        """How many versions there are, and of what state of the data."""
        return {"versions": self.target.publications.count(), "stamp": self.target.stamp}

    def apply(self) -> Publication:
        """Only what the finance office has approved becomes public."""
        task = task_of(self.target, Stage.EVALUATION)
        if task.state not in DECIDED:
            raise Refusal(_("绩效自评审核通过后才能公开，现为“%(state)s”。") % {"state": task.shown_state})
        kept = compared(self.target)
        if kept is not None and kept.grave:
            raise Refusal(kept.sentence + _("核实更正或重新审核之前，不能公开。"))
        public = public_pack(self.target)
        if self.seen and self.seen != digest(public):
            raise Refusal(_("预览之后数据有变化，请重新预览再公开。"))
        self._demand_news(public)
        number, head = chain.head()
        publication = Publication.objects.create(
            dossier=self.target,
            version=self.target.publications.count() + 1,
            by=self.actor.user,
            frozen=written(public),
            audit_number=number,
            audit_hash=head,
        )
        PublicFile.objects.bulk_create(
            PublicFile(
                publication=publication,
                name=name,
                content=content,
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
            )
            for name, content in public_files(public).items()
        )
        task.state = State.PUBLISHED
        task.save(update_fields=["state"])
        return publication

    def _demand_news(self, public: PublicPack) -> None:
        """Refuse a version that says what the last one says."""
        last = self.target.publications.filter(withdrawn_at=None).first()
        if last is not None and last.what_it_says == Publication(frozen=written(public)).what_it_says:
            raise Refusal(_("内容与已公开的第 %(n)d 版完全相同，没有生成新版本。") % {"n": last.version})

    def detail(self) -> str:
        """Nothing beside the title."""
        return ""


@dataclass
class WithdrawPublication(Action[Dossier]):
    """Take what is public back, with a reason that citizens read in its place; the versions stay on record."""

    right = "disclosure.publish"
    title = gettext_noop("撤回公开")
    reason: str

    def unit(self) -> Unit:
        """The dossier's unit."""
        return self.target.unit

    def apply(self) -> None:
        """All versions that stand; the self-evaluation is approved again and may be published anew."""
        words = self.reason.strip()
        if not words or len(words) > MAX_REASON:
            raise Refusal(_("请写明撤回的原因，%(n)d 字以内；原因会显示在公开页面上。") % {"n": MAX_REASON})
        standing = self.target.publications.filter(withdrawn_at=None)
        if not standing.update(withdrawn_at=timezone.now(), withdrawn_by=self.actor.user, withdrawn_reason=words):
            raise Refusal(_("现在没有公开的版本，不需要撤回。"))
        task = task_of(self.target, Stage.EVALUATION)
        if task.state == State.PUBLISHED:
            task.state = State.APPROVED
            task.save(update_fields=["state"])


def public_pack(dossier: Dossier) -> PublicPack:
    """What would be published of the dossier as it stands."""
    return build(draft_of(dossier).dataset, pack_of(dossier), sheet_of(dossier))


def written(public: PublicPack) -> str:
    """The pack as it is kept."""
    return json.dumps(asdict(public), ensure_ascii=False)


def digest(public: PublicPack) -> str:
    """A mark of all that would be public."""
    return hashlib.sha256(written(public).encode()).hexdigest()
