from __future__ import annotations

from pathlib import Path

import pytest

from jiheng.facts.documentation import Language, with_tables
from jiheng.facts.guide import PURPOSES
from jiheng.facts.rows import TABLES
from jiheng.facts.schema import columns

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize(("name", "language"), [("data-set.md", "en"), ("数据集说明.md", "zh")])
def test_the_documents_show_the_columns_as_they_are(name: str, language: Language) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    assert with_tables(text, language) == text, "run: python tools/data_set_docs.py"
    for table, (title, row_class) in TABLES.items():
        assert f"`{table}`" in text
        assert title in text
        assert all(column.title in text and f"`{field.name}`" in text for field, column in columns(row_class))


def test_every_table_says_what_it_is_for() -> None:
    assert set(PURPOSES) == set(TABLES)


def test_no_two_columns_of_a_table_bear_the_same_title() -> None:
    for _, row_class in TABLES.values():
        titles = [column.title for _, column in columns(row_class)]
        assert len(set(titles)) == len(titles)
