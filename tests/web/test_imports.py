"""The import wizard: every fault in one pass, all or nothing, columns matched and remembered, nothing doubled."""

from __future__ import annotations

import io
import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError

from jiheng import facts
from jiheng.facts import save_workbook
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import Stage, State, Task
from jiheng.web.imports.models import ColumnMatch, Import, ImportState
from jiheng.web.imports.work import source
from jiheng.web.jobs.models import Job, JobState
from jiheng.web.records.actions import ReplaceTables
from jiheng.web.records.dataset import sheet_of
from jiheng.web.records.intake import written_rows
from jiheng.web.records.models import Record
from tests.web.conftest import County

EXAMPLE = Path(__file__).parents[2] / "examples/xinzao-2024"
BASE = "/2024/900001/import/"


def book(rows: Sequence[Sequence[object]], sheet: str = "台账") -> bytes:
    workbook, out = openpyxl.Workbook(), io.BytesIO()
    page = workbook.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    workbook.save(out)
    return out.getvalue()


LEDGER: list[list[object]] = [
    ["项目支出台账"],
    ["项目编号", "项目名称", "负责人姓名", "经办科室"],
    ["P1", "路灯", "李明", "城建办"],
    ["P2", "道路", "王芳", "城建办"],
]


@pytest.fixture
def example(county: County, tmp_path: Path) -> bytes:
    """The example town's workbook, as the town of the tests would hand it in."""
    path = tmp_path / "数据.xlsx"
    save_workbook(facts.load(EXAMPLE), path)
    workbook = openpyxl.load_workbook(path)
    page = workbook["单位基本情况"]
    for row in page.iter_rows():
        if "单位编码" in str(row[0].value):
            row[1].value = county.town.code
    workbook.save(path)
    return path.read_bytes()


def send(county: County, content: bytes, name: str = "数据.xlsx", role: str = "filler") -> Any:
    return county.client(role).post(BASE, {"file": SimpleUploadedFile(name, content)}, follow=True)


def match(county: County, imported: Import, *names: str, table: str = "projects", sheet: str = "台账") -> Any:
    given = {f"column-{index}": name for index, name in enumerate(names)}
    where = f"{BASE}{imported.pk}/columns/"
    return county.client("filler").post(where, {"sheet": sheet, "table": table, **given}, follow=True)


def take(county: County, imported: Import, **more: str) -> Any:
    return county.client("filler").post(f"{BASE}{imported.pk}/take/", more, follow=True)


def test_our_workbook_is_checked_at_once_and_taken_over_whole(county: County, example: bytes) -> None:
    page = send(county, example).content.decode()
    assert "检查通过" in page
    assert not Record.objects.exists()
    assert "已导入" in take(county, Import.objects.get()).content.decode()
    county.dossier.refresh_from_db()
    assert sheet_of(county.dossier).total.text(2) == "96.37"


def test_the_same_file_twice_doubles_nothing(county: County, example: bytes) -> None:
    counts = []
    for _ in range(2):
        send(county, example)
        take(county, Import.objects.first() or Import())
        counts.append(Record.objects.count())
    assert counts[0] == counts[1] > 0


def test_all_faults_are_listed_in_one_pass_with_their_cells(county: County, example: bytes) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(example))
    workbook["支付"]["C6"] = "约三万"
    workbook["预算"]["G7"] = "不知道"
    out = io.BytesIO()
    workbook.save(out)
    page = send(county, out.getvalue()).content.decode()
    assert "工作表“支付” 第 6 行 C 列" in page
    assert "工作表“预算” 第 7 行 G 列" in page
    assert "没有写入任何数据" in page
    assert not Record.objects.exists()


def test_the_marked_copy_carries_the_list_of_faults(county: County, example: bytes) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(example))
    workbook["支付"]["C6"] = "约三万"
    out = io.BytesIO()
    workbook.save(out)
    send(county, out.getvalue())
    imported = Import.objects.get()
    county.client("filler").post(f"{BASE}{imported.pk}/mark/")
    answer: Any = county.client("filler").get(f"{BASE}{imported.pk}/marked/")
    copy = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert copy.sheetnames[0] == "错误清单"
    assert "约三万" in [cell.value for cell in copy["错误清单"]["C"]]
    assert copy["支付"]["C6"].comment is not None


def test_a_file_with_faults_cannot_be_taken_over_by_a_forged_request(county: County) -> None:
    send(county, book([["项目编码", "项目名称"], ["P1", "路灯"], ["P2", ""]]), "x.xlsx")
    imported = Import.objects.get()
    match(county, imported, "code", "name")
    assert "没有导入任何数据" in take(county, imported).content.decode()
    assert not Record.objects.exists()


