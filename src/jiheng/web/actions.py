"""One mutation is one action: it demands the right, changes the state and writes the audit row.

Pages, API and commands call the same actions; nothing else changes business data.
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast, final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from jiheng.web import rights
from jiheng.web.audit import chain, journal, wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest

    from jiheng.web.accounts.models import User
    from jiheng.web.organisation.models import Unit


log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and from where."""

    user: User
    address: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Actor:
        """The person behind a request; an anonymous one holds no right and is refused before anything is done."""
        return cls(cast("User", request.user), str(request.META.get("REMOTE_ADDR", "")))


class Refusal(Exception):  # noqa: N818 - reads as a sentence: the action met a refusal
    """The action cannot be done now, for a reason that the person can mend; the sentence says what to do."""


Target = TypeVar("Target")


@dataclass
class Action(ABC, Generic[Target]):
    """Base of every mutation. A subclass names its right and its title, takes its inputs as fields, and applies itself.

    Example:
        ``Return(actor, task, reason="arithmetic", text="合计与分项不符").run()``
    """

    actor: Actor
    target: Target

    right: ClassVar[str]
    title: ClassVar[str]
    """How the audit log and the pages call it, e.g. 提交审核."""
    coded: ClassVar[Mapping[str, Mapping[Any, Any]]] = {}
    """For an input that is a code, the word of each code: so the audit log tells it."""

    @abstractmethod
    def unit(self) -> Unit | None:
        """The unit over which the right is needed."""

    @abstractmethod
    def apply(self) -> Any:
        """Change the state. Runs inside a transaction; raise Refusal to leave all as it was."""

    def needed_right(self) -> str:
        """The right needed; a review asks for the one of its step."""
        return self.right

    def snapshot(self) -> Mapping[str, Any]:
        """What the audit row hashes before and after; nothing by default."""
        return {}

    def detail(self) -> str:
        """What the audit row tells beside the title: the short inputs."""
        given = [field.name for field in fields(self) if field.name not in {"actor", "target"}]
        return wording.told({name: getattr(self, name) for name in given}, self.coded)

    @final
    def run(self) -> Any:
        """Do it.

        Raises:
            PermissionDenied: the right is missing (and the attempt is on record).
            Refusal: the state does not allow it; nothing was changed.
        """
        try:
            rights.demand(self.actor.user, self.needed_right(), self.unit())
        except PermissionDenied as denied:
            self._record("无权限", "", "")
            denied.recorded = True  # type: ignore[attr-defined] # the page of refusals need not record it again
            raise
        try:
            with transaction.atomic(), journal.opened() as changes:
                before = self._hash()
                result = self.apply()
                self._record("成功", before, self._hash(), changes)
        except IntegrityError as twice:
            log.warning("%s met another writer", type(self).__name__, exc_info=True)
            raise Refusal(_("刚才有人同时办理了同一事项，您的操作没有保存；请刷新页面，核对后再办理。")) from twice
        return result

    def _hash(self) -> str:
        content = self.snapshot()
        return chain.digest(content) if content else ""

    def _record(self, result: str, before: str, after: str, changes: Sequence[journal.RowChange] = ()) -> None:
        with override(settings.LANGUAGE_CODE):  # the log is Chinese, whatever the person reads
            self._write(result, before, after, changes)

    def _write(self, result: str, before: str, after: str, changes: Sequence[journal.RowChange]) -> None:
        unit, user = self.unit(), self.actor.user
        chain.write(
            changes,
            username=getattr(user, "username", ""),
            person=getattr(user, "name", ""),
            roles="、".join(sorted(str(role.label) for role in rights.roles(user))),
            address=self.actor.address,
            action=self.title,
            object_type="" if self.target is None else type(self.target).__name__,
            object_id=str(getattr(self.target, "pk", "")),
            object_label=str(self.target or "")[:200],
            unit_code=unit.code if unit else "",
            result=result,
            detail=self.detail(),
            before_hash=before,
            after_hash=after,
        )
