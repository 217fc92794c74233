"""The public pack: plain words from facts, duties with their days, files whose hashes verify."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jiheng import facts
from jiheng.core.exact import Points
from jiheng.disclosure import PublicPack, build, duties, public_files
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Disclosure, Review, Unit
from jiheng.packs.load import load_pack
from jiheng.scoring import score

PACK = load_pack("cn/guangdong/department")


@pytest.fixture(scope="module")
def town() -> DataSet:
    return facts.load(Path(__file__).parents[2] / "examples/xinzao-2024")


@pytest.fixture(scope="module")
def public(town: DataSet) -> PublicPack:
    return build(town, PACK, score(town, PACK, engine="reference"))


def test_the_page_says_in_plain_words_what_was_spent(public: PublicPack) -> None:
    first = public.chapter("花了多少钱")[0].text
    assert first == "2024 年全年可以使用的预算是 37,497.28 万元，实际花了 35,616.40 万元，占 94.98%。"


def test_promises_kept_and_not_kept_add_up(public: PublicPack) -> None:
    first = public.chapter("答应了什么，做到了什么")[0].text
    counts = re.fullmatch(r"年初答应的 (\d+) 件事，做到 (\d+) 件，没做到 (\d+) 件。", first)
    assert counts is not None
    assert int(counts[1]) == int(counts[2]) + int(counts[3])
    assert len(public.chapter("没做到的，为什么")) == int(counts[3])


def test_every_sentence_names_its_facts(public: PublicPack) -> None:
    assert all(sentence.facts for sentence in public.sentences)


def test_the_score_table_shows_every_line_and_an_unverified_pack_says_so(public: PublicPack) -> None:
    assert public.total == "96.37"
    assert "尚未与财政部门的文件核对" in public.chapter("自评得了多少分")[-1].text


def test_what_the_review_changed_is_told_with_its_reason(town: DataSet) -> None:
    reviews = (
        Review(indicator="2.5.4", score=Points.parse("2.40"), reason="另有 1 份合同逾期签订"),
        Review(indicator="2.4.1", score=Points.parse("5.00"), reason="与自评一致"),
    )
    data = replace(town, reviews=reviews)
    public = build(data, PACK, score(data, PACK, engine="reference"))
    assert [each.text for each in public.chapter("复核改了什么")] == [
        "复核后得分 96.07 分，等级为“优”，改动 1 项。",
        "“采购合同签订时效性”由 2.70 分改为 2.40 分：另有 1 份合同逾期签订。",
    ]
    assert (public.total, public.reviewed_total) == ("96.37", "96.07")


def test_nothing_is_told_of_a_review_that_changed_nothing(public: PublicPack) -> None:
    assert public.chapter("复核改了什么") == ()
    assert (public.reviewed_total, public.reviewed_grade) == (public.total, public.grade)


def test_a_result_with_missing_data_has_no_grade(town: DataSet) -> None:
    data = replace(town, budget=(), payments=())
    public = build(data, PACK, score(data, PACK, engine="reference"))
    assert public.grade == public.reviewed_grade == "未评定（数据未补齐）"


def test_the_manifest_verifies_every_file(public: PublicPack) -> None:
    files = public_files(public)
    manifest = json.loads(files["manifest.json"])["sha256"]
    assert set(manifest) == set(files) - {"manifest.json"}
    assert all(hashlib.sha256(files[name]).hexdigest() == digest for name, digest in manifest.items())


def test_the_same_pack_gives_the_same_bytes(public: PublicPack) -> None:
    assert public_files(public) == public_files(public)


def test_json_csv_and_workbook_hold_the_same_rows(public: PublicPack) -> None:
    files = public_files(public)
    tree = json.loads(files["data.json"])["tables"]["budget"]
    lines = list(csv.reader(io.StringIO(files["budget.csv"].decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(files["data.xlsx"]))["预算与支出"]
    cells = [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [list(row.values()) for row in tree["rows"]] == lines[1:] == cells


def test_a_formula_in_a_name_stays_text(town: DataSet) -> None:
    risky = replace(town, projects=(replace(town.projects[0], name="=1+1"), *town.projects[1:]))
    files = public_files(build(risky, PACK, score(risky, PACK, engine="reference")))
    assert b"\n=1+1" not in files["budget.csv"]
    assert ",=1+1," not in files["budget.csv"].decode("utf-8-sig")


def matter(**columns: object) -> DataSet:
    row = Disclosure(code="D", matter="部门预算", approved=date(2024, 2, 1), **columns)  # type: ignore[arg-type]
    return DataSet(unit=Unit(code="1", name="青禾镇", year=2024, pack=PACK.id), disclosures=(row,))


@pytest.mark.parametrize(
    ("columns", "today", "standing"),
    [
        ({}, date(2024, 2, 21), "due"),
        ({}, date(2024, 2, 22), "overdue"),
        ({"published": date(2024, 2, 21), "complete": True}, date(2024, 3, 1), "published"),
        ({"published": date(2024, 2, 22), "complete": True}, date(2024, 3, 1), "late"),
        ({"published": date(2024, 2, 5), "complete": False}, date(2024, 3, 1), "incomplete"),
    ],
)
def test_a_matter_stands_by_its_twentieth_day(columns: dict[str, object], today: date, standing: str) -> None:
    assert duties(matter(**columns), PACK, today)[0].standing == standing


def test_what_nobody_registered_is_unknown_and_never_green() -> None:
    found = {duty.matter: duty.standing for duty in duties(matter(), PACK, date(2024, 2, 2))}
    assert found["绩效自评结果"] == "unknown"


def test_a_unit_without_budget_says_nothing_about_money(town: DataSet) -> None:
    empty = replace(town, budget=(), payments=())
    public = build(empty, PACK, score(empty, PACK, engine="reference"))
    assert not any("全年可以使用" in sentence.text for sentence in public.sentences)
