"""PK4: what a rule rests on: clauses, dates, sources and guides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from jiheng.packs.lint.note import Remark, Rule, named, nodes
from jiheng.packs.loaded import Loaded
from jiheng.packs.typed import KeyPath

_CITE = "请写明文件名、文号和条款，如 cite: 《政府采购法》第四十六条；拿不准的写“示例口径（未核实）”。"


def uncited(loaded: Loaded) -> Iterator[Remark]:
    """Every rule names its clause."""
    for path, node in nodes(loaded.pack):
        if not node.cite:
            yield Remark((*path, "cite"), f"{named(node)}没有写依据", _CITE)
    for path, what, cite in _cited(loaded):
        if not cite.strip():
            yield Remark(path, f"{what}没有写依据", _CITE)


def _cited(loaded: Loaded) -> Iterator[tuple[KeyPath, str, str]]:
    pack = loaded.pack
    for name, value in pack.values.items():
        for day, dated in value.since.items():
            yield ("values", name, "since", day.isoformat(), "cite"), f"数值“{name}”（{day} 起）", dated.cite
    for place, cap in enumerate(pack.caps):
        yield ("caps", place, "cite"), f"封顶“{cap.name}”", cap.cite
    for place, deduction in enumerate(pack.deductions):
        yield ("deductions", place, "cite"), f"扣分“{deduction.name}”", deduction.cite
    for place, bonus in enumerate(pack.bonuses):
        yield ("bonuses", place, "cite"), f"加分“{bonus.name}”", bonus.cite
    for place, veto in enumerate(pack.vetoes):
        yield ("vetoes", place, "cite"), f"否决“{veto.name}”", veto.cite
    for place, deadline in enumerate(pack.deadlines):
        yield ("deadlines", place, "cite"), f"期限“{deadline.matter}”", deadline.cite
    if pack.own_over is not None:
        yield ("own_over", "cite"), "超额完成的规定", pack.own_over.cite


def unexplained_measures(loaded: Loaded) -> Iterator[Remark]:
    """A measure says what it means."""
    for name, measure in loaded.pack.measures.items():
        if not measure.meaning:
            yield Remark(("measures", name), f"“{name}”没有写含义", "请在 meaning 里用一句话说明它算的是什么。")


def undated(loaded: Loaded) -> Iterator[Remark]:
    """A value says from which day it holds."""
    for name, value in loaded.pack.values.items():
        if not value.since:
            fix = "正确写法举例：since: {2015-01-01: {value: 20, cite: 《预算法》第十四条}}"
            yield Remark(("values", name), f"数值“{name}”没有写从哪一天起施行", fix)


def late_values(loaded: Loaded) -> Iterator[Remark]:
    """A value holds in every year that the pack is for."""
    first = date(loaded.pack.years.first, 12, 31)
    for name, value in loaded.pack.values.items():
        begin = min(value.since, default=first)
        if begin > first:
            sentence = f"数值“{name}”自 {begin} 起才有，而规则包从 {first.year} 年起适用"
            yield Remark(("values", name), sentence, "请补上更早的数值，或把 years.first 推后。")


def unverified(loaded: Loaded) -> Iterator[Remark]:
    """A pack that says it is verified rests on texts that were seen."""
    if loaded.pack.status != "verified":
        return
    for place, source in enumerate(loaded.pack.sources):
        if source.mark in ("U", "I"):
            sentence = f"规则包标为已核实，但来源“{source.key}”是{'推断' if source.mark == 'I' else '未核实'}的"
            fix = "请取得原文核对后把 mark 改为 V，或把 status 改为 unverified。"
            yield Remark(("sources", place), sentence, fix)


def no_sources(loaded: Loaded) -> Iterator[Remark]:
    """A pack names its sources."""
    if not loaded.pack.sources:
        fix = "正确写法举例：sources: [{key: 自评通知, title: 关于开展2024年度绩效自评的通知（文号）, mark: V}]"
        yield Remark(("sources",), "没有写来源", fix)


_REFERENCE = re.compile(r"见来源[“\s]*([^”，；、。\s]+)")


def unknown_sources(loaded: Loaded) -> Iterator[Remark]:
    """A clause that points to a source points to one that there is."""
    keys = {source.key for source in loaded.pack.sources}
    cites = [((*path, "cite"), named(node), node.cite) for path, node in nodes(loaded.pack)]
    for path, what, cite in [*cites, *_cited(loaded)]:
        for key in _REFERENCE.findall(cite):
            if key not in keys:
                yield Remark(path, f"{what}的依据指向来源“{key}”，但 sources 里没有", "请核对来源的 key。")


def no_guide(loaded: Loaded) -> Iterator[Remark]:
    """Every indicator that is filled in or scored has a guide."""
    for path, node in nodes(loaded.pack):
        if not node.children and not node.guide.meaning:
            sentence = f"{named(node)}没有填报说明"
            yield Remark(path, sentence, f'请在 guide.yaml 里写："{node.code}": {{meaning: …, good: …, returns: […]}}')


GROUNDS = (
    Rule("PK401", "warning", "每条规定应写明依据", uncited, fragment=True),
    Rule("PK402", "info", "计算指标应写明含义", unexplained_measures, fragment=True),
    Rule("PK403", "error", "数值应写明施行日期", undated, fragment=True),
    Rule("PK404", "warning", "数值应覆盖规则包的适用年度", late_values, fragment=True),
    Rule("PK405", "warning", "已核实的规则包不应依据未核实的来源", unverified, fragment=True),
    Rule("PK406", "warning", "规则包应写明来源", no_sources, fragment=True),
    Rule("PK407", "warning", "依据指向的来源应存在", unknown_sources, fragment=True),
    Rule("PK408", "warning", "每个填报的指标应有填报说明", no_guide),
)
