"""Keeping a filter, dropping it, and taking a list out of the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.web.actions import Action, Refusal
from jiheng.web.lists.listing import Listing
from jiheng.web.lists.models import LONGEST_NAME, LONGEST_QUERY, KeptFilter
from jiheng.web.lists.workbook import workbook

MOST_KEPT = 20
"""Filters that one person keeps for one list."""


@dataclass
class KeepFilter(Action[Listing]):
    """Keep what the list is narrowed to and sorted by under a name; the same name is written over."""

    name: str
    query: str

    right: ClassVar[str] = "account.own"
    title: ClassVar[str] = gettext_noop("保存筛选")

    def unit(self) -> None:
        """No unit's data is touched."""

    def apply(self) -> KeptFilter:
        """Keep it."""
        name = self.name.strip()
        if not name or len(name) > LONGEST_NAME:
            raise Refusal(_("请给筛选起一个名称，不超过 %(n)d 个字。") % {"n": LONGEST_NAME})
        if not self.query or len(self.query) > LONGEST_QUERY:
            raise Refusal(_("还没有筛选或排序，没有可以保存的。请先选条件、点“查询”，再保存。"))
        held = KeptFilter.objects.filter(owner=self.actor.user, place=self.target.place)
        if held.exclude(name=name).count() >= MOST_KEPT:
            raise Refusal(_("每张名单最多保存 %(n)d 个筛选，请先删去不用的。") % {"n": MOST_KEPT})
        kept, _made = KeptFilter.objects.update_or_create(
            owner=self.actor.user, place=self.target.place, name=name, defaults={"query": self.query}
        )
        return kept

    def detail(self) -> str:
        """The list and the name."""
        return f"{self.target.title}：{self.name.strip()[:30]}"


@dataclass
class DropFilter(Action[KeptFilter]):
    """Forget a kept filter."""

    right: ClassVar[str] = "account.own"
    title: ClassVar[str] = gettext_noop("删除保存的筛选")

    def unit(self) -> None:
        """No unit's data is touched."""

    def apply(self) -> None:
        """Forget it; only the own ones."""
        if self.target.owner_id != self.actor.user.pk:
            raise Refusal(_("这是别人保存的筛选。"))
        self.target.delete()

    def detail(self) -> str:
        """The name."""
        return self.target.name


@dataclass
class ExportList(Action[Listing]):
    """Write the rows that are left, all of them, as a workbook."""

    rows: Sequence[Any]
    query: str
    heading: str

    right: ClassVar[str] = "account.own"
    title: ClassVar[str] = gettext_noop("导出名单")

    def unit(self) -> None:
        """The rows are those that the person may see."""

    def needed_right(self) -> str:
        """The right that the list itself asks for."""
        return self.target.right

    def apply(self) -> bytes:
        """The workbook."""
        return workbook(self.target, self.heading, self.rows)

    def detail(self) -> str:
        """The list and what it was narrowed to."""
        return f"{self.target.title}：{self.query[:200] or '全部'}"
