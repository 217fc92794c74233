"""Forms of every shipped pack: what ``jiheng forms`` writes, ``jiheng check --dataset`` binds whole and finds sound."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from jiheng import facts
from jiheng.cli.check import command as check
from jiheng.cli.demo import example
from jiheng.cli.forms import command as forms
from jiheng.facts.folder_writing import save_folder
from jiheng.packs.load import library, load_pack
from tests.forms.fitted import fitted

PACKS = [each.id for each in library() if any(form.code == "self-evaluation" for form in load_pack(each.id).forms)]
"""The example town evaluates itself; the forms of other objects are tested with data of their own."""


def test_the_packs_with_forms_are_those_that_ship() -> None:
    assert {"cn/guangdong/department", "cn/hunan/department", "cn/chongqing/department"} < set(PACKS)
    assert {"cn/project", "cn/project-cost", "cn/sichuan/project"} < set(PACKS)


@pytest.mark.parametrize("pack", PACKS)
def test_every_form_that_is_written_comes_back_bound_and_without_a_false_error(pack: str, tmp_path: Path) -> None:
    save_folder(fitted(facts.load(example()), pack), tmp_path / "town")
    written = CliRunner().invoke(forms, [str(tmp_path / "town"), "-o", str(tmp_path / "forms")])
    assert written.exit_code == 0, written.output
    workbooks = sorted(map(str, (tmp_path / "forms").glob("*.xlsx")))
    checked = CliRunner().invoke(check, ["--format", "json", "--dataset", str(tmp_path / "town"), *workbooks])
    assert checked.exit_code == 0, checked.output
    documents = json.loads(checked.stdout)["documents"]
    assert len(documents) == len(workbooks) >= 4
    for document in documents:
        cover = document["coverage"]
        assert cover["numbers"] == cover["checked"] > 40, document["path"]
        # a target that is not reached is no fault of the form
        assert {each["code"] for each in document["findings"] if each["severity"] != "info"} <= {"T161"}
