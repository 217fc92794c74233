import re

from jiheng.checks.text.catalogue import CATALOGUE


def test_every_code_has_a_ground_and_a_mend() -> None:
    for code, entry in CATALOGUE.items():
        assert re.fullmatch(r"T\d{3}", code)
        assert entry.title
        assert entry.why
        assert entry.fix


def test_codes_are_unique() -> None:
    assert len(CATALOGUE) == len({entry.code for entry in CATALOGUE.values()})
