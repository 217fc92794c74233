"""Returned forms → rows of a data set: what the forms claim, for the checks to recompute."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from jiheng.core.exact import Points
from jiheng.core.fault import Place, refuse
from jiheng.core.numeral import normalise, read_number
from jiheng.core.quantity import Quantity
from jiheng.facts import DataSet, sealed
from jiheng.facts.rows import LEVELS, OPERATORS, Claim, Indicator, Project, Result, Unit
from jiheng.forms.recognise import Returned, read_layout, recognise
from jiheng.forms.sighted import Sheet, Sighted
from jiheng.packs.layout import TableForm
from jiheng.packs.model import Pack
from jiheng.reading import Document, read
from jiheng.scoring.sheet import NO_GRADE

_PARTS = {
    "年度资金总额": "年度资金总额",
    "当年财政拨款": "财政拨款",
    "上年结转资金": "上年结转资金",
    "其他资金": "其他资金",
    "基本支出": "基本支出",
    "项目支出": "项目支出",
}
_AMOUNTS = ("年初预算数", "全年预算数", "全年执行数")
_TARGET = re.compile(r"([≥≤><=]?)(.*)", re.DOTALL)
_DATE = re.compile(r"(\d+年.|\d+月|\d+日前)")
"""A day or month as a target (6月底前完成) is words, not six of something."""


def read_back(path: Path, pack: Pack, known: DataSet | None = None) -> DataSet:
    """Read official forms that somebody filled in.

    Args:
        path: a workbook, Word or PDF file with forms of the pack.
        pack: its layouts say which label stands beside which value.
        known: gives the codes of projects and indicators by their names; without it they are numbered.

    Returns:
        Unit, projects, indicators, results and claims as the forms state them; nothing is computed
        or mended, and a target written without an operator is read as ``=``.

    Raises:
        Refused: the file cannot be read, or none of its tables is a form of the pack.
    """
    return read_document(read(path), pack, known)


def read_document(document: Document, pack: Pack, known: DataSet | None = None) -> DataSet:
    """Read official forms out of a file that was read already; see ``read_back``.

    Raises:
        Refused: none of its tables is a form of the pack.
    """
    forms = [form for form in pack.forms if isinstance(form, TableForm)]
    sheets = [Sheet.of(document, table) for table in document.tables]
    found = [read_layout(form, sheet) for sheet in sheets if (form := recognise(sheet, forms))]
    if not found:
        raise refuse(
            Place(file=Path(document.path).name),
            "没有认出规则包中的表格",
            expected="、".join(form.title for form in forms),
            fix="请核对表格标题和所用的规则包。",
        )
    return sealed(_gathered(found, pack, known))


def _gathered(found: Sequence[Returned], pack: Pack, known: DataSet | None) -> DataSet:
    keys = _Keys(known)
    unit = _unit(found, pack, known)
    projects: dict[str, Project] = {}
    indicators: dict[str, Indicator] = {}
    results: dict[str, Result] = {}
    claims: dict[tuple[str, str, str], Claim] = {}
    for form in found:
        project = _project(form, keys)
        if project:
            projects[project.code] = project
        code = project.code if project else ""
        claims |= {(claim.project, claim.item, claim.part): claim for claim in _claims(form, code)}
        for row in form.rows:
            key, own = _row(row, code, pack, keys)
            indicators |= {key: own} if own else {}
            results[key] = _result(row, key, results.get(key))
        for row in form.explained:
            key, _own = _row(row, code, pack, keys)
            if key in results:
                results[key] = _explained(results[key], row)
    return DataSet(
        unit=unit,
        projects=tuple(projects.values()),
        indicators=tuple(indicators.values()),
        results=tuple(results.values()),
        claims=tuple(claims.values()),
    )


@dataclass(slots=True)
class _Keys:
    """Codes by name, from a known data set or counted."""

    known: DataSet | None
    counted: dict[tuple[str, str], str] = field(default_factory=dict)

    def project(self, name: str) -> str:
        rows = self.known.projects if self.known else ()
        code = next((row.code for row in rows if row.name == name), "")
        return code or self.counted.setdefault(("", name), f"X{len(self.counted) + 1:02d}")

    def indicator(self, project: str, name: str) -> str:
        rows = self.known.indicators if self.known else ()
        code = next((row.code for row in rows if (row.project, row.name) == (project, name)), "")
        return code or self.counted.setdefault((project, name), f"{project or 'Z'}-{len(self.counted) + 1:02d}")


def _unit(found: Sequence[Returned], pack: Pack, known: DataSet | None) -> Unit:
    if known:
        return known.unit
    values = {name: cell for form in found for name, cell in form.values.items()}
    name = values.get("单位名称") or values.get("实施单位")
    texts = (cell.text for form in found for cell in form.sheet.cells if cell.row < 4)
    year = next((int(match[1]) for text in texts if (match := re.search(r"(20\d\d)\s*年", text))), pack.years.first)
    return Unit(code="", name=name.text if name else "", year=year, pack=pack.id)


def _project(form: Returned, keys: _Keys) -> Project | None:
    name = form.values.get("项目名称")
    if form.form.per != "项目" or name is None:
        return None
    texts = {title: cell.text for title, cell in form.values.items()}
    return Project(
        code=texts.get("项目编码") or keys.project(name.text),
        name=name.text,
        department=texts.get("主管部门", ""),
        implementer=texts.get("实施单位", ""),
        goal=texts.get("年度目标", ""),
        achieved=texts.get("目标完成情况", ""),
        place=name.place,
    )


def _claims(form: Returned, project: str) -> Iterator[Claim]:
    factor = 1 if any(normalise(cell.text).endswith("单位:元") for cell in form.sheet.cells) else 10_000
    for row, part in _PARTS.items():
        for column in _AMOUNTS:
            yield from _claim(form, f"资金:{row}.{column}", Claim(project=project, item=column, part=part), factor)
        yield from _claim(form, f"资金:{row}.执行率", Claim(project=project, item="执行率", part=part))
    yield from _claim(form, "资金:年度资金总额.得分", Claim(project=project, item="执行得分"))
    yield from _claim(form, "总得分", Claim(project=project, item="自评总分"))
    grade = form.values.get("评价等级")
    if grade and grade.text not in {"", NO_GRADE}:
        yield Claim(project=project, item="评价等级", text=grade.text, place=grade.place)


def _claim(form: Returned, name: str, blank: Claim, factor: int = 1) -> Iterator[Claim]:
    cell = form.values.get(name)
    stated = _number(cell.text) if cell else None
    if cell and stated is not None:
        yield replace(blank, stated=stated * factor, place=cell.place)


def _number(text: str) -> Fraction | None:
    """The number of a cell; a percentage as a share; None for a dash or words."""
    try:
        return read_number(text.rstrip("%％分")) / (100 if text.endswith(("%", "％")) else 1)
    except ValueError:
        return None


def _row(row: Mapping[str, Sighted], project: str, pack: Pack, keys: _Keys) -> tuple[str, Indicator | None]:
    """The code of a row, and the indicator if it is the unit's own."""
    name = row["三级指标"]
    leaf = next((node.code for node in pack.nodes() if node.name == name.text and not node.children), None)
    if leaf is not None:
        return leaf, None
    code = keys.indicator(project, name.text)
    return code, _indicator(row, code, project)


