"""Units, people and roles from one workbook: all of it, or every fault of it."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiheng.web.accounts.models import User
from jiheng.web.audit.models import Entry
from jiheng.web.organisation.directory.template import template
from jiheng.web.organisation.models import AskedRole, Membership, Role, Unit
from tests.web.conftest import County

UNITS = [("900100", "青禾县农业农村局", "县级", ""), ("900101", "青禾县种子站", "基层单位", "900100")]
PEOPLE = [
    ("nongye-tb", "周四", "020-8888000", "900100", "填报人"),
    ("nongye-sh", "吴五", "", "900100", "单位审核、主管部门审核"),
    ("zhongzi", "郑六", "", "900101", "填报人"),
]


def filled(units: Sequence[tuple[str, ...]], people: Sequence[tuple[str, ...]]) -> SimpleUploadedFile:
    """The template as a person fills it in."""
    book = openpyxl.load_workbook(BytesIO(template()))
    for name, rows in (("单位", units), ("人员", people)):
        for row in rows:
            book[name].append(row)
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("名单.xlsx", out.getvalue())


def take(county: County, file: SimpleUploadedFile, role: str = "system_admin") -> tuple[int, str]:
    answer = county.client(role).post("/manage/units/import/", {"file": file})
    return answer.status_code, answer.content.decode()


def test_one_workbook_makes_units_in_their_tree_accounts_and_slips_and_asks_for_the_roles(county: County) -> None:
    status, page = take(county, filled(UNITS, PEOPLE))
    assert status == 200
    assert page.count("绩衡账户激活条") == 3
    station = Unit.objects.get(code="900101")
    assert station.parent == Unit.objects.get(code="900100")
    assert Unit.objects.get(code="900100").parent == county.county
    assert not Membership.objects.filter(user__username="zhongzi").exists()
    assert AskedRole.objects.count() == 4
    assert Entry.objects.filter(action="导入单位和人员", detail="2 个单位、3 行人员").exists()


def test_the_security_administrator_grants_all_asked_roles_at_once_and_nobody_else_can(county: County) -> None:
    take(county, filled(UNITS, PEOPLE))
    ticked = {"asked": [each.pk for each in AskedRole.objects.all()], "deed": "grant"}
    for role in sorted(set(Role) - {Role.SECURITY_ADMIN}):
        assert county.client(role).post("/manage/users/asked/", ticked).status_code == 403
    client = county.client("security_admin")
    assert "名单上有 4 项角色等您授予" in client.get("/manage/users/").content.decode()
    client.post("/manage/users/asked/", ticked)
    assert not AskedRole.objects.exists()
    held = Membership.objects.filter(user__username="nongye-sh").values_list("role", flat=True)
    assert set(held) == {"head", "department"}
    assert Entry.objects.filter(action="授予角色").count() == 4


def test_what_the_security_administrator_strikes_off_is_not_granted(county: County) -> None:
    take(county, filled(UNITS, PEOPLE))
    first = AskedRole.objects.first()
    assert first is not None
    county.client("security_admin").post("/manage/users/asked/", {"asked": [first.pk], "deed": "strike"})
    assert (AskedRole.objects.count(), Membership.objects.filter(unit__code__startswith="9001").count()) == (3, 0)


def test_all_faults_are_told_in_one_pass_with_their_places_and_nothing_is_written(county: County) -> None:
    units = [
        *UNITS,
        ("900100", "重复局", "县级", ""),
        ("", "无编码", "乡级", "999"),
        ("900001", "别的名字", "乡镇", ""),
    ]
    people = [
        *PEOPLE,
        ("zhongzi", "另一人", "", "900101", "填报人"),
        ("x", "", "电话", "12345", "局长"),
        ("filler", "不是他", "", "900001", "填报人"),
        ("system_admin", "系统管理员甲", "", "900001", "填报人"),
        ("newadmin", "丙", "", "900001", "审计管理员"),
    ]
    before = (Unit.objects.count(), User.objects.count())
    _status, page = take(county, filled(units, people))
    assert (Unit.objects.count(), User.objects.count(), AskedRole.objects.count()) == (*before, 0)
    for told in (
        "“单位”第 4 行“单位编码”：900100 与第 2 行重复",
        "“单位”第 5 行“单位编码”",
        "“单位”第 5 行“单位层级”：现为“乡级”，应为",
        "“单位”第 5 行“上级单位编码”：999 既不在本表",
        "“单位”第 6 行“单位名称”：编码 900001 在系统中是“青禾镇人民政府”",
        "“人员”第 5 行“账号”：zhongzi 在第 4 行是“郑六”，本行是“另一人”",
        "“人员”第 6 行“账号”：现为“x”",
        "“人员”第 6 行“姓名”",
        "“人员”第 6 行“联系电话”：现为“电话”",
        "“人员”第 6 行“单位编码”：“12345”既不在",
        "“人员”第 6 行“角色”：现为“局长”，应为填报人",
        "“人员”第 7 行“账号”：filler 已是“填报人甲”的账号",
        "“人员”第 8 行“账号”：system_admin 是管理员账号",
        "“人员”第 9 行“角色”：现为“审计管理员”",
    ):
        assert told in page, told


def test_the_same_workbook_again_changes_nothing_and_a_line_more_adds_one(county: County) -> None:
    take(county, filled(UNITS, PEOPLE))
    _status, page = take(county, filled(UNITS, PEOPLE))
    assert "没有新的激活条" in page
    assert AskedRole.objects.count() == 4
    _status, page = take(county, filled(UNITS, [*PEOPLE, ("qian", "钱七", "", "900101", "单位审核")]))
    assert page.count("绩衡账户激活条") == 1


@pytest.mark.parametrize("parents", [("900101", "900100"), ("900100", "")])
def test_a_unit_that_hangs_below_itself_is_told(county: County, parents: tuple[str, str]) -> None:
    units = [(code, name, level, parent) for (code, name, level, _p), parent in zip(UNITS, parents, strict=True)]
    _status, page = take(county, filled(units, []))
    assert "上级单位绕回到本单位" in page
    assert not Unit.objects.filter(code="900100").exists()


def test_codes_written_as_numbers_and_heads_further_down_are_read(county: County) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "单位"
    for row in (
        [],
        ["预算单位一览"],
        ["单位名称", "单位编码", "上级单位编码", "单位层级"],
        ["水务所", 900102, None, "乡镇"],
    ):
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    take(county, SimpleUploadedFile("单位.xlsx", out.getvalue()))
    assert Unit.objects.get(code="900102").name == "水务所"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [("名单.docx", b"PK\x03\x04", "“"), ("名单.xlsx", b"nothing", "工作簿"), ("空.xlsx", None, "没有内容")],
)
def test_a_file_that_is_no_filled_workbook_is_told(county: County, name: str, content: bytes | None, told: str) -> None:
    file = SimpleUploadedFile(name, template() if content is None else content)
    status, page = take(county, file)
    assert status == 200
    assert "什么都没有写入" in page
    assert told in page


def test_nobody_but_the_system_administrator_imports_prints_slips_or_gets_the_template(county: County) -> None:
    for role in sorted(set(Role) - {Role.SYSTEM_ADMIN}):
        assert take(county, filled(UNITS, PEOPLE), role)[0] == 403
        client = county.client(role)
        assert client.get("/manage/units/import/template/").status_code == 403
        assert client.post("/manage/users/slips/").status_code == 403
    assert not Unit.objects.filter(code="900100").exists()


def test_lost_slips_are_printed_anew_for_whoever_has_not_activated_and_the_old_codes_are_void(county: County) -> None:
    take(county, filled(UNITS, PEOPLE))
    old = User.objects.get(username="zhongzi").activation_hash
    page = county.client("system_admin").post("/manage/users/slips/").content.decode()
    assert page.count("绩衡账户激活条") == 3
    assert User.objects.get(username="zhongzi").activation_hash != old
    assert "青禾县种子站 · 填报人" in page
