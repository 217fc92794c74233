"""The official forms of a dossier as files: built in the background, kept for one state of the data."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiheng.core.fault import Faults
from jiheng.forms import Scored, build
from jiheng.forms.ledger import BINDINGS
from jiheng.web.audit import chain
from jiheng.web.audit.chain import printed
from jiheng.web.cycle.models import Dossier
from jiheng.web.evaluation.checking import scored_projects
from jiheng.web.files import store
from jiheng.web.jobs.kinds import Running, register
from jiheng.web.records.dataset import draft_of, pack_of, project_pack, project_sheet_of, sheet_of

KIND = "forms"


def folder_of(dossier: Dossier) -> Path:
    """Where the forms of the present state lie, under the present name of the unit; whole if it is there."""
    named = hashlib.sha256(dossier.unit_name.encode()).hexdigest()[:8]
    return store.folder("forms") / str(dossier.pk) / f"{dossier.stamp}-{named}"


def built(dossier: Dossier) -> list[Path]:
    """The forms of the present state; none if they have not been built."""
    folder = folder_of(dossier)
    files = [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
    return sorted(files, key=lambda path: (path.name == BINDINGS, path.name))


@register(KIND, gettext_lazy("生成表单"), "dossier.view")
def build_forms(running: Running) -> Mapping[str, Any]:
    """Build all forms into a folder of their own, and let it take its place when it is whole."""
    dossier = running.job.dossier
    target, done = folder_of(dossier), iter(range(1, 1000))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as held:
        made = Path(held) / "forms"
        build(
            draft_of(dossier).dataset,
            list(scored(dossier)),
            made,
            lambda name: running.tell(name, next(done)),
            Faults(),
        )
        if not target.is_dir():
            made.replace(target)
    for old in target.parent.iterdir():
        if old.is_dir() and old != target and not old.name.startswith("."):
            shutil.rmtree(old, ignore_errors=True)
    running.tell(_("已生成"))
    return {"open": ["evaluation:forms", {}]}


def scored(dossier: Dossier) -> Iterator[Scored]:
    """What the forms are made of: the whole unit by its pack, then its projects by theirs."""
    pack, anchor = pack_of(dossier), printed(chain.head())
    yield Scored(pack, [sheet_of(dossier)], anchor)
    projects = [project_sheet_of(dossier, code) for code in scored_projects(dossier)]
    if projects:
        yield Scored(project_pack(pack), projects, anchor)
