"""PK32: what can be scored and is hardly what was meant: steps beyond their limit, vetoes that bar nothing, bare hundreds."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.packs.dimension import bare_beside_share
from jiheng.packs.lint.doubted import doubted
from jiheng.packs.lint.note import Remark, Rule
from jiheng.packs.loaded import Loaded
from jiheng.packs.names import units
from jiheng.packs.said import number, points


def steps_beyond_limit(loaded: Loaded) -> Iterator[Remark]:
    """One step of a deduction or a bonus is no more than its most."""
    pack = loaded.pack
    taken = [("deductions", at, "扣分", each.name, each.lose, each.at_most) for at, each in enumerate(pack.deductions)]
    given = [("bonuses", at, "加分", each.name, each.gain, each.at_most) for at, each in enumerate(pack.bonuses)]
    for section, at, what, name, step, most in (*taken, *given):
        if step > most > 0:
            sentence = f"{what}“{name}”每步 {points(step)}，比最多 {points(most)}还多"
            yield Remark((section, at, "at_most"), sentence, "请核对每步分值和 at_most。")


def idle_vetoes(loaded: Loaded) -> Iterator[Remark]:
    """A veto leaves less than the best grade."""
    best = max(loaded.pack.grades, key=lambda grade: grade.at_least, default=None)
    for at, veto in enumerate(loaded.pack.vetoes):
        if best is not None and veto.best == best.name:
            sentence = f"否决“{veto.name}”之后仍可评“{best.name}”，等于没有否决"
            yield Remark(("vetoes", at, "best"), sentence, "best 写否决之后最高还能评的等级。")


def bare_hundreds(loaded: Loaded) -> Iterator[Remark]:
    """A number that a share is taken from is 1 or 100%, never a bare 100."""
    known = units(loaded.pack)
    for name, measure in loaded.pack.measures.items():
        found = bare_beside_share(measure.formula, known)
        if found is not None:
            sentence = f"“{name}”的公式把 {number(found, '')} 与比例相加减，{number(found, '')} 按比例读是 {number(found, '%')}"
            yield Remark(
                ("measures", name, "formula"), sentence, f"如指 {number(found / 100, '%')}，请写成带百分号的数。"
            )


SLIPS = (
    Rule("PK319", "warning", "分档的得分不应忽高忽低", doubted("PK319")),
    Rule("PK320", "warning", "扣分、加分的一步不应超过上限", steps_beyond_limit, fragment=True),
    Rule("PK321", "warning", "否决应有作用", idle_vetoes),
    Rule("PK322", "warning", "得分比例不应不到百分之一", doubted("PK322")),
    Rule("PK508", "error", "与比例相加减的数应带百分号", bare_hundreds, fragment=True),
)
