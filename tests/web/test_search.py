"""搜索: what is found, only within what the person may see, and harmless whatever is typed."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiheng import facts
from jiheng.web.cycle.models import Dossier, Year
from jiheng.web.organisation.models import Role, Unit
from jiheng.web.records.actions import ReplaceTables
from jiheng.web.records.intake import written_rows
from jiheng.web.records.models import Record
from jiheng.web.search.queries import pieces
from tests.web.conftest import County
from tests.web.drawn import grid_rows

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
MOST_QUERIES = 12


@pytest.fixture
def filled(county: County) -> County:
    """The town's own data; next door one project, one indicator and one document that nobody else has."""
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    rows = {
        "projects": [{"code": "B77", "name": "白石水库除险加固"}],
        "indicators": [{"code": "B77-1", "project": "B77", "name": "白石水库蓄水量"}],
        "evidence": [{"code": "BZ1", "indicator": "B77-1", "title": "白石水库验收单"}],
        "narrative": [{"chapter": "1.1", "text": "白石水库按期完工。"}],
    }
    ReplaceTables(county.actor("neighbour"), county.neighbour_dossier, rows).run()
    return county


def found(county: County, role: str, words: str, more: str = "", page: str = "") -> dict[str, str]:
    """Address → text of every line found."""
    answer = county.client(role).get(f"/search/{page}?q={quote(words)}{more}")
    assert answer.status_code == 200
    text = answer.content.decode().partition("<main")[2] or answer.content.decode()
    lines = re.findall(r'<li><a href="([^"]+)">(.*?)</a>', text)
    return {unescape(address): unescape(re.sub(r"<[^>]+>", "", line)) for address, line in lines}


@pytest.mark.parametrize(
    ("words", "address", "line"),
    [
        ("农村公路", "/2024/900001/data/projects/#row-5", "P05 农村公路和桥梁养护提升"),
        ("p05", "/2024/900001/data/projects/#row-5", "P05 农村公路和桥梁养护提升"),
        ("养护 公路", "/2024/900001/data/projects/#row-5", "P05 农村公路和桥梁养护提升"),
        ("养护里程", "/2024/900001/targets/?row=3#row-3", "Z03 镇村道路养护里程"),
        ("青禾", "/2024/900001/data/", "青禾镇人民政府"),
        ("采购登记", "/2024/900001/data/purchases/", "政府采购 采购登记"),
        ("绩效目标", "/2024/900001/targets/", "绩效目标"),
        ("修改密码", "/account/", "我的账户 修改密码"),
    ],
)
def test_projects_indicators_units_and_pages_are_found_by_name_and_code(
    filled: County, words: str, address: str, line: str
) -> None:
    assert found(filled, "filler", words)[address] == line


def test_documents_are_found_by_name_and_chapters_by_what_they_say(filled: County) -> None:
    lines = found(filled, "filler", "养护")
    assert lines["/2024/900001/data/evidence/#row-3"].endswith("佐证材料")
    rows = {"narrative": [{"chapter": "1.2", "text": "路灯亮化工程已完工。"}, {"chapter": "goal", "text": "路灯亮化"}]}
    ReplaceTables(filled.actor("filler"), filled.dossier, rows).run()
    lines = found(filled, "filler", "亮化")
    assert lines["/2024/900001/evaluation/narrative/#chapter-1-2"] == "路灯亮化工程已完工。 文字说明"
    assert lines["/2024/900001/evaluation/forms/"] == "路灯亮化 文字说明"
    assert 'id="chapter-1-2"' in filled.client("filler").get("/2024/900001/evaluation/narrative/").content.decode()


def test_an_uploaded_file_is_found_and_opens(filled: County) -> None:
    file = SimpleUploadedFile("验收照片说明.pdf", b"%PDF-1.4\n%%EOF\n")
    filled.client("filler").post("/2024/900001/files/of/1.1.3/", {"file": file})
    (address,) = (each for each in found(filled, "filler", "照片说明") if "/files/" in each)
    answer = filled.client("filler").get(address)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined] # a file answer streams
    assert found(filled, "neighbour", "照片说明") == {}