def test_only_sound_rows_are_taken_when_the_person_says_so(county: County) -> None:
    send(county, book([["项目编码", "项目名称"], ["P1", "路灯"], ["P2", ""]]), "x.xlsx")
    imported = Import.objects.get()
    assert "只保留正确的行" in match(county, imported, "code", "name").content.decode()
    take(county, imported, sound_only="1")
    assert list(Record.objects.values_list("key", flat=True)) == ["P1"]


def test_columns_of_any_table_are_matched_by_likeness_corrected_by_hand_and_remembered(county: County) -> None:
    page = send(county, book(LEDGER), "台账.xlsx").content.decode()
    assert '<option value="name" selected>' in page
    match(county, Import.objects.first() or Import(), "code", "name", "leader", "department")
    assert ColumnMatch.objects.get().unit == county.town
    take(county, Import.objects.first() or Import())
    assert Record.objects.get(key="P2").cells == {
        "code": "P2",
        "name": "道路",
        "leader": "王芳",
        "department": "城建办",
        "origin": "填报",
    } | {
        k: v for k, v in Record.objects.get(key="P2").cells.items() if k not in {"code", "name", "leader", "department"}
    }
    again = send(county, book(LEDGER), "台账2.xlsx").content.decode()
    assert "已按上次" in again
    assert '<option value="leader" selected>' in again


def test_a_csv_file_is_a_table_as_well(county: County) -> None:
    send(county, "项目编码,项目名称\nP1,路灯\nP2,道路\n".encode("gb18030"), "表.csv")
    imported = Import.objects.get()
    match(county, imported, "code", "name", sheet="数据")
    take(county, imported)
    assert Record.objects.count() == 2


def test_a_table_may_refer_to_what_the_dossier_holds_already(county: County) -> None:
    ReplaceTables(county.actor("filler"), county.dossier, written_rows(facts.load(EXAMPLE))).run()
    rows: list[list[object]] = [
        ["预算项编码", "月份", "支付金额（万元）"],
        ["B01", "2024-01", 1],
        ["不存在", "2024-01", 1],
    ]
    send(county, book(rows), "支付表.xlsx")
    page = match(county, Import.objects.get(), "line", "month", "amount", table="payments").content.decode()
    assert "第 3 行 A 列" in page
    assert "第 2 行" not in page


def test_what_the_file_does_not_hold_stays_as_it_is(county: County) -> None:
    ReplaceTables(county.actor("filler"), county.dossier, {"projects": [{"code": "P9", "name": "公园"}]}).run()
    send(county, book(LEDGER), "台账.xlsx")
    match(county, Import.objects.get(), "code", "name", "leader", "department")
    take(county, Import.objects.get())
    assert sorted(Record.objects.values_list("key", flat=True)) == ["P1", "P2", "P9"]


def test_a_column_chosen_twice_is_refused(county: County) -> None:
    send(county, book(LEDGER), "台账.xlsx")
    assert "选了两次" in match(county, Import.objects.get(), "code", "name", "name").content.decode()


def test_the_workbook_of_another_unit_is_refused(county: County, example: bytes) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(example))
    for row in workbook["单位基本情况"].iter_rows():
        if "单位编码" in str(row[0].value):
            row[1].value = county.neighbour.code
    out = io.BytesIO()
    workbook.save(out)
    assert "不是本单位的数据" in send(county, out.getvalue()).content.decode()


def test_what_reviewers_write_cannot_be_imported(county: County) -> None:
    send(county, book(LEDGER), "台账.xlsx")
    said = match(county, Import.objects.get(), "indicator", "score", table="reviews").content.decode()
    assert "请选择要导入到哪张表" in said
    assert Import.objects.get().state == ImportState.NEW


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.exe", b"MZ", "不能导入"),
        ("x.xlsx", b"MZ\x90\x00" + b"\x00" * 99, "内容却不是Excel"),
        ("x.xlsx", b"", "文件是空的"),
        ("x.csv", b"a,b\n", "文件里没有数据"),
        ("x.xlsx", book([]), "文件里没有数据"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    county: County, name: str, content: bytes, said: str
) -> None:
    assert said in send(county, content, name).content.decode()
    assert not Import.objects.exists()


def test_a_failure_in_the_middle_of_writing_leaves_nothing(
    county: County, example: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(county, example)

    def broken(self: ReplaceTables) -> None:
        Record.objects.create(dossier=self.target, table="projects", key="half", position=1)
        raise DatabaseError

    monkeypatch.setattr(ReplaceTables, "apply", broken)
    assert "数据没有改动" in take(county, Import.objects.get()).content.decode()
    assert not Record.objects.exists()


def test_data_under_review_cannot_be_imported_over(county: County, example: bytes) -> None:
    send(county, example)
    task = task_of(county.dossier, Stage.EVALUATION)
    Task.objects.filter(pk=task.pk).update(state=State.SUBMITTED, step="unit")
    assert "正在审核" in take(county, Import.objects.get()).content.decode()
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [("neighbour", 404), ("auditor", 404), ("system_admin", 404), ("security_admin", 404)]
    + [(role, 403) for role in ("head", "department", "finance_desk", "finance", "expert")],
)
def test_only_the_filler_of_the_unit_imports(county: County, role: str, status: int) -> None:
    send(county, book(LEDGER), "台账.xlsx")
    pk, client = Import.objects.get().pk, county.client(role)
    for path in ("", "template/", f"{pk}/", f"{pk}/marked/"):
        assert client.get(BASE + path).status_code == status
    for path in ("", f"{pk}/columns/", f"{pk}/take/", f"{pk}/mark/", f"{pk}/delete/"):
        assert client.post(BASE + path).status_code == status


