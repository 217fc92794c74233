"""Units and people are found by their pinyin, and stand in its order, whatever the database."""

from __future__ import annotations

import re

import pytest

from jiheng.web.accounts.actions import ChangeAccount
from jiheng.web.organisation.actions import ChangeUnit
from jiheng.web.organisation.models import Unit
from tests.web.conftest import County

CALLED = ("重庆", "单县", "大同", "长治")


def names(county: County, query: str) -> list[str]:
    page = county.client("system_admin").get(f"/manage/users/?{query}").content.decode()
    return re.findall("|".join(CALLED), page.partition("<tbody")[2].partition("</tbody")[0])


def call(county: County, **people: str) -> None:
    for role, name in people.items():
        ChangeAccount(county.actor("system_admin"), county.people[role], name, "").run()


def test_people_stand_in_the_order_of_pinyin_as_their_names_are_read(county: County) -> None:
    call(county, filler="重庆", head="单县", finance="大同", expert="长治")
    assert names(county, "sort=name&role=") == ["长治", "重庆", "大同", "单县"]


@pytest.mark.parametrize("words", ["长", "changzhi", "cz"])
def test_a_renamed_person_is_found_by_the_new_name_and_its_pinyin(county: County, words: str) -> None:
    call(county, filler="长治", head="单县")
    assert names(county, f"q={words}") == ["长治"]


def test_a_renamed_unit_is_found_by_the_pinyin_of_its_new_name_alone(county: County) -> None:
    town = Unit.objects.get(pk=county.town.pk)
    ChangeUnit(county.actor("system_admin"), town, "单城镇人民政府", town.level, town.parent).run()
    client = county.client("system_admin")
    assert "单城镇" in client.get("/manage/units/?q=shancheng").content.decode()
    assert "单城镇" not in client.get("/manage/units/?q=qinghe").content.decode()
