"""从指标库选: searched beside the grid, taken with everything but the figure, by those who may write."""

from __future__ import annotations

import pytest

from jiheng.web.records.models import Record
from tests.web.conftest import County

BASE = "/2024/900001/targets/"
NAME = "乡村教师生活补助标准"


def taken(county: County) -> list[dict[str, str]]:
    return [record.cells for record in Record.objects.filter(dossier=county.dossier, table="indicators").order_by("pk")]


def test_words_and_initials_find_the_same_indicator(county: County) -> None:
    client = county.client("filler")
    for asked in ("补助 教师", "xcjsshbzbz"):
        assert NAME in client.get(f"{BASE}library/", {"q": asked}).content.decode()


def test_a_vague_wording_gets_three_proposals(county: County) -> None:
    answer = county.client("filler").get(f"{BASE}library/", {"q": "医疗服务能力显著提升"}).content.decode()
    assert answer.count("加入表格") == 3


def test_one_click_takes_an_indicator_with_everything_but_the_figure(county: County) -> None:
    county.client("filler").post(f"{BASE}library/take/", {"name": NAME})
    (cells,) = taken(county)
    assert (cells["name"], cells["operator"], cells["unit"], cells["level_2"]) == (NAME, "=", "元/人·月", "成本指标")
    assert "计算方法" in cells["meaning"]
    assert "佐证材料" in cells["data_source"]
    assert not cells.get("target")


def test_two_people_who_take_one_after_the_other_get_a_row_each(county: County) -> None:
    for _time in range(2):
        county.client("filler").post(f"{BASE}library/take/", {"name": NAME})
    assert [cells["code"] for cells in taken(county)] == ["K01", "K02"]


def test_what_the_library_does_not_have_is_not_taken(county: County) -> None:
    answer = county.client("filler").post(f"{BASE}library/take/", {"name": "没有的指标"}, follow=True).content.decode()
    assert "指标库里没有这个指标" in answer
    assert taken(county) == []


@pytest.mark.parametrize("role", ["auditor", "finance", "neighbour"])
def test_nobody_else_takes_into_the_units_table(county: County, role: str) -> None:
    assert county.client(role).post(f"{BASE}library/take/", {"name": NAME}).status_code in {403, 404}
    assert taken(county) == []
