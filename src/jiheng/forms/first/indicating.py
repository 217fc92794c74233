"""Rows of indicators → what was promised and what was reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from jiheng.core.exact import Points, fraction_text
from jiheng.core.numeral import normalise, read_number
from jiheng.core.quantity import Quantity
from jiheng.facts.rows import LEVELS, Indicator, Result
from jiheng.forms.first.account import Gathered
from jiheng.forms.first.bounds import MOST_DECIMALS, Bound, read_bound
from jiheng.forms.first.labels import NAMED
from jiheng.forms.first.looking import Looked
from jiheng.forms.sighted import Sighted
from jiheng.packs.model import Pack

WORDS = "完成情况是文字，记在备注；规则包规定了等级的，请在“完成等级”中选择"
OTHER_UNIT = "完成值与指标值的计量单位不同，未登记完成值"
NO_SHARE = "指标值是百分数，完成值没有写百分号且不大于 1，未登记完成值"
NO_NUMBER = "指标值不是单个数字，按定性目标登记"
NO_TARGET = "没有指标值"


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a table of indicators, with its head and the code that it gets."""

    cells: Mapping[str, Sighted]
    heads: Mapping[str, Sighted]
    project: str
    code: str
    name: str

    def text(self, column: str) -> str:
        """The words of a cell, in one line."""
        cell = self.cells.get(column)
        return " ".join(cell.text.split()) if cell else ""

    def label(self, column: str) -> str:
        """What the form prints over it."""
        return self.heads[column].text if column in self.heads else "三级指标"

    def points(self, column: str) -> Points | None:
        """Points, or None where none are written."""
        number = number_of(self.cells.get(column))
        return None if number is None else Points.rounded(number)


def gather_indicators(looked: Looked, gathered: Gathered, project: str) -> None:
    """Take the rows of one sheet; a name that stands twice is two indicators."""
    leaves = dict(_leaves(gathered.pack)) if gathered.pack and not project else {}
    seen: Counter[str] = Counter()
    for cells in looked.rows:
        name = NAMED.sub("", " ".join(cells["name"].text.split()))
        seen[name] += 1
        key = name if seen[name] == 1 else f"{name}（{seen[name]}）"
        leaf = leaves.get(key)
        row = _Row(cells, looked.heads, project, leaf or gathered.code(project, key, f"{project or 'Z'}-"), key)
        if leaf is None:
            _promised(row, gathered)
        _reached(row, gathered)


def _leaves(pack: Pack) -> Iterable[tuple[str, str]]:
    return ((node.name, node.code) for node in pack.nodes() if not node.children)


def _promised(row: _Row, gathered: Gathered) -> None:
    """The indicator; what an earlier sheet said of it stays."""
    before, bound = gathered.indicators.get(row.code), _bound(row)
    new = Indicator(
        code=row.code,
        project=row.project,
        level_1=row.text("level_1"),
        level_2=row.text("level_2"),
        name=row.name,
        operator=bound.operator,
        target=bound.number,
        text_target=bound.words,
        unit=bound.unit,
        weight=row.points("weight"),
        last_actual=_same_unit(row.cells.get("last_actual"), bound.unit),
        meaning=row.text("meaning"),
        data_source=row.text("data_source"),
        place=row.cells["name"].place,
    )
    gathered.indicators[row.code] = _merged(before, new) if before else new
    if before is None or not _says_target(before):
        said = bound.words if bound.number is None else f"{bound.operator}{_written(bound.number)}{bound.unit}"
        cell = row.cells.get("target") or row.cells["name"]
        gathered.take(cell, row.label("target"), ("indicators", row.name, said), _doubt(bound))


def _says_target(row: Indicator) -> bool:
    return row.target is not None or bool(row.text_target)


def _merged(before: Indicator, new: Indicator) -> Indicator:
    """The earlier row, with what only the later one tells."""
    fields = ("level_1", "level_2", "weight", "last_actual", "meaning", "data_source")
    told = {name: getattr(new, name) for name in fields if getattr(before, name) in {"", None}}
    if not _says_target(before):
        told |= {name: getattr(new, name) for name in ("operator", "target", "text_target", "unit")}
    return replace(before, **told)


