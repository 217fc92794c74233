"""What changed between two packs, or two versions of one, in a finance officer's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from jiheng.packs.describe import Key, Part, Said, parts
from jiheng.packs.model import Pack

_UNTOLD = frozenset({"版式", "含义", "公式说明", "正例", "反例", "常见退回原因", "说明"})
"""Aspects too long for a list: that they changed is said, what they say is not."""

_BRIEF = ("权重", "计分方法", "公式", "期限", "扣分标准", "标题")
"""What is told of a part that is new or gone."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: of what part, in what aspect, from what to what, each with its ground."""

    kind: Literal["added", "removed", "changed"]
    section: str
    part: str
    aspect: str = ""
    old: str = ""
    new: str = ""
    old_cite: str = ""
    new_cite: str = ""

    def text(self) -> str:
        """One sentence, e.g. ``指标“2.1 支出率”：权重 5 分 → 10 分``."""
        if self.kind == "added":
            return f"新增{self.part}" + (f"（{self.new}）" if self.new else "")
        if self.kind == "removed":
            return f"删除{self.part}" + (f"（原{self.old}）" if self.old else "")
        if self.aspect in _UNTOLD:
            return f"{self.part}：{self.aspect}有修改"
        return f"{self.part}：{self.aspect} {self.old or '（无）'} → {self.new or '（无）'}"

    def ground(self) -> str:
        """The clauses, old and new; one if there is but one."""
        if self.kind != "changed" or self.old_cite == self.new_cite:
            return self.new_cite or self.old_cite
        return f"{self.old_cite or '（无）'} → {self.new_cite or '（无）'}"


def diff(old: Pack, new: Pack) -> tuple[Change, ...]:
    """The changes from one pack to another, in reading order; removed parts come after their section's others."""
    before, after = parts(old), parts(new)
    changes = [change for key in _ordered(before, after) for change in _changes(key, before.get(key), after.get(key))]
    return tuple(changes)


def _ordered(before: dict[Key, Part], after: dict[Key, Part]) -> list[Key]:
    sections = list(dict.fromkeys(key[0] for key in (*after, *before)))
    keys = dict.fromkeys((*after, *before))
    return sorted(keys, key=lambda key: sections.index(key[0]))


def _changes(key: Key, old: Part | None, new: Part | None) -> Iterator[Change]:
    if new is None:
        if old is not None:
            brief, cite = _brief(old)
            yield Change("removed", key[0], old.title, old=brief, old_cite=cite)
    elif old is None:
        brief, cite = _brief(new)
        yield Change("added", key[0], new.title, new=brief, new_cite=cite)
    else:
        changes = list(_aspects(key[0], old, new))
        told = {change.new_cite for change in changes}
        yield from (change for change in changes if change.aspect != "依据" or change.new not in told)


def _aspects(section: str, old: Part, new: Part) -> Iterator[Change]:
    nothing = Said("")
    for aspect in dict.fromkeys((*old.says, *new.says)):
        before, after = old.says.get(aspect, nothing), new.says.get(aspect, nothing)
        if aspect != "读作" and before.text != after.text:
            yield Change("changed", section, new.title, aspect, before.text, after.text, before.cite, after.cite)


def _brief(part: Part) -> tuple[str, str]:
    told = [f"{aspect} {part.says[aspect].text}" for aspect in _BRIEF if aspect in part.says]
    if not told:
        told = [f"{aspect} {said.text}" for aspect, said in part.says.items() if aspect not in _UNTOLD][:3]
    cite = next((said.cite for said in part.says.values() if said.cite), "")
    return "，".join(told), cite