def test_the_row_that_a_line_leads_to_is_on_its_page(filled: County) -> None:
    for words in ("P05", "Z03"):
        address = next(each for each in found(filled, "filler", words) if "#" in each)
        shown = grid_rows(filled.client("filler").get(address).content.decode())
        assert address.partition("#")[2] in {f"row-{position}" for position in shown}


@pytest.mark.parametrize("words", ["白石", "水库", "B77", "BZ1", "900002", "按期完工"])
def test_the_neighbours_are_never_found(filled: County, words: str) -> None:
    own = found(filled, "neighbour", words)
    assert own
    for role in (Role.FILLER, Role.HEAD, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR):
        for page in ("", "hints/"):
            more = "&unit=900002&year=2024"
            lines = found(filled, role, words, more, page)
            assert not [each for each in lines if "900002" in each.partition("?")[0]], (role, page)
            assert "水库" not in "".join(lines.values())


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.FINANCE_DESK, Role.FINANCE, Role.EXPERT])
def test_who_reviews_finds_those_of_all_units_with_their_names(filled: County, role: str) -> None:
    lines = found(filled, role, "水库")
    assert lines["/2024/900002/data/projects/#row-1"] == "B77 白石水库除险加固 白石镇人民政府"
    assert set(found(filled, role, "镇人民政府")) == {"/2024/900001/data/", "/2024/900002/data/"}


def test_the_pages_of_the_unit_that_is_open_are_found(filled: County) -> None:
    assert "/2024/900002/data/purchases/" in found(filled, "finance", "采购登记", "&unit=900002&year=2024")
    assert found(filled, "finance", "采购登记") == {}


@pytest.mark.parametrize(
    ("role", "words", "address"),
    [
        (Role.FINANCE, "复核队列", "/2024/review/"),
        (Role.FINANCE, "催报", "/2024/reminders/"),
        (Role.FINANCE, "结果应用建议", "/2024/proposals/"),
        (Role.EXPERT, "复核汇总", "/2024/review/summary/"),
        (Role.SYSTEM_ADMIN, "组织机构", "/manage/units/"),
        (Role.SECURITY_ADMIN, "账户", "/manage/users/"),
        (Role.AUDITOR, "审计日志", "/audit/"),
    ],
)
def test_each_role_finds_its_own_pages_and_they_open(filled: County, role: str, words: str, address: str) -> None:
    assert address in found(filled, role, words)
    assert filled.client(role).get(address).status_code == 200


@pytest.mark.parametrize("role", [Role.FILLER, Role.AUDITOR])
def test_pages_of_others_are_not_told(filled: County, role: str) -> None:
    for words in ("复核队列", "催报", "组织机构", "规则包"):
        assert found(filled, role, words) == {}


def test_every_page_that_is_told_opens(filled: County) -> None:
    for role in Role:
        told: set[str] = set()
        for letter in ("表", "监控", "自评", "复核", "登记", "账户", "任务", "用款", "整改", "导入"):
            told |= set(found(filled, role, letter, "&unit=900001&year=2024"))
        client = filled.client(role)
        for address in sorted(address for address in told if "/files/" not in address):
            assert client.get(address, follow=True).status_code == 200, (role, address)


@pytest.mark.parametrize(
    "words",
    [
        "%",
        "_",
        "%%%",
        "\\",
        "'; DROP TABLE cycle_dossier; --",
        "<script>alert(1)</script>",
        '"',
        "{{ 7*7 }}",
        "*",
        "(",
        "[a",
        "？",
    ],
)
def test_signs_stand_for_themselves(filled: County, words: str) -> None:
    for page, lines in (("", []), ("hints/", ["查看全部结果"])):
        answer = filled.client("finance").get(f"/search/{page}?q={quote(words)}")
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
        assert list(found(filled, "finance", words, "", page).values()) == lines


def test_a_sign_that_stands_in_a_name_is_found_as_it_is(filled: County) -> None:
    rows = {"projects": [{"code": "X%_1", "name": '达标率 100% "以上"\\新'}]}
    ReplaceTables(filled.actor("filler"), filled.dossier, rows).run()
    for words in ("100%", '"以上"', "\\新", "X%_1"):
        assert len(found(filled, "filler", words)) == 1, words
    assert found(filled, "filler", "X%1") == {}


