"""A reader without Chinese follows the pages in English: the frame is translated, data and rule texts are not."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override
from tools.messages import CATALOGUES, read, translations

from jiheng import facts
from jiheng.facts.rows import TABLES
from jiheng.facts.schema import columns
from jiheng.web.audit.models import Entry
from jiheng.web.organisation.models import Role
from jiheng.web.records.actions import ReplaceTables
from jiheng.web.records.intake import written_rows
from jiheng.web.records.models import Record
from jiheng.web.targets.queries import GRADES
from tests.web.conftest import County

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
HAN = re.compile(r"[\u4e00-\u9fff]+")
BRAND = {"绩衡", "中文"}
"""The name of the product, and the way back to Chinese."""
SHOWN = {"title", "aria-label", "placeholder", "alt"}
PHRASES = {
    singular for path in CATALOGUES for singular, _context in translations(read(path)) if path.stem == "django"
} - BRAND


class Page(HTMLParser):
    """Collects what a reader sees of a page: texts, and the attributes that are read out or hover."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.language = ""
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        given = dict(attrs)
        self.seen += [value for name, value in attrs if name in SHOWN and value]
        self.language = given.get("lang") or self.language if tag == "html" else self.language

    def handle_data(self, data: str) -> None:
        if self._open[-1:] not in (["script"], ["style"]) and data.strip():
            self.seen.append(data.strip())

    @property
    def chinese(self) -> set[str]:
        """Every run of Chinese characters."""
        return {run for text in self.seen for run in HAN.findall(text)}

    @property
    def untranslated(self) -> set[str]:
        """Strings of the interface that stand on the page as they are in the source."""
        return PHRASES.intersection(self.seen)


def english(client: Client, path: str) -> Page:
    answer = client.get(path, headers={"accept-language": "en"})
    assert answer.status_code in {200, 404}, path
    return Page(answer.content.decode())


SCHEMA = {title for title, _row in TABLES.values()} | {
    column.title for table in TABLES for _field, column in columns(TABLES[table][1])
}
"""Titles of tables and columns of the data set, which are Chinese in every language."""


@pytest.fixture
def filled(county: County) -> County:
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    return county


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/login/", "Log in"),
        ("/activate/", "Set password"),
        ("/public/", "Budget performance disclosure"),
        ("/nowhere/", "There is no such page"),
    ],
)
def test_a_page_without_a_log_in_is_english_throughout(db: None, path: str, said: str) -> None:
    page = english(Client(), path)
    assert page.language == "en"
    assert said in page.seen
    assert page.chinese <= BRAND


@pytest.mark.parametrize(
    ("role", "path", "said"),
    [
        (Role.FILLER, "/", "Desk"),
        (Role.FILLER, "/account/", "My account"),
        (Role.FINANCE, "/", "Progress of units"),
        (Role.SYSTEM_ADMIN, "/manage/units/", "Organisation"),
        (Role.SECURITY_ADMIN, "/manage/users/", "Accounts and roles"),
        (Role.AUDITOR, "/audit/", "Audit log"),
        (Role.FINANCE, "/2024/monitoring/", "Year 2024"),
        (Role.FINANCE, "/2024/review/", "Re-check queue"),
        (Role.FINANCE, "/manage/years/", "Years and deadlines"),
    ],
)
def test_a_page_behind_the_log_in_has_no_chinese_beside_names_and_log_entries(
    county: County, role: Role, path: str, said: str
) -> None:
    page = english(county.client(role), path)
    names = {
        county.county.name,
        county.town.name,
        county.neighbour.name,
        *(user.name for user in county.people.values()),
    }
    levels = {"县级", "乡镇"}
    known = {run for name in names | levels for run in HAN.findall(name)}
    assert said in page.seen
    assert page.untranslated == set()
    assert page.chinese - known <= BRAND


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("evaluation/", "Score sheet of the self-evaluation"),
        ("evaluation/line/1.1.3/", "Why"),
        ("targets/", "Add indicator"),
        ("data/projects/", "Add row"),
        ("disclosure/", "What must be disclosed"),
        ("rectification/", "Rectification and use of results"),
        ("monitoring/", "In-year performance monitoring"),
        ("evaluation/checks/", "Problems found"),
        ("evaluation/forms/", "Make all forms"),
        ("import/", "Import from a table"),
    ],
)
def test_on_the_pages_of_a_unit_only_data_and_rule_texts_stay_chinese(filled: County, path: str, said: str) -> None:
    page = english(filled.client(Role.FILLER), f"/2024/900001/{path}")
    typed = {text for record in Record.objects.all() for text in record.cells.values()}
    assert said in page.seen
    assert page.untranslated - typed - SCHEMA - set(GRADES) == set()


def test_without_a_wish_the_pages_are_chinese(db: None) -> None:
    page = Page(Client().get("/login/").content.decode())
    assert page.language == "zh-hans"
    assert "登录" in page.seen


def test_the_switch_keeps_the_language_in_a_secure_cookie_and_leads_back(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/language/", {"language": "en", "next": "/activate/"}, secure=True)
    cookie = answer.cookies["django_language"]
    assert (answer.status_code, answer["Location"]) == (302, "/activate/")
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert Page(client.get("/activate/").content.decode()).language == "en"
    client.cookies["django_language"] = "zh-hans"
    assert Page(client.get("/activate/", headers={"accept-language": "en"}).content.decode()).language == "zh-hans"


def test_the_switch_leads_to_no_other_site(db: None) -> None:
    answer = Client().post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_a_public_page_with_its_switch_sets_no_cookie_and_is_the_same_for_everyone(db: None) -> None:
    one, other = Client().get("/public/"), Client().get("/public/")
    assert 'name="language" value="en"' in one.content.decode()
    assert not one.cookies
    assert one.content == other.content


def test_the_log_stays_chinese_whatever_the_person_reads(filled: County) -> None:
    with override("en"):
        ReplaceTables(filled.actor("filler"), filled.dossier, written_rows(facts.load(EXAMPLE))).run()
    entry = Entry.objects.order_by("-number").first()
    assert entry is not None
    assert (entry.action, entry.roles, entry.result) == ("导入数据", "填报人", "成功")
    assert entry.object_label == "青禾镇人民政府 2024 年度"
