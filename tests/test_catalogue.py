"""The English catalogue is complete, and the placeholders of every message survive translation."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "src/jiheng/locale/en/LC_MESSAGES/jiheng.po"


def source_strings() -> set[str]:
    found = extract_from_dir(ROOT / "src/jiheng", method_map=[("**.py", "python")], keywords={"_": None, "N_": None})
    return {message for _file, _line, message, _comments, _context in found if isinstance(message, str)}


def translations() -> dict[str, str]:
    catalogue = read_po(io.BytesIO(CATALOGUE.read_bytes()))
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def test_every_interface_string_has_an_english_translation() -> None:
    missing = sorted(text for text in source_strings() if not translations().get(text))
    assert missing == []


def test_the_catalogue_holds_no_string_that_the_product_no_longer_shows() -> None:
    assert set(translations()) - source_strings() == set()


@pytest.mark.parametrize(("source", "english"), sorted(translations().items()))
def test_a_translation_keeps_the_placeholders(source: str, english: str) -> None:
    assert sorted(re.findall(r"{(\w*)}", source)) == sorted(re.findall(r"{(\w*)}", english))
