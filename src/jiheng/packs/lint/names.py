"""PK2: the names that formulas and methods use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jiheng.packs.expression import FormulaError, parse
from jiheng.packs.lint.note import Remark, Rule, named, nodes
from jiheng.packs.loaded import Loaded
from jiheng.packs.model import Pack
from jiheng.packs.names import meant, months_of, units
from jiheng.packs.typed import KeyPath
from jiheng.packs.vocabulary import VOCABULARY


class Use(NamedTuple):
    """A measure named by a method, a cap, a deduction or a condition."""

    path: KeyPath
    by: str
    name: str


def uses(pack: Pack) -> Iterator[Use]:
    """Every measure named outside formulas."""
    for path, node in nodes(pack):
        by = named(node)
        for below, name in node.method.used() if node.method else ():
            yield Use((*path, "method", *below), by, name)
        if node.not_applicable.when:
            yield Use((*path, "not_applicable", "when"), by, node.not_applicable.when)
    for place, cap in enumerate(pack.caps):
        yield Use(("caps", place, "measure"), f"封顶“{cap.name}”", cap.measure)
    for place, deduction in enumerate(pack.deductions):
        yield Use(("deductions", place, "measure"), f"扣分“{deduction.name}”", deduction.measure)
    for place, bonus in enumerate(pack.bonuses):
        yield Use(("bonuses", place, "measure"), f"加分“{bonus.name}”", bonus.measure)
    for place, veto in enumerate(pack.vetoes):
        yield Use(("vetoes", place, "measure"), f"否决“{veto.name}”", veto.measure)


def names_in(pack: Pack, measure: str) -> tuple[str, ...]:
    """The names in a measure's formula; none if it is not a formula."""
    try:
        return parse(pack.measures[measure].formula).names()
    except FormulaError:
        return ()


def _known(pack: Pack) -> set[str]:
    return set(units(pack))


def used_names(pack: Pack) -> set[str]:
    """Every name that a score depends on, through formulas and the dated values of the vocabulary too."""
    found: set[str] = set()
    rest = [use.name for use in uses(pack)]
    while rest:
        name = rest.pop()
        if name not in found:
            found.add(name)
            rest.extend(_needs(pack, name))
    return found


def _needs(pack: Pack, name: str) -> tuple[str, ...]:
    if name in pack.measures:
        return names_in(pack, name)
    return VOCABULARY[name].values if name in VOCABULARY else ()


_WHERE = "可用的名称：本规则包 inputs、measures、values 中的名称，以及 jiheng packs names 列出的数据名称；没有的数据请在 inputs 里声明（名称、单位、含义）。"


def unknown_measures(loaded: Loaded) -> Iterator[Remark]:
    """A method names a measure that there is."""
    known = _known(loaded.pack)
    for use in uses(loaded.pack):
        if use.name not in known:
            yield Remark(use.path, f"{use.by}用到的“{use.name}”没有定义", meant(use.name, known) + _WHERE)


def unknown_names(loaded: Loaded) -> Iterator[Remark]:
    """A formula names measures and values that there are."""
    known = _known(loaded.pack)
    for measure in loaded.pack.measures:
        for name in names_in(loaded.pack, measure):
            if name not in known:
                yield Remark(
                    ("measures", measure, "formula"),
                    f"“{measure}”的公式用到的“{name}”没有定义",
                    meant(name, known) + _WHERE,
                )


def broken_formulas(loaded: Loaded) -> Iterator[Remark]:
    """A formula can be read."""
    for name, measure in loaded.pack.measures.items():
        try:
            parse(measure.formula)
        except FormulaError as error:
            fix = "正确写法举例：formula: 最小(支出数 ÷ 调整后预算数, 100%)"
            yield Remark(("measures", name, "formula"), f"“{name}”的公式{error}", fix)


def circular_measures(loaded: Loaded) -> Iterator[Remark]:
    """No measure is computed from itself."""
    pack = loaded.pack
    for name in pack.measures:
        way = _way_back(pack, name)
        if way:
            text = " → ".join(way)
            yield Remark(
                ("measures", name, "formula"), f"“{name}”的公式绕回了自己：{text}", "请改用登记的数据计算其中一项。"
            )


