"""Rights: deny by default, own unit or subtree, administrators see no business content."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from jiheng.web import rights
from jiheng.web.organisation.models import Membership, Role, Unit
from tests.web.conftest import County


def test_a_filler_writes_for_the_own_unit_only(county: County) -> None:
    filler = county.people["filler"]
    assert rights.may(filler, "records.write", county.town)
    assert not rights.may(filler, "records.write", county.neighbour)


def test_the_neighbour_sees_nothing_of_the_town(county: County) -> None:
    assert list(rights.visible_units(county.people["neighbour"])) == [county.neighbour]


def test_the_finance_bureau_sees_its_whole_subtree(county: County) -> None:
    assert set(rights.visible_units(county.people["finance"])) == {county.county, county.town, county.neighbour}


def test_a_reviewer_cannot_write_the_units_data(county: County) -> None:
    assert not rights.may(county.people["finance"], "records.write", county.town)


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "auditor"])
def test_the_three_administrators_see_no_business_content(county: County, role: str) -> None:
    assert list(rights.visible_units(county.people[role])) == []


def test_an_unknown_right_is_held_by_nobody(county: County) -> None:
    assert not any(rights.may(user, "no.such.right", county.town) for user in county.people.values())


def test_a_disabled_account_holds_nothing(county: County) -> None:
    filler = county.people["filler"]
    filler.is_active = False
    assert not rights.may(filler, "records.write", county.town)


def test_a_unit_that_moves_takes_its_subtree_along(county: County) -> None:
    other = Unit.objects.create(code="901", name="云岭县财政局", level="县级")
    village = Unit.objects.create(code="9000011", name="青禾镇农业中心", parent=county.town)
    county.town.parent = other
    county.town.save()
    village.refresh_from_db()
    assert village.is_within(other)
    assert not rights.may(county.people["finance"], "dossier.view", village)


@pytest.mark.parametrize(
    ("held", "allowed"),
    [
        ({Role.SYSTEM_ADMIN}, True),
        ({Role.SYSTEM_ADMIN, Role.AUDITOR}, False),
        ({Role.AUDITOR, Role.FILLER}, False),
        ({Role.FILLER, Role.HEAD}, True),
    ],
)
def test_the_three_administrators_are_separate_people(held: set[Role], *, allowed: bool) -> None:
    assert rights.exclusive(held) is allowed


def test_the_refusal_is_a_sentence(county: County) -> None:
    with pytest.raises(PermissionDenied, match="没有办理此事项的权限"):
        rights.demand(county.people["neighbour"], "dossier.view", county.town)


def test_a_role_is_held_once_per_unit(county: County) -> None:
    assert Membership.objects.filter(user=county.people["filler"]).count() == 1


def test_nobody_gets_past_the_log_in(db: None) -> None:
    assert Client().get("/").status_code == 302
