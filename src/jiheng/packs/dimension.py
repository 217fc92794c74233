"""What a formula gives, by the kinds of unit of what is in it: money over money is a share, money over people is neither."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from jiheng.core.measure_unit import unit as unit_of
from jiheng.packs.expression import Binary, Call, Choose, FormulaError, Name, Negative, Number, Term, parse

Dimension = dict[str, int] | None
"""Kind of unit → its power; empty: a plain share or number; None: anything, or not known."""

_TOLD = {"money": "金额", "count": "个数", "share": "比例", "days": "天数", "workdays": "工作日数", "date": "日期"}


class MixedError(ValueError):
    """Two kinds of unit are added or compared."""


def dimension_of(unit: str) -> Dimension:
    """The kind of a unit; 元/人次 is money over people, while 万元/人次 is a number of its own, as nothing converts it."""
    above, _, below = unit.partition("/")
    if above == "元" and below:
        return {"money": 1, "count": -1}
    known = unit_of(unit)
    if known.dimension == "share":
        return {}
    return {"count" if known.dimension.startswith("count:") else known.dimension: 1}


def disagrees(formula: str, unit: str, units: Mapping[str, str]) -> str:
    """Why a formula cannot give the unit that is declared; empty if it can."""
    try:
        found = _of(parse(formula).root, units)
    except FormulaError:
        return ""
    except MixedError as mixed:
        return f"公式{mixed}"
    wanted = dimension_of(unit)
    if found is None or wanted is None or found == wanted or not unit:
        return ""
    if any(power not in (0, 1) for power in found.values()) or (wanted == {} and found):
        return f"公式算出的是{told(found)}，而 unit 写作“{unit}”"
    if found == {} and wanted in ({"money": 1}, {"date": 1}):
        return f"公式算出的是比例，而 unit 写作“{unit}”"
    return "" if len(found) > 1 or not found else f"公式算出的是{told(found)}，而 unit 写作“{unit}”"


def told(found: Mapping[str, int]) -> str:
    """A dimension in words: ``金额÷个数``."""
    above = [_TOLD.get(kind, kind) for kind, power in found.items() if power > 0]
    below = [_TOLD.get(kind, kind) for kind, power in found.items() if power < 0]
    return ("×".join(above) or "比例") + "".join(f"÷{kind}" for kind in below)


def _of(term: Term, units: Mapping[str, str]) -> Dimension:  # noqa: PLR0911 - one case for each kind of term
    match term:
        case Number():
            return None
        case Name(name=name):
            return dimension_of(units[name]) if name in units else None
        case Negative(operand=operand):
            return _of(operand, units)
        case Choose(terms=terms):
            return _same([_of(each, units) for each in terms], "比较")
        case Call(function=function, terms=terms):
            return _called(function, [_of(each, units) for each in terms])
        case Binary(sign="+" | "-" as sign, left=left, right=right):
            parts = [_of(left, units), _of(right, units)]
            if sign == "-" and parts == [{"date": 1}, {"date": 1}]:
                return {"days": 1}
            return _same(parts, "相加减")
        case Binary(sign=sign, left=left, right=right):
            return _product(_of(left, units), _of(right, units), 1 if sign == "*" else -1)
    return None


def _called(function: str, parts: list[Dimension]) -> Dimension:
    if function == "工作日数":
        return {"workdays": 1}
    if function in ("名次", "升序名次"):
        return {"count": 1}
    return _same(parts, "比较")


def _same(parts: list[Dimension], act: str) -> Dimension:
    known = [part for part in parts if part is not None]
    if any(part != known[0] for part in known):
        raise MixedError(f"把{'与'.join(dict.fromkeys(map(told, known)))}{act}")
    return known[0] if known else None


def _product(left: Dimension, right: Dimension, sign: int) -> Dimension:
    if left is None or right is None:
        return left if right is None else right if sign > 0 else {kind: -power for kind, power in right.items()}
    powers = {kind: left.get(kind, 0) + sign * right.get(kind, 0) for kind in (*left, *right)}
    return {kind: power for kind, power in powers.items() if power}


def by_hundred(formula: str) -> bool:
    """Whether the whole of a formula is multiplied by a bare 100."""
    try:
        root = parse(formula).root
    except FormulaError:
        return False
    while isinstance(root, Binary) and root.sign in ("*", "/"):
        sides = (root.left, root.right) if root.sign == "*" else ()
        if any(isinstance(each, Number) and each.value == 100 for each in sides):
            return True
        root = root.left
    return False


def bare_beside_share(formula: str, units: Mapping[str, str]) -> Fraction | None:
    """A whole number of at least 2 that is added to or taken from a share: ``100 - 支出率`` for ``100% - 支出率``."""
    try:
        root = parse(formula).root
    except FormulaError:
        return None
    return next(_bare(root, units), None)


def _bare(term: Term, units: Mapping[str, str]) -> Iterator[Fraction]:
    if not isinstance(term, Binary):
        return
    if term.sign in ("+", "-"):
        for one, other in ((term.left, term.right), (term.right, term.left)):
            if isinstance(one, Number) and one.value >= _LEAST_BARE and _is_share(other, units):
                yield one.value
    for side in (term.left, term.right):
        yield from _bare(side, units)


_LEAST_BARE = 2


def _is_share(term: Term, units: Mapping[str, str]) -> bool:
    try:
        return _of(term, units) == {}
    except MixedError:
        return False
