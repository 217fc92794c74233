"""R17 文字说明中的数字引用数据"""

from __future__ import annotations

from jiheng.facts.rows import Narrative
from tests.checks.form.conftest import Check


def test_a_bound_figure_a_year_and_a_document_number_pass(check: Check) -> None:
    text = "2024年按青府〔2024〕5号要求，支出 {{ 支出数|万元 }} 万元。"
    assert check("R17", narrative=[Narrative(chapter="1.1", text=text)]) == []


def test_a_typed_figure_is_remarked_with_its_surroundings(check: Check) -> None:
    (finding,) = check("R17", narrative=[Narrative(chapter="1.3", text="全年支出 356.4 万元。")])
    assert "356.4" in finding.stated