def test_what_is_too_long_is_cut_and_said(filled: County) -> None:
    answer = filled.client("filler").get("/search/?q=" + quote("路" * 5000)).content.decode()
    assert "只按前 50 个字查找" in answer
    assert "路" * 51 not in answer


def test_without_words_the_page_teaches(filled: County) -> None:
    assert "采购登记" in filled.client("filler").get("/search/").content.decode()
    assert "采购登记" not in filled.client("auditor").get("/search/").content.decode()
    assert filled.client("filler").get("/search/hints/?q=").content.decode().strip() == ""


def test_what_is_not_found_is_said(filled: County) -> None:
    assert "没有找到“无此事”" in filled.client("filler").get("/search/?q=无此事").content.decode()
    assert "没有找到“无此事”" in filled.client("filler").get("/search/hints/?q=无此事").content.decode()


def test_only_one_year_is_searched(filled: County) -> None:
    year = Year.objects.create(year=2023, open=False)
    older = Dossier.objects.create(year=year, unit=filled.town, pack=filled.dossier.pack)
    Record.objects.create(
        dossier=older, table="projects", key="A1", position=1, written='{"code": "A1", "name": "旧桥改造"}'
    )
    assert found(filled, "filler", "旧桥") == {}
    assert list(found(filled, "filler", "旧桥", "&year=2023")) == ["/2023/900001/data/projects/#row-1"]


def test_many_things_are_cut_and_the_rest_is_told(filled: County) -> None:
    rows = {"projects": [{"code": f"Q{n:02d}", "name": f"道路{n}"} for n in range(40)]}
    ReplaceTables(filled.actor("filler"), filled.dossier, rows).run()
    page = filled.client("filler").get("/search/?q=道路").content.decode()
    assert page.count("/data/projects/#row-") == 20
    assert "只列出前 20 条" in page
    hints = filled.client("filler").get("/search/hints/?q=道路").content.decode()
    assert hints.count("/data/projects/#row-") == 4


@pytest.mark.parametrize("page", ["/search/", "/search/hints/"])
@pytest.mark.parametrize("role", ["filler", "finance", "auditor"])
def test_a_search_takes_few_queries_over_three_hundred_units(filled: County, role: str, page: str) -> None:
    units = [Unit.objects.create(code=f"91{n:04d}", name=f"第{n}镇", parent=filled.county) for n in range(300)]
    Dossier.objects.bulk_create(
        Dossier(year=filled.dossier.year, unit=unit, pack=filled.dossier.pack) for unit in units
    )
    client = filled.client(role)
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"{page}?q=镇&unit=900001").status_code == 200
    assert len(queries) <= MOST_QUERIES, "\n".join(query["sql"][:160] for query in queries)


@given(st.text(max_size=30), st.lists(st.text(min_size=1, max_size=4), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_marking_changes_nothing_of_the_text(text: str, words: list[str]) -> None:
    cut = pieces(text, words)
    assert "".join(part for part, _marked in cut) == text
    assert all(any(part.casefold() == word.casefold() for word in words) for part, marked in cut if marked)


def test_an_indicator_of_a_large_unit_is_on_the_part_of_the_page_that_its_line_leads_to(filled: County) -> None:
    rows = {
        "projects": [{"code": f"Q{n:03d}", "name": f"道路{n}"} for n in range(60)],
        "indicators": [
            {"code": f"Q{n:03d}-{k}", "project": f"Q{n:03d}", "name": f"里程{n}之{k}", "target": "10", "unit": "公里"}
            | {"level_1": "产出指标", "level_2": "数量指标", "operator": "≥", "weight": "10", "last_actual": "9"}
            for n in range(60)
            for k in range(9)
        ],
    }
    ReplaceTables(filled.actor("filler"), filled.dossier, rows).run()
    (address,) = found(filled, "filler", "里程57之8")
    page = filled.client("filler").get(address).content.decode()
    shown = {f"row-{position}": texts["name"] for position, texts in grid_rows(page).items()}
    assert shown[address.partition("#")[2]] == "里程57之8"
    assert "里程12之3" not in shown.values()
