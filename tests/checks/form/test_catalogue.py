"""The catalogue: 31 rules, each with its reasons, its SQL, its test file and its line in the docs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jiheng.checks.form import Rule, catalogue
from jiheng.checks.form.catalogue import HERE
from jiheng.facts.rows import TABLES

ROOT = Path(__file__).parents[3]
RULES = {rule.code: rule for rule in catalogue()}
COLUMNS = {"unit_code", "unit_year", "subject", "value", "expected", "place_file", "place_sheet", "place_row"}


def test_the_codes_run_from_r01_to_r31_without_a_gap() -> None:
    assert list(RULES) == [f"R{number:02d}" for number in range(1, 32)]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_every_rule_says_why_what_to_do_and_on_what_ground(rule: Rule) -> None:
    assert all((rule.title, rule.category, rule.why, rule.fix, rule.cites, rule.needs))
    assert 2014 < rule.since < 2030
    assert set(rule.needs) <= {*TABLES, "scores", "scored_lines"}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_every_rule_has_its_sentence_on_top_of_its_query_and_its_own_test_file(rule: Rule) -> None:
    assert re.match(r"-- [\u4e00-\u9fff]", rule.sql)
    assert set(re.findall(r"\w+", rule.sql)) >= COLUMNS
    assert (Path(__file__).parent / f"test_{rule.code.lower()}.py").is_file()


@pytest.mark.parametrize("code", RULES)
def test_the_test_file_of_every_rule_shows_rows_that_pass_and_rows_that_fail(code: str) -> None:
    text = (Path(__file__).parent / f"test_{code.lower()}.py").read_text(encoding="utf-8")
    assert text.startswith(f'"""{code} {RULES[code].title}"""')
    assert re.search(rf'assert check\("{code}".*?\) == \[\]|assert not check', text, re.DOTALL)
    assert re.search(r"^    (?:\(\w+,.*?\)|found) = check\(|len\(check\(|== \[\w", text, re.MULTILINE)


def test_no_query_lies_beside_the_catalogue_unlisted() -> None:
    assert {path.name.removesuffix(".sql") for path in (HERE / "sql").iterdir()} == set(RULES)


def test_the_docs_list_the_same_rules() -> None:
    text = (ROOT / "docs" / "checking-forms.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (R\d\d) \| (\w+) \| ([^|]+) \| ([^|]+) \|", text, re.MULTILINE)
    assert [tuple(map(str.strip, row)) for row in listed] == [
        (rule.code, rule.severity.value, rule.category, rule.title) for rule in RULES.values()
    ]
