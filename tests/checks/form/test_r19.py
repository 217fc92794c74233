"""R19 文字说明不照抄"""

from __future__ import annotations

from dataclasses import replace

from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Narrative
from tests.checks.form.conftest import UNIT, Check

TEXT = "{name}围绕年度重点工作科学设定目标，严格执行预算，按时开展监控和自评，较好完成了各项任务，资金使用规范有效。"
OTHER = replace(UNIT, code="900002", name="白石镇人民政府")


def narrative(name: str, extra: str = "") -> Narrative:
    return Narrative(chapter="1.2", text=TEXT.format(name=name) + extra)


def test_the_same_text_under_two_names_is_remarked_for_both(check: Check) -> None:
    copy = DataSet(unit=OTHER, narrative=(narrative(OTHER.name),))
    found = check("R19", units=(copy,), narrative=[narrative(UNIT.name)])
    assert {finding.message.partition("：")[2][:6] for finding in found} == {"900001", "900002"}


def test_texts_of_their_own_pass(check: Check) -> None:
    own = DataSet(unit=OTHER, narrative=(narrative(OTHER.name, "其中道路维护提前完工。"),))
    assert check("R19", units=(own,), narrative=[narrative(UNIT.name)]) == []