def _way_back(pack: Pack, start: str) -> tuple[str, ...]:
    """The shortest way from a measure back to itself through formulas."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for name in names_in(pack, way[-1]):
            if name == start:
                return (*way, start)
            if name in pack.measures and name not in seen:
                seen.add(name)
                ways.append((*way, name))
    return ()


def missing_values(loaded: Loaded) -> Iterator[Remark]:
    """The dated values that counted data need are there."""
    pack = loaded.pack
    for name in sorted(used_names(pack) & set(VOCABULARY)):
        for value in VOCABULARY[name].values:
            if value not in pack.values:
                sentence = f"“{name}”按“{value}”计算，但 values 里没有这个数值"
                fix = (
                    f"请补上：{value}: {{unit: 天, since: {{2015-01-01: {{value: 30, cite: …}}}}}}，或 extends: cn/base"
                )
                yield Remark(("values",), sentence, fix)


def clashing_names(loaded: Loaded) -> Iterator[Remark]:
    """A name means one thing."""
    pack = loaded.pack
    for name in pack.measures:
        if name in pack.values:
            yield Remark(("measures", name), f"“{name}”既在 measures 里，又在 values 里", "请给其中一个换名。")
        elif name in VOCABULARY:
            yield Remark(("measures", name), f"“{name}”与登记数据的名称相同", "请给这个计算指标换一个名称。")
    for name in pack.inputs:
        if name in pack.measures or name in pack.values or name in VOCABULARY:
            sentence = f"补充数据“{name}”的名称已有别的意思"
            yield Remark(("inputs", name), sentence, "登记数据里已有的不必再填；否则请换一个名称。")


def unsaid_inputs(loaded: Loaded) -> Iterator[Remark]:
    """An input says what it is, so that a unit can fill it in."""
    for name, each in loaded.pack.inputs.items():
        path: KeyPath = ("inputs", name)
        if not each.meaning:
            yield Remark(path, f"补充数据“{name}”没有写含义", "请在 meaning 里写明填什么、从哪里取数。")
        if each.form in ("number", "pair", "monthly", "group") and not each.unit:
            yield Remark(path, f"补充数据“{name}”没有写单位", "请写 unit，如 %、元、万元、人、个。")
        if (each.form == "level") != bool(each.options):
            fix = "form: level 的要在 options 里列出可选的等级，别的形式不写 options。"
            yield Remark(path, f"补充数据“{name}”的 options 与 form 不合", fix)
        if each.form == "pair" and each.unit not in ("%", "‰", ""):
            yield Remark(
                path, f"补充数据“{name}”以分子、分母填报，单位却是“{each.unit}”", '分子 ÷ 分母是比例，请写 unit: "%"。'
            )


def unused_names(loaded: Loaded) -> Iterator[Remark]:
    """What the pack itself declares is used by a method, a formula or a form."""
    pack = loaded.pack
    shown = "".join(form.model_dump_json() for form in pack.forms)
    used = used_names(pack) | {name for measure in pack.measures for name in names_in(pack, measure)}
    used |= {name for name, each in pack.inputs.items() if each.form == "monthly" and used & set(months_of(name))}
    declared = [(key, name) for key in ("inputs", "measures", "values") for name in getattr(pack, key)]
    for path in declared:
        if path[1] not in used and path[1] not in shown and loaded.own(path):
            yield Remark(path, f"“{path[1]}”没有被任何指标、公式或表格用到", "不再需要时请删去，免得误以为它在起作用。")


NAMES = (
    Rule("PK201", "error", "计分方法、封顶、扣分用到的指标名称应有定义", unknown_measures),
    Rule("PK202", "error", "公式用到的名称应有定义", unknown_names),
    Rule("PK203", "error", "公式应能读懂", broken_formulas, fragment=True),
    Rule("PK204", "error", "计算指标不应绕回自己", circular_measures, fragment=True),
    Rule("PK205", "error", "按期限计数的数据应有期限数值", missing_values),
    Rule("PK206", "error", "一个名称只应有一个意思", clashing_names, fragment=True),
    Rule("PK208", "error", "补充数据应写明填什么、什么单位", unsaid_inputs, fragment=True),
    Rule("PK207", "info", "声明的名称应有用处", unused_names),
)