def test_a_file_that_is_deleted_is_gone_from_the_store_and_what_was_taken_over_stays(
    county: County, example: bytes, django_capture_on_commit_callbacks: Any
) -> None:
    send(county, example)
    imported = Import.objects.get()
    take(county, imported)
    count = Record.objects.count()
    assert source(imported).is_file()
    with django_capture_on_commit_callbacks(execute=True):
        page = county.client("filler").post(f"{BASE}{imported.pk}/delete/", follow=True).content.decode()
    assert "已删除" in page
    assert not source(imported).exists()
    assert not Import.objects.exists()
    assert (Record.objects.count(), count > 0) == (count, True)


def test_a_file_that_a_job_works_on_is_not_deleted(county: County, example: bytes) -> None:
    send(county, example)
    imported = Import.objects.get()
    Job.objects.update(state=JobState.RUNNING)
    page = county.client("filler").post(f"{BASE}{imported.pk}/delete/", follow=True).content.decode()
    assert "正在处理这份文件" in page
    assert source(imported).is_file()


def test_more_files_than_a_unit_may_keep_are_refused_with_the_way_out(
    county: County, example: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jiheng.web.imports.actions.MOST_FILES", 1)
    send(county, example)
    assert "请先在导入页删除" in send(county, example).content.decode()
    assert Import.objects.count() == 1
    monkeypatch.setattr("jiheng.web.imports.actions.MOST_FILES", 100)
    monkeypatch.setattr("jiheng.web.imports.actions.MOST_BYTES", 2 * len(example) - 1)
    assert "请先在导入页删除" in send(county, example).content.decode()


def test_an_import_is_not_found_under_the_address_of_another_unit(county: County) -> None:
    send(county, book(LEDGER), "台账.xlsx")
    assert county.client("neighbour").get(f"/2024/900002/import/{Import.objects.get().pk}/").status_code == 404


def test_the_template_is_the_one_of_the_pack(county: County) -> None:
    answer: Any = county.client("filler").get(f"{BASE}template/")
    names = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).sheetnames
    assert "支付" in names


KILLED = """
import sys, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from jiheng.web.accounts.models import User
from jiheng.web.actions import Actor
from jiheng.web.cycle.models import Dossier, Year
from jiheng.web.organisation.models import Membership, Role, Unit
from jiheng.web.records.actions import ReplaceTables, key_of
from jiheng.web.records.models import Record
import jiheng.web.records.actions as actions
unit, _made = Unit.objects.get_or_create(code="900001", name="青禾镇人民政府")
user, _made = User.objects.get_or_create(username="filler", name="填报人")
Membership.objects.get_or_create(user=user, unit=unit, role=Role.FILLER)
year, _made = Year.objects.get_or_create(year=2024)
dossier, _made = Dossier.objects.get_or_create(year=year, unit=unit, pack="cn/guangdong/department")
rows = {table: [{"code": f"P{n}", "name": "x"} for n in range(3000)] for table in ("projects", "assets")}

def slow(table, row):
    if table == "assets" and "kill" in sys.argv:
        assert Record.objects.filter(dossier=dossier, table="projects").count() == 3000
        print("half", flush=True)
        sys.stdin.read()
    return key_of(table, row)

actions.key_of = slow
ReplaceTables(Actor(user), dossier, rows).run()
"""


def test_a_kill_in_the_middle_of_an_import_leaves_nothing_and_the_second_try_everything(tmp_path: Path) -> None:
    environment = os.environ | {
        "JIHENG_HOME": str(tmp_path),
        "JIHENG_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "jiheng.web.settings",
    }
    command = [sys.executable, "-c", KILLED]
    with subprocess.Popen(
        [*command, "kill"], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as half:
        assert half.stdout is not None
        assert half.stdout.readline() == "half\n"
        half.kill()
    assert _count(tmp_path) == 0
    subprocess.run(command, env=environment, check=True)
    assert _count(tmp_path) == 6000


def _count(home: Path) -> int:
    connection = sqlite3.connect(home / "jiheng.sqlite3")
    try:
        (count,) = connection.execute("SELECT count(*) FROM records_record").fetchone()
    finally:
        connection.close()
    return int(count)