def _indicator(row: Mapping[str, Sighted], code: str, project: str) -> Indicator:
    operator, target, words, unit = _target(row)
    weight = _number(_text(row, "分值"))
    return Indicator(
        code=code,
        project=project,
        level_1=_text(row, "一级指标"),
        level_2=_text(row, "二级指标"),
        name=_text(row, "三级指标"),
        operator=operator,
        target=target,
        text_target=words,
        unit=unit,
        weight=None if weight is None else Points.rounded(weight),
        place=row["三级指标"].place,
    )


def _target(row: Mapping[str, Sighted]) -> tuple[str, Fraction | None, str, str]:
    """Operator, number, words and unit, from one column or from three."""
    text = _text(row, "年度指标值") or _text(row, "指标性质") + _text(row, "指标值") + _text(row, "度量单位")
    match = _TARGET.fullmatch(normalise(text))
    assert match is not None
    operator, rest = match.groups()
    held = None if _DATE.match(rest) else _quantity(rest)
    if held is None:
        return "定性", None, text, ""
    return operator if operator in OPERATORS else "=", held.value, "", held.unit.name


def _result(row: Mapping[str, Sighted], code: str, earlier: Result | None) -> Result:
    """What a row says was reached; a form without results leaves an earlier one as it is."""
    text = _text(row, "实际完成值") or _text(row, "完成值")
    if earlier and not text:
        return earlier
    held = None if _DATE.match(text) else _quantity(text)
    claimed = _number(_text(row, "得分"))
    return Result(
        indicator=code,
        actual=held.value if held else None,
        level=text if text in LEVELS else "",
        claimed=None if claimed is None else Points.rounded(claimed),
        reason=_text(row, "偏差原因及改进措施"),
        place=row["三级指标"].place,
    )


def _explained(result: Result, row: Mapping[str, Sighted]) -> Result:
    """The result with the reason that stands in a table apart."""
    return replace(result, reason=result.reason or _text(row, "偏差原因及改进措施"))


def _quantity(text: str) -> Quantity | None:
    try:
        return Quantity.parse(text)
    except ValueError:
        return None


def _text(row: Mapping[str, Sighted], name: str) -> str:
    cell = row.get(name)
    return " ".join(cell.text.split()) if cell else ""
