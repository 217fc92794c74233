"""What notices write, and the sentence that it is read as; what is not surely read stays 待定."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from jiheng.packs.annex import Reading, read_criterion
from jiheng.packs.method import Method, Told

WORDINGS = Path(__file__).parent / "annex_wordings.yaml"
CASES: list[dict[str, str]] = yaml.safe_load(WORDINGS.read_text(encoding="utf-8"))
_METHOD: TypeAdapter[Any] = TypeAdapter(Method)


def reading(case: dict[str, str]) -> Reading:
    return read_criterion(
        case["words"],
        Fraction(case["points"]),
        case["name"],
        points_of=case.get("points_of", ""),
        target=case.get("target", ""),
    )


def sentence(read: Reading, points: str) -> str:
    method = _METHOD.validate_python(read.method)
    unit = str(read.inputs[method.measure]["unit"]) if getattr(method, "measure", "") else ""
    return str(method.sentence(Told(unit, Fraction(points))))


@pytest.mark.parametrize(
    "case", [each for each in CASES if each["reads"] != "待定"], ids=lambda case: case["words"][:40]
)
def test_a_wording_is_read_as_its_sentence(case: dict[str, str]) -> None:
    read = reading(case)
    assert read.pending == ""
    assert sentence(read, case["points"]) == case["reads"]


@pytest.mark.parametrize(
    "case", [each for each in CASES if each["reads"] == "待定"], ids=lambda case: case["words"][:40]
)
def test_a_wording_that_could_mean_two_things_stays_open(case: dict[str, str]) -> None:
    assert reading(case).pending


def test_more_than_sixty_wordings_are_read() -> None:
    assert sum(case["reads"] != "待定" for case in CASES) > 60


def test_what_may_not_apply_keeps_its_rule_and_asks_where_the_points_go() -> None:
    read = read_criterion("无此项工作的，不适用。按规定执行得2分，否则不得分。", Fraction(2), "政府采购")
    assert read.method["kind"] == "one_of"
    assert "不适用" in read.pending


def test_a_criterion_whose_points_are_not_those_of_the_indicator_is_not_read() -> None:
    read = read_criterion("本项满分10分。达到95%得满分，否则不得分。", Fraction(5), "达标率")
    assert "10 分" in read.pending


def test_the_datum_of_a_reading_tells_the_words_it_came_from() -> None:
    read = read_criterion("达到95%得满分，否则不得分。", Fraction(5), "达标率")
    assert "达到95%得满分" in str(read.inputs["达标率"]["meaning"])
