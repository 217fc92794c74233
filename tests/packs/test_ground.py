"""What an official is told of a rule's ground carries no remark on how far it was verified."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jiheng import facts
from jiheng.core.calendar import Month
from jiheng.disclosure import build
from jiheng.monitoring import monitor
from jiheng.packs.ground import ground
from jiheng.packs.load import load_pack
from jiheng.scoring import score
from jiheng.scoring.record import record

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
REMARKS = re.compile(r"示例口径|转引|推算|推断|未见原文|（[^（）]*未核实")


@pytest.mark.parametrize(
    ("cite", "told"),
    [
        ("示例口径（未核实）", ""),
        ("《政府采购法》第四十六条；分值未核实", "《政府采购法》第四十六条"),
        ("财库〔2020〕10号（未见原文）；分值未核实", "财库〔2020〕10号"),
        ("某省办法（2025年，转引）；比例未见规定", "某省办法（2025年）"),
        ("《共性指标体系框架》（财预〔2013〕53号），未核实", "《共性指标体系框架》（财预〔2013〕53号）"),
        ("由公开的自评说明推得", ""),
        ("川财绩〔2025〕10号", "川财绩〔2025〕10号"),
    ],
)
def test_documents_and_clauses_are_told_and_remarks_are_not(cite: str, told: str) -> None:
    assert ground(cite) == told


def test_no_sentence_on_the_example_town_carries_a_mark_of_research() -> None:
    town = facts.load(EXAMPLE)
    pack = load_pack(town.unit.pack)
    sheet, report = score(town, pack), monitor(town, pack, Month(2024, 10))
    public = build(town, pack, sheet)
    signals = (signal for watched in (report.total, *report.projects) for signal in watched.signals)
    told = [
        str(record(sheet)),
        *(sentence.text for sentence in public.sentences),
        *(f"{signal.message}{signal.why}{signal.until}{signal.cite}" for signal in signals),
    ]
    assert [text for text in told if REMARKS.search(text)] == []


def test_what_nobody_vouches_for_is_said_once_in_words_to_act_on() -> None:
    town = facts.load(EXAMPLE)
    pack = load_pack(town.unit.pack)
    told = [sentence.text for sentence in build(town, pack, score(town, pack)).sentences]
    assert [text for text in told if "以财政部门当年通知为准" in text] == [pack.caution]
