"""Whether an installation is what it should be: its evidence files, sealed secrets and scores; said in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cryptography.exceptions import InvalidTag
from django.utils.translation import gettext as _

from jiheng.core.fault import Refused
from jiheng.web.accounts.models import User
from jiheng.web.accounts.sealed import unseal
from jiheng.web.cycle.models import Dossier
from jiheng.web.files.models import FileState, StoredFile
from jiheng.web.files.rehash import judge
from jiheng.web.records.dataset import sheet_of

RECOMPUTED = 3
"""Dossiers whose scores a backup notes and a restore computes again."""


def scores() -> dict[str, str]:
    """Dossier and state of its data → total and grade, of the dossiers changed last."""
    found: dict[str, str] = {}
    for dossier in Dossier.objects.select_related("unit", "year").order_by("-revision", "pk")[:RECOMPUTED]:
        try:
            sheet = sheet_of(dossier)
        except Refused:
            continue
        found[f"{dossier.year.year}/{dossier.unit.code}/{dossier.revision}"] = f"{sheet.total} {sheet.grade}"
    return found


def other_scores(noted: Mapping[str, str]) -> list[str]:
    """A sentence for every noted score that is computed differently now, or cannot be computed."""
    now = scores()
    return [
        _("%(dossier)s 重算得分为 %(now)s，备份时为 %(noted)s")
        % {"dossier": name, "now": now.get(name, _("（无法计算）")), "noted": score}
        for name, score in noted.items()
        if now.get(name) != score
    ]


def broken_files() -> list[str]:
    """A sentence for every evidence file that is lost or changed."""
    files = StoredFile.objects.select_related("dossier__unit", "dossier__year").order_by("pk")
    return [
        f"{file.dossier} {file.name}：{state.label}"
        for file in files.iterator()
        if (state := judge(file)) is not FileState.SOUND
    ]


def closed_secrets() -> list[str]:
    """A sentence for every second factor that the keys of this folder do not open."""
    return [_("账号 %(name)s 的动态口令密钥打不开") % {"name": name} for name in _closed()]


def _closed() -> Iterator[str]:
    for user in User.objects.exclude(totp_secret="").order_by("pk").iterator():
        try:
            unseal(user.totp_secret, str(user.pk))
        except (InvalidTag, KeyError, ValueError, Refused):
            yield user.username
