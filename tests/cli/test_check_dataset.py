"""``jiheng check --dataset``: the report of the example comes back sound, and wrong where the data changed."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from jiheng import facts
from jiheng.cli.check import command
from jiheng.cli.demo import example
from jiheng.cli.forms import score_all
from jiheng.forms import build
from jiheng.packs.load import load_pack

SEED = "2024年履职效能自评得分 49.43 分。但在履职效能方面仍需进一步提升，2024年管理效率自评得分 47 分。"


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every form and the report of the example town."""
    out = tmp_path_factory.mktemp("forms")
    data = facts.load(example())
    build(data, score_all(data, load_pack(data.unit.pack)), out)
    return out


def check(*args: str | Path) -> tuple[int, list[dict[str, Any]]]:
    result = CliRunner().invoke(command, ["--format", "json", *(str(arg) for arg in args)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, json.loads(result.stdout)["documents"]


def test_every_number_of_the_written_report_is_bound_and_sound_in_word_and_pdf(forms: Path) -> None:
    reports = [*forms.glob("*说明.docx"), *forms.glob("*说明.pdf")]
    assert len(reports) == 2
    code, documents = check("--dataset", example(), *reports)
    for document in documents:
        cover = document["coverage"]
        assert cover["numbers"] == cover["checked"] > 90
        assert {finding["severity"] for finding in document["findings"]} <= {"info"}
        assert {relation["verdict"] for relation in document["relations"]} <= {"ok", "unchecked"}
    assert code == 0


def test_one_changed_payment_makes_the_numbers_that_rest_on_it_wrong(forms: Path, tmp_path: Path) -> None:
    changed = tmp_path / "town"
    shutil.copytree(example(), changed)
    rows = list(csv.reader((changed / "payments.csv").read_text("utf-8").splitlines()))
    amount = rows[0].index("支付金额")
    rows[1][amount] = str(int(rows[1][amount]) - 3_000_000)
    with (changed / "payments.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    code, documents = check("--dataset", changed, *forms.glob("*说明.docx"))
    wrong = {(f["stated"], f["expected"]) for f in documents[0]["findings"] if f["code"] == "T311"}
    assert code == 1
    assert {
        ("35,616.40万元", "35,316.40万元"),
        ("94.98%", "94.18%"),
        ("4.75分", "4.71分"),
        ("96.37分", "96.33分"),
    } <= wrong
    spent = next(f for f in documents[0]["findings"] if f["stated"] == "35,616.40万元")
    assert "payments.csv 第 2 行" in spent["message"]


def test_the_published_text_is_wrong_against_the_data_in_one_number(tmp_path: Path) -> None:
    text = tmp_path / "说明.txt"
    text.write_text(SEED, "utf-8")
    _, documents = check("--dataset", example(), text)
    against = [f for f in documents[0]["findings"] if f["code"] == "T311"]
    assert [(f["stated"], f["expected"]) for f in against] == [("49.43分", "49.37分")]


def test_forms_written_from_the_data_raise_no_error_against_it(forms: Path) -> None:
    code, documents = check("--dataset", example(), *forms.glob("*.xlsx"))
    assert code == 0
    assert [f for document in documents for f in document["findings"] if f["severity"] == "error"] == []
