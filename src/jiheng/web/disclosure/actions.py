"""Publishing: what was approved is frozen and shown to everybody."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.disclosure import build, public_files
from jiheng.web.actions import Action, Refusal
from jiheng.web.audit import chain
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import DECIDED, Dossier, Stage, State
from jiheng.web.disclosure.models import Publication, PublicFile
from jiheng.web.organisation.models import Unit
from jiheng.web.records.dataset import draft_of, pack_of, sheet_of


@dataclass
class Publish(Action[Dossier]):
    """Freeze the approved self-evaluation as a new public version."""

    right = "disclosure.publish"
    title = gettext_noop("对外公开")

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
        public = build(draft_of(self.target).dataset, pack_of(self.target), sheet_of(self.target))
        number, head = chain.head()
        publication = Publication.objects.create(
            dossier=self.target,
            version=self.target.publications.count() + 1,
            by=self.actor.user,
            frozen=json.dumps(asdict(public), ensure_ascii=False),
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
