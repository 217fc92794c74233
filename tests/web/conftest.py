"""A county: its finance bureau, two towns, a line department; and one person for every role, alice at home, bob next door."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override

from jiheng import facts
from jiheng.core.calendar import Workdays
from jiheng.web.accounts.factor import DEMANDED
from jiheng.web.accounts.models import User
from jiheng.web.accounts.opening import Opened
from jiheng.web.accounts.sealed import seal
from jiheng.web.actions import Actor
from jiheng.web.api import auth
from jiheng.web.api.pace import Pace
from jiheng.web.cycle import workdays
from jiheng.web.cycle.models import Dossier, Year
from jiheng.web.organisation.models import Membership, Role, Unit

PASSWORD = "Qinghe-2024-Town"


@dataclass
class County:
    """The invented county that the tests of the web application live in."""

    county: Unit
    town: Unit
    neighbour: Unit
    people: dict[str, User]
    dossier: Dossier
    neighbour_dossier: Dossier

    def actor(self, role: str) -> Actor:
        """The person of that role; ``neighbour`` is the filler of the other town."""
        user = User.objects.get(pk=self.people[role].pk)
        return Actor(user, "127.0.0.1")

    def client(self, role: str) -> Client:
        """A browser in which that person is logged in."""
        client = Client()
        client.force_login(self.people[role])
        return client


EXAMPLES = Path(__file__).parents[2] / "examples"
read_once = cache(facts.load)


@pytest.fixture(autouse=True)
def examples_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example town is the same frozen data set in a thousand tests; whatever else is loaded is read anew."""
    load = facts.load
    monkeypatch.setattr(facts, "load", lambda path: (read_once if path.is_relative_to(EXAMPLES) else load)(path))


@pytest.fixture(autouse=True)
def open_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site is open, as it is wherever somebody has an account; what it answers before has tests of its own."""
    monkeypatch.setattr(Opened, "known", True)


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests call the API faster than anybody may; how fast one may has tests of its own."""
    monkeypatch.setattr(auth, "calls", Pace(10**9))
    monkeypatch.setattr(auth, "refusals", Pace(10**9))


@pytest.fixture(autouse=True)
def no_entered_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """No day of a holiday notice is entered, and no process asks whether one was, however long a test takes."""
    monkeypatch.setattr(workdays, "SECONDS", 10**9)
    workdays.learn(Workdays())


@pytest.fixture
def county(db: None) -> County:
    seal("", "")  # the site has its key before anybody has a second factor
    root = Unit.objects.create(code="900", name="青禾县财政局", level="县级")
    town = Unit.objects.create(code="900001", name="青禾镇人民政府", level="乡镇", parent=root)
    neighbour = Unit.objects.create(code="900002", name="白石镇人民政府", level="乡镇", parent=root)
    people = {}
    with override("zh-hans"):  # whatever language the test reads
        labels = {role: str(role.label) for role in Role}
    for role in Role:
        factor = "enrolled" if role in DEMANDED else ""
        user = User.objects.create_user(
            username=role.value, password=PASSWORD, name=f"{labels[role]}甲", totp_secret=factor
        )
        unit = town if role in {Role.FILLER, Role.HEAD} else root
        Membership.objects.create(user=user, unit=unit, role=role)
        people[role.value] = user
    people["neighbour"] = User.objects.create_user(username="bob", password=PASSWORD, name="邻镇填报人")
    Membership.objects.create(user=people["neighbour"], unit=neighbour, role=Role.FILLER)
    year = Year.objects.create(year=2024)
    pack = "cn/guangdong/department"
    return County(
        county=root,
        town=town,
        neighbour=neighbour,
        people=people,
        dossier=Dossier.objects.create(year=year, unit=town, pack=pack),
        neighbour_dossier=Dossier.objects.create(year=year, unit=neighbour, pack=pack),
    )
