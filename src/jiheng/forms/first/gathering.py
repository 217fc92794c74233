"""What the sheets show → rows of a data set, each value with its place; nothing is mended, what is assumed is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from jiheng.facts.cell import Unfit
from jiheng.facts.coerce import coerce
from jiheng.facts.rows import Claim, Project
from jiheng.facts.schema import columns
from jiheng.forms.first.account import PROJECT, Gathered
from jiheng.forms.first.indicating import gather_indicators, number_of
from jiheng.forms.first.labels import CLAIMS, TEXTS
from jiheng.forms.first.looking import Looked
from jiheng.forms.first.money import gather_money, settle_money
from jiheng.forms.first.understanding import Left

_TYPES = {
    "新增": "新增",
    "新增项目": "新增",
    "一次性项目": "新增",
    "延续": "延续",
    "延续项目": "延续",
    "经常性项目": "延续",
}
_ITEMS = {"total": "自评总分", "grade": "评价等级"}
_DAY = next(column for field, column in columns(Project) if field.name == "start")


def gather(sheets: Iterable[Looked], gathered: Gathered, year: int) -> None:
    """Take the sheets in their order; one that names no project goes on with that of the sheet before it."""
    project = ""
    for looked in sheets:
        own = _project(looked, gathered)
        project = own if own or "unit.name" in looked.single else project
        _unit(looked, gathered)
        gather_money(looked, gathered, project)
        gather_indicators(looked, gathered, project)
        _stated(looked, gathered, project)
    settle_money(gathered, year)


def _unit(looked: Looked, gathered: Gathered) -> None:
    for name, (label, value) in looked.single.items():
        if name.startswith("unit.") and name[5:] not in gathered.unit:
            gathered.unit[name[5:]] = value.text
            gathered.take(value, label.text, ("unit", value.text, value.text))


def _project(looked: Looked, gathered: Gathered) -> str:
    """The project that the sheet is about; empty if it names none."""
    named = looked.single.get("project.name")
    if named is None:
        return ""
    name = " ".join(named[1].text.split())
    written = looked.single.get("project.code")
    code = written[1].text.strip() if written else gathered.code("", name, PROJECT)
    before = gathered.projects.get(code) or Project(code=code, name=name, place=named[1].place)
    gathered.projects[code] = replace(before, **_columns(looked, gathered, name))
    return code


def _columns(looked: Looked, gathered: Gathered, about: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, (label, value) in looked.single.items():
        if name not in TEXTS and not name.startswith("project."):
            continue
        attribute = name.removeprefix("project.")
        try:
            found[attribute] = _fit(attribute, value.text)
        except Unfit as unfit:
            gathered.left.append(Left(value.place, value.text, str(unfit)))
        else:
            gathered.take(value, label.text, ("projects", about, " ".join(value.text.split())))
    return found


def _fit(attribute: str, text: str) -> Any:
    """The words as the column keeps them.

    Raises:
        Unfit: not what the column is for.
    """
    if attribute in {"start", "end"}:
        return coerce(_DAY, text)
    if attribute == "attribute":
        if text.strip() not in _TYPES:
            raise Unfit("不是“新增”或“延续”")
        return _TYPES[text.strip()]
    return text.strip() if attribute in TEXTS else " ".join(text.split())


def _stated(looked: Looked, gathered: Gathered, project: str) -> None:
    """What the form says its score and grade are."""
    cells = {name: looked.single[name][1] for name in CLAIMS if name in looked.single}
    if looked.total is not None:
        cells["total"] = looked.total
    for name, cell in cells.items():
        stated = number_of(cell) if name == "total" else None
        item = _ITEMS[name]
        if name == "total" and stated is None:
            gathered.left.append(Left(cell.place, cell.text, "不是得分"))
            continue
        claim = Claim(
            project=project, item=item, stated=stated, text="" if stated is not None else cell.text, place=cell.place
        )
        gathered.claims[project, item, claim.part] = claim
        gathered.take(cell, item, ("claims", gathered.about(project), cell.text))
