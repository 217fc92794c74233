"""PK6: what the forms of a pack bind, and the packs that it points to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from jiheng.core.fault import Place, Refused
from jiheng.packs.bindings import FAMILIES, NAMES, OF_LINES, TEXTS, chapters_of
from jiheng.packs.folder import all_ids, find
from jiheng.packs.layout import Hole, parts
from jiheng.packs.lint.note import Remark, Rule
from jiheng.packs.loaded import Loaded
from jiheng.packs.names import meant, units
from jiheng.packs.typed import KeyPath


def unknown_bindings(loaded: Loaded) -> Iterator[Remark]:
    """A form binds names that there are."""
    pack = loaded.pack
    known = NAMES | units(pack).keys()
    codes = {node.code for node in pack.nodes()}
    texts = {*TEXTS, *chapters_of(pack)}
    for at, form in enumerate(pack.forms):
        for path, hole in _holes(form, ("forms", at)):
            head, colon, key = hole.name.partition(":")
            if colon and head in FAMILIES:
                if head in OF_LINES and key.strip() not in codes and not pack.project_pack and pack.object != "项目":
                    yield Remark(
                        path, f"表格“{form.title}”引用的“{hole.name}”没有这个指标编码", meant(key.strip(), codes)
                    )
                elif head == "文字" and key.strip() not in texts:
                    fix = f"可写 {'、'.join(TEXTS)}，或本规则包报告里的章节编码。"
                    yield Remark(path, f"表格“{form.title}”引用的“{hole.name}”没有这段文字", fix)
            elif hole.name not in known:
                fix = meant(hole.name, known) or "可用的名称见 docs/forms.md，以及本规则包的数据名称。"
                yield Remark(path, f"表格“{form.title}”引用的“{hole.name}”不是可用的名称", fix)


def _holes(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Hole]]:
    if isinstance(value, str):
        yield from ((path, part) for part in parts(value) if isinstance(part, Hole))
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _holes(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for at, each in enumerate(value):
            yield from _holes(each, (*path, at))


def unknown_project_pack(loaded: Loaded) -> Iterator[Remark]:
    """The pack that scores the projects is there."""
    name = loaded.pack.project_pack
    if not name or not loaded.own(("project_pack",)):
        return
    for part in name.split("+"):
        try:
            find(part, Place())
        except Refused as refused:
            fix = f"{meant(part, list(all_ids()))}没有项目的，可以不写 project_pack。"
            yield Remark(("project_pack",), f"project_pack 写的“{name}”：{refused.faults[0].problem}", fix)


FORMS = (
    Rule("PK601", "error", "表格引用的名称应存在", unknown_bindings),
    Rule("PK602", "error", "project_pack 应存在", unknown_project_pack),
)
