"""Every column that is filled in with words says what it means, with a good and a bad example, from one store."""

from __future__ import annotations

from importlib import resources

import yaml

from jiheng.facts.guide import column_guide, column_help
from jiheng.facts.rows import TABLES
from jiheng.facts.schema import columns

EVERY = [(table, field.name, column) for table, (_title, row) in TABLES.items() for field, column in columns(row)]


def test_no_column_is_explained_as_text() -> None:
    assert [(table, name) for table, name, column in EVERY if "文字。" in column_guide(table, column)] == []


def test_every_column_of_words_without_a_guide_of_its_own_has_meaning_and_both_examples() -> None:
    words = [each for each in EVERY if each[2].kind == "text" and not each[2].guide and not each[2].refers]
    told = [(table, name, column_help(table, column)) for table, name, column in words]
    assert [(table, name) for table, name, said in told if not (said.meaning and said.good and said.bad)] == []
    assert [(table, name) for table, name, said in told if said.good == said.bad] == []


def test_every_line_of_the_store_belongs_to_a_column() -> None:
    told = yaml.safe_load(resources.files("jiheng.facts").joinpath("help.yaml").read_text(encoding="utf-8"))
    known = {(table, name) for table, name, _column in EVERY} | {("*", name) for _table, name, _column in EVERY}
    assert {(table, name) for table, lines in told.items() for name in lines} <= known
