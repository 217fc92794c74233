"""Marks of research stand in the column made for them; what officials read has words."""

from __future__ import annotations

import re

import pytest

from jiheng.packs.describe import MARKS, parts
from jiheng.packs.load import library, read_pack
from jiheng.web.management.views import packs

BARE = re.compile(r"[（(，、；\s](?:V2|V|I|U)[）)，、；。\s]")
PACKS = [info.id for info in library(fragments=True)]


@pytest.mark.parametrize("name", PACKS)
def test_no_text_of_a_pack_carries_a_mark_of_research(name: str) -> None:
    found = read_pack(name, fragment=True).pack
    said = [f"{part.title} {said.text} {said.cite} " for part in parts(found).values() for said in part.says.values()]
    assert said
    assert [text for text in said if BARE.search(f" {text} ")] == []


def test_a_mark_is_told_by_the_same_word_everywhere() -> None:
    assert MARKS == {"V": "已核对原文", "V2": "转引", "U": "未核实", "I": "推算"}
    assert packs.MARKS == MARKS
