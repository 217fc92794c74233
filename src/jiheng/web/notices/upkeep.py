"""Notices of who keeps the installation running: failed jobs, locked accounts, attempts without the right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web import rights
from jiheng.web.accounts.guard import ACCOUNT, PAIR
from jiheng.web.accounts.models import Guard, User
from jiheng.web.audit.models import Entry
from jiheng.web.frame import address
from jiheng.web.jobs.kinds import KINDS, Kind
from jiheng.web.jobs.models import Job, JobState
from jiheng.web.notices.notice import Notice
from jiheng.web.notices.sources import MOST, MOST_SAVINGS


def failed(user: User, since: datetime) -> Iterator[Notice]:
    """Jobs that came to nothing: one's own, and for who watches the jobs all; an administrator learns no unit's name."""
    reach = Q(by=user)
    if rights.may(user, "units.manage"):
        reach = Q()
    elif rights.may(user, "jobs.watch"):
        reach |= Q(dossier__unit__in=rights.visible_units(user))
    found = Job.objects.filter(reach, state=JobState.FAILED, ended__gte=since)
    for job in found.select_related("dossier__unit", "dossier__year").order_by("-ended")[:MOST]:
        kind = KINDS.get(job.kind)
        if kind is None or job.ended is None:
            continue
        about = job.dossier if rights.may(user, "dossier.view", job.dossier.unit) else None
        yield Notice(f"job:{job.pk}", "failed", job.ended, str(kind.title), _job_page(user, job, kind), about=about)


def _job_page(user: User, job: Job, kind: Kind) -> str:
    """Its own page for who may open that, else the log of the jobs, else no other page than that of the notices."""
    if rights.may(user, kind.right, job.dossier.unit):
        return address(job.dossier, "jobs:job", pk=job.pk)
    return reverse("jobs:log" if rights.may(user, "jobs.watch") else "notices:table")


def locked(user: User, since: datetime) -> Iterator[Notice]:
    """Accounts that are locked now, for who may unlock them."""
    found = Guard.objects.filter(locked_until__gt=timezone.now(), since__gte=since).exclude(name="")
    names = dict(User.objects.filter(username__in=found.values("name")).values_list("username", "name"))
    for guard in found.order_by("-since")[:MOST]:
        if guard.name in names and guard.locked_until and user.username != guard.name:
            said = {"name": names[guard.name] or guard.name, "n": (PAIR if guard.address else ACCOUNT).failures}
            text = _("%(name)s 的账户因连续 %(n)d 次登录失败被锁定") % said
            key = f"guard:{guard.pk}:{guard.locked_until.timestamp():.0f}"
            yield Notice(key, "locked", guard.since, text, f"{reverse('management:users')}?q={guard.name}")


def denied(user: User, since: datetime) -> Iterator[Notice]:
    """Attempts without the right, for the auditor: one notice a person and day."""
    found = Entry.objects.filter(result="无权限", at__gte=since).exclude(username=user.username)
    seen: set[tuple[str, str]] = set()
    for entry in found.order_by("-number")[:MOST_SAVINGS]:
        day = f"{timezone.localdate(entry.at)}"
        if (entry.username, day) not in seen:
            seen.add((entry.username, day))
            text = _("%(who)s 尝试办理无权办理的事项：%(deed)s") % {
                "who": entry.person or entry.username,
                "deed": _(entry.action),
            }
            yield Notice(f"entry:{entry.number}", "denied", entry.at, text, reverse("audit:log"), entry.object_label)
