from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from jiheng.packs.layout import Cell, Form, Hole, ReportForm, TableForm, parts

FORM: TypeAdapter[TableForm | ReportForm] = TypeAdapter(Form)


def form(*blocks: dict[str, Any], columns: list[int] | None = None) -> Any:
    return FORM.validate_python(
        {"kind": "table", "code": "a", "title": "表", "columns": columns or [10, 10], "blocks": list(blocks)}
    )


def refused(*blocks: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as caught:
        form(*blocks)
    return str(caught.value)


def test_a_plain_text_stands_for_a_cell_of_one_column() -> None:
    made = form({"kind": "grid", "rows": [["名称", "{{ 单位名称 }}"]]})
    assert isinstance(made, TableForm)
    assert made.blocks[0] == form({"kind": "grid", "rows": [[{"text": "名称"}, {"text": "{{ 单位名称 }}"}]]}).blocks[0]


def test_a_cell_with_a_binding_is_a_value_and_one_with_words_a_label() -> None:
    assert [Cell(text=text).style for text in ("名称", "{{ 单位名称 }}", "")] == ["label", "value", "value"]


def test_bindings_are_split_from_what_is_typed() -> None:
    assert list(parts("共{{ 支出数|元 }}，{{得分:1.1}}")) == ["共", Hole("支出数", "元"), "，", Hole("得分:1.1")]


@pytest.mark.parametrize("text", ["{{ 支出数", "支出数 }}", "{{ }}", "{{ 支出数|两 }}", "{ { 支出数 }}"])
def test_a_binding_that_is_badly_written_is_refused_on_loading(text: str) -> None:
    assert "Value error" in refused({"kind": "grid", "rows": [["名称", text]]})


def test_a_block_must_be_as_wide_as_the_form() -> None:
    assert "第 1 块占 1 列，表格共 2 列" in refused({"kind": "grid", "rows": [["名称"]]})


def test_the_rows_of_a_grid_must_fill_it_counting_cells_from_above() -> None:
    tall = {"text": "目标", "rows": 2}
    form({"kind": "grid", "rows": [[tall, "预期"], ["{{ 年度目标 }}"]]})
    assert "第 2 行占 1 列" in refused({"kind": "grid", "rows": [["目标", "预期"], ["{{ 年度目标 }}"]]})


def test_a_table_of_an_unknown_source_is_refused() -> None:
    assert "评分指标" in refused(
        {"kind": "table", "each": "别的", "columns": [{"title": "a", "value": "b", "span": 2}]}
    )


def test_an_unknown_key_is_refused() -> None:
    assert "Extra inputs" in refused({"kind": "grid", "rows": [["a", "b"]], "colour": "red"})
