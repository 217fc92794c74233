"""What a unit must publish and by when, and how it stands on a given day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Disclosure
from jiheng.packs.model import Pack

LIMIT = "预决算公开期限"
MUST = ("部门预算", "部门决算", "三公经费", "绩效目标", "绩效自评结果")
"""Matters that every unit publishes each year; a matter without a row has not even been approved yet."""

Standing = Literal["published", "late", "incomplete", "due", "overdue", "unknown"]
WORDS: dict[Standing, str] = {
    "published": "已按期公开",
    "late": "已公开，但超过期限",
    "incomplete": "已公开，内容不完整",
    "due": "待公开",
    "overdue": "逾期未公开",
    "unknown": "未登记",
}


@dataclass(frozen=True, slots=True)
class Duty:
    """One matter that must be public: until when, and how it stands."""

    matter: str
    note: str
    standing: Standing
    until: date | None = None
    published: date | None = None
    address: str = ""
    approved: date | None = None
    today: date | None = None

    @property
    def words(self) -> str:
        """How it stands, in words; what came late says on which day, and what the law allows."""
        day = self.published if self.standing == "late" else self.today
        if self.standing not in {"late", "overdue"} or not (day and self.approved and self.until):
            return WORDS[self.standing]
        limit = (self.until - self.approved).days
        done = "公开" if self.standing == "late" else "仍未公开"
        return f"第{(day - self.approved).days}天{done}，超过法定{limit}天期限"


def duties(dataset: DataSet, pack: Pack, today: date) -> tuple[Duty, ...]:
    """Every registered matter in order, then those of :data:`MUST` that nobody has registered."""
    registered = [_duty(row, pack, today) for row in dataset.disclosures]
    known = {row.matter for row in dataset.disclosures}
    return (*registered, *(Duty(matter, "", "unknown") for matter in MUST if matter not in known))


def _duty(row: Disclosure, pack: Pack, today: date) -> Duty:
    until = _until(row, pack)
    return Duty(
        row.matter, row.note, _standing(row, until, today), until, row.published, row.address, row.approved, today
    )


def _until(row: Disclosure, pack: Pack) -> date | None:
    if row.approved is None or LIMIT not in pack.values:
        return None
    days = pack.value(LIMIT, row.approved)
    return row.approved + timedelta(days=int(days)) if days is not None else None


def _standing(row: Disclosure, until: date | None, today: date) -> Standing:
    if row.published is None:
        if until is None:
            return "unknown"
        return "overdue" if today > until else "due"
    if until is not None and row.published > until:
        return "late"
    return "published" if row.complete else "incomplete"
