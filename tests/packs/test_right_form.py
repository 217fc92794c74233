"""The examples that faults show are themselves right."""

from __future__ import annotations

from importlib import import_module

import pytest
from pydantic import BaseModel

from jiheng.core.fault import Faults
from jiheng.packs import method, model, scenario
from jiheng.packs.right_form import RIGHT_FORMS, example, right_form
from jiheng.packs.source import read_text
from jiheng.packs.typed import typed
from jiheng.packs.typing import Strict

MODELS = [
    each
    for module in (model, scenario, *(import_module(kind.__module__) for kind in method.KINDS.values()))
    for each in vars(module).values()
    if isinstance(each, type) and issubclass(each, Strict) and each.__module__ == module.__name__
]


@pytest.mark.parametrize("kind", [each for each in MODELS if each is not model.Pack], ids=lambda each: each.__name__)
def test_the_right_form_of_every_part_is_accepted_by_the_loader(kind: type[BaseModel]) -> None:
    faults = Faults()
    assert typed(read_text(RIGHT_FORMS[kind.__name__], "例", faults), kind, faults) is not None
    assert not faults


def test_there_is_no_right_form_of_what_is_not_a_part() -> None:
    assert RIGHT_FORMS.keys() == {each.__name__ for each in MODELS}
    assert right_form(None) == ""
    assert right_form(BaseModel) == ""
    assert example(BaseModel) == {}


def test_one_key_shows_its_own_line_and_a_group_the_whole() -> None:
    assert right_form(model.Node, "weight") == "weight: 5"
    assert right_form(model.Node, "evidence") == RIGHT_FORMS["Node"]
    assert right_form(model.Node, "method") == RIGHT_FORMS["Node"]