def _doubt(bound: Bound) -> str:
    if bound.number is not None:
        return ""
    return NO_TARGET if not bound.words else NO_NUMBER if any(map(str.isdigit, bound.words)) else ""


def _bound(row: _Row) -> Bound:
    """The target, from one column or from operator, number and unit in three."""
    cell, operator = row.cells.get("target"), row.text("operator")
    if cell is None or not cell.text:
        return Bound("定性", None, "")
    bound = read_bound(_exactly(cell), row.text("unit"))
    if not operator or bound.number is None or bound.operator != "=":
        return bound
    asked = read_bound(f"{operator}1")
    return bound if asked.number is None else replace(bound, operator=asked.operator)


def _exactly(cell: Sighted) -> str:
    """The words of a cell, with the stored number where it is one that the data set can keep."""
    if cell.exact is None or (cell.exact * 10**MOST_DECIMALS).denominator != 1:
        return cell.text
    return _written(cell.exact) + normalise(cell.text).lstrip("+-0123456789., ")


def _written(number: Fraction) -> str:
    return fraction_text(number, MOST_DECIMALS)


def _reached(row: _Row, gathered: Gathered) -> None:
    """The result; a form without results leaves an earlier one as it is."""
    cell, before = row.cells.get("actual"), gathered.results.get(row.code, Result(indicator=row.code))
    says = bool(cell and cell.text)
    score = row.points("score")
    if not says and score is None:
        return
    number, words, doubt = _actual(cell, gathered.indicators.get(row.code)) if cell and says else (None, "", "")
    gathered.results[row.code] = replace(
        before,
        actual=before.actual if number is None else number,
        level=words if words in LEVELS else before.level,
        claimed=before.claimed if score is None else score,
        reason=row.text("reason") or before.reason,
        measure=row.text("measure") or before.measure,
        note=f"表中完成情况：{words}" if words and words not in LEVELS else before.note,
        place=row.cells["name"].place,
    )
    if cell and says:
        said = words if number is None else _written(number)
        gathered.take(cell, row.label("actual"), ("results", row.name, said), doubt)
    for column in ("score", "reason", "measure"):
        if row.text(column):
            gathered.take(row.cells[column], row.label(column), ("results", row.name, row.text(column)))


def _actual(cell: Sighted, indicator: Indicator | None) -> tuple[Fraction | None, str, str]:
    """Number, words, and what is doubtful; a number in another unit is converted or not taken."""
    bound, unit = read_bound(_exactly(cell)), indicator.unit if indicator else ""
    if bound.number is None or bound.operator != "=":
        words = " ".join(cell.text.split())
        return None, words, "" if words in LEVELS else WORDS
    if unit == "%" and not bound.unit and _is_share(bound.number, indicator):
        return None, cell.text, NO_SHARE
    if not bound.unit or not unit or bound.unit == unit:
        return bound.number, "", ""
    try:
        return Quantity.parse(f"{_written(bound.number)}{bound.unit}").into(unit).value, "", ""
    except ValueError:
        return None, cell.text, OTHER_UNIT


def _is_share(number: Fraction, indicator: Indicator | None) -> bool:
    """Whether 0.95 may be meant as 95 %."""
    return 0 < number <= 1 and indicator is not None and indicator.target is not None and indicator.target > 1


def _same_unit(cell: Sighted | None, unit: str) -> Fraction | None:
    bound = read_bound(_exactly(cell)) if cell and cell.text else None
    return bound.number if bound and bound.unit in {"", unit} else None


def number_of(cell: Sighted | None) -> Fraction | None:
    """The number of a cell for points; None for a dash or words."""
    try:
        return read_number(normalise(cell.text).rstrip("分%")) if cell and cell.text else None
    except ValueError:
        return None
